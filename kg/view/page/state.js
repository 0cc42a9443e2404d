// What is chosen, as the address's fragment: the one source of truth, so that links, back and forward just work.
// e thing · f link "s,relation,o" · p path "a,b" · n around these things · g opened groups · v view
// t tab of the panel (facts, text) · a article · q claim in it · d page · o class of the table · sort · tf its filters · x kind
// of conflicts · box a filter by degrees · m view of the map · k and r hidden classes and relations · city · river · from and to years · c least confidence
// pg page · fa article · st and mo hidden states and modalities · sum range of sums · df only what is told in several ways
// w camera of the graph · z what sizes tell · off what is switched off · tray open
const state = (() => {
  const KEYS = [
    "t",
    "a",
    "q",
    "d",
    "o",
    "sort",
    "tf",
    "x",
    "m",
    "box",
    "e",
    "f",
    "p",
    "n",
    "g",
    "v",
    "k",
    "r",
    "city",
    "river",
    "from",
    "to",
    "c",
    "pg",
    "fa",
    "st",
    "mo",
    "sum",
    "df",
    "w",
    "z",
    "off",
    "tray",
    "ask",
  ];
  const FILTERS = ["box", "k", "r", "city", "river", "from", "to", "c", "pg", "fa", "st", "mo", "sum", "df"];
  const LISTS = new Set(["f", "p", "n", "g", "k", "r", "st", "mo", "off"]);
  const STAYING = ["z", "off", "tray", "t", "a", "q", "w"]; // by these the camera is not moved
  const heard = [];
  let now = read();

  function read() {
    const given = new URLSearchParams(location.hash.slice(1));
    return Object.fromEntries(
      KEYS.map((key) => {
        const text = key === "v" && given.get(key) === "graph" ? "" : given.get(key) || "";
        return [key, LISTS.has(key) ? text.split(",").filter(Boolean) : text];
      }),
    );
  }
  function write(wanted) {
    const parts = KEYS.filter((key) => wanted[key] && wanted[key].length).map(
      (key) => key + "=" + [].concat(wanted[key]).map(encodeURIComponent).join(","),
    );
    return "#" + parts.join("&");
  }
  // a step of the reader's goes into the history, with what the camera saw; turning a filter replaces
  function go(changes, { replace = false } = {}) {
    const staying = Object.keys(changes).every((key) => STAYING.includes(key)),
      hash = write({ ...now, ...(staying ? {} : { w: "" }), ...changes });
    if (hash === (location.hash || "#")) return;
    if (replace) location.replace(hash);
    else {
      history.replaceState({ camera: leave() }, "");
      location.hash = hash;
    }
  }
  const emptied = (keys) => Object.fromEntries(keys.map((key) => [key, LISTS.has(key) ? [] : ""]));
  let leave = () => "";
  function chose(changes) {
    go({ ...CLEAR(), ...changes });
  }
  // an address with some of it changed; and that of a thing
  const href = (changes) => write({ ...now, ...changes });
  const CLEAR = () => ({ e: "", f: [], p: [], a: "", q: "", ask: "", t: now.t === "facts" ? "facts" : "" });
  const thing = (i) => href({ ...CLEAR(), e: data.things.id[i] });
  addEventListener("hashchange", () => {
    const before = now;
    now = read();
    for (const hear of heard) hear(now, before);
  });
  return {
    get now() {
      return now;
    },
    go,
    chose,
    href,
    thing,
    listen: (hear) => heard.push(hear),
    // who tells where the camera is when the reader goes on
    remember: (camera) => (leave = camera),
    FILTERS,
    filtered: () => FILTERS.some((key) => now[key].length),
    clear: () => go(emptied(FILTERS), { replace: true }),
    emptied,
    linkId: (i) => [
      data.things.id[data.links.from[i]],
      data.relations[data.links.p[i]][0],
      data.things.id[data.links.to[i]],
    ],
  };
})();
