"use strict";
(function () {
  const data = JSON.parse(document.getElementById("data").textContent);
  const zh = !(navigator.language || "zh").toLowerCase().startsWith("en");
  const say = (a, b) => (zh ? a : b);
  const name = (pair) => (pair ? pair[zh ? 0 : 1] : "");
  const $ = (id) => document.getElementById(id);
  const kinds = new Map(data.classes.map((c) => [c.name, c]));
  const dark = matchMedia("(prefers-color-scheme: dark)");
  document.documentElement.lang = zh ? "zh" : "en";

  function make(tag, text, kind) {
    const node = document.createElement(tag);
    if (text !== undefined) node.textContent = text;
    if (kind) node.className = kind;
    return node;
  }

  // facts by entity and by edge; equal facts stand together with all their quotes
  const byEntity = new Map(), byEdge = new Map();
  function put(map, key, fact) { if (!map.has(key)) map.set(key, []); map.get(key).push(fact); }
  for (const fact of data.facts) {
    put(byEntity, fact.s, fact);
    if (fact.o) { put(byEntity, fact.o, fact); put(byEdge, fact.s + "|" + fact.p + "|" + fact.o, fact); }
  }

  const many = data.nodes.length > 2000;
  const ink = () => getComputedStyle(document.body).color;
  const drawn = data.nodes.map((n) => ({
    id: n.id, label: many && n.weight < 12 ? undefined : n.label, group: n.group, x: n.x, y: n.y, size: n.size, shape: "dot",
    color: { background: n.color, border: n.color, highlight: { background: n.color, border: "#b3541e" } },
    font: { size: n.weight > 8 ? 20 : 13, color: ink() },
  }));
  const nodes = new vis.DataSet(drawn), edges = new vis.DataSet(data.edges.map((e) => ({
    id: e.id, from: e.from, to: e.to, relation: e.relation, arrows: { to: { enabled: true, scaleFactor: .4 } },
    color: { color: byEdge.has(e.id) ? "#9a8f7a" : "#9a8f7a44", highlight: "#b3541e" }, width: byEdge.has(e.id) ? 1.2 : .6,
  })));
  const hidden = new Set();
  const view = { nodes: new vis.DataView(nodes, { filter: (n) => !hidden.has(n.group) }), edges };
  const network = new vis.Network($("graph"), view, {
    physics: { enabled: false }, edges: { smooth: false }, layout: { improvedLayout: false },
    interaction: { hover: false, hideEdgesOnDrag: data.nodes.length > 1500, keyboard: { enabled: true, bindToWindow: false }, tooltipDelay: 1e9 },
  });
  dark.addEventListener("change", () => nodes.update(drawn.map((n) => ({ id: n.id, font: { ...n.font, color: ink() } }))));
  $("graph").setAttribute("aria-label", say("关系图", "graph"));
  window.shanhe = { network, select };

  function label(id) { return data.entities[id] ? data.entities[id].label : id; }
  function kindName(kind) { const c = kinds.get(kind); return c ? (zh ? c.zh : c.en) : kind; }

  function source(fact) {
    const article = data.articles[fact.article] || { title: "", page: "", issued: "" };
    const parts = [article.page, article.title ? "《" + article.title + "》" : "", article.issued, fact.start + "–" + fact.end, fact.rule, fact.confidence];
    return make("p", parts.filter(Boolean).join(" · "), "source");
  }
  function link(id) {
    const button = make("button", label(id));
    button.type = "button";
    button.addEventListener("click", () => select(id));
    return button;
  }
  function value(fact) { return fact.p === "status" && data.status[fact.value] ? name(data.status[fact.value]) : fact.value; }

  function card(group, about) {
    const box = make("div", undefined, "fact"), fact = group[0];
    if (about === fact.s) box.append(fact.o ? link(fact.o) : make("strong", value(fact)));
    else if (about) box.append(link(fact.s));
    else box.append(link(fact.s), make("span", " — " + name(data.relations[fact.p]) + " → "), link(fact.o));
    if (fact.modality) box.append(make("span", { planned: say("计划", "planned"), expected: say("预期", "expected"), denied: say("否认", "denied") }[fact.modality], "tag"));
    for (const one of group) {
      box.append(make("blockquote", one.quote), source(one));
      for (const [key, id] of one.with) box.append(make("p", (key === "grantedBy" ? say("授予：", "granted by: ") : key + ": ") + label(id), "source"));
    }
    return box;
  }
  function grouped(facts) {
    const groups = new Map();
    for (const fact of facts) put(groups, [fact.s, fact.p, fact.o || fact.value, fact.modality].join("|"), fact);
    return [...groups.values()];
  }

  function showEntity(id) {
    const panel = $("panel"), entity = data.entities[id];
    panel.replaceChildren(make("h2", entity.label), make("p", kindName(entity.kind) + (entity.code ? " · " + entity.code : ""), "kind"));
    if (entity.aliases.length) panel.append(make("p", say("又作：", "also: ") + entity.aliases.join("、"), "aliases"));
    if (!entity.named) panel.append(make("p", say("语料未提及，由地名表补全。", "Not named in the pages; supplied by the gazetteer."), "aliases"));
    const own = (byEntity.get(id) || []).filter((f) => f.s === id), other = (byEntity.get(id) || []).filter((f) => f.s !== id);
    section(panel, own, id, (p) => name(data.relations[p]));
    section(panel, other, id, (p) => "← " + name(data.relations[p]));
    panel.scrollTop = 0;
  }
  function section(panel, facts, id, title) {
    const relations = [...new Set(facts.map((f) => f.p))];
    for (const relation of relations) {
      const groups = grouped(facts.filter((f) => f.p === relation));
      panel.append(make("h3", title(relation) + (groups.length > 1 ? " (" + groups.length + ")" : "")));
      for (const group of groups) panel.append(card(group, id));
    }
  }
  function showEdge(id) {
    const edge = edges.get(id), facts = byEdge.get(id) || [];
    $("panel").replaceChildren(make("h2", label(edge.from) + " → " + label(edge.to)), make("p", name(data.relations[edge.relation]), "kind"));
    for (const group of grouped(facts)) $("panel").append(card(group, ""));
    if (!facts.length) $("panel").append(make("p", say("由地名表补全，没有原文。", "Supplied by the gazetteer; no page states it."), "aliases"));
  }
  function showHelp() {
    $("panel").replaceChildren(make("h2", say("点击圆点或连线，阅读原文", "Click a dot or a line to read its sentences")),
      make("p", say("点击图例可隐藏或显示一类；在上方搜索名称，回车选中，Esc 关闭。", "Click the legend to hide or show a class; search a name above, Enter selects, Esc closes."), "aliases"));
  }

  function select(id) {
    if (!data.entities[id]) return;
    hidden.delete(data.entities[id].kind);
    legend(); view.nodes.refresh();
    network.selectNodes([id]);
    network.focus(id, { scale: Math.max(network.getScale(), .8), animation: false });
    showEntity(id);
  }
  network.on("click", (event) => {
    if (event.nodes.length) showEntity(event.nodes[0]);
    else if (event.edges.length) showEdge(event.edges[0]);
    else showHelp();
  });

  function legend() {
    $("legend").replaceChildren(...data.classes.map((c) => {
      const button = make("button"), dot = make("i");
      dot.style.background = c.color;
      button.type = "button";
      button.setAttribute("aria-pressed", String(!hidden.has(c.name)));
      button.append(dot, make("span", zh ? c.zh + " " + c.en : c.en + " " + c.zh), make("b", String(c.count)));
      button.addEventListener("click", () => { hidden.has(c.name) ? hidden.delete(c.name) : hidden.add(c.name); legend(); view.nodes.refresh(); });
      return button;
    }));
  }

  const search = $("search"), hits = $("hits");
  search.placeholder = say("搜索名称…", "Search a name…");
  search.setAttribute("aria-label", search.placeholder);
  function found() {
    const wanted = search.value.trim().toLowerCase();
    if (!wanted) return [];
    const rank = (e) => (e.label === wanted ? 0 : e.label.startsWith(wanted) ? 1 : e.label.includes(wanted) ? 2 : e.aliases.some((a) => a.includes(wanted)) ? 3 : 9);
    return Object.entries(data.entities).map(([id, e]) => [rank(e), e.label.length, id]).filter((h) => h[0] < 9)
      .sort((a, b) => a[0] - b[0] || a[1] - b[1] || (a[2] < b[2] ? -1 : 1)).slice(0, 12).map((h) => h[2]);
  }
  function suggest() {
    const ids = found();
    hits.hidden = !ids.length;
    hits.replaceChildren(...ids.map((id) => {
      const item = make("li"), button = make("button", label(id));
      button.type = "button";
      button.append(make("small", kindName(data.entities[id].kind)));
      button.addEventListener("click", () => { select(id); hits.hidden = true; });
      item.append(button);
      return item;
    }));
  }
  search.addEventListener("input", suggest);
  search.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && found().length) { select(found()[0]); hits.hidden = true; }
    if (event.key === "Escape") { hits.hidden = true; search.blur(); }
  });

  const named = Object.values(data.entities).filter((e) => e.named).length;
  $("counts").textContent = say(named + " 个事物 · " + data.facts.length + " 条陈述", named + " things · " + data.facts.length + " claims");
  legend(); showHelp();
  network.once("afterDrawing", () => { document.body.dataset.ready = "yes"; });
  network.fit({ animation: false });
}());
