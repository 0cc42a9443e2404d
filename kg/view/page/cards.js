// Facts as the panel shows them: the value, its sentences with the names in them marked, and where they stand.
const cards = (() => {
  const { make, say } = words,
    { things } = data;
  const FEW = 8; // facts of one relation that stand open; the others wait behind a button

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
  function few(list) {
    if (list.length <= FEW + 2) return list;
    const more = make(
      "button",
      { class: "plain", click: () => more.replaceWith(...list.slice(FEW)) },
      say("more", list.length - FEW),
    );
    return [...list.slice(0, FEW), more];
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
  function card(group, about) {
    const { facts } = data.read,
      f = group[0],
      s = facts.s[f],
      o = facts.o[f];
    const head = make("p", { class: "head" });
    if (about === s) head.append(o >= 0 ? go(o) : make("strong", { class: "value" }, values.text(f)));
    else if (about >= 0) head.append(go(s));
    else
      head.append(
        go(s),
        " — " + values.relation(facts.p[f]) + " → ",
        o >= 0 ? go(o) : make("strong", { class: "value" }, values.text(f)),
      );
    if (facts.modality[f]) head.append(make("span", { class: "tag " + facts.modality[f] }, say(facts.modality[f])));
    if (group.some((g) => facts.differs[g])) head.append(make("span", { class: "tag differs" }, say("differs")));
    if (group.length > 1) head.append(make("span", { class: "tag count" }, say("sources", group.length)));
    return make(
      "article",
      { class: "fact" + (group.some((g) => facts.differs[g]) ? " differing" : "") },
      head,
      ...group.flatMap((g) => [make("blockquote", { lang: "zh" }, ...highlighted(g)), source(g)]),
    );
  }
  // the quote with its value and the names of its two ends marked; they are text, never markup
  function highlighted(f) {
    const { facts } = data.read,
      quote = facts.quote[f];
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
  function source(f) {
    const { facts, rules } = data.read,
      sure = Number(facts.confidence[f]);
    const box = make(
      "p",
      { class: "source" },
      values.headline(facts.article[f]),
      make(
        "span",
        { class: "how" },
        say("at") +
          " " +
          facts.start[f] +
          "–" +
          facts.end[f] +
          " · " +
          say("rule") +
          " " +
          rules[facts.rule[f]] +
          " · ",
        make(
          "span",
          { class: "sure", title: say("confidence") + " " + facts.confidence[f] },
          say("confidence") + " ",
          bar(sure),
          " " + facts.confidence[f],
        ),
      ),
    );
    for (const [key, of] of facts.with[f])
      box.append(
        make("span", { class: "how" }, (key === "grantedBy" ? say("grantedBy") : key + ": ") + data.label(of)),
      );
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

  return { go, sections, linkFacts };
})();
