// A page as it was printed: its articles in order, and what each of them says.
const pages = (() => {
  const { make, say } = words,
    root = words.byId("pages"),
    FEW = 30; // claims of an article that stand open

  // the pages that claims or names were read from, in order of their names
  function all() {
    const { articles } = data.read,
      found = new Map();
    (articles.document || []).forEach((document, a) => {
      if (!found.has(document)) found.set(document, []);
      found.get(document).push(a);
    });
    return found;
  }
  function show(selection) {
    const { articles } = data.read,
      list = all(),
      wanted = list.has(state.now.d) ? state.now.d : [...list.keys()][0];
    if (wanted === undefined) return root.replaceChildren(make("p", { class: "soft" }, say("empty")));
    const choice = make(
      "select",
      { class: "articles", "aria-label": say("page"), change: (e) => state.go({ d: e.target.value }) },
      ...[...list].map(([document, of]) =>
        make("option", { value: document }, articles.page[of[0]] + " (" + say("ofArticles", of.length) + ")"),
      ),
    );
    choice.value = wanted;
    const inside = [...list.get(wanted)].sort((a, b) => articles.start[a] - articles.start[b]);
    root.replaceChildren(
      make("div", { class: "sheethead" }, choice, make("span", { class: "soft" }, say("shownPages", list.size))),
      ...inside.map((a) => article(a, selection)),
    );
  }
  function article(a, selection) {
    const { articles } = data.read,
      told = data.factsIn(a).filter((f) => !selection.fact || selection.fact[f]);
    return make(
      "section",
      { class: "card" },
      make("h2", {}, articles.title[a] || say("untitled")),
      make(
        "p",
        { class: "soft" },
        [articles.issued[a], say("ofClaims", told.length)].filter(Boolean).join(" · ") + " ",
        reader.has(a)
          ? make(
              "a",
              { class: "readit", href: state.href({ t: "text", a: articles.local[a], q: "", e: "", f: [], p: [] }) },
              say("read"),
            )
          : "",
      ),
      make(
        "ol",
        { class: "told-list" },
        ...cards.few(
          told.map((f) => item(f)),
          FEW,
        ),
      ),
    );
  }
  function item(f) {
    const text = cards.sentence(f),
      words_ = make(
        "span",
        { class: "sentence", lang: "zh" },
        text[0],
        make("span", { class: "clause" }, text[1]),
        text[2],
      );
    return make(
      "li",
      {},
      cards.line(f),
      reader.has(data.read.facts.article[f]) ? make("a", { class: "read", href: reader.href(f) }, words_) : words_,
    );
  }
  // from how many pages, how new, by which version: a line for pictures
  function line() {
    const dates = (data.read.articles.issued || []).filter(Boolean).sort();
    return say("provenance", all().size, dates.length ? dates[dates.length - 1] : say("noDate"), data.version);
  }
  // which pages this was read from, of when the newest is, and by which version
  function provenance(open) {
    const { articles } = data.read,
      names = [...all()].map(([document, of]) => [document, articles.page[of[0]]]);
    const list = names
      .slice(0, 200)
      .flatMap(([document, name], n) => [
        n ? "、" : "",
        make("a", { href: state.href({ v: "pages", d: document }) }, name),
      ]);
    return make(
      "details",
      { class: "provenance", open },
      make("summary", {}, line()),
      make("p", { class: "soft" }, ...list, names.length > 200 ? " …" : ""),
    );
  }
  return { show, all, line, provenance };
})();
