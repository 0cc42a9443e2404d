// The filters, which are the legend too: classes and relations with counts, city, river, time, confidence.
const sidebar = (() => {
  const { make, say } = words,
    { things, links } = data,
    root = words.byId("filters");
  const RIVERS = 300; // in the list, the best connected; the search finds all
  const shut = new Set(); // sections that the reader has closed

  function show(s, selection) {
    const focus =
      document.activeElement && root.contains(document.activeElement) ? document.activeElement.dataset.key : "";
    const kinds = countKinds(filter.pass(s, "k")),
      relations = countRelations(filter.pass(s, "r"));
    const claims = selection.fact ? selection.fact.reduce((a, b) => a + b, 0) : 0,
      top = root.scrollTop;
    root.replaceChildren(
      make(
        "p",
        { class: "sum", role: "status" },
        say(
          "shown",
          values.count(selection.thing.reduce((a, b) => a + b, 0)),
          values.count(data.size),
          values.count(claims),
        ),
      ),
      state.filtered() ? make("button", { class: "plain", "data-key": "reset", click: state.clear }, say("reset")) : "",
      section(
        "classes",
        data.classes.map((c, i) => toggle("k", s.k, c[0], search.icon(i), words.pick(c.slice(1)), kinds[i])),
        s.k,
        "k",
        data.classes.map((c) => c[0]),
      ),
      section(
        "relations",
        data.relations.map((r, i) => toggle("r", s.r, r[0], null, words.pick(r.slice(1)), relations[i])),
        s.r,
        "r",
        data.relations.map((r) => r[0]),
      ),
      field("place", choice("city", s.city, cities())),
      field("river", choice("river", s.river, rivers())),
      field(
        "time",
        make(
          "span",
          { class: "pair" },
          choice("from", s.from, years(), say("from")),
          choice("to", s.to, years(), say("to")),
        ),
      ),
      selection.undated ? make("p", { class: "soft undated" }, say("undated", values.count(selection.undated))) : "",
      field("trust", trust(s)),
      legend(),
    );
    root.scrollTop = top;
    if (focus) {
      const again = root.querySelector('[data-key="' + CSS.escape(focus) + '"]');
      if (again) again.focus();
    }
  }
  function section(title, rows, hidden, key, names) {
    const all = make(
      "button",
      {
        class: "plain small",
        "data-key": key + "-all",
        click: () => state.go({ [key]: hidden.length ? [] : names }, { replace: true }),
      },
      say(hidden.length ? "every" : "none"),
    );
    const part = make(
      "details",
      {
        toggle: (e) => {
          e.target.open ? shut.delete(title) : shut.add(title);
        },
      },
      make("summary", {}, say(title)),
      make("div", { class: "rows", role: "group", "aria-label": say(title) }, all, ...rows),
    );
    part.open = !shut.has(title);
    return part;
  }
  function toggle(key, hidden, name, icon, label, count) {
    const on = !hidden.includes(name);
    return make(
      "button",
      {
        class: "row",
        "aria-pressed": String(on),
        "data-key": key + name,
        "data-name": name,
        click: () => state.go({ [key]: on ? [...hidden, name] : hidden.filter((n) => n !== name) }, { replace: true }),
      },
      icon,
      make("span", {}, label),
      make("b", {}, values.count(count)),
    );
  }
  function field(title, control) {
    return make("div", { class: "field" }, make("span", { class: "label" }, say(title)), control);
  }
  function choice(key, value, options, label) {
    const names = { city: "place", river: "river" };
    const box = make(
      "select",
      {
        "aria-label": label ? say("time") + " " + label : say(names[key]),
        "data-key": key,
        change: (e) => state.go({ [key]: e.target.value }, { replace: true }),
      },
      make("option", { value: "" }, label || say("all")),
      ...options.map(([id, text]) => make("option", { value: id }, text)),
    );
    box.value = value;
    return box;
  }
  function trust(s) {
    const out = make("output", {}, s.c || "0");
    const range = make("input", {
      type: "range",
      min: "0",
      max: "1",
      step: "0.05",
      value: s.c || "0",
      "aria-label": say("trust") + " " + say("atLeast"),
      "data-key": "c",
      input: (e) => {
        out.textContent = e.target.value;
      },
      change: (e) => state.go({ c: Number(e.target.value) ? e.target.value : "" }, { replace: true }),
    });
    return make("span", { class: "pair" }, range, out);
  }
  function legend() {
    return make(
      "div",
      { class: "legend" },
      make("span", {}, make("i", { class: "stated" }), say("fromPages")),
      make("span", {}, make("i", { class: "supplied" }), say("fromTable")),
      make("span", {}, make("i", { class: "hollow" }), say("unnamed")),
    );
  }

  function countKinds(passing) {
    const counts = data.classes.map(() => 0);
    passing.thing.forEach((on, i) => {
      if (on) counts[things.kind[i]]++;
    });
    return counts;
  }
  // claims of each relation; before the facts are loaded, links
  function countRelations(passing) {
    const counts = data.relations.map(() => 0);
    if (passing.fact)
      passing.fact.forEach((on, i) => {
        if (on) counts[data.read.facts.p[i]]++;
      });
    passing.link.forEach((on, i) => {
      if (on && (!passing.fact || !links.stated[i])) counts[links.p[i]]++;
    });
    return counts;
  }
  let cityList = null,
    riverList = null,
    yearList = null;
  function cities() {
    if (cityList) return cityList;
    const counts = new Map();
    (things.cities || []).forEach((list) => list.forEach((c) => counts.set(c, (counts.get(c) || 0) + 1)));
    const links_ = new Set(["locatedIn", "flowsThrough", "jurisdiction", "appliesTo"].map(data.relationNumber)),
      counties = new Map(),
      county = data.classes.findIndex((c) => c[0] === "County");
    for (let link = 0; link < data.linkCount; link++)
      if (links_.has(links.p[link]) && things.kind[links.to[link]] === county)
        counties.set(links.to[link], (counties.get(links.to[link]) || 0) + 1);
    return (cityList = [...ranked(counts), ...ranked(counties).slice(0, RIVERS)]);
  }
  function rivers() {
    if (riverList) return riverList;
    const counts = new Map(),
      kind = data.classes.findIndex((c) => c[0] === "River");
    (things.kind || []).forEach((k, i) => {
      if (k === kind && things.weight[i]) counts.set(i, things.weight[i]);
    });
    return (riverList = ranked(counts).slice(0, RIVERS));
  }
  function ranked(counts) {
    return [...counts]
      .sort((a, b) => b[1] - a[1] || a[0] - b[0])
      .map(([i, n]) => [things.id[i], data.label(i) + " (" + values.count(n) + ")"]);
  }
  function years() {
    if (yearList || !data.ready) return yearList || [];
    return (yearList = [...new Set(data.read.years)]
      .filter(Boolean)
      .sort()
      .map((y) => [String(y), String(y)]));
  }
  return { show };
})();
