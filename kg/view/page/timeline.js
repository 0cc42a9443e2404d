// Works as lanes from begin to end, what is planned hatched, articles as ticks; above them the years with a brush that is the
// filter of years. The years are those without that filter, so that the brush can be moved.
const timeline = (() => {
  const { draw, make, say } = words,
    { things } = data,
    sheetRoot = words.byId("time");
  const NAMES = 190, // pixels for names
    STRIP = 46,
    HEAD = 76, // of the years with their bars, and with their numbers
    ROW = 24,
    BAR = 9,
    FEW = 14, // lanes in the overview
    STEP = 80; // lanes at a time
  let most = STEP;

  // an ISO date as a number of years: its begin, or the end of the year, month or day that it names
  function at(iso, end) {
    const [year, month, day] = iso.split("-").map(Number);
    if (day) return year + (month - 1) / 12 + (day - (end ? 0 : 1)) / 372;
    if (month) return year + (month - (end ? 0 : 1)) / 12;
    return year + (end ? 1 : 0);
  }
  const planned = (f) => ["planned", "expected"].includes(data.read.facts.modality[f]);
  // of some facts on dates the first or the last; null for none
  function edge(list, last) {
    const { facts } = data.read,
      time = (f) => at(facts.value[f][1], last);
    if (!list.length) return null;
    const f = list.reduce((a, b) => ((last ? time(b) > time(a) : time(b) < time(a)) ? b : a));
    return { f, time: time(f), iso: facts.value[f][1], planned: planned(f) };
  }
  function lane(i, selection) {
    const { articles } = data.read,
      told = (name) => dossier.facts(i, name).filter((f) => values.isHeld(f) && selection.fact[f]);
    const [begin, end] = [edge(told("startDate"), false), edge(told("completionDate"), true)],
      ticks = data.articlesOf(i).filter((a) => articles.issued[a]);
    const all = [begin, end].filter(Boolean).map((e) => e.time);
    const first = all.length ? Math.min(...all) : ticks.length ? at(articles.issued[ticks[ticks.length - 1]]) : null;
    return { i, begin, end, ticks, first };
  }
  // works with dates before those that articles alone date
  function lanes(selection) {
    return filter
      .listed(selection.thing)
      .filter(places.isWork)
      .map((i) => lane(i, selection))
      .filter((l) => l.first !== null)
      .sort((a, b) => !(a.begin || a.end) - !(b.begin || b.end) || a.first - b.first || a.i - b.i);
  }
  // claims of each year, whatever years are chosen
  function counted() {
    const free = filter.select({ ...state.now, from: "", to: "" }),
      counts = new Map(),
      { years } = data.read;
    let undated = 0;
    free.fact.forEach((on, f) => {
      if (on && years[f]) counts.set(years[f], (counts.get(years[f]) || 0) + 1);
      else if (on) undated++;
    });
    return { counts, undated };
  }
  // from the first year to the last; a few very old ones stand at the edge, works of the last 25 years do not
  const LONG = 25;
  function span(counts, list) {
    const all = [...counts].sort((a, b) => a[0] - b[0]),
      total = all.reduce((n, [, c]) => n + c, 0);
    let [seen, first] = [0, all[0][0]];
    for (const [year, n] of all) {
      if (seen > total * 0.02) break;
      first = year;
      seen += n;
    }
    const last = all[all.length - 1][0] + 1,
      begun = list.filter((l) => l.begin || l.end).map((l) => Math.floor(l.first));
    return [Math.max(Math.min(first, ...begun), Math.min(first, last - LONG)), Math.max(last, first + 2)];
  }

  function show(selection, tall) {
    const { counts, undated } = counted(),
      list = lanes(selection);
    if (!counts.size) return make("p", { class: "soft" }, say("empty"));
    const [first, last] = span(counts, list),
      wide = Math.max((words.byId(tall ? "time" : "overview").clientWidth || 900) - (tall ? 40 : 70), 320),
      names = Math.min(NAMES, wide * 0.34),
      shown = list.slice(0, tall ? most : FEW),
      high = HEAD + shown.length * ROW + 8;
    const x = (time) => names + Math.min(Math.max((time - first) / (last - first), 0), 1) * (wide - names - 14);
    const view = { first, last, x, wide, names, high, counts };
    const svg = draw("svg", {
      class: "timeline",
      viewBox: "0 0 " + wide + " " + high,
      width: wide,
      height: high,
      role: "group",
      "aria-label": say("timeline"),
    });
    svg.append(
      hatch(),
      ...rules(view),
      ...bars(view),
      ...shown.flatMap((l, n) => drawLane(view, l, n)),
      ...brush(view, svg),
    );
    svg.addEventListener("keydown", step);
    return make(
      "div",
      { class: "lanes" },
      make(
        "div",
        { class: "sheethead" },
        make("span", { class: "soft" }, say("lanes", values.count(list.length))),
        undated ? make("span", { class: "soft" }, say("noDateClaims", values.count(undated))) : "",
        state.now.from || state.now.to
          ? make(
              "button",
              { class: "plain", "data-key": "years", click: () => state.go({ from: "", to: "" }, { replace: true }) },
              say("allYears"),
            )
          : "",
        tall ? "" : make("a", { class: "plain", href: state.href({ v: "time" }) }, say("allLanes")),
      ),
      svg,
      tall && list.length > most
        ? make(
            "button",
            {
              class: "plain",
              click: () => {
                most += STEP;
                sheet.show(selection);
              },
            },
            say("more", values.count(list.length - most)),
          )
        : "",
    );
  }
  function hatch() {
    const pattern = draw("pattern", {
      id: "hatch",
      width: 6,
      height: 6,
      patternUnits: "userSpaceOnUse",
      patternTransform: "rotate(45)",
    });
    pattern.append(
      draw("rect", { width: 6, height: 6, class: "under" }),
      draw("rect", { width: 3, height: 6, class: "stripe" }),
    );
    return draw("defs", {}, pattern);
  }
  function rules({ first, last, x, high, wide, names }) {
    const every = Math.max(1, Math.ceil(((last - first) * 44) / (wide - names))),
      out = [];
    for (let year = first; year < last; year++) {
      if ((year - first) % every) continue;
      out.push(draw("line", { x1: x(year), x2: x(year), y1: STRIP, y2: high, class: "rule" }));
      out.push(draw("text", { x: x(year) + 3, y: STRIP + 17, class: "year" }, String(year)));
    }
    return out;
  }
  // claims of each year; those before the first stand with it
  function bars({ counts, first, last, x }) {
    const years = new Map();
    for (const [year, n] of counts) years.set(Math.max(first, year), (years.get(Math.max(first, year)) || 0) + n);
    const tallest = Math.max(...years.values());
    return [...years]
      .sort((a, b) => a[0] - b[0])
      .map(([year, n]) => {
        const high = Math.max(1.5, (n / tallest) * (STRIP - 8));
        const bar = draw("rect", {
          class: "years" + (chosen(year) ? " on" : ""),
          x: x(year) + 1,
          y: STRIP - high,
          width: Math.max(1, x(Math.min(year + 1, last)) - x(year) - 2),
          height: high,
        });
        bar.append(draw("title", {}, year + " · " + say("ofClaims", n)));
        return bar;
      });
  }
  const chosen = (year) =>
    (!state.now.from || year >= Number(state.now.from)) && (!state.now.to || year <= Number(state.now.to));

  const stretch = (kind) => ({ class: "stretch " + kind, ...(kind === "hatched" ? { fill: "url(#hatch)" } : {}) });
  // a work from begin to end: what is planned hatched; where no page tells the end, open as far as an article tells of it
  function drawLane(view, { i, begin, end, ticks }, n) {
    const { x, names } = view,
      y = HEAD + n * ROW,
      { articles } = data.read,
      newest = ticks.length ? at(articles.issued[ticks[0]], true) : null;
    const out = [],
      part = (from, to, kind) =>
        to > from &&
        out.push(
          draw("rect", {
            ...stretch(kind),
            x: x(from),
            y: y + 5,
            width: Math.max(3, x(to) - x(from)),
            height: BAR,
          }),
        );
    if (begin && end) {
      const done =
        end.planned && !begin.planned
          ? Math.min(Math.max(newest || begin.time, begin.time), end.time)
          : begin.planned
            ? begin.time
            : end.time;
      part(begin.time, done, "sure");
      part(done, end.time, "hatched");
    } else if (begin)
      part(begin.time, Math.max(newest || 0, begin.time + 0.25), begin.planned ? "hatched" : "sure open");
    else if (end)
      out.push(
        draw("path", {
          ...stretch(end.planned ? "hatched" : "sure"),
          d: "M" + x(end.time) + " " + (y + 3) + "l7 6.5l-7 6.5l-7 -6.5z",
        }),
      );
    const text = [data.label(i), told(begin, say("beginsAt")), told(end, say("endsAt"))].filter(Boolean).join(" · ");
    for (const bar of out) bar.append(draw("title", {}, text));
    return [name(i, text, y, n, names), ...out, ...ticks.map((a) => tick(a, x(at(articles.issued[a])), y))];
  }
  const told = (edge, head) =>
    edge ? head + " " + edge.iso + (edge.planned ? " (" + say(data.read.facts.modality[edge.f]) + ")" : "") : "";
  const acts = (open) => ({
    click: open,
    keydown: (e) => {
      if (e.key !== "Enter" && e.key !== " ") return;
      e.preventDefault();
      open();
    },
  });
  function name(i, text, y, n, names) {
    const signs = [...words.clean(data.label(i))],
      room = Math.floor(names / 13.2),
      node = draw(
        "text",
        {
          x: 2,
          y: y + 14,
          class: "lane",
          role: "button",
          tabindex: n ? "-1" : "0",
          "aria-label": text,
          ...acts(() => state.chose({ e: things.id[i], v: state.now.v })),
        },
        signs.length > room ? signs.slice(0, room - 1).join("") + "…" : signs.join(""),
      );
    node.append(draw("title", {}, text));
    return node;
  }
  function tick(a, at, y) {
    const { articles } = data.read,
      text = articles.issued[a] + " 《" + articles.title[a] + "》";
    const node = draw("rect", {
      x: at - 2,
      y: y + 2,
      width: 4,
      height: BAR + 6,
      class: "tick",
      role: "button",
      tabindex: "-1",
      "aria-label": text,
      ...acts(() => state.chose({ t: "text", a: articles.local[a], v: state.now.v })),
    });
    node.append(draw("title", {}, text));
    return node;
  }
  // one Tab stop for the lanes: up and down from name to name, left and right along a lane's articles
  function step(event) {
    const here = event.target.closest(".lane, .tick");
    if (!here) return;
    const all = [...event.currentTarget.querySelectorAll(".lane, .tick")],
      names = all.filter((n) => n.classList.contains("lane")),
      own = all
        .slice(0, all.indexOf(here) + 1)
        .reverse()
        .find((n) => n.classList.contains("lane"));
    const to = {
      ArrowDown: names[names.indexOf(own) + 1],
      ArrowUp: names[names.indexOf(own) - 1],
      ArrowRight: all[all.indexOf(here) + 1],
      ArrowLeft: all[all.indexOf(here) - 1],
    }[event.key];
    if (!to) return;
    event.preventDefault();
    to.focus();
  }

  // the brush: drag over the years, or move its two ends with the arrow keys
  function brush(view, svg) {
    const { first, last, x, names, wide } = view,
      { from, to } = state.now;
    const [low, high] = [Math.max(Number(from) || first, first), Math.min(Number(to) || last - 1, last - 1)];
    const field = draw("rect", { class: "field", x: names, y: 0, width: wide - names, height: STRIP }),
      box = draw("rect", {
        class: "brush" + (from || to ? " on" : ""),
        x: x(low),
        y: 0,
        width: Math.max(2, x(high + 1) - x(low)),
        height: STRIP,
      });
    const year = (event) => {
      const rect = svg.getBoundingClientRect(),
        part = ((event.clientX - rect.left) / rect.width) * wide;
      return Math.min(
        Math.max(first + Math.floor(((part - names) / (wide - names - 14)) * (last - first)), first),
        last - 1,
      );
    };
    let start = null;
    const ends = (event) => [start, year(event)].sort((a, b) => a - b);
    field.addEventListener("pointerdown", (event) => {
      start = year(event);
      field.setPointerCapture(event.pointerId);
    });
    field.addEventListener("pointermove", (event) => {
      if (start === null) return;
      const [a, b] = ends(event);
      box.setAttribute("x", x(a));
      box.setAttribute("width", x(b + 1) - x(a));
      box.classList.add("on");
    });
    field.addEventListener("pointerup", (event) => {
      if (start === null) return;
      const [a, b] = ends(event);
      start = null;
      state.go({ from: String(a), to: String(b) }, { replace: true });
    });
    return [box, field, handle("from", low, x(low), first, high), handle("to", high, x(high + 1), low, last - 1)];
  }
  function handle(key, now, at, least, most) {
    return draw("rect", {
      class: "handle",
      x: at - 4,
      y: 4,
      width: 8,
      height: STRIP - 8,
      rx: 3,
      role: "slider",
      tabindex: "0",
      "data-key": "brush" + key,
      "aria-label": say("time") + " " + say(key),
      "aria-valuemin": least,
      "aria-valuemax": most,
      "aria-valuenow": now,
      keydown: (event) => {
        const by = { ArrowLeft: -1, ArrowDown: -1, ArrowRight: 1, ArrowUp: 1 }[event.key];
        if (!by) return;
        event.preventDefault();
        event.stopPropagation();
        state.go({ [key]: String(Math.min(Math.max(now + by, least), most)) }, { replace: true });
      },
    });
  }
  const sheet = {
    show(selection) {
      const key =
        document.activeElement && sheetRoot.contains(document.activeElement) ? document.activeElement.dataset.key : "";
      sheetRoot.replaceChildren(show(selection, true), make("p", { class: "soft" }, say("timeNote")));
      const again = key && sheetRoot.querySelector('[data-key="' + CSS.escape(key) + '"]');
      if (again) again.focus();
    },
  };
  return { show, sheet, lanes };
})();
