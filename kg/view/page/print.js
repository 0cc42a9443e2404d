// What is seen, for paper: the dossier of a thing with all its sentences, the article, a whole table; and where it is from.
const print = (() => {
  const { make, say } = words,
    root = words.byId("print"),
    MOST = 3000; // rows of a table
  function content(s, selection) {
    const thing = data.number(s.e),
      article = s.t === "text" ? data.article(s.a) : -1;
    if (article >= 0)
      return [make("h2", {}, data.read.articles.title[article]), ...reader.show(article, data.fact(s.q), -1)];
    if (thing >= 0) return cards.whole(() => panel.paper(thing));
    if (s.f.length || s.p.length) return [...words.byId("panel").cloneNode(true).childNodes];
    if (s.v === "table") return [table.paper(selection, MOST)];
    if (s.v && SHEETS[s.v]) return [...words.byId(s.v).cloneNode(true).childNodes];
    const picture = make("img", { alt: say("graph") });
    picture.src = pictures.picture().toDataURL("image/png");
    return [picture];
  }
  function fill(selection) {
    root.replaceChildren(
      ...content(state.now, selection).filter(Boolean),
      make("footer", {}, pages.provenance(true), make("p", {}, location.href)),
    );
  }
  return { fill, clear: () => root.replaceChildren() };
})();
