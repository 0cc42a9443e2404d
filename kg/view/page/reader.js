// An article to read: every name underlined in the colour of its class, what claims were read from tinted and numbered.
const reader = (() => {
  const { make, say } = words,
    { things } = data;
  const has = (article) => article >= 0 && Boolean(data.read.articles.text[article]);
  const href = (f) =>
    state.href({ t: "text", a: data.read.articles.local[data.read.facts.article[f]], q: data.read.facts.id[f] });

  // where the things that an article names stand in its text: the longest name first
  function namesIn(article) {
    const text = data.read.articles.text[article],
      of = new Map();
    for (const i of data.thingsNamed(article))
      for (const name of [data.label(i), ...things.aliases[i]]) if (name.length > 1 && !of.has(name)) of.set(name, i);
    if (!of.size) return [];
    const names = [...of.keys()]
      .sort((a, b) => b.length - a.length)
      .map((n) => n.replace(/[.*+?^${}()|[\]\\]/g, "\\$&"));
    return [...text.matchAll(new RegExp(names.join("|"), "gu"))].map((m) => [
      m.index,
      m.index + m[0].length,
      of.get(m[0]),
    ]);
  }
  // the claims of an article by their place, in order: [from, to, [facts]]
  function placesIn(article) {
    const { facts } = data.read,
      found = new Map();
    for (const f of data.factsIn(article)) {
      if (facts.at[f] < 0) continue;
      const key = facts.at[f] + "," + facts.to[f];
      if (!found.has(key)) found.set(key, [facts.at[f], facts.to[f], []]);
      found.get(key)[2].push(f);
    }
    return [...found.values()].sort((a, b) => a[0] - b[0] || a[1] - b[1]);
  }
  const pick = (f) =>
    state.go({ t: "text", a: data.read.articles.local[data.read.facts.article[f]], q: data.read.facts.id[f] });

  function body(article, chosen) {
    const { text: texts, body: bodies } = data.read.articles,
      text = texts[article],
      names = namesIn(article),
      places = placesIn(article),
      ends = new Map();
    const cuts = new Set([0, text.length, bodies[article]]);
    for (let at = text.indexOf("\n"); at >= 0; at = text.indexOf("\n", at + 1)) cuts.add(at).add(at + 1);
    for (const [a, b] of [...names, ...places]) cuts.add(a).add(b);
    places.forEach(([, b], n) => ends.set(b, [...(ends.get(b) || []), n]));
    const out = [];
    let line = null;
    const begin = (title) => out.push((line = make("p", { class: title ? "headline" : "" })));
    begin(bodies[article] > 0);
    const all = [...cuts].filter((c) => c <= text.length).sort((a, b) => a - b);
    for (let n = 0; n + 1 < all.length; n++) {
      const [a, b] = [all[n], all[n + 1]],
        piece = text.slice(a, b);
      if (piece === "\n") {
        begin(b < bodies[article]);
        continue;
      }
      line.append(
        part(piece, a, b, names, places, chosen),
        ...(ends.get(b) || []).map((p) => mark(places[p], p, chosen)),
      );
    }
    return out.filter((p) => p.textContent);
  }
  function part(piece, a, b, names, places, chosen) {
    const name = names.find(([x, y]) => x <= a && b <= y),
      inside = places.filter(([x, y]) => x <= a && b <= y);
    let node = words.clean(piece);
    if (name) {
      node = make("a", { class: "name", href: state.thing(name[2]), title: values.kind(name[2]) }, piece);
      node.style.textDecorationColor = data.colour(name[2]);
    }
    if (!inside.length) return node;
    const least = inside.reduce((x, y) => (y[1] - y[0] < x[1] - x[0] ? y : x)),
      on = inside.some((p) => p[2].includes(chosen));
    const open = (e) => e.target.closest("a") || pick(least[2][0]);
    return make("mark", { class: on ? "claimed chosen" : "claimed", click: open }, node);
  }
  const mark = (place, n, chosen) =>
    make(
      "a",
      {
        class: "ref" + (place[2].includes(chosen) ? " chosen" : ""),
        href: href(place[2][0]),
        "aria-label": say("claimsOf", n + 1, place[2].length),
      },
      String(n + 1),
    );

  // Where the page has only the sentences around quotes, the server that it came from gives the rest; what stood at a place stands
  // then where that sentence does in the whole. Asked once: what fails stays as it is.
  const GAP = "\n…\n",
    filled = new Set(),
    asked = new Set();
  async function fill(article) {
    if (asked.has(article)) return;
    asked.add(article);
    const where = "article?" + new URLSearchParams({ a: data.read.articles.local[article] });
    const answer = await fetch(where, { headers: words.spoken() }).catch(() => null);
    if (!answer || !answer.ok || !put(article, await answer.text())) return;
    filled.add(article);
    panel.refresh();
  }
  function put(article, whole) {
    const { articles, facts } = data.read,
      moved = [];
    let [at, from] = [0, 0];
    for (const part of articles.text[article].split(GAP)) {
      const to = whole.indexOf(part, from);
      if (to < 0) return false; // the graph was built anew since
      moved.push([at, at + part.length, to - at]);
      at += part.length + GAP.length;
      from = to + part.length;
    }
    for (const f of data.factsIn(article)) {
      const found = moved.find(([a, b]) => a <= facts.at[f] && facts.at[f] < b);
      if (facts.at[f] < 0 || !found) continue;
      facts.at[f] += found[2];
      facts.to[f] += found[2];
    }
    articles.text[article] = whole;
    return true;
  }

  // the article; with a chosen claim, that and what else is read from the same words stands below
  function show(article, fact, thing) {
    const { articles, facts } = data.read,
      list = thing >= 0 ? data.articlesOf(thing) : [article];
    const parts = [
      list.length > 1 ? choice(list, article) : null,
      make("p", { class: "kind" }, [articles.page[article], articles.issued[article]].filter(Boolean).join(" · ")),
      has(article) && articles.body[article] > 0 ? null : make("h3", {}, articles.title[article] || say("untitled")),
    ];
    if (!has(article))
      return [
        ...parts,
        make("p", { class: "soft" }, say("noText")),
        ...data.factsIn(article).slice(0, 200).map(cards.line),
      ];
    if (!data.read.whole && !filled.has(article)) {
      parts.push(make("p", { class: "soft cut" }, say(questions.served ? "fillingIn" : "cutShort")));
      if (questions.served) fill(article);
    }
    parts.push(make("div", { class: "article", lang: "zh" }, ...body(article, fact)), pageLink(article));
    const same =
      fact < 0
        ? []
        : data.factsIn(article).filter((f) => facts.at[f] === facts.at[fact] && facts.to[f] === facts.to[fact]);
    if (same.length)
      parts.push(
        make(
          "div",
          { class: "told", tabindex: "0", role: "group", "aria-label": say("claims") },
          ...same.map(cards.line),
        ),
      );
    return parts;
  }
  const pageLink = (article) =>
    make(
      "p",
      {},
      make(
        "a",
        { href: state.href({ v: "pages", d: data.read.articles.document[article] }) },
        say("wholePage", data.read.articles.page[article]),
      ),
    );
  function choice(list, article) {
    const { articles } = data.read;
    const box = make(
      "select",
      { class: "articles", "aria-label": say("article"), change: (e) => state.go({ a: e.target.value, q: "" }) },
      ...list.map((a) =>
        make(
          "option",
          { value: articles.local[a] },
          [articles.issued[a], articles.title[a] || articles.page[a]].filter(Boolean).join(" "),
        ),
      ),
    );
    box.value = articles.local[article];
    return box;
  }
  // bring what is chosen into view, within the panel
  function settle(root) {
    const chosen = root.querySelector(".article .chosen");
    if (chosen)
      root.scrollTop += chosen.getBoundingClientRect().top - root.getBoundingClientRect().top - root.clientHeight * 0.3;
  }
  return { show, settle, has, href };
})();
