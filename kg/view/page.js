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

  // values in the reader's language: 467000000 is 4.67亿元, or CNY 467 million
  function scaled(text, steps) {
    const number = Number(text);
    if (text === "" || !Number.isFinite(number)) return [text, ""];
    const step = steps.find((s) => Math.abs(number) >= s[0]) || [1, ""];
    return [(number / step[0]).toLocaleString("en", { maximumFractionDigits: 6 }), step[1]];
  }
  const HAN = [[1e8, "亿"], [1e4, "万"]], LATIN = [[1e9, " billion"], [1e6, " million"]];
  function money(text) {
    const [number, step] = scaled(text, zh ? HAN : LATIN);
    return zh ? number + step + "元" : "CNY " + number + step;
  }
  function amount([indicator, number, unit, period]) {
    const [value, step] = scaled(number, zh ? HAN : LATIN);
    return [indicator, value + step + (zh || unit === "%" ? unit : " " + unit), period ? "(" + period + ")" : ""].filter(Boolean).join(" ");
  }
  function value(fact) {
    if (fact.money !== undefined) return money(fact.money);
    if (fact.amount !== undefined) return amount(fact.amount);
    return fact.p === "status" && data.states[fact.text] ? name(data.states[fact.text]) : fact.text;
  }

  // facts by entity and by edge; equal facts stand together with all their quotes
  const byEntity = new Map(), byEdge = new Map();
  function put(map, key, fact) { if (!map.has(key)) map.set(key, []); map.get(key).push(fact); }
  for (const fact of data.facts) {
    put(byEntity, fact.s, fact);
    if (fact.o && fact.o !== fact.s) put(byEntity, fact.o, fact);
    if (fact.o) { put(byEdge, fact.s + "|" + fact.p + "|" + fact.o, fact); }
  }

  // long names stand on two lines, and longer ones lose their middle: the end tells what a thing is
  const LINE = 7; // characters
  function drawn(text) {
    const signs = [...text], half = Math.ceil(signs.length / 2);
    if (signs.length <= LINE) return text;
    if (signs.length <= 2 * LINE) return signs.slice(0, half).join("") + "\n" + signs.slice(half).join("");
    return signs.slice(0, LINE).join("") + "\n…" + signs.slice(1 - LINE).join("");
  }

  const MARK = "#d9772b", many = data.nodes.length > 2000;
  const ink = () => getComputedStyle(document.body).color, paper = () => getComputedStyle(document.body).backgroundColor;
  const look = (n, size) => ({
    id: n.id, label: many && n.weight < 12 && size === undefined ? undefined : drawn(n.label), kind: n.kind, x: n.x, y: n.y, size: n.size, shape: "dot", borderWidth: 1.5,
    color: { background: n.named ? n.color : n.color + "38", border: n.color, highlight: { background: n.color, border: MARK } },
    font: { size: size || 13, color: ink(), strokeWidth: 3, strokeColor: paper() },
  });
  const nodes = new vis.DataSet(data.nodes.map((n) => look(n))), edges = new vis.DataSet(data.edges.map((e) => ({
    id: e.id, from: e.from, to: e.to, relation: e.relation, arrows: { to: { enabled: true, scaleFactor: .4 } },
    color: { color: byEdge.has(e.id) ? "#9a8f7a" : "#9a8f7a99", highlight: MARK }, width: byEdge.has(e.id) ? 1.2 : .6,
  })));
  const hidden = new Set();
  legend(); // before the network measures its place
  const view = { nodes: new vis.DataView(nodes, { filter: (n) => !hidden.has(n.kind) }), edges };
  const network = new vis.Network($("graph"), view, {
    physics: { enabled: false }, edges: { smooth: false }, layout: { improvedLayout: false },
    interaction: { hover: false, hideEdgesOnDrag: data.nodes.length > 1500, keyboard: { enabled: true, bindToWindow: false }, tooltipDelay: 1e9 },
  });
  dark.addEventListener("change", () => { nodes.update(data.nodes.map((n) => look(n))); labelHubs(); });

  // the names of the best connected stay readable however far out one stands, where they do not cover one another
  const hubs = data.nodes.filter((n) => n.weight > 4).sort((a, b) => b.weight - a.weight || (a.id < b.id ? -1 : 1)).slice(0, 40);
  const width = (n) => Math.min(n.label.length, LINE) + 1, tall = (n) => (n.label.length > LINE ? 38 : 20);
  let labelled = 0;
  function labelHubs() {
    const scale = labelled = network.getScale(), large = [];
    for (const hub of hubs) {
      if (large.every((n) => Math.abs(n.x - hub.x) * scale > 14 * (width(n) + width(hub)) / 2 || Math.abs(n.y - hub.y) * scale > Math.max(tall(n), tall(hub)))) large.push(hub);
    }
    const size = Math.min(Math.max(17, 14 / scale), 200);
    nodes.update(hubs.map((n) => look(n, large.includes(n) ? size : undefined)));
  }
  network.on("zoom", () => { if (Math.abs(network.getScale() / labelled - 1) > .15) labelHubs(); });
  function fit() {
    const xs = data.nodes.map((n) => n.x), ys = data.nodes.map((n) => n.y);
    if (!xs.length) return;
    const least = (all) => all.reduce((a, b) => Math.min(a, b)), most = (all) => all.reduce((a, b) => Math.max(a, b));
    const [left, right, top, bottom] = [least(xs), most(xs), least(ys), most(ys)], box = $("graph");
    const scale = Math.min(box.clientWidth / (right - left + 200), box.clientHeight / (bottom - top + 120), 1);
    network.moveTo({ position: { x: (left + right) / 2, y: (top + bottom) / 2 }, scale });
    labelHubs();
  }
  $("graph").setAttribute("aria-label", say("关系图", "graph"));
  window.shanhe = { network, select };

  function label(id) { return data.entities[id] ? data.entities[id].label : id; }
  function kindName(kind) { const c = kinds.get(kind); return c ? (zh ? c.zh : c.en) : kind; }

  function headline(id) {
    const article = data.articles[id];
    return article ? [article.page, article.title && "《" + article.title + "》", article.issued].filter(Boolean).join(" ") : id;
  }
  function source(fact) {
    const box = make("p", headline(fact.article), "source");
    const trust = say("位置 ", "at ") + fact.start + "–" + fact.end + say(" · 规则 ", " · rule ") + fact.rule + say(" · 置信度 ", " · confidence ") + fact.confidence;
    box.append(make("br"), trust);
    return box;
  }
  function link(id) {
    const button = make("button", label(id));
    button.type = "button";
    button.addEventListener("click", () => select(id));
    return button;
  }

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
    for (const fact of facts) put(groups, JSON.stringify([fact.s, fact.p, fact.o || value(fact), fact.modality]), fact);
    return [...groups.values()];
  }

  function showEntity(id) {
    const panel = $("panel"), entity = data.entities[id];
    panel.replaceChildren(make("h2", entity.label), make("p", kindName(entity.kind) + (entity.code ? " · " + entity.code : ""), "kind"));
    if (entity.aliases.length) panel.append(make("p", say("又作：", "also: ") + entity.aliases.join("、"), "aliases"));
    if (!entity.in.length) panel.append(make("p", say("语料未提及，由地名表补全。", "Not named in the pages; supplied by the gazetteer."), "aliases"));
    const own = (byEntity.get(id) || []).filter((f) => f.s === id), other = (byEntity.get(id) || []).filter((f) => f.s !== id);
    section(panel, own, id, (p) => name(data.relations[p]));
    section(panel, other, id, (p) => "← " + name(data.relations[p]));
    if (!own.length && !other.length && entity.in.length) panel.append(make("p", say("没有关于它的事实。", "No fact on it was found."), "aliases"));
    if (entity.in.length) panel.append(make("h3", say("见于", "named in") + " (" + entity.in.length + ")"), ...entity.in.map((id) => make("p", headline(id), "source")));
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
  function close() { network.unselectAll(); showHelp(); }
  function showHelp() {
    $("panel").replaceChildren(make("h2", say("点击圆点或连线，阅读原文", "Click a dot or a line to read its sentences")),
      make("p", say("点击图例可隐藏或显示一类。按 / 搜索名称，回车选中，Esc 关闭。", "Click the legend to hide or show a class. Search a name above (/ goes there): Enter selects, Esc closes."), "aliases"));
  }

  function select(id) {
    if (!data.entities[id]) return;
    hidden.delete(data.entities[id].kind);
    legend(); view.nodes.refresh();
    network.selectNodes([id]);
    network.focus(id, { scale: Math.max(network.getScale(), .8), animation: false });
    labelHubs();
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
    const fold = (text) => text.normalize("NFKC").toLowerCase();
    const wanted = fold(search.value.trim());
    if (!wanted) return [];
    const rank = ({ label, aliases }) => {
      const main = fold(label), other = aliases.map(fold);
      return main === wanted ? 0 : other.includes(wanted) ? 1 : main.startsWith(wanted) ? 2 : main.includes(wanted) ? 3 : other.some((a) => a.includes(wanted)) ? 4 : 9;
    };
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
  });
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape") { hits.hidden = true; search.blur(); close(); }
    if (event.key === "/" && document.activeElement !== search) { event.preventDefault(); search.focus(); }
  });

  const named = Object.values(data.entities).filter((e) => e.in.length).length;
  $("counts").textContent = say(named + " 个事物 · " + data.facts.length + " 条陈述", named + " things · " + data.facts.length + " claims");
  showHelp();
  network.once("afterDrawing", () => { document.body.dataset.ready = "yes"; });
  fit();
}());
