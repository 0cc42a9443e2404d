// The conflict ledger: by thing and relation, the statements side by side, each with its date, page and article.
const conflicts = (() => {
  const { make, say } = words,
    { things } = data,
    root = words.byId("conflicts"),
    MOST = 100; // conflicts at a time
  const KINDS = ["sum", "date", "figure", "denied"];
  let most = MOST;

  function kindOf(list) {
    const { facts } = data.read,
      value = facts.value[list[0]];
    if (list.some((f) => facts.modality[f] === "denied")) return "denied";
    return value && value[0] === "money" ? "sum" : value && value[0] === "date" ? "date" : "figure";
  }
  // [{ key, s, p, list, kind }]; figures of one thing by indicator and period
  function found(selection) {
    const { facts, count } = data.read,
      groups = new Map();
    for (let f = 0; f < count; f++) {
      if (!facts.differs[f] || (selection.fact && !selection.fact[f])) continue;
      const value = facts.value[f],
        key = [facts.s[f], facts.p[f], value && value[0] === "amount" ? value[3] + value[4] + value[2] : ""].join("|");
      if (!groups.has(key)) groups.set(key, []);
      groups.get(key).push(f);
    }
    return [...groups.values()].map((list) => ({ s: facts.s[list[0]], p: facts.p[list[0]], list, kind: kindOf(list) }));
  }
  // statements that say the same in the same words are reprints: one, with all its articles
  function statements(list) {
    const { facts } = data.read,
      groups = new Map();
    for (const f of list) {
      const key = [facts.o[f] >= 0 ? facts.o[f] : values.text(f), facts.modality[f]].join("|");
      if (!groups.has(key)) groups.set(key, new Map());
      const said = groups.get(key),
        quote = data.quote(f);
      if (!said.has(quote)) said.set(quote, []);
      said.get(quote).push(f);
    }
    return [...groups.values()].map((said) => [...said.values()]);
  }
  function show(selection) {
    const all = found(selection),
      wanted = state.now.x,
      list = all.filter((c) => !wanted || c.kind === wanted).sort((a, b) => b.list.length - a.list.length || a.s - b.s);
    const pick = (kind, n) =>
      make(
        "button",
        {
          "aria-pressed": String(wanted === kind),
          "data-kind": kind,
          click: () => state.go({ x: kind }, { replace: true }),
        },
        say(kind ? "conflict" + kind : "all") + " " + values.count(n),
      );
    const rows = list.slice(0, most).map(entry);
    root.replaceChildren(
      make(
        "div",
        { class: "sheethead" },
        make(
          "div",
          { class: "switch", role: "group", "aria-label": say("ledger") },
          pick("", all.length),
          ...KINDS.map((k) => pick(k, all.filter((c) => c.kind === k).length)),
        ),
      ),
      make("p", { class: "soft" }, say("ledgerNote")),
      ...rows,
      list.length > most
        ? make(
            "button",
            {
              class: "plain",
              click: () => {
                most += MOST;
                show(selection);
              },
            },
            say("more", values.count(list.length - most)),
          )
        : "",
      list.length ? "" : make("p", { class: "soft" }, say("noConflict")),
    );
  }
  function entry({ s, p, list, kind }) {
    const sides = statements(list);
    return make(
      "section",
      { class: "card conflict", "data-kind": kind },
      make("h2", {}, cards.go(s), make("span", { class: "soft" }, " · " + values.relation(p))),
      make("div", { class: "sides" }, ...sides.map(side)),
    );
  }
  function side(said) {
    const { facts, articles } = data.read,
      f = said[0][0],
      from = new Set(said.flat().map((g) => facts.article[g])).size;
    return make(
      "div",
      { class: "side" },
      make(
        "p",
        { class: "head" },
        cards.value(f),
        ...cards.tags([f]).filter((t) => !t || !t.classList.contains("differs")),
        make("span", { class: "tag count" }, values.sources(from)),
      ),
      ...said.flatMap((same) => [
        make("blockquote", { lang: "zh" }, ...quote(same[0])),
        ...same.map((g) => source(g, articles)),
        same.length > 1 ? make("p", { class: "soft" }, say("reprint", same.length)) : "",
      ]),
    );
  }
  function quote(f) {
    const [before, clause, after] = cards.sentence(f);
    return [before, make("span", { class: "clause" }, clause), after];
  }
  function source(f) {
    const article = data.read.facts.article[f];
    return make(
      "p",
      { class: "source" },
      reader.has(article)
        ? make("a", { class: "read", href: reader.href(f) }, values.headline(article))
        : values.headline(article),
    );
  }
  return { show, found };
})();
