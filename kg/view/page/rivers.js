// A river from source to mouth: its areas in order, with the tributaries, sections and works that lie in each, and what it flows into.
const rivers = (() => {
  const { make, say } = words,
    FEW = 8; // things of an area that stand open

  // of the areas of a river the one in which a thing lies: the smallest, of a tributary the last, where it ends; -1 for none
  function step(i, areas, last) {
    const here = areas.filter((a) => places.isIn(i, a)),
      finest = here.filter((a) => !here.some((b) => b !== a && places.isIn(b, a)));
    return finest.length ? finest[last ? finest.length - 1 : 0] : -1;
  }
  const objects = (list, key) => [...new Set(list.filter(values.isHeld).map((f) => data.read.facts[key][f]))];

  function show(river, factsOf) {
    const { areas, by } = places.course(river),
      into = objects(factsOf(river, "tributaryOf"), "o"),
      at = new Map([...areas, -1].map((a) => [a, []]));
    for (const i of objects(factsOf(river, "<tributaryOf"), "s")) at.get(step(i, areas, true)).push(i);
    for (const i of objects(factsOf(river, "<onRiver"), "s")) at.get(step(i, areas, false)).push(i);
    if (!areas.length && !at.get(-1).length) return [];
    const stops = areas.map((a) => make("li", { "data-area": data.things.id[a] }, cards.go(a), here(at.get(a))));
    const mouth = into.map((i) => make("li", { class: "mouth" }, say("flowsInto"), cards.go(i)));
    const left = at.get(-1).length
      ? [make("p", { class: "soft" }, say(areas.length ? "noStretch" : "noAreas")), here(at.get(-1))]
      : [];
    return [
      make("h3", {}, say(by === "near" ? "alongRiver" : "sourceToMouth")),
      areas.length > 1 ? make("p", { class: "soft order" }, say("order" + by)) : null,
      make("ol", { class: "course" }, ...stops, ...mouth),
      ...left,
    ];
  }
  // waters first, then sections, then works, each with its class
  function here(list) {
    const rank = (i) => (data.likeOf(i) === "River" ? 0 : data.likeOf(i) === "MonitoringSection" ? 1 : 2),
      rows = [...list]
        .sort((a, b) => rank(a) - rank(b) || a - b)
        .map((i) =>
          make(
            "li",
            {},
            search.icon(data.things.kind[i]),
            cards.go(i),
            make("small", { class: "soft" }, values.kind(i)),
          ),
        );
    return rows.length ? make("ul", { class: "stop" }, ...cards.few(rows, FEW)) : "";
  }
  return { show };
})();
