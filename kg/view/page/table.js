// The same selection as a table: things, or claims; sorted by any column.
const table = (() => {
  const { make, say } = words,
    { things } = data,
    root = words.byId("table"),
    STEP = 200; // rows at a time
  let which = "things",
    by = { things: [3, -1], claims: [0, 1] },
    most = STEP;

  const columns = {
    things: () => [
      [
        "name",
        (i) => make("button", { class: "thing", click: () => state.chose({ e: things.id[i] }) }, data.label(i)),
        (i) => data.label(i),
      ],
      [
        "class",
        (i) => make("span", { class: "kind" }, search.icon(things.kind[i]), values.kind(i)),
        (i) => things.kind[i],
      ],
      ["place", (i) => things.cities[i].map(data.label).join("、"), (i) => things.cities[i].map(data.label).join()],
      [
        "facts",
        (i) => String(data.factsOf(i).length + data.factsOn(i).length),
        (i) => data.factsOf(i).length + data.factsOn(i).length,
      ],
      ["aliases", (i) => things.aliases[i].join("、"), (i) => things.aliases[i].join()],
    ],
    claims: () => {
      const { facts, articles } = data.read,
        of = (f, key) => (facts.article[f] < 0 ? "" : articles[key][facts.article[f]]);
      return [
        [
          "subject",
          (f) =>
            make(
              "button",
              { class: "thing", click: () => state.chose({ e: things.id[facts.s[f]] }) },
              data.label(facts.s[f]),
            ),
          (f) => data.label(facts.s[f]),
        ],
        ["relation", (f) => values.relation(facts.p[f]), (f) => facts.p[f]],
        [
          "object",
          (f) =>
            facts.o[f] >= 0
              ? make(
                  "button",
                  { class: "thing", click: () => state.chose({ e: things.id[facts.o[f]] }) },
                  data.label(facts.o[f]),
                )
              : values.text(f),
          (f) => (facts.value[f] && Number(facts.value[f][1])) || values.text(f),
        ],
        ["quote", (f) => make("span", { lang: "zh" }, cards.sentence(f).join("")), (f) => data.quote(f)],
        [
          "modality",
          (f) =>
            [facts.modality[f] && say(facts.modality[f]), facts.differs[f] && say("differs")]
              .filter(Boolean)
              .join("、"),
          (f) => facts.differs[f] + facts.modality[f],
        ],
        ["trust", (f) => facts.confidence[f], (f) => Number(facts.confidence[f])],
        ["page", (f) => of(f, "page"), (f) => of(f, "page")],
        ["article", (f) => of(f, "title"), (f) => of(f, "title")],
        ["date", (f) => of(f, "issued"), (f) => of(f, "issued")],
      ];
    },
  };
  const compare = (a, b) => (typeof a === typeof b ? (a < b ? -1 : a > b ? 1 : 0) : typeof a === "number" ? -1 : 1);

  function show(selection) {
    const list = filter.listed(which === "things" ? selection.thing : selection.fact),
      cols = columns[which](),
      [key, way] = by[which];
    const keys = new Map(list.map((i) => [i, cols[key][2](i)]));
    list.sort((a, b) => way * compare(keys.get(a), keys.get(b)) || a - b);
    const again = () => show(selection);
    const head = cols.map(([name], n) =>
      make(
        "th",
        { scope: "col", "aria-sort": n === key ? (way > 0 ? "ascending" : "descending") : "none" },
        make(
          "button",
          {
            class: "plain",
            click: () => {
              by[which] = [n, n === key ? -way : 1];
              again();
            },
          },
          say(name) + (n === key ? (way > 0 ? " ↑" : " ↓") : ""),
        ),
      ),
    );
    const rows = list
      .slice(0, most)
      .map((i) => make("tr", {}, ...cols.map(([name, cell]) => make("td", { class: name }, cell(i)))));
    root.replaceChildren(
      make(
        "div",
        { class: "switch", role: "group", "aria-label": say("table") },
        ...["things", "claims"].map((kind) =>
          make(
            "button",
            {
              "aria-pressed": String(which === kind),
              click: () => {
                which = kind;
                most = STEP;
                again();
              },
            },
            say(kind) + " " + values.count(filter.listed(kind === "things" ? selection.thing : selection.fact).length),
          ),
        ),
      ),
      make(
        "div",
        { class: "wide" },
        make("table", {}, make("thead", {}, make("tr", {}, ...head)), make("tbody", {}, ...rows)),
      ),
      list.length > most
        ? make(
            "button",
            {
              class: "plain",
              click: () => {
                most += STEP * 5;
                again();
              },
            },
            say("more", values.count(list.length - most)),
          )
        : "",
      list.length ? "" : make("p", { class: "soft" }, say("empty")),
    );
  }
  // the claims that differ from others first
  function differing() {
    which = "claims";
    by.claims = [4, -1];
    state.go({ v: "table" });
  }
  return { show, differing };
})();
