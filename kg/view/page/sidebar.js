// The filters, which are the legend too, each with counts of what it would give.
const sidebar = (() => {
  const { make, say } = words,
    { things, links } = data,
    root = words.byId("filters");
  const LISTED = 300; // rivers, counties, pages, articles in a list; the search finds all
  const shut = new Set(); // sections that the reader has closed

  function show(s, selection) {
    const focus =
      document.activeElement && root.contains(document.activeElement) ? document.activeElement.dataset.key : "";
    const made = new Map();
    // what would be shown without the filter of some keys: by that its own choices are counted
    const without = (...keys) => {
      if (keys.every((key) => !s[key].length)) return selection;
      const name = keys.join();
      if (!made.has(name)) made.set(name, filter.select({ ...s, ...state.emptied(keys) }));
      return made.get(name);
    };
    const claims = selection.fact ? selection.fact.reduce((a, b) => a + b, 0) : 0,
      top = root.childNodes.length ? root.scrollTop : 0; // to ask lays the page out
    root.replaceChildren(
      make(
        "p",
        { class: "sum", role: "status" },
        say(
          "shown",
          values.count(selection.thing.reduce((a, b) => a + b, 0)),
          values.count(data.size),
          values.count(claims),
        ),
      ),
      state.filtered() ? make("button", { class: "plain", "data-key": "reset", click: state.clear }, say("reset")) : "",
      rows(
        "classes",
        "k",
        s.k,
        data.classes.map((c, i) => [c[0], words.pick(c.slice(1)), search.icon(i)]),
        countKinds(without("k")),
      ),
      ...(data.ready ? narrowing(s, without) : []),
      selection.undated ? make("p", { class: "soft undated" }, say("undated", values.count(selection.undated))) : "",
      rows(
        "relations",
        "r",
        s.r,
        data.relations.map((r) => [r[0], words.pick(r.slice(1))]),
        countRelations(without("r")),
      ),
      legend(),
    );
    if (top) root.scrollTop = top;
    if (focus) {
      const again = root.querySelector('[data-key="' + CSS.escape(focus) + '"]');
      if (again) again.focus();
    }
  }
  // all filters that the facts are wanted for
  function narrowing(s, without) {
    return [
      rows("state", "st", s.st, stateRows(), countStates(without("st"))),
      field(
        "place",
        choice("city", s.city, () => counted(areas(without("city").thing), s.city)),
      ),
      field(
        "river",
        choice("river", s.river, () => counted(rivers(without("river").thing), s.river)),
      ),
      field(
        "time",
        span(s, () => without("from", "to")),
      ),
      field("sumRange", typed("sum", s.sum, say("hintsum"))),
      field(
        "page",
        choice("pg", s.pg, () => pageChoices(s, without("pg").fact)),
      ),
      field(
        "article",
        choice("fa", s.fa, () => articleChoices(s, without("fa").fact)),
      ),
      rows(
        "modality",
        "mo",
        s.mo,
        MODALITIES.map((m) => [m, say(m)]),
        countModalities(without("mo")),
      ),
      conflictsOnly(s, without("df")),
      field("trust", trust(s)),
    ].filter(Boolean);
  }
  // a group of switches, [name, label, icon] each, with counts; one Tab stop, the arrow keys go on
  function rows(title, key, hidden, list, counts) {
    if (!list.some((_, n) => counts[n] || hidden.includes(list[n][0]))) return null;
    const names = list.map(([name]) => name);
    const all = make(
      "button",
      {
        class: "plain small",
        "data-key": key + "-all",
        click: () => state.go({ [key]: hidden.length ? [] : names }, { replace: true }),
      },
      say(hidden.length ? "every" : "none"),
    );
    const part = make(
      "details",
      {
        toggle: (e) => {
          e.target.open ? shut.delete(title) : shut.add(title);
        },
      },
      make("summary", {}, say(title)),
      make(
        "div",
        { class: "rows", role: "group", "aria-label": say(title), keydown: step },
        all,
        ...list.map(([name, label, icon], n) => toggle(key, hidden, names, name, icon, label, counts[n], n)),
      ),
    );
    part.open = !shut.has(title);
    return part;
  }
  function toggle(key, hidden, names, name, icon, label, count, n) {
    const on = !hidden.includes(name),
      go = (list) => state.go({ [key]: list }, { replace: true });
    return make(
      "div",
      { class: "rowbox" },
      make(
        "button",
        {
          class: "row",
          "aria-pressed": String(on),
          "data-key": key + name,
          "data-name": name,
          tabindex: n ? "-1" : "0",
          click: () => go(on ? [...hidden, name] : hidden.filter((other) => other !== name)),
        },
        icon,
        make("span", {}, label),
        make("b", {}, values.count(count)),
      ),
      make(
        "button",
        {
          class: "plain only",
          "data-key": "only" + key + name,
          "aria-label": say("onlyThisOne", label),
          title: say("onlyThisOne", label),
          tabindex: "-1",
          click: () => go(names.filter((other) => other !== name)),
        },
        say("onlyThis"),
      ),
    );
  }
  // up and down from row to row, right to 只看 and back
  function step(event) {
    const box = event.target.closest(".rowbox"),
      next = box && { ArrowDown: box.nextElementSibling, ArrowUp: box.previousElementSibling }[event.key];
    const to =
      box &&
      (event.key === "ArrowRight"
        ? box.querySelector(".only")
        : event.key === "ArrowLeft"
          ? box.querySelector(".row")
          : next && next.querySelector(".row"));
    if (!to) return;
    event.preventDefault();
    to.focus();
  }
  function field(title, control) {
    return make("div", { class: "field" }, make("span", { class: "label" }, say(title)), control);
  }
  // a list whose choices are counted when it is first turned to; what is chosen is among them from the start
  function choice(key, value, options, label) {
    const names = { city: "place", river: "river", pg: "page", fa: "article" };
    const option = ([id, text]) => make("option", { value: id }, text);
    let full = false;
    const fill = () => {
      if (full) return;
      full = true;
      box.replaceChildren(option(["", label || say("all")]), ...options().map(option));
      box.value = value;
    };
    const box = make(
      "select",
      {
        "aria-label": label ? say("time") + " " + label : say(names[key]),
        "data-key": key,
        pointerdown: fill,
        focus: fill,
        change: (e) => state.go({ [key]: e.target.value }, { replace: true }),
      },
      option(["", label || say("all")]),
    );
    if (value) fill();
    return box;
  }
  // from the least confidence that there is to the greatest
  let ends = null;
  function trust(s) {
    ends = ends || bounds();
    const out = make("output", {}, s.c || ends[0].toFixed(2));
    const range = make("input", {
      type: "range",
      min: ends[0],
      max: ends[1],
      step: "0.01",
      value: s.c || ends[0],
      "aria-label": say("trust") + " " + say("atLeast"),
      "data-key": "c",
      input: (e) => {
        out.textContent = e.target.value;
      },
      change: (e) => state.go({ c: Number(e.target.value) > ends[0] ? e.target.value : "" }, { replace: true }),
    });
    return make("span", { class: "pair" }, range, out);
  }
  function bounds() {
    let [low, high] = [1, 0];
    for (const text of data.read.facts.confidence || []) {
      low = Math.min(low, Number(text));
      high = Math.max(high, Number(text));
    }
    return low > high ? [0, 1] : [Math.floor(low * 100) / 100, Math.ceil(high * 100) / 100];
  }
  function typed(key, value, hint) {
    return make("input", {
      type: "search",
      class: "typed",
      "aria-label": say("sumRange"),
      "data-key": key,
      placeholder: hint,
      value,
      change: (e) => state.go({ [key]: e.target.value.trim() }, { replace: true }),
    });
  }
  function span(s, free) {
    function years(chosen) {
      const counts = new Map(chosen ? [[Number(chosen), 0]] : []),
        { years } = data.read;
      free().fact.forEach((on, f) => on && years[f] && counts.set(years[f], (counts.get(years[f]) || 0) + 1));
      return [...counts].sort((a, b) => a[0] - b[0]).map(([y, n]) => [String(y), y + " (" + values.count(n) + ")"]);
    }
    return make(
      "span",
      { class: "pair" },
      choice("from", s.from, () => years(s.from), say("from")),
      choice("to", s.to, () => years(s.to), say("to")),
    );
  }
  const MODALITIES = [filter.STATED, "planned", "expected", "denied", "rejected"];
  function countModalities({ fact }) {
    const counts = MODALITIES.map(() => 0),
      { facts } = data.read;
    fact.forEach((on, f) => on && counts[MODALITIES.indexOf(facts.modality[f] || filter.STATED)]++);
    return counts;
  }
  const stateNames = () => [...Object.keys(data.states), filter.NONE];
  const stateRows = () =>
    stateNames().map((name) => [name, name === filter.NONE ? say("unseen") : words.pick(data.states[name])]);
  function countStates({ thing }) {
    const names = stateNames(),
      counts = names.map(() => 0);
    thing.forEach((on, i) => on && places.isWork(i) && counts[names.indexOf(filter.stateOf(i))]++);
    return counts;
  }
  function conflictsOnly(s, free) {
    const { facts } = data.read,
      n = free.fact.reduce((sum, on, f) => sum + (on && facts.differs[f] ? 1 : 0), 0);
    if (!n && !s.df) return null;
    return make(
      "button",
      {
        class: "row wide",
        "aria-pressed": String(Boolean(s.df)),
        "data-key": "df",
        click: () => state.go({ df: s.df ? "" : "1" }, { replace: true }),
      },
      make("span", {}, say("conflictsOnly")),
      make("b", {}, values.count(n)),
    );
  }
  // the pages and articles with the most claims that pass
  function most(counts, name, chosen) {
    const list = [...counts].sort((a, b) => b[1] - a[1] || (name(a[0]) < name(b[0]) ? -1 : 1)).slice(0, LISTED);
    if (chosen && !list.some(([key]) => key === chosen)) list.push([chosen, 0]);
    return list.map(([key, n]) => [key, name(key) + " (" + values.count(n) + ")"]);
  }
  function claimsBy(fact, key) {
    const counts = new Map(),
      { facts } = data.read;
    fact.forEach((on, f) => {
      const of = on && facts.article[f] >= 0 ? key(facts.article[f]) : null;
      if (of !== null) counts.set(of, (counts.get(of) || 0) + 1);
    });
    return counts;
  }
  function pageChoices(s, fact) {
    const { articles } = data.read,
      names = new Map((articles.document || []).map((document, a) => [document, articles.page[a]]));
    return most(
      claimsBy(fact, (a) => articles.document[a]),
      (key) => names.get(key) || key,
      s.pg,
    );
  }
  function articleChoices(s, fact) {
    const { articles } = data.read;
    const name = (key) => {
      const a = data.article(key);
      return a < 0 ? key : articles.title[a] || articles.page[a];
    };
    return most(
      claimsBy(fact, (a) => articles.local[a]),
      name,
      s.fa,
    );
  }
  function legend() {
    return make(
      "div",
      { class: "legend" },
      make("span", {}, make("i", { class: "stated" }), say("fromPages")),
      make("span", {}, make("i", { class: "supplied" }), say("fromTable")),
      make("span", {}, make("i", { class: "hollow" }), say("unnamed")),
    );
  }

  function countKinds(passing) {
    const counts = data.classes.map(() => 0);
    passing.thing.forEach((on, i) => {
      if (on) counts[things.kind[i]]++;
    });
    return counts;
  }
  // claims of each relation; before the facts are loaded, links
  function countRelations(passing) {
    const counts = data.relations.map(() => 0);
    if (passing.fact)
      passing.fact.forEach((on, i) => {
        if (on) counts[data.read.facts.p[i]]++;
      });
    passing.link.forEach((on, i) => {
      if (on && (!passing.fact || !links.stated[i])) counts[links.p[i]]++;
    });
    return counts;
  }
  const PLACING = ["locatedIn", "flowsThrough", "jurisdiction", "appliesTo"].map(data.relationNumber);
  // how many things that pass lie in each city, and are placed in each county
  function areas(mask) {
    const cities = new Map(),
      counties = new Map(),
      county = data.classes.findIndex((c) => c[0] === "County");
    const add = (map, i) => map.set(i, (map.get(i) || 0) + 1);
    mask.forEach((on, i) => on && things.cities[i].forEach((c) => add(cities, c)));
    for (let link = 0; link < data.linkCount; link++)
      if (mask[links.from[link]] && PLACING.includes(links.p[link]) && things.kind[links.to[link]] === county)
        add(counties, links.to[link]);
    return [...ranked(cities), ...ranked(counties).slice(0, LISTED)];
  }
  function rivers(mask) {
    const counts = new Map(),
      kind = data.classes.findIndex((c) => c[0] === "River");
    mask.forEach((on, i) => on && things.kind[i] === kind && things.weight[i] && counts.set(i, things.weight[i]));
    return ranked(counts).slice(0, LISTED);
  }
  const ranked = (counts) => [...counts].sort((a, b) => b[1] - a[1] || a[0] - b[0]);
  // as choices; what is chosen stays among them
  function counted(list, chosen) {
    const here = data.number(chosen);
    if (here >= 0 && !list.some(([i]) => i === here)) list.push([here, 0]);
    return list.map(([i, n]) => [things.id[i], data.label(i) + " (" + values.count(n) + ")"]);
  }
  return { show };
})();
