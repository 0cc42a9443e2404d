// What is switched on and off in the graph, with its legend; and the tray of what hangs on nothing.
const appearance = (() => {
  const { make, say } = words,
    { things } = data,
    box = words.byId("look"),
    tray = words.byId("tray"),
    FEW = 60; // things of a class in the tray
  let shown = null;

  const turn = (name) =>
    state.go({ off: look.on(name) ? [...state.now.off, name] : state.now.off.filter((n) => n !== name) });
  function toggle(name) {
    const input = make("input", { type: "checkbox", "data-key": name, change: () => turn(name) });
    input.checked = look.on(name);
    return make("label", {}, input, say(name));
  }
  function key(name) {
    const line = make("i", { class: "ring", "aria-hidden": "true" }),
      [colour, dashes] = look.RINGS[name];
    line.style.border = "2px " + (dashes.length ? "dashed " : "solid ") + colour;
    return make("span", { class: "kind" }, line, words.pick(data.states[name]));
  }
  function menu() {
    const size = make(
      "select",
      { "aria-label": say("size"), "data-key": "z", change: (e) => state.go({ z: e.target.value }) },
      make("option", { value: "" }, say("sizelinks")),
      make("option", { value: "sum" }, say("sizesum")),
    );
    size.value = state.now.z;
    return [
      make("label", {}, say("size"), size),
      toggle("rings"),
      make(
        "div",
        { class: "keys" },
        ...Object.keys(look.RINGS)
          .filter((n) => data.states[n])
          .map(key),
      ),
      toggle("ties"),
    ];
  }

  // the tray: folded with its counts, open with its things by class
  function hanging(s) {
    const { loose } = canvas.scene;
    tray.hidden = !loose.length || Boolean(s.v);
    if (tray.hidden) return tray.replaceChildren();
    const byKind = new Map();
    for (const i of loose) byKind.set(things.kind[i], [...(byKind.get(things.kind[i]) || []), i]);
    const counts = [...byKind].map(([k, list]) => words.pick(data.classes[k].slice(1)) + " " + list.length).join(" · ");
    const part = make(
      "details",
      { open: Boolean(s.tray), toggle: (e) => state.go({ tray: e.target.open ? "1" : "" }, { replace: true }) },
      make("summary", {}, say("tray", values.count(loose.length)), make("small", { class: "soft" }, " " + counts)),
      ...(s.tray ? [...byKind].map(([k, list]) => row(k, list)) : []),
    );
    tray.replaceChildren(part);
  }
  const row = (k, list) =>
    make(
      "p",
      {},
      search.icon(k),
      ...list.slice(0, FEW).map(cards.go),
      list.length > FEW ? make("span", { class: "soft" }, say("andMore", list.length - FEW)) : "",
    );
  function show(s) {
    box.querySelector("div").replaceChildren(...menu());
    const now = [canvas.scene, s.tray, s.v, words.chinese()];
    if (!shown || now.some((x, n) => x !== shown[n])) hanging(s);
    shown = now;
  }
  return { show };
})();
