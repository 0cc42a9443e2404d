// What is chosen, as the address's fragment: the one source of truth, so that links, back and forward just work.
// e thing · f link "s,relation,o" · p path "a,b" · n around these things · g opened groups · v view
// t tab of the panel (facts, text) · a article · q claim in it · d page · o class of the table · sort · tf its filters · x kind
// of conflicts · box a filter by degrees · m view of the map · k and r hidden classes and relations · city · river · from and to years · c least confidence
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
  ];
  const FILTERS = ["box", "k", "r", "city", "river", "from", "to", "c"];
  const LISTS = new Set(["f", "p", "n", "g", "k", "r"]);
  const heard = [];
  let now = read();

  function read() {
    const given = new URLSearchParams(location.hash.slice(1));
    return Object.fromEntries(
      KEYS.map((key) => {
        const text = given.get(key) || "";
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
  // a step of the reader's goes into the history; turning a filter replaces
  function go(changes, { replace = false } = {}) {
    const hash = write({ ...now, ...changes });
    if (hash === (location.hash || "#")) return;
    if (replace) location.replace(hash);
    else location.hash = hash;
  }
  function chose(changes) {
    go({ ...CLEAR(), ...changes });
  }
  // an address with some of it changed; and that of a thing
  const href = (changes) => write({ ...now, ...changes });
  const CLEAR = () => ({ e: "", f: [], p: [], a: "", q: "", t: now.t === "facts" ? "facts" : "" });
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
    filtered: () => FILTERS.some((key) => now[key].length),
    clear: () => go(Object.fromEntries(FILTERS.map((k) => [k, LISTS.has(k) ? [] : ""])), { replace: true }),
    linkId: (i) => [
      data.things.id[data.links.from[i]],
      data.relations[data.links.p[i]][0],
      data.things.id[data.links.to[i]],
    ],
  };
})();
