// Dated facts on a line: a dot for each, in bins of a month, a quarter or a year, coloured by relation.
const timeline = (() => {
  const { draw, make, say } = words,
    { things } = data;
  const WIDE = 1000,
    ROW = 11,
    MOST = 22; // dots of one bin before they stand closer
  const COLOURS = { startDate: "#2aa198", completionDate: "#dd7f12", issueDate: "#66737c", effectiveDate: "#5b5fc7" };

  function dated(selection) {
    const { facts } = data.read;
    return filter
      .listed(selection.fact)
      .filter((f) => facts.value[f] && facts.value[f][0] === "date" && values.isHeld(f))
      .map((f) => ({
        f,
        iso: facts.value[f][1],
        month: Number(facts.value[f][1].slice(0, 4)) * 12 + Number(facts.value[f][1].slice(5, 7) || 7) - 1,
      }))
      .sort((a, b) => a.month - b.month || a.f - b.f);
  }
  function show(selection) {
    const list = dated(selection);
    if (!list.length) return make("p", { class: "soft" }, say("empty"));
    // a few very old dates must not press all others into one bin: what lies before the main span stands at its edge
    const all = list.map((d) => d.month),
      early = all[Math.floor(all.length * 0.02)],
      first = Math.floor(early / 12) * 12,
      last = Math.ceil((all[all.length - 1] + 1) / 12) * 12;
    const span = last - first,
      step = span <= 60 ? 1 : span <= 240 ? 3 : 12,
      bins = Math.ceil(span / step),
      wide = WIDE / bins;
    const stacks = new Map();
    for (const d of list) {
      const bin = Math.max(0, Math.floor((d.month - first) / step));
      if (!stacks.has(bin)) stacks.set(bin, []);
      stacks.get(bin).push(d);
    }
    const tallest = Math.max(...[...stacks.values()].map((s) => s.length)),
      row = tallest > MOST ? (ROW * MOST) / tallest : ROW,
      high = Math.min(tallest, MOST) * ROW + 10,
      r = Math.min(ROW, Math.max(wide, 4)) * 0.42;
    const svg = draw("svg", {
      viewBox: "-12 0 " + (WIDE + 24) + " " + (high + 28),
      class: "timeline",
      role: "group",
      "aria-label": say("timeline"),
    });
    const every = Math.max(1, Math.ceil(span / 12 / 14));
    for (let year = first / 12; year <= last / 12; year += every) {
      const x = ((year * 12 - first) / step) * wide;
      svg.append(draw("line", { x1: x, x2: x, y1: 0, y2: high, class: "rule" }));
      if (year * 12 < last) svg.append(draw("text", { x: x + 3, y: high + 18 }, String(year)));
    }
    for (const [bin, stack] of stacks)
      stack.forEach((d, n) => svg.append(dot(d, (bin + 0.5) * wide, high - 6 - n * row, r)));
    const present = [...new Set(list.map((d) => data.relations[data.read.facts.p[d.f]]))];
    return make(
      "div",
      {},
      svg,
      make(
        "p",
        { class: "key" },
        ...present.map((rel) => {
          const i = make("i");
          i.style.background = COLOURS[rel[0]] || "#888";
          return make("span", {}, i, words.pick(rel.slice(1)));
        }),
      ),
    );
  }
  function dot(d, x, y, r) {
    const { facts } = data.read,
      s = facts.s[d.f],
      open = () => state.chose({ e: things.id[s], v: state.now.v });
    const text =
      d.iso +
      " " +
      data.label(s) +
      " · " +
      values.relation(facts.p[d.f]) +
      (facts.modality[d.f] ? " (" + say(facts.modality[d.f]) + ")" : "");
    const node = draw("circle", {
      cx: x,
      cy: y,
      r,
      fill: facts.modality[d.f] ? "transparent" : COLOURS[data.relations[facts.p[d.f]][0]] || "#888",
      stroke: COLOURS[data.relations[facts.p[d.f]][0]] || "#888",
      tabindex: 0,
      role: "button",
      "aria-label": text,
      class: "dot",
      click: open,
      keydown: (e) => {
        if (e.key === "Enter" || e.key === " ") {
          e.preventDefault();
          open();
        }
      },
    });
    node.append(draw("title", {}, text));
    return node;
  }
  return { show, dated };
})();
