// Facts as the panel shows them: the value, its sentences with the clause and the names in it marked, and where they stand.
const cards = (() => {
  const { make, say } = words,
    { things } = data;
  const FEW = 8, // facts of one relation that stand open; the others wait behind a button
    AROUND = 90, // characters of the sentence before and after its clause
    LONG = 180; // characters of a quote; of a longer one what is around its value

  function go(i) {
    return make("button", { class: "thing", click: () => state.chose({ e: things.id[i] }) }, data.label(i));
  }
  function sections(list, about, title) {
    const { facts } = data.read,
      relations = [...new Set(list.map((f) => facts.p[f]))];
    return relations.flatMap((p) => {
      const groups = grouped(list.filter((f) => facts.p[f] === p)),
        shown = groups.map((g) => card(g, about));
      return [make("h3", {}, title(p) + (groups.length > 1 ? " (" + groups.length + ")" : "")), ...few(shown)];
    });
  }
  let all = false; // paper has no button to press
  function whole(make) {
    all = true;
    const made = make();
    all = false;
    return made;
  }
  // what stands open of a list, and what waits
  function halves(list, least = FEW) {
    const cut = all || list.length <= least + 2 ? list.length : least;
    return [list.slice(0, cut), list.slice(cut)];
  }
  // a button in place of what waits; in a list it is a row of it
  function more(n, waiting, wrap = (button) => button) {
    const place = wrap(make("button", { class: "plain", click: open }, say("more", n)));
    function open() {
      const nodes = waiting(),
        reached = nodes[0].matches("button, a") ? nodes[0] : nodes[0].querySelector("button, a");
      place.replaceWith(...nodes);
      if (reached) reached.focus({ preventScroll: true });
    }
    return place;
  }
  function few(list, least = FEW) {
    const [open, waiting] = halves(list, least);
    if (!waiting.length) return open;
    const row = waiting[0].tagName === "LI" ? (button) => make("li", { class: "more" }, button) : undefined;
    return [...open, more(waiting.length, () => waiting, row)];
  }
  // equal facts stand together with all their sentences
  function grouped(list) {
    const { facts } = data.read,
      groups = new Map();
    for (const f of list) {
      const key = JSON.stringify([
        facts.s[f],
        facts.p[f],
        facts.o[f] >= 0 ? facts.o[f] : values.text(f),
        facts.modality[f],
      ]);
      if (!groups.has(key)) groups.set(key, []);
      groups.get(key).push(f);
    }
    return [...groups.values()];
  }
  const value = (f) =>
    data.read.facts.o[f] >= 0 ? go(data.read.facts.o[f]) : make("strong", { class: "value" }, values.text(f));
  function tags(group) {
    const { facts } = data.read,
      f = group[0],
      role = values.role(f),
      from = new Set(group.map((g) => facts.article[g])).size;
    return [
      role ? make("span", { class: "tag" }, role) : "",
      facts.modality[f] ? make("span", { class: "tag " + facts.modality[f] }, say(facts.modality[f])) : "",
      group.some((g) => facts.differs[g]) ? make("span", { class: "tag differs" }, say("differs")) : "",
      from > 1 ? make("span", { class: "tag count" }, values.sources(from)) : "",
    ];
  }
  function card(group, about) {
    const { facts } = data.read,
      f = group[0],
      s = facts.s[f];
    const head = make("p", { class: "head" });
    if (about === s) head.append(value(f));
    else if (about >= 0) head.append(go(s));
    else head.append(go(s), " — " + values.relation(facts.p[f]) + " → ", value(f));
    head.append(...tags(group));
    return make(
      "article",
      { class: "fact" + (group.some((g) => facts.differs[g]) ? " differing" : "") },
      head,
      ...proof(group),
    );
  }
  // a fact on one line, as lists of an article or a page have it
  function line(f) {
    const { facts } = data.read;
    return make(
      "p",
      { class: "line" },
      go(facts.s[f]),
      " — " + values.relation(facts.p[f]) + " → ",
      value(f),
      " ",
      ...tags([f]),
    );
  }
  // the sentences of facts, the source named once for each article
  function proof(group) {
    const { facts } = data.read,
      byArticle = new Map(),
      seen = new Set();
    for (const f of group) {
      if (!byArticle.has(facts.article[f])) byArticle.set(facts.article[f], []);
      byArticle.get(facts.article[f]).push(f);
    }
    return [...byArticle.values()]
      .flatMap((list) => [
        ...list.flatMap((f) => {
          const text = sentence(f),
            key = facts.article[f] + text.join("|");
          const repeated = seen.has(key);
          seen.add(key);
          return [repeated ? null : quoted(f, text), how(f)];
        }),
        source(list[0]),
      ])
      .filter(Boolean);
  }
  // [before, clause, after]: the whole sentence where the page has the article's text
  function sentence(f) {
    const { facts, articles } = data.read,
      article = facts.article[f];
    if (facts.at[f] < 0 || !reader.has(article)) return ["", bounded(data.quote(f), f), ""];
    const text = articles.text[article],
      [from, to] = [facts.at[f], facts.to[f]];
    let a = from,
      b = to;
    while (a > 0 && from - a < AROUND && !/[。！？!?\n]/.test(text[a - 1])) a--;
    if (!/[。！？!?\n]$/.test(text.slice(from, to)))
      while (b < text.length && b - to < AROUND && !/[。！？!?\n]/.test(text[b])) b++;
    if (/[。！？!?]/.test(text[b] || "") && b - to < AROUND && !/[。！？!?]$/.test(text.slice(from, to))) b++;
    if (/[”」』’"]/.test(text[b] || "")) b++;
    const cut = (side, on) => (on ? "…" : "") + side;
    const before = cut(text.slice(a, from), a > 0 && from - a >= AROUND),
      after = text.slice(to, b) + (b - to >= AROUND && b < text.length ? "…" : "");
    return [before.trimStart(), bounded(text.slice(from, to), f), after.trimEnd()];
  }
  // no more of a quote than can be read at once: what is around its value or its object
  function bounded(quote, f) {
    if (quote.length <= LONG) return quote;
    const { facts } = data.read,
      wanted = [facts.written[f], ...(facts.o[f] >= 0 ? [data.label(facts.o[f]), ...things.aliases[facts.o[f]]] : [])];
    const at = Math.max(0, ...wanted.filter(Boolean).map((w) => quote.indexOf(w))),
      from = Math.max(0, Math.min(at - LONG / 2, quote.length - LONG));
    return (from > 0 ? "…" : "") + quote.slice(from, from + LONG) + (from + LONG < quote.length ? "…" : "");
  }
  function quoted(f, [before, clause, after]) {
    const tinted = make("span", { class: "clause" }, ...highlighted(f, clause));
    return make("blockquote", { lang: "zh" }, before, tinted, after);
  }
  // the clause with its value and the names of its two ends marked; they are text, never markup
  function highlighted(f, quote) {
    const { facts } = data.read;
    const names = (i) => [data.label(i), ...things.aliases[i]];
    const wanted = [facts.written[f], ...names(facts.s[f]), ...(facts.o[f] >= 0 ? names(facts.o[f]) : [])]
      .filter((w) => w && w.length > 1)
      .sort((a, b) => b.length - a.length);
    const spans = [];
    for (const word of wanted) {
      for (let at = quote.indexOf(word); at >= 0; at = quote.indexOf(word, at + word.length))
        if (!spans.some(([a, b]) => at < b && a < at + word.length)) spans.push([at, at + word.length]);
    }
    const parts = [];
    let done = 0;
    for (const [a, b] of spans.sort((x, y) => x[0] - y[0])) {
      parts.push(quote.slice(done, a), make("mark", {}, quote.slice(a, b)));
      done = b;
    }
    return [...parts, quote.slice(done)];
  }
  // page, title and date; with the article's text, the way to it
  function source(f) {
    const article = data.read.facts.article[f],
      text = values.headline(article);
    if (!reader.has(article)) return make("p", { class: "source" }, text);
    return make(
      "p",
      { class: "source" },
      make("a", { class: "read", href: reader.href(f) }, text, make("span", { class: "whole" }, " " + say("read"))),
    );
  }
  function how(f) {
    const { facts, rules } = data.read,
      sure = Number(facts.confidence[f]);
    const box = make(
      "p",
      { class: "source how" },
      say("at") + " " + facts.start[f] + "–" + facts.end[f] + " · " + say("rule") + " " + rules[facts.rule[f]] + " · ",
      make(
        "span",
        { class: "sure", title: say("confidence") + " " + facts.confidence[f] },
        say("confidence") + " ",
        bar(sure),
        " " + facts.confidence[f],
      ),
    );
    for (const [key, of] of facts.with[f])
      box.append(
        make("span", { class: "how" }, (key === "grantedBy" ? say("grantedBy") : key + ": ") + data.label(of)),
      );
    for (const line of facts.corrected[f]) box.append(make("span", { class: "how" }, say("corrected") + line));
    if (marking.on) box.append(marking.buttons(facts.id[f]));
    return box;
  }
  function bar(sure) {
    const inner = make("i");
    inner.style.width = Math.round(sure * 100) + "%";
    return make("span", { class: "bar", "aria-hidden": "true" }, inner);
  }

  function linkFacts(link) {
    const list = data.factsOfLink(link);
    return list.length ? grouped(list).map((g) => card(g, -1)) : [make("p", { class: "soft" }, say("supplied"))];
  }

  return { go, whole, card, sections, linkFacts, grouped, proof, line, few, halves, more, tags, sentence, value };
})();
