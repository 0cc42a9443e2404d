// Puts the parts together: the address says what is chosen, everything is drawn from it.
let selection = null,
  unseen = false; // whether the graph has changed behind a sheet

// what of the canvas is to be marked: the chosen thing with its links, the chosen link, or the path
function marks(s) {
  const thing = data.number(s.e),
    link = panel.findLink(s.f);
  if (s.p.length === 2) {
    const found = paths.between(data.number(s.p[0]), data.number(s.p[1]));
    return { thing: -1, things: new Set(found.things), links: found.links, look: found.things };
  }
  if (link >= 0) {
    const ends = [data.links.from[link], data.links.to[link]];
    return { thing: -1, things: new Set(ends), links: [link], look: ends };
  }
  if (thing >= 0) {
    const shown = new Set(canvas.scene.links);
    return { thing, things: new Set(), links: [...data.linksOf(thing)].filter((l) => shown.has(l)), look: [thing] };
  }
  return { thing: -1, things: new Set(), links: [], look: [] };
}

function note(s) {
  const { scene } = canvas,
    parts = [];
  if (scene.collapsed)
    parts.push(
      words.say("collapsed", values.count(filter.MANY)),
      scene.cut ? words.say("cut", values.count(filter.MOST)) : "",
    );
  if (s.n.length) parts.push(words.say("only1", s.n.length));
  if (scene.columns) parts.push(words.say("onlyPath"));
  if (!scene.things.length && !scene.circles.length) parts.push(words.say("empty"));
  const buttons = scene.circles.length ? [groupChoice()] : [];
  if (scene.collapsed && s.g.length)
    buttons.push(words.make("button", { class: "plain", click: () => state.go({ g: [] }) }, words.say("closeGroups")));
  if (s.n.length)
    buttons.push(words.make("button", { class: "plain", click: () => state.go({ n: [] }) }, words.say("whole")));
  if (scene.columns)
    buttons.push(words.make("button", { class: "plain", click: () => state.chose({}) }, words.say("whole")));
  words.byId("note").replaceChildren(parts.filter(Boolean).join(" "), ...buttons);
}

const groupLabel = (group) => (group < 0 ? words.say("alone") : data.label(data.groups[group].of));
function openGroup(group) {
  state.go({ g: [...state.now.g, filter.nameOf(group)] });
}
// the circles as a list too, for those who do not click
function groupChoice() {
  const options = canvas.scene.circles.map(([group, n]) =>
    words.make("option", { value: String(group) }, groupLabel(group) + " (" + values.count(n) + ")"),
  );
  return words.make(
    "select",
    { "aria-label": words.say("openOne"), change: (e) => openGroup(Number(e.target.value)) },
    words.make("option", { value: "" }, words.say("openOne")),
    ...options,
  );
}

const FILTERING = [...state.FILTERS, "n"];
const differs = (a, b, keys) => !b || keys.some((key) => String(a[key]) !== String(b[key]));

function render(s, before) {
  canvas.hold(() => change(s, before));
}
function change(s, before) {
  const filtered = differs(s, before, FILTERING),
    { collapsed, form } = canvas.scene;
  if (s.v && filter.wantFacts()) selection = null;
  const selected = filtered || !selection;
  if (selected) selection = filter.select(s);
  const hanging = canvas.scene.loose.length && differs(s, before, ["e", "f"]);
  if (filtered || differs(s, before, ["g", "p", "off"]) || hanging || (collapsed && differs(s, before, ["e", "f"])))
    canvas.show(filter.stage(s, selection), s);
  else if (differs(s, before, ["z"])) canvas.resize();
  if (selected && (before || selection.fact)) sidebar.show(s, selection); // at first with the facts
  const found = marks(s);
  canvas.mark(found.thing, found);
  if (
    (!before && (data.ready || found.look.length)) ||
    (before && differs(s, before, [...FILTERING, "e", "f", "p", "g", "t", "a", "q", "ask"])) ||
    (!before && s.a)
  )
    panel.show(s, selection);
  around(s, before);
  if (s.v === "") {
    const kept = s.w || (before && history.state && history.state.camera);
    if (kept) camera.to(kept);
    else aim(s, unseen ? null : before, found, form);
    unseen = false;
  } else if (!before || filtered || differs(s, before, ["e", "f", "p", "g"])) unseen = true;
  if (s.v && (filtered || differs(s, before, ["v", "d", "o", "sort", "tf", "x", "m", ...(s.v === "map" ? ["e"] : [])])))
    sheet(s);
}
// what stands around the middle
function around(s, before) {
  view(s);
  note(s);
  tell(s, before);
  appearance.show(s);
}
// the name of what is chosen: in the window's title, and said to those who do not see the panel
function tell(s, before) {
  const chosen = s.e || s.f.length || s.p.length || s.ask,
    head = words.byId("panel").querySelector("h2"),
    name = chosen && head ? head.textContent : "";
  words.byId("tip").hidden = true;
  document.title = (name ? name + " · " : "") + "山河 Shanhe";
  if (before && differs(s, before, ["e", "f", "p", "ask"])) words.byId("said").textContent = name;
}
function aim(s, before, found, form) {
  if (!before && s.g.length) {
    opened(s.g);
    return;
  }
  if (!before) {
    if (found.look.length) {
      camera.fit();
      camera.look(nearby(found));
    } else camera.fit();
    return;
  }
  const anew = canvas.scene.form !== form || (canvas.scene.form && differs(s, before, [...FILTERING, "p"]));
  if (anew || differs(s, before, ["n", "city", "river"])) camera.fit();
  else if (differs(s, before, ["g"])) opened(s.g.filter((id) => !before.g.includes(id)));
  else if (differs(s, before, ["e", "f", "p"])) camera.look(nearby(found).filter((i) => selection.thing[i]));
}
// a chosen thing is looked at with what it is joined to
const NEIGHBOURS = 60;
function nearby(found) {
  if (found.thing < 0) return found.look;
  const around = found.links.slice(0, NEIGHBOURS).map((link) => data.other(link, found.thing));
  return [...new Set([found.thing, ...around])];
}
// look at the groups that were opened just now; with none, at everything
function opened(ids) {
  const now = new Set(ids.map(filter.groupNamed)),
    inside = canvas.scene.things.filter((i) => now.has(data.things.group[i]));
  camera.fit(inside.length ? inside : undefined);
}
const SHEETS = { overview, map: map.sheet, time: timeline.sheet, table, conflicts, pages };
function view(s) {
  for (const button of document.querySelectorAll("#views button"))
    button.setAttribute("aria-pressed", String(button.dataset.view === s.v));
  for (const name of Object.keys(SHEETS)) words.byId(name).hidden = s.v !== name;
  document.body.dataset.view = s.v || "graph";
}
function sheet(s) {
  if (SHEETS[s.v]) SHEETS[s.v].show(selection);
}

function fill() {
  words.fill();
  words.byId("language").textContent = words.say("language");
  words.byId("language").lang = words.chinese() ? "en" : "zh";
  words.byId("theme").textContent = words.say("theme" + theme.name());
  exports_.show(() => selection);
}
function all() {
  fill();
  selection = null;
  canvas.hold(() => {
    canvas.recolour();
    render(state.now, null);
  });
}

canvas.network.on("click", ({ pointer }) => {
  const found = pointing.at(pointer.DOM);
  if (found.group !== undefined) openGroup(found.group);
  else if (found.thing !== undefined) state.chose({ e: data.things.id[found.thing] });
  else if (found.link !== undefined) state.chose({ f: state.linkId(found.link) });
  else if (found.tie !== undefined && data.ready)
    state.chose({ t: "text", a: data.read.articles.local[data.ties.article[found.tie]] });
  else state.chose({});
});
canvas.network.on("doubleClick", ({ pointer }) => {
  const { thing } = pointing.at(pointer.DOM),
    id = thing === undefined ? "" : data.things.id[thing],
    now = state.now.n;
  if (id) state.go({ n: now.includes(id) ? now.filter((n) => n !== id) : [...now, id] });
});
canvas.box.addEventListener("keydown", (event) => {
  const way = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] }[event.key];
  if (way) {
    event.preventDefault();
    const now = data.number(state.now.e),
      from = now >= 0 ? { x: data.things.x[now], y: data.things.y[now] } : canvas.network.getViewPosition();
    const next = pointing.beyond(from, ...way);
    if (next >= 0) state.go({ e: data.things.id[next], f: [], p: [] }, { replace: now >= 0 });
  }
  if (event.key === "Enter" && state.now.e) words.byId("panel").focus();
});
document.addEventListener("keydown", (event) => {
  const typing = /^(INPUT|SELECT|TEXTAREA)$/.test(document.activeElement.tagName);
  if (event.key === "Escape") {
    words.byId("export").open = false;
    document.body.classList.remove("filtering");
    state.chose({});
    stage().focus({ preventScroll: true });
  }
  if (typing || event.ctrlKey || event.metaKey || event.altKey) return;
  if (event.key === "/") {
    event.preventDefault();
    words.byId("search").focus();
  }
  if (MOVES[event.key]) move(MOVES[event.key]);
});
// what fills the middle: the graph, or the sheet that lies over it
const stage = () => words.byId(state.now.v && SHEETS[state.now.v] ? state.now.v : "graph");
words.byId("skip").addEventListener("click", () => stage().focus());
const DO = { fit: () => camera.fit(), closer: () => camera.zoom(1.4), farther: () => camera.zoom(1 / 1.4) };
const MOVES = { "+": DO.closer, "=": DO.closer, "-": DO.farther, 0: DO.fit };
function move(by) {
  by();
  camera.keep();
}
for (const button of document.querySelectorAll("[data-do]"))
  button.addEventListener("click", () => move(DO[button.dataset.do]));
for (const button of document.querySelectorAll("#views button"))
  button.addEventListener("click", () => state.go({ v: button.dataset.view }));
words.byId("language").addEventListener("click", () => {
  words.turn();
  whole(all);
});
words.byId("theme").addEventListener("click", () => {
  theme.next();
  fill();
  canvas.recolour();
});
matchMedia("(prefers-color-scheme: dark)").addEventListener("change", canvas.recolour);
words.byId("filters-open").addEventListener("click", () => {
  const on = document.body.classList.toggle("filtering");
  words.byId("filters-open").setAttribute("aria-expanded", String(on));
});
search.attach(
  words.byId("search"),
  words.byId("hits"),
  (i) => {
    words.byId("search").value = "";
    state.chose({ e: data.things.id[i] });
  },
  true,
);
// the facts stand behind the scripts, so that the graph is drawn before they are there: who asks for more waits for them
function whole(then) {
  if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", then, { once: true });
  else then();
}
state.listen((now, before) => whole(() => render(now, before)));
addEventListener("beforeprint", () => print.fill(selection));
addEventListener("afterprint", print.clear);

words.byId("query").hidden = !questions.served;
words.byId("query").href = "sparql";
function withFacts() {
  if (filter.wantFacts()) selection = filter.select(state.now);
  if (look.wantsFacts()) canvas.resize();
  appearance.show(state.now);
  sidebar.show(state.now, selection);
  panel.show(state.now, selection);
  document.body.dataset.facts = "yes";
  performance.mark("ready");
}
// words around what is drawn already; they may take room from it
function surround() {
  const { clientWidth, clientHeight } = canvas.box;
  fill();
  around(state.now, null);
  if (canvas.box.clientWidth !== clientWidth || canvas.box.clientHeight !== clientHeight) camera.fit();
}
function begin() {
  selection = opening.taken();
  if (selection) surround();
  else all();
  requestAnimationFrame(() => setTimeout(() => whole(withFacts)));
}
if (opening.bare) begin();
else whole(begin);
window.shanhe = {
  network: canvas.network,
  canvas,
  camera,
  layout,
  state,
  data,
  search,
  dossier,
  selection: () => selection,
};
