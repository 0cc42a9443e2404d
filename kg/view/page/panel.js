// What is known of the chosen thing, link or path: every fact with its sentences.
const panel = (() => {
  const { make, say } = words,
    { things, links } = data,
    root = words.byId("panel");

  let last = null; // what was shown, for an answer that comes later
  const refresh = () => show(...last);
  function show(s, selection) {
    const first = last === null;
    last = [s, selection];
    const thing = data.number(s.e),
      link = findLink(s.f),
      ends = s.p.map((id) => data.number(id));
    const unknown =
      (s.e && thing < 0 && s.e) ||
      (s.f.length && link < 0 && s.f.join(" ")) ||
      (s.p.length && ends.some((i) => i < 0) && s.p.join(" "));
    const article = data.ready || s.a ? data.article(s.a) : -1,
      fact = s.q ? data.fact(s.q) : -1;
    let parts;
    if (unknown) parts = [make("h2", {}, say("gone", unknown))];
    else if (s.ask) parts = data.ready ? questions.show(s.ask) : [];
    else if (s.a && article < 0) parts = [make("h2", {}, say("gone", s.a))];
    else if (s.t === "text" && article >= 0 && thing < 0)
      parts = [make("h2", {}, say("text")), ...reader.show(article, fact, -1)];
    else if (s.p.length === 2) parts = pathParts(...ends);
    else if (link >= 0) parts = linkParts(link);
    else if (thing >= 0) parts = thingParts(thing, s);
    else parts = helpParts(selection);
    const open = Boolean(s.e || s.f.length || s.p.length || s.a || s.ask);
    root.replaceChildren(...(open ? [closer()] : []), ...parts.filter(Boolean));
    if (!first) root.scrollTop = 0; // it would lay the page out
    document.body.classList.toggle("reading", open);
    if (s.t === "text") reader.settle(root);
  }
  const closer = () =>
    make(
      "button",
      { class: "plain close", "aria-label": say("close"), title: say("close"), click: () => state.chose({}) },
      "×",
    );
  function findLink([s, relation, o]) {
    const from = data.number(s || ""),
      to = data.number(o || ""),
      p = data.relationNumber(relation);
    if (from < 0 || to < 0 || p < 0) return -1;
    const found = [...data.linksOf(from)].find((l) => links.from[l] === from && links.to[l] === to && links.p[l] === p);
    return found === undefined ? -1 : found;
  }

  function helpParts(selection) {
    const top = values
      .ranked(selection.fact ? selection : null)
      .slice(0, 6)
      .map(([i, sum]) => make("li", {}, cards.go(i), make("span", { class: "value" }, sum.text)));
    const start = top.length
      ? top
      : [...(things.id || []).keys()]
          .filter((i) => things.named[i] && selection.thing[i])
          .sort((a, b) => things.weight[b] - things.weight[a])
          .slice(0, 6)
          .map((i) => make("li", {}, cards.go(i)));
    return [
      make("h2", {}, say("start")),
      make("p", { class: "soft" }, say("startMore")),
      ...(start.length ? [make("h3", {}, say("begin")), make("ul", { class: "begin" }, ...start)] : []),
      ...(data.ready ? asking() : []),
      data.ready ? pages.provenance(false) : null,
    ];
  }
  function asking() {
    const list = questions.list();
    return list.length ? [make("h3", {}, say("questions")), ...list] : [];
  }
  function chip(i) {
    return make(
      "p",
      { class: "kind" },
      search.icon(things.kind[i]),
      values.kind(i) + (things.code[i] ? " · " + things.code[i] : ""),
    );
  }
  function lineage(i) {
    const above = [];
    for (let at = things.parent[i]; at >= 0 && above.length < 6; at = things.parent[at]) above.unshift(at);
    return above.length
      ? make("p", { class: "lineage" }, ...above.flatMap((a) => [cards.go(a), " › "]), make("span", {}, data.label(i)))
      : null;
  }
  function thingParts(i, s) {
    const tab = s.t || "dossier",
      articles = data.articlesOf(i),
      own = data.factsOf(i),
      others = data.factsOn(i).filter((f) => data.read.facts.s[f] !== i),
      named = data.read.named[i] || [];
    return [
      chip(i),
      make("h2", {}, data.label(i)),
      things.aliases[i].length ? make("p", { class: "soft" }, say("also") + things.aliases[i].join("、")) : null,
      ...things.notes[i].map((note) => make("p", { class: "soft note", lang: "en" }, note)),
      ...things.corrected[i].map((line) => make("p", { class: "soft note" }, say("corrected") + line)),
      lineage(i),
      things.named[i] ? null : make("p", { class: "soft" }, say("unnamed")),
      tab === "text" ? null : actions(i, s),
      own.length || others.length || articles.length ? tabs(tab, i, articles) : null,
      ...(tab === "dossier" ? dossier.show(i) : []),
      ...(tab === "facts" ? cards.sections(own, i, (p) => values.relation(p)) : []),
      ...(tab === "facts" ? cards.sections(others, i, (p) => values.inverse(p)) : []),
      ...(tab === "text" && articles.length
        ? reader.show(data.article(s.a) >= 0 ? data.article(s.a) : articles[0], data.fact(s.q), i)
        : []),
      !own.length && !others.length && things.named[i] ? make("p", { class: "soft" }, say("noFact")) : null,
      tab === "dossier" ? questions.about(i) : null,
      named.length && tab !== "text" ? namedIn(named) : null,
    ];
  }
  // 概要, 陈述, 原文; the article opens at the first claim on the thing
  function tabs(tab, i, articles) {
    const counts = {
      dossier: "",
      facts:
        " " + values.count(data.factsOf(i).length + data.factsOn(i).filter((f) => data.read.facts.s[f] !== i).length),
      text: " " + articles.length,
    };
    const names = { dossier: "dossier", facts: "claims", text: "text" };
    const first = () => {
      const { facts } = data.read,
        told = [...data.factsOf(i), ...data.factsOn(i)].find((f) => facts.article[f] === articles[0]);
      return told === undefined ? "" : facts.id[told];
    };
    return make(
      "div",
      { class: "switch tabs", role: "group", "aria-label": say("panel") },
      ...Object.keys(counts)
        .filter((name) => name !== "text" || articles.length)
        .map((name) =>
          make(
            "button",
            {
              "aria-pressed": String(tab === name),
              "data-tab": name,
              click: () =>
                state.go({
                  t: name === "dossier" ? "" : name,
                  a: name === "text" ? data.read.articles.local[articles[0]] : "",
                  q: name === "text" ? first() : "",
                }),
            },
            say(names[name]) + counts[name],
          ),
        ),
    );
  }
  function namedIn(articles) {
    return make(
      "details",
      { class: "named", open: articles.length <= 5 },
      make("summary", {}, say("namedIn") + " (" + articles.length + ")"),
      ...articles.map((a) =>
        make(
          "p",
          { class: "source" },
          reader.has(a)
            ? make(
                "a",
                { class: "read", href: state.href({ t: "text", a: data.read.articles.local[a], q: "" }) },
                values.headline(a),
              )
            : values.headline(a),
        ),
      ),
    );
  }
  function actions(i, s) {
    const id = things.id[i],
      around = s.n.includes(id);
    const find = make("span", { class: "find inner", hidden: true });
    const open = make(
      "button",
      {
        click: () => {
          find.hidden = !find.hidden;
          if (!find.hidden) find.querySelector("input").focus();
        },
      },
      say("path"),
    );
    const input = make("input", {
      type: "search",
      role: "combobox",
      "aria-expanded": "false",
      "aria-controls": "path-hits",
      "aria-autocomplete": "list",
      autocomplete: "off",
      id: "path-to",
      "aria-label": say("pathTo"),
      placeholder: say("pathTo"),
    });
    const list = make("ul", {
      id: "path-hits",
      class: "hits",
      role: "listbox",
      "aria-label": say("suggestions"),
      hidden: true,
    });
    find.append(input, list);
    search.attach(input, list, (to) => state.chose({ p: [id, things.id[to]] }));
    const group = filter.groupOf(i);
    return make(
      "div",
      { class: "actions" },
      !Number.isNaN(group) && canvas.scene.collapsed
        ? make(
            "button",
            { click: () => state.go({ g: s.g.includes(id) ? s.g.filter((g) => g !== id) : [...s.g, id] }) },
            say(s.g.includes(id) ? "collapse" : "open", data.label(i), groupSize(group)),
          )
        : "",
      around
        ? make("button", { click: () => state.go({ n: s.n.filter((n) => n !== id) }) }, say("collapse"))
        : make("button", { click: () => state.go({ n: [...s.n, id] }) }, say(s.n.length ? "expand" : "only")),
      s.n.length ? make("button", { click: () => state.go({ n: [] }) }, say("whole")) : "",
      open,
      copier(),
      find,
    );
  }
  const groupSize = (group) => values.count(things.group.reduce((n, g) => n + (g === group), 0));
  function copier() {
    return make(
      "button",
      {
        click: async (event) => {
          const button = event.currentTarget;
          try {
            await navigator.clipboard.writeText(location.href);
            button.textContent = say("copied");
          } catch {
            getSelection().selectAllChildren(button);
          } // no clipboard from here: the address bar has it
        },
      },
      say("copy"),
    );
  }

  function linkParts(link) {
    const a = links.from[link],
      b = links.to[link],
      also = [...data.linksOf(a)].filter((l) => l !== link && data.other(l, a) === b);
    return [
      make("p", { class: "kind" }, values.relation(links.p[link])),
      make("h2", {}, data.label(a) + " → " + data.label(b)),
      make("div", { class: "actions" }, cards.go(a), cards.go(b), copier()),
      ...cards.linkFacts(link),
      also.length ? make("h3", {}, say("alsoBetween")) : null,
      ...also.map((l) =>
        make(
          "p",
          {},
          make(
            "button",
            { class: "thing", click: () => state.chose({ f: state.linkId(l) }) },
            data.label(links.from[l]) + " — " + values.relation(links.p[l]) + " → " + data.label(links.to[l]),
          ),
        ),
      ),
    ];
  }
  function pathParts(a, b) {
    const found = paths.between(a, b),
      title = make("h2", {}, say("pathTitle", data.label(a), data.label(b)));
    if (!found.things.length) return [title, make("p", { class: "soft" }, say("pathNone"))];
    return [
      make("p", { class: "kind" }, say("steps", found.links.length)),
      title,
      make("div", { class: "actions" }, copier()),
      ...found.links.flatMap((link) => [
        make(
          "h3",
          {},
          data.label(links.from[link]) + " — " + values.relation(links.p[link]) + " → " + data.label(links.to[link]),
        ),
        ...cards.linkFacts(link),
      ]),
    ];
  }
  // the dossier with every fact and its sentences
  function paper(i) {
    const own = data.factsOf(i),
      others = data.factsOn(i).filter((f) => data.read.facts.s[f] !== i);
    return [
      chip(i),
      make("h2", {}, data.label(i)),
      things.aliases[i].length ? make("p", { class: "soft" }, say("also") + things.aliases[i].join("、")) : null,
      lineage(i),
      ...dossier.show(i),
      ...cards.sections(own, i, (p) => values.relation(p)),
      ...cards.sections(others, i, (p) => values.inverse(p)),
    ];
  }
  return { show, refresh, findLink, paper };
})();
