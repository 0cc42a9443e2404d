// The columns of tables: of things of one class those that the schema gives it, of all things and of claims a few.
// A column: key, head, kind (text, sum, date, number), text(i) as seen, value(i) to sort and filter by, cell(i) where it is more than text.
const columns = (() => {
  const { make, say } = words,
    { things } = data;
  const SKIPPED = ["designatedAs"]; // told in the panel
  const link = (i, reach) =>
    make(
      "button",
      { class: "thing", tabindex: reach ? undefined : "-1", click: () => state.chose({ e: things.id[i] }) },
      data.label(i),
    );

  // facts of each thing by relation, made once for a class
  function told(p, list, selection) {
    const { facts } = data.read,
      wanted = new Set(list),
      found = new Map();
    for (let f = 0; f < data.read.count; f++) {
      if (facts.p[f] !== p || !wanted.has(facts.s[f]) || !values.isHeld(f)) continue;
      if (selection.fact && !selection.fact[f]) continue;
      if (!found.has(facts.s[f])) found.set(facts.s[f], []);
      found.get(facts.s[f]).push(f);
    }
    return (i) => found.get(i) || [];
  }
  function relation(p, list, selection) {
    const of = told(p, list, selection),
      { facts } = data.read,
      name = data.relations[p][0],
      head = values.relation(p);
    const distinct = (i) => [...new Set(of(i).map((f) => values.marked(values.text(f), f)))];
    const base = {
      key: name,
      head,
      kind: "text",
      text: (i) => distinct(i).join("、"),
      value: (i) => distinct(i).join("、"),
    };
    const sample = list.map(of).find((l) => l.length);
    if (name === "investment") {
      const sum = (i) => values.sums(of(i));
      return {
        ...base,
        kind: "sum",
        text: (i) => (sum(i) ? sum(i).text : ""),
        value: (i) => (sum(i) ? sum(i).most : null),
        least: (i) => (sum(i) ? sum(i).least : null),
      };
    }
    if (sample && facts.value[sample[0]] && facts.value[sample[0]][0] === "date") {
      const dates = (i) =>
        of(i)
          .map((f) => facts.value[f][1])
          .sort();
      return { ...base, kind: "date", text: (i) => distinct(i).sort().join("、"), value: (i) => dates(i)[0] || "" };
    }
    if (sample && facts.o[sample[0]] >= 0)
      return {
        ...base,
        cell: (i) => [...new Set(of(i).map((f) => facts.o[f]))].slice(0, 6).flatMap((o, n) => [n ? "、" : "", link(o)]),
      };
    if (sample && facts.value[sample[0]][0] === "amount")
      return { ...base, cell: (i) => distinct(i).slice(0, 3).join("、") + (distinct(i).length > 3 ? " …" : "") };
    return base;
  }
  const nameColumn = {
    key: "name",
    kind: "text",
    text: (i) => data.label(i),
    value: (i) => data.label(i),
    cell: (i) => link(i, true),
  };
  const count = (i) => data.factsOf(i).length + data.factsOn(i).length;

  function ofClass(kind, list, selection) {
    const wanted = data.relations
      .map((r, p) => p)
      .filter((p) => data.relations[p][3].includes(kind) && !SKIPPED.includes(data.relations[p][0]));
    const order = [
      "investment",
      "status",
      "locatedIn",
      "onRiver",
      "undertakenBy",
      "fundedBy",
      "startDate",
      "completionDate",
    ];
    const rank = (p) => (order.includes(data.relations[p][0]) ? order.indexOf(data.relations[p][0]) : 99);
    return [
      { ...nameColumn, head: say("name") },
      ...wanted.sort((a, b) => rank(a) - rank(b) || a - b).map((p) => relation(p, list, selection)),
      {
        key: "articles",
        head: say("articles"),
        kind: "number",
        text: (i) => String(data.articlesOf(i).length),
        value: (i) => data.articlesOf(i).length,
      },
    ].filter((c, n) => !n || c.key === "articles" || list.some((i) => c.text(i)));
  }
  function ofThings() {
    const cities = (i) => things.cities[i].map(data.label).join("、");
    return [
      { ...nameColumn, head: say("name") },
      {
        key: "class",
        head: say("class"),
        kind: "text",
        text: values.kind,
        value: values.kind,
        cell: (i) => make("span", { class: "kind" }, search.icon(things.kind[i]), values.kind(i)),
      },
      { key: "place", head: say("place"), kind: "text", text: cities, value: cities },
      { key: "facts", head: say("facts"), kind: "number", text: (i) => String(count(i)), value: count },
      {
        key: "aliases",
        head: say("aliases"),
        kind: "text",
        text: (i) => things.aliases[i].join("、"),
        value: (i) => things.aliases[i].join("、"),
      },
    ];
  }
  function ofClaims() {
    const { facts, articles } = data.read,
      of = (f, key) => (facts.article[f] < 0 ? "" : articles[key][facts.article[f]]);
    const plain = (key, text, more = {}) => ({ key, head: say(key), kind: "text", text, value: text, ...more });
    const number = (f) =>
      (facts.value[f] && facts.value[f][0] !== "date" && Number(facts.value[f][1])) || values.text(f);
    return [
      plain("subject", (f) => data.label(facts.s[f]), { cell: (f) => link(facts.s[f], true) }),
      plain("relation", (f) => values.relation(facts.p[f])),
      plain("object", values.text, {
        value: number,
        cell: (f) => (facts.o[f] >= 0 ? link(facts.o[f]) : values.text(f)),
      }),
      plain("quote", (f) => cards.sentence(f).join(""), { cell: quote }),
      plain("modality", (f) =>
        [facts.modality[f] && say(facts.modality[f]), facts.differs[f] && say("differs")].filter(Boolean).join("、"),
      ),
      plain("trust", (f) => facts.confidence[f], { kind: "number", value: (f) => Number(facts.confidence[f]) }),
      plain("page", (f) => of(f, "page")),
      plain("article", (f) => of(f, "title")),
      plain("date", (f) => of(f, "issued"), { kind: "date" }),
    ];
  }
  function quote(f) {
    const text = cards.sentence(f).join("");
    return reader.has(data.read.facts.article[f])
      ? make("a", { class: "read", href: reader.href(f), lang: "zh", tabindex: "-1" }, text)
      : make("span", { lang: "zh" }, text);
  }
  return { ofClass, ofThings, ofClaims };
})();
