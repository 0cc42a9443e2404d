// What is known of the chosen thing, link or path: every fact with its sentences.
const panel = (() => {
  const { make, say } = words, { things, links } = data, root = words.byId("panel");
  const FEW = 8; // facts of one relation that stand open; the others wait behind a button

  function show(s, selection) {
    const thing = data.number(s.e), link = findLink(s.f), ends = s.p.map((id) => data.number(id));
    const unknown = (s.e && thing < 0 && s.e) || (s.f.length && link < 0 && s.f.join(" ")) || (s.p.length && ends.some((i) => i < 0) && s.p.join(" "));
    let parts;
    if (unknown) parts = [make("h2", {}, say("gone", unknown))];
    else if (s.p.length === 2) parts = pathParts(...ends);
    else if (link >= 0) parts = linkParts(link);
    else if (thing >= 0) parts = thingParts(thing, s);
    else parts = helpParts(selection);
    root.replaceChildren(...(s.e || s.f.length || s.p.length ? [closer()] : []), ...parts.filter(Boolean));
    root.scrollTop = 0;
    document.body.classList.toggle("reading", Boolean(s.e || s.f.length || s.p.length));
  }
  const closer = () => make("button", { class: "plain close", "aria-label": say("close"), title: say("close"), click: () => state.chose({}) }, "×");
  function findLink([s, relation, o]) {
    const from = data.number(s || ""), to = data.number(o || ""), p = data.relationNumber(relation);
    if (from < 0 || to < 0 || p < 0) return -1;
    const found = [...data.linksOf(from)].find((l) => links.from[l] === from && links.to[l] === to && links.p[l] === p);
    return found === undefined ? -1 : found;
  }

  function helpParts(selection) {
    const top = sums(selection.fact ? selection : null).slice(0, 6).map(([i, sum]) => make("li", {}, go(i), make("span", { class: "value" }, values.money(String(sum)))));
    const start = top.length ? top : [...(things.id || []).keys()].filter((i) => things.named[i] && selection.thing[i]).sort((a, b) => things.weight[b] - things.weight[a]).slice(0, 6).map((i) => make("li", {}, go(i)));
    return [make("h2", {}, say("start")), make("p", { class: "soft" }, say("startMore")), ...(start.length ? [make("h3", {}, say("begin")), make("ul", { class: "begin" }, ...start)] : [])];
  }
  // the largest sum of each thing that has one
  function sums(selection) {
    const { facts, count } = data.read, found = new Map();
    const p = data.relationNumber("investment");
    for (let i = 0; i < count; i++) {
      if (facts.p[i] !== p || facts.modality[i] === "denied" || (selection && !selection.fact[i])) continue;
      found.set(facts.s[i], Math.max(found.get(facts.s[i]) || 0, Number(facts.value[i][1])));
    }
    return [...found].sort((a, b) => b[1] - a[1] || a[0] - b[0]);
  }

  function go(i) { return make("button", { class: "thing", click: () => state.chose({ e: things.id[i] }) }, data.label(i)); }
  function chip(i) { return make("p", { class: "kind" }, search.icon(things.kind[i]), values.kind(i) + (things.code[i] ? " · " + things.code[i] : "")); }
  function lineage(i) {
    const above = [];
    for (let at = things.parent[i]; at >= 0 && above.length < 6; at = things.parent[at]) above.unshift(at);
    return above.length ? make("p", { class: "lineage" }, ...above.flatMap((a) => [go(a), " › "]), make("span", {}, data.label(i))) : null;
  }
  function thingParts(i, s) {
    const own = data.factsOf(i), others = data.factsOn(i).filter((f) => data.read.facts.s[f] !== i), named = data.read.named[i] || [];
    return [
      chip(i), make("h2", {}, data.label(i)),
      things.aliases[i].length ? make("p", { class: "soft" }, say("also") + things.aliases[i].join("、")) : null,
      lineage(i), things.named[i] ? null : make("p", { class: "soft" }, say("unnamed")), actions(i, s),
      ...sections(own, i, (p) => values.relation(p)), ...sections(others, i, (p) => "← " + values.relation(p)),
      !own.length && !others.length && things.named[i] ? make("p", { class: "soft" }, say("noFact")) : null,
      named.length ? namedIn(named) : null,
    ];
  }
  function namedIn(articles) {
    return make("details", { class: "named", open: articles.length <= 5 }, make("summary", {}, say("namedIn") + " (" + articles.length + ")"),
      ...articles.map((a) => make("p", { class: "source" }, values.headline(a))));
  }
  function actions(i, s) {
    const id = things.id[i], around = s.n.includes(id);
    const find = make("span", { class: "find inner", hidden: true });
    const open = make("button", { click: () => { find.hidden = !find.hidden; if (!find.hidden) find.querySelector("input").focus(); } }, say("path"));
    const input = make("input", { type: "search", role: "combobox", "aria-expanded": "false", "aria-controls": "path-hits", "aria-autocomplete": "list", autocomplete: "off", id: "path-to", "aria-label": say("pathTo"), placeholder: say("pathTo") });
    const list = make("ul", { id: "path-hits", class: "hits", role: "listbox", "aria-label": say("suggestions"), hidden: true });
    find.append(input, list);
    search.attach(input, list, (to) => state.chose({ p: [id, things.id[to]] }));
    const group = filter.groupOf(i);
    return make("div", { class: "actions" },
      !Number.isNaN(group) && canvas.scene.collapsed ? make("button", { click: () => state.go({ g: s.g.includes(id) ? s.g.filter((g) => g !== id) : [...s.g, id] }) }, say(s.g.includes(id) ? "collapse" : "open", data.label(i), groupSize(group))) : "",
      around ? make("button", { click: () => state.go({ n: s.n.filter((n) => n !== id) }) }, say("collapse"))
        : make("button", { click: () => state.go({ n: [...s.n, id] }) }, say(s.n.length ? "expand" : "only")),
      s.n.length ? make("button", { click: () => state.go({ n: [] }) }, say("whole")) : "", open, copier(), find);
  }
  const groupSize = (group) => values.count(things.group.reduce((n, g) => n + (g === group), 0));
  function copier() {
    return make("button", { click: async (event) => {
      const button = event.currentTarget;
      try { await navigator.clipboard.writeText(location.href); button.textContent = say("copied"); } catch { getSelection().selectAllChildren(button); } // no clipboard from here: the address bar has it
    } }, say("copy"));
  }

  function sections(list, about, title) {
    const { facts } = data.read, relations = [...new Set(list.map((f) => facts.p[f]))];
    return relations.flatMap((p) => {
      const groups = grouped(list.filter((f) => facts.p[f] === p)), cards = groups.map((g) => card(g, about));
      return [make("h3", {}, title(p) + (groups.length > 1 ? " (" + groups.length + ")" : "")), ...few(cards)];
    });
  }
  function few(cards) {
    if (cards.length <= FEW + 2) return cards;
    const more = make("button", { class: "plain", click: () => more.replaceWith(...cards.slice(FEW)) }, say("more", cards.length - FEW));
    return [...cards.slice(0, FEW), more];
  }
  // equal facts stand together with all their sentences
  function grouped(list) {
    const { facts } = data.read, groups = new Map();
    for (const f of list) {
      const key = JSON.stringify([facts.s[f], facts.p[f], facts.o[f] >= 0 ? facts.o[f] : values.text(f), facts.modality[f]]);
      if (!groups.has(key)) groups.set(key, []);
      groups.get(key).push(f);
    }
    return [...groups.values()];
  }
  function card(group, about) {
    const { facts } = data.read, f = group[0], s = facts.s[f], o = facts.o[f];
    const head = make("p", { class: "head" });
    if (about === s) head.append(o >= 0 ? go(o) : make("strong", { class: "value" }, values.text(f)));
    else if (about >= 0) head.append(go(s));
    else head.append(go(s), " — " + values.relation(facts.p[f]) + " → ", o >= 0 ? go(o) : make("strong", { class: "value" }, values.text(f)));
    if (facts.modality[f]) head.append(make("span", { class: "tag " + facts.modality[f] }, say(facts.modality[f])));
    if (group.some((g) => facts.differs[g])) head.append(make("span", { class: "tag differs" }, say("differs")));
    if (group.length > 1) head.append(make("span", { class: "tag count" }, say("sources", group.length)));
    return make("article", { class: "fact" + (group.some((g) => facts.differs[g]) ? " differing" : "") }, head, ...group.flatMap((g) => [make("blockquote", { lang: "zh" }, ...highlighted(g)), source(g)]));
  }
  // the quote with its value and the names of its two ends marked; they are text, never markup
  function highlighted(f) {
    const { facts } = data.read, quote = facts.quote[f];
    const names = (i) => [data.label(i), ...things.aliases[i]];
    const wanted = [facts.written[f], ...names(facts.s[f]), ...(facts.o[f] >= 0 ? names(facts.o[f]) : [])].filter((w) => w && w.length > 1).sort((a, b) => b.length - a.length);
    const spans = [];
    for (const word of wanted) {
      for (let at = quote.indexOf(word); at >= 0; at = quote.indexOf(word, at + word.length)) if (!spans.some(([a, b]) => at < b && a < at + word.length)) spans.push([at, at + word.length]);
    }
    const parts = [];
    let done = 0;
    for (const [a, b] of spans.sort((x, y) => x[0] - y[0])) { parts.push(quote.slice(done, a), make("mark", {}, quote.slice(a, b))); done = b; }
    return [...parts, quote.slice(done)];
  }
  function source(f) {
    const { facts, rules } = data.read, sure = Number(facts.confidence[f]);
    const box = make("p", { class: "source" }, make("span", { class: "where" }, values.headline(facts.article[f])),
      make("span", { class: "how" }, say("at") + " " + facts.start[f] + "–" + facts.end[f] + " · " + say("rule") + " " + rules[facts.rule[f]] + " · ",
        make("span", { class: "sure", title: say("confidence") + " " + facts.confidence[f] }, say("confidence") + " ", bar(sure), " " + facts.confidence[f])));
    for (const [key, of] of facts.with[f]) box.append(make("span", { class: "how" }, (key === "grantedBy" ? say("grantedBy") : key + ": ") + data.label(of)));
    return box;
  }
  function bar(sure) {
    const inner = make("i");
    inner.style.width = Math.round(sure * 100) + "%";
    return make("span", { class: "bar", "aria-hidden": "true" }, inner);
  }

  function linkParts(link) {
    const a = links.from[link], b = links.to[link], also = [...data.linksOf(a)].filter((l) => l !== link && data.other(l, a) === b);
    return [make("p", { class: "kind" }, values.relation(links.p[link])), make("h2", {}, data.label(a) + " → " + data.label(b)),
      make("div", { class: "actions" }, go(a), go(b), copier()), ...linkFacts(link),
      also.length ? make("h3", {}, say("alsoBetween")) : null, ...also.map((l) => make("p", {}, make("button", { class: "thing", click: () => state.chose({ f: state.linkId(l) }) }, data.label(links.from[l]) + " — " + values.relation(links.p[l]) + " → " + data.label(links.to[l]))))];
  }
  function linkFacts(link) {
    const list = data.factsOfLink(link);
    return list.length ? grouped(list).map((g) => card(g, -1)) : [make("p", { class: "soft" }, say("supplied"))];
  }
  function pathParts(a, b) {
    const found = paths.between(a, b), title = make("h2", {}, say("pathTitle", data.label(a), data.label(b)));
    if (!found.things.length) return [title, make("p", { class: "soft" }, say("pathNone"))];
    return [make("p", { class: "kind" }, say("steps", found.links.length)), title, make("div", { class: "actions" }, copier()), ...found.links.flatMap((link) => [
      make("h3", {}, data.label(links.from[link]) + " — " + values.relation(links.p[link]) + " → " + data.label(links.to[link])), ...linkFacts(link)])];
  }
  return { show, findLink, sums };
})();
