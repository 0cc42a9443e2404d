// The selection as a table: things of all classes or of one, or claims; sorted, filtered by column, summed, and saved as it is seen.
const table = (() => {
  const { make, say } = words,
    { things } = data,
    root = words.byId("table"),
    STEP = 200, // rows at a time
    BINS = 14; // bars of a small histogram
  let most = STEP,
    seen = ""; // what `most` is of
  const inChinese = new Intl.Collator("zh-Hans-CN", { numeric: true });

  // filters stand in the address as column~text|column~text
  const filters = () =>
    new Map(
      (state.now.tf || "")
        .split("|")
        .filter(Boolean)
        .map((part) => part.split(/~(.*)/s).slice(0, 2)),
    );
  function setFilter(key, text) {
    const now = filters();
    if (text) now.set(key, text.replaceAll("|", " "));
    else now.delete(key);
    state.go({ tf: [...now].map(([k, v]) => k + "~" + v).join("|") }, { replace: true });
  }
  const missing = (v) => v === null || v === "" || v === undefined;
  function compare(a, b) {
    if (typeof a === "number" && typeof b === "number") return a - b;
    if (typeof a !== typeof b) return typeof a === "number" ? -1 : 1;
    return inChinese.compare(a, b);
  }

  // what is to be seen: columns, rows in order, and all rows before the filters of columns
  function view(selection) {
    const of = state.now.o,
      kind = data.classes.findIndex((c) => c[0] === of);
    const all = filter
      .listed(of === "claims" ? selection.fact : selection.thing)
      .filter((i) => kind < 0 || of === "claims" || things.kind[i] === kind);
    const cols =
      of === "claims" ? columns.ofClaims() : kind >= 0 ? columns.ofClass(of, all, selection) : columns.ofThings();
    let rows = all;
    for (const [key, text] of filters()) {
      const column = cols.find((c) => c.key === key);
      if (column) rows = rows.filter(typed.passes(column, text));
    }
    const wanted =
        state.now.sort ||
        (of === "claims"
          ? "relation"
          : kind >= 0
            ? cols.some((c) => c.key === "investment")
              ? "-investment"
              : "-articles"
            : "-facts"),
      by = cols.find((c) => c.key === wanted.replace("-", "")) || cols[0],
      way = wanted[0] === "-" ? -1 : 1;
    const keys = new Map(rows.map((i) => [i, by.value(i)]));
    rows = [...rows].sort((a, b) => {
      const [x, y] = [keys.get(a), keys.get(b)];
      if (missing(x) || missing(y)) return missing(x) - missing(y) || a - b;
      return way * compare(x, y) || a - b;
    });
    return { cols, rows, all, by, way };
  }
  function show(selection) {
    const { cols, rows, all, by, way } = view(selection),
      key = state.now.o + state.now.tf + state.now.sort;
    if (key !== seen) most = STEP;
    seen = key;
    const focus =
        document.activeElement && root.contains(document.activeElement) ? document.activeElement.dataset.key : "",
      wide = root.querySelector(".wide"),
      left = wide ? wide.scrollLeft : 0;
    root.replaceChildren(
      top(selection, cols, rows),
      make(
        "div",
        { class: "wide" },
        make(
          "table",
          { keydown: step },
          make("thead", {}, make("tr", {}, ...cols.map((c) => head(c, all, by, way)))),
          make("tbody", {}, ...rows.slice(0, most).map((i, n) => line(i, n, cols))),
          rows.length ? make("tfoot", {}, make("tr", {}, ...cols.map((c, n) => foot(c, n, rows)))) : "",
        ),
      ),
      rows.length > most
        ? make(
            "button",
            {
              class: "plain",
              click: () => {
                most += STEP * 5;
                show(selection);
              },
            },
            say("more", values.count(rows.length - most)),
          )
        : "",
      rows.length ? "" : make("p", { class: "soft" }, say("empty")),
    );
    root.querySelector(".wide").scrollLeft = left;
    const again = focus && root.querySelector('[data-key="' + CSS.escape(focus) + '"]');
    if (again) again.focus();
  }
  function top(selection, cols, rows) {
    const claims = state.now.o === "claims",
      counts = new Map();
    selection.thing.forEach((on, i) => on && counts.set(things.kind[i], (counts.get(things.kind[i]) || 0) + 1));
    const go = (o) => state.go({ o, sort: "", tf: "" });
    const pick = (on, o, label, n) =>
      make(
        "button",
        { "aria-pressed": String(on), "data-key": "o" + label, click: () => go(o) },
        say(label) + " " + values.count(n),
      );
    const choice = make(
      "select",
      { class: "articles", "aria-label": say("class"), "data-key": "class", change: (e) => go(e.target.value) },
      make("option", { value: "" }, say("allClasses")),
      ...data.classes
        .map((c, k) => [c, counts.get(k) || 0])
        .filter(([, n]) => n)
        .map(([c, n]) => make("option", { value: c[0] }, words.pick(c.slice(1)) + " (" + values.count(n) + ")")),
    );
    choice.value = claims ? "" : state.now.o;
    const file = (kind) =>
      make(
        "button",
        { class: "plain", "data-export": "table-" + kind, click: () => save(kind, cols, rows) },
        say("table" + kind),
      );
    return make(
      "div",
      { class: "sheethead" },
      make(
        "div",
        { class: "switch", role: "group", "aria-label": say("table") },
        pick(
          !claims,
          "",
          "things",
          selection.thing.reduce((a, b) => a + b, 0),
        ),
        pick(
          claims,
          "claims",
          "claims",
          selection.fact.reduce((a, b) => a + b, 0),
        ),
      ),
      claims ? "" : choice,
      make("span", { class: "soft", role: "status" }, say("rows", values.count(rows.length))),
      state.now.tf
        ? make("button", { class: "plain", click: () => state.go({ tf: "" }, { replace: true }) }, say("reset"))
        : "",
      make("span", { class: "tools" }, file("csv"), file("xlsx")),
    );
  }
  function head(column, all, by, way) {
    const on = column.key === by.key,
      sort = () =>
        state.go(
          { sort: (on ? way > 0 : column.kind === "sum" || column.kind === "number") ? "-" + column.key : column.key },
          { replace: true },
        );
    const hint = { sum: "hintsum", date: "hintdate", number: "hintnumber", text: "hinttext" }[column.kind];
    return make(
      "th",
      { scope: "col", class: column.kind, "aria-sort": on ? (way > 0 ? "ascending" : "descending") : "none" },
      make(
        "button",
        { class: "plain", "data-key": "sort" + column.key, click: sort },
        column.head + (on ? (way > 0 ? " ↑" : " ↓") : ""),
      ),
      histogram(column, all),
      make("input", {
        type: "search",
        "data-key": "tf" + column.key,
        "aria-label": say("filterOf", column.head),
        placeholder: say(hint),
        value: filters().get(column.key) || "",
        change: (e) => setFilter(column.key, e.target.value.trim()),
      }),
    );
  }
  // how numbers and years spread, sums by their magnitude; a click on a bar filters
  function histogram(column, all) {
    const numbers = all
      .map((i) => column.value(i))
      .filter((v) => !missing(v) && (column.kind === "sum" ? v > 0 : column.kind === "date"))
      .map((v) => (column.kind === "sum" ? Math.log10(v) : Number(v.slice(0, 4))));
    if (numbers.length < 3) return "";
    const least = numbers.reduce((a, b) => Math.min(a, b)),
      wide = (numbers.reduce((a, b) => Math.max(a, b)) - least + (column.kind === "date" ? 1 : 1e-9)) / BINS || 1,
      bins = new Array(BINS).fill(0);
    for (const n of numbers) bins[Math.min(BINS - 1, Math.floor((n - least) / wide))]++;
    const tall = Math.max(...bins);
    return words.draw(
      "svg",
      { class: "histogram", viewBox: "0 0 " + BINS * 6 + " 20", "aria-hidden": "true" },
      ...bins.map((n, b) => {
        const [from, to] = [least + b * wide, least + (b + 1) * wide];
        const text =
          column.kind === "date"
            ? Math.floor(from) + "-" + Math.max(Math.floor(from), Math.ceil(to) - 1)
            : Math.floor(10 ** from) + "-" + Math.ceil(10 ** to);
        return words.draw("rect", {
          x: b * 6,
          y: 20 - (n / tall) * 19,
          width: 5,
          height: (n / tall) * 19 + 1,
          click: () => setFilter(column.key, text),
        });
      }),
    );
  }
  function line(i, n, cols) {
    const cells = cols.map((c, k) => {
      const inside = c.cell ? [].concat(c.cell(i)) : [c.text(i)];
      return make(
        k ? "td" : "th",
        { class: c.key + " " + c.kind, ...(k ? {} : { scope: "row" }) },
        make("div", { class: "cell" }, ...inside),
      );
    });
    const row = make("tr", {}, ...cells),
      button = row.querySelector("th button");
    if (button) button.tabIndex = n ? -1 : 0;
    return row;
  }
  // one stop for Tab in the rows; the arrow keys go up and down
  function step(event) {
    const row = event.target.closest("tbody tr"),
      next = row && { ArrowDown: row.nextElementSibling, ArrowUp: row.previousElementSibling }[event.key],
      button = next && next.querySelector("th button");
    if (!button) return;
    event.preventDefault();
    root.querySelectorAll('tbody th button[tabindex="0"]').forEach((b) => (b.tabIndex = -1));
    button.tabIndex = 0;
    button.focus();
  }
  const middle = (list) => {
    const sorted = [...list].sort((a, b) => a - b),
      half = sorted.length >> 1;
    return sorted.length % 2 ? sorted[half] : (sorted[half - 1] + sorted[half]) / 2;
  };
  function foot(column, n, rows) {
    if (!n) return make("th", { scope: "row" }, say("rows", values.count(rows.length)));
    const found = rows.map((i) => column.value(i)).filter((v) => !missing(v));
    if (!found.length) return make("td", {}, "");
    if (column.kind === "sum") {
      const [low, high] = [rows.reduce((a, i) => a + (column.least(i) || 0), 0), found.reduce((a, b) => a + b, 0)];
      const total =
        low === high ? values.money(String(high)) : values.money(String(low)) + " – " + values.money(String(high));
      return make(
        "td",
        { class: "sum" },
        say("total", total),
        make("br"),
        say("median", values.money(String(middle(found)))),
        make("br"),
        say("ofRows", found.length),
      );
    }
    if (column.kind === "number" && column.key !== "trust") return make("td", {}, say("median", String(middle(found))));
    if (column.kind === "date")
      return make(
        "td",
        {},
        found.reduce((a, b) => (b < a ? b : a)) + " – " + found.reduce((a, b) => (b > a ? b : a)),
        make("br"),
        say("ofRows", found.length),
      );
    return make("td", {}, say("ofRows", found.length));
  }
  // the same columns and rows as files; sums as numbers where one is told
  function save(kind, cols, rows) {
    const heads = cols.map((c) => c.head + (c.kind === "sum" ? " (" + say("yuan") + ")" : ""));
    const cells = rows.map((i) =>
      cols.map((c) => {
        if (c.kind === "sum" && c.value(i) !== null && c.least(i) === c.value(i)) return c.value(i);
        return c.kind === "number" ? c.value(i) : words.clean(c.text(i));
      }),
    );
    if (kind === "csv")
      exports_.save("shanhe-table.csv", "text/csv", exports_.sheet([heads, ...cells.map((row) => row.map(String))]));
    else
      exports_.save("shanhe-table.xlsx", xlsx.TYPE, xlsx.book(document.title.replace(/ · .*/, ""), [heads, ...cells]));
  }
  // the same for paper, to so many rows
  function paper(selection, limit) {
    const { cols, rows } = view(selection);
    return make(
      "div",
      {},
      make(
        "p",
        { class: "soft" },
        say("rows", values.count(rows.length)) + (rows.length > limit ? " · " + say("cut", values.count(limit)) : ""),
      ),
      make(
        "table",
        {},
        make("thead", {}, make("tr", {}, ...cols.map((c) => make("th", {}, c.head)))),
        make(
          "tbody",
          {},
          ...rows.slice(0, limit).map((i) => make("tr", {}, ...cols.map((c) => make("td", {}, c.text(i))))),
        ),
        rows.length ? make("tfoot", {}, make("tr", {}, ...cols.map((c, n) => foot(c, n, rows)))) : "",
      ),
    );
  }
  return { show, paper };
})();
