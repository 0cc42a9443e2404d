// What an analyst asks first of a thing, a row each: what is told, by how many articles, and what no page says.
const dossier = (() => {
  const { make, say } = words,
    { things } = data;
  const WORKS = ["Project", "Facility", "Reservoir"],
    AREAS = ["Province", "City", "County", "Township", "Village", "Zone"],
    BODIES = ["Agency", "Company", "Institution"];
  const FEW = 6; // values of a row
  // relations by class, "<" for those that others have to the thing; the first of them are told of too where no page says
  const ROWS = {
    work: ["investment", "status", "locatedIn", "onRiver", "undertakenBy", "fundedBy", "startDate", "completionDate"],
    Policy: ["issuedBy", "appliesTo", "issueDate", "effectiveDate"],
    body: ["<undertakenBy", "<fundedBy", "<issuedBy"],
    River: ["tributaryOf", "<tributaryOf", "flowsThrough", "<onRiver"],
    area: [],
  };
  const kindOf = (i) => data.likeOf(i);
  const family = (kind) =>
    WORKS.includes(kind) ? "work" : AREAS.includes(kind) ? "area" : BODIES.includes(kind) ? "body" : kind;

  function facts(i, name) {
    const of = name.replace("<", ""),
      p = data.relationNumber(of);
    const list = name === of ? data.factsOf(i) : data.factsOn(i);
    return list.filter((f) => data.read.facts.p[f] === p && (name === of || data.read.facts.s[f] !== i));
  }
  const title = (name) => {
    const p = data.relationNumber(name.replace("<", ""));
    return p < 0
      ? data.unused[name.replace("<", "")]
        ? words.pick(data.unused[name.replace("<", "")])
        : name
      : name[0] === "<"
        ? values.inverse(p)
        : values.relation(p);
  };

  // what a row says: sums as their range, states and dates newest first, else the things
  function told(list, name) {
    const { facts: all, articles } = data.read,
      issued = (f) => (all.article[f] < 0 ? "" : articles.issued[all.article[f]]);
    const groups = cards
      .grouped(list)
      .sort(
        (a, b) =>
          Math.max(...b.map((f) => Number(issued(f).slice(0, 4)) || 0)) -
          Math.max(...a.map((f) => Number(issued(f).slice(0, 4)) || 0)),
      );
    if (name === "investment") return sums(list, groups);
    if (name === "flowsThrough") downstream(groups);
    if (name === "status") groups.sort((a, b) => values.isHeld(b[0]) - values.isHeld(a[0])); // what is before what is to come
    return groups.flatMap((g, n) => {
      const f = g[0],
        of = name[0] === "<" ? cards.go(all.s[f]) : cards.value(f);
      return [n ? "、" : "", make("span", { class: "one" }, of, ...cards.tags(g).slice(1, 2))];
    });
  }
  // the areas of a river in its order
  function downstream(groups) {
    const { facts: all } = data.read,
      { areas } = places.course(all.s[groups[0][0]]);
    groups.sort((a, b) => areas.indexOf(all.o[a[0]]) - areas.indexOf(all.o[b[0]]));
  }
  // all sums as one; parts, shares and yearly sums are named for what they are
  function sums(list, groups) {
    const whole = values.sums(list);
    const out = whole ? [make("strong", { class: "value" }, whole.text)] : [];
    for (const g of groups)
      if (!values.isWhole(g[0]))
        out.push(make("span", { class: "one soft" }, values.role(g[0]) + " " + values.text(g[0])));
    return out;
  }
  function row(name, list, head) {
    const { facts: all } = data.read;
    if (!list.length)
      return make(
        "div",
        { class: "row", "data-relation": name },
        make("dt", {}, title(name)),
        make("dd", { class: "soft" }, say("unseen")),
      );
    const from = new Set(list.map((f) => all.article[f])).size,
      differs = list.some((f) => all.differs[f]);
    const values_ = told(list, name),
      cut =
        values_.length > FEW * 2
          ? [...values_.slice(0, FEW * 2), " " + say("andMore", cards.grouped(list).length - FEW)]
          : values_;
    const proof = make("div", { class: "proof", hidden: true });
    const open = make(
      "button",
      {
        class: "plain sources",
        "aria-expanded": "false",
        click: () => {
          proof.hidden = !proof.hidden;
          open.setAttribute("aria-expanded", String(!proof.hidden));
          if (!proof.hidden && !proof.firstChild)
            proof.append(...cards.few(cards.grouped(list).map((g) => evidence(g, head))));
        },
      },
      values.sources(from),
    );
    return make(
      "div",
      { class: "row" + (differs ? " differing" : ""), "data-relation": name },
      make("dt", {}, title(name)),
      make(
        "dd",
        {},
        ...cut,
        differs ? " " : "",
        differs ? make("span", { class: "tag differs" }, say("differs")) : "",
        open,
        proof,
      ),
    );
  }
  const evidence = (group) => {
    const { facts: all } = data.read;
    return make(
      "div",
      { class: "fact" },
      make("p", { class: "head" }, cards.go(all.s[group[0]]), cards.value(group[0]), ...cards.tags(group)),
      ...cards.proof(group),
    );
  };

  function show(i) {
    const kind = family(kindOf(i)),
      wanted = ROWS[kind] || [];
    const first = wanted
      .filter((name) => name[0] !== "<" || facts(i, name).length || kind === "River")
      .map((name) => row(name, facts(i, name)));
    const own = new Set(data.factsOf(i).map((f) => data.relations[data.read.facts.p[f]][0])),
      on = new Set(
        data
          .factsOn(i)
          .filter((f) => data.read.facts.s[f] !== i)
          .map((f) => "<" + data.relations[data.read.facts.p[f]][0]),
      );
    const left = [...own, ...on].filter(
      (name) =>
        !wanted.includes(name) &&
        !(name === "observation" && kind === "area") &&
        !(kind === "area" && name === "<locatedIn"),
    );
    return [
      first.length ? make("dl", { class: "dossier" }, ...first) : null,
      ...(kind === "area" ? area(i) : []),
      ...(kind === "River" ? river(i) : []),
      ...(kind === "body" ? works(say("builds"), built(i)) : []),
      left.length ? make("dl", { class: "dossier rest" }, ...left.map((name) => row(name, facts(i, name)))) : null,
    ].filter(Boolean);
  }
  const built = (i) => [...facts(i, "<undertakenBy"), ...facts(i, "<fundedBy")].map((f) => data.read.facts.s[f]);

  // works as a list: name, sum, how far; the largest first, and the way to the table of all
  function works(head, list, filters) {
    const found = [...new Set(list)].filter((i) => family(kindOf(i)) === "work");
    if (!found.length) return [];
    const sized = found
      .map((i) => [i, values.sums(facts(i, "investment"))])
      .sort((a, b) => (b[1] ? b[1].most : -1) - (a[1] ? a[1].most : -1) || a[0] - b[0]);
    const rows = sized.map(([i, sum]) =>
      make(
        "li",
        {},
        cards.go(i),
        make("span", { class: "value" }, sum ? sum.text : ""),
        make("small", { class: "soft" }, values.state(i)),
      ),
    );
    return [
      make("h3", {}, head + " (" + found.length + ")"),
      make("ul", { class: "begin works" }, ...cards.few(rows, 12)),
      filters
        ? make(
            "a",
            { class: "plain", href: state.href({ v: "table", k: [], ...filters, o: "Project" }) },
            say("asTable"),
          )
        : null,
    ].filter(Boolean);
  }
  function area(i) {
    const inside = filter.within(i);
    return [...works(say("worksHere"), [...inside], { city: things.id[i] }), ...figures(i)];
  }
  function river(i) {
    const along = [...filter.along(i)].filter((w) => facts(w, "onRiver").length);
    return [...rivers.show(i, facts), ...works(say("worksOn"), along, { river: things.id[i] })];
  }
  // figures by indicator, each with its periods in order
  function figures(i) {
    const rows = new Map(),
      { facts: all } = data.read;
    for (const f of facts(i, "observation")) {
      const [, , , indicator, period] = all.value[f];
      const key = indicator || say("figure");
      if (!rows.has(key)) rows.set(key, []);
      rows.get(key).push([period, f]);
    }
    if (!rows.size) return [];
    const lines = [...rows].map(([name, list]) =>
      make(
        "div",
        { class: "row" },
        make("dt", {}, name),
        make(
          "dd",
          {},
          ...list
            .sort((a, b) => (a[0] < b[0] ? -1 : a[0] > b[0] ? 1 : 0))
            .map(([period, f]) =>
              make(
                "a",
                { class: "figure" + (all.differs[f] ? " differs" : ""), href: reader.href(f), title: say("read") },
                values.bare(f) + (period ? " (" + period + ")" : ""),
              ),
            ),
        ),
      ),
    );
    const [open, waiting] = cards.halves(lines, 16),
      list = (some) => make("dl", { class: "dossier" }, ...some);
    return [
      make("h3", {}, say("figures") + " (" + rows.size + ")"),
      list(open),
      ...(waiting.length ? [cards.more(waiting.length, () => [list(waiting)])] : []),
    ];
  }
  return { show, facts, family, title, WORKS };
})();
