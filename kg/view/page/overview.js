// The selection at a glance: counts, the largest works, dated facts on a line, places on a map.
const overview = (() => {
  const { make, say } = words,
    { things } = data,
    root = words.byId("overview"),
    TOP = 12;

  function show(selection) {
    const { facts, articles } = data.read,
      chosen = filter.listed(selection.fact),
      from = new Set(chosen.map((f) => facts.article[f]).filter((a) => a >= 0));
    const pages = new Set([...from].map((a) => articles.page[a])),
      differing = chosen.filter((f) => facts.differs[f]).length;
    const tiles = [
      ["things", selection.thing.reduce((a, b) => a + b, 0)],
      ["claims", chosen.length],
      ["pages", pages.size],
      ["articles", from.size],
      ["conflicts", differing],
    ];
    root.replaceChildren(
      make(
        "div",
        { class: "tiles" },
        ...tiles.map(([key, n]) =>
          make(
            key === "conflicts" && n ? "button" : "div",
            { class: "tile", ...(key === "conflicts" && n ? { click: () => state.go({ v: "conflicts" }) } : {}) },
            make("b", {}, values.count(n)),
            make("span", {}, say(key)),
          ),
        ),
      ),
      card("map", map.show(selection, false)),
      card("timeline", timeline.show(selection, false), say("timeNote")),
      make(
        "div",
        { class: "cards" },
        card(
          "topProjects",
          bars(
            values
              .ranked(selection)
              .slice(0, TOP)
              .map(([i, sum]) => [i, data.label(i), sum.most, sum.text]),
          ),
        ),
        card("byClass", kinds(selection)),
      ),
    );
  }
  function card(title, body, note) {
    return make(
      "section",
      { class: "card " + title, "aria-label": say(title) },
      make("h2", {}, say(title)),
      note ? make("p", { class: "soft" }, note) : "",
      body,
    );
  }
  function bars(rows) {
    if (!rows.length) return make("p", { class: "soft" }, say("empty"));
    const most = rows[0][2];
    return make(
      "ol",
      { class: "bars" },
      ...rows.map(([i, label, n, text]) => {
        const fill = make("i", { "aria-hidden": "true" });
        fill.style.width = Math.max(0.5, (n / most) * 100) + "%";
        fill.style.background = data.colour(i);
        return make(
          "li",
          {},
          make("button", { class: "thing", click: () => state.chose({ e: things.id[i], v: state.now.v }) }, label),
          make("span", { class: "value" }, text),
          make("span", { class: "rail" }, fill),
        );
      }),
    );
  }
  function kinds(selection) {
    const counts = data.classes.map(() => 0);
    selection.thing.forEach((on, i) => {
      if (on) counts[things.kind[i]]++;
    });
    const rows = counts
        .map((n, k) => [k, n])
        .filter(([, n]) => n)
        .sort((a, b) => b[1] - a[1]),
      most = rows.length ? rows[0][1] : 1;
    return make(
      "ol",
      { class: "bars" },
      ...rows.map(([k, n]) => {
        const fill = make("i", { "aria-hidden": "true" });
        fill.style.width = (n / most) * 100 + "%";
        fill.style.background = data.classes[k][3];
        return make(
          "li",
          {},
          make("span", { class: "kind" }, search.icon(k), words.pick(data.classes[k].slice(1))),
          make("span", { class: "value" }, values.count(n)),
          make("span", { class: "rail" }, fill),
        );
      }),
    );
  }
  return { show };
})();
