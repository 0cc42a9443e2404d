// Which things, links and facts pass the filters, and which of them stand on the canvas.
const filter = (() => {
  const MANY = 5000; // things; above that the graph is collapsed by city and basin
  const MOST = 1500; // things of one opened group, and circles, that are drawn
  const BUNDLES = 500; // lines between circles: more would be a grey field
  const { things, links, size, linkCount } = data;

  // the river, what flows into it, and all that these are joined to
  function along(river) {
    const found = new Set([river]),
      open = [river];
    const flows = data.relationNumber("tributaryOf");
    while (open.length) {
      const water = open.pop();
      for (const link of data.linksOf(water)) {
        if (links.p[link] === flows && links.to[link] === water && !found.has(links.from[link])) {
          found.add(links.from[link]);
          open.push(links.from[link]);
        }
      }
    }
    for (const water of [...found]) for (const link of data.linksOf(water)) found.add(data.other(link, water));
    return found;
  }
  const PLACING = ["locatedIn", "flowsThrough", "jurisdiction", "appliesTo", "partOf"].map(data.relationNumber);
  // an area: its parts, all that these are the place of, and what was found to belong to a city
  function within(area) {
    const parts = new Set([area]),
      part = data.relationNumber("partOf");
    for (const at of parts)
      for (const link of data.linksOf(at))
        if (links.to[link] === at && links.p[link] === part) parts.add(links.from[link]);
    const found = new Set(parts);
    for (const part of parts)
      for (const link of data.linksOf(part))
        if (links.to[link] === part && PLACING.includes(links.p[link])) found.add(links.from[link]);
    for (let i = 0; i < size; i++) if (things.cities[i].includes(area)) found.add(i);
    return found;
  }

  // works that are as far as is wanted and cost what is wanted, with what they are joined to; null where nothing is wanted
  const NONE = "none"; // the state of which no page tells
  const stateOf = (i) => values.stateName(i) || NONE;
  function works(s) {
    if (!s.st.length && !s.sum) return null;
    const of = data.relationNumber("investment"),
      sum = (i) => values.sums(data.factsOf(i).filter((f) => data.read.facts.p[f] === of));
    const fits = s.sum
      ? typed.passes({ kind: "sum", value: (i) => (sum(i) ? sum(i).most : null), text: () => "" }, s.sum)
      : () => true;
    const found = new Set();
    for (let i = 0; i < size; i++) if (places.isWork(i) && !s.st.includes(stateOf(i)) && fits(i)) found.add(i);
    for (const i of [...found]) for (const link of data.linksOf(i)) found.add(data.other(link, i));
    return found;
  }
  const STATED = "stated"; // the modality of what is simply told
  // whether a fact is of the page, the article and the modality that are wanted, and told in several ways where that is
  function wantedFact(s) {
    const { facts, articles } = data.read,
      article = data.article(s.fa),
      tests = [];
    if (s.pg) tests.push((f) => facts.article[f] >= 0 && articles.document[facts.article[f]] === s.pg);
    if (s.fa) tests.push((f) => facts.article[f] === article);
    if (s.mo.length) tests.push((f) => !s.mo.includes(facts.modality[f] || STATED));
    if (s.df) tests.push((f) => facts.differs[f]);
    return tests.length ? (f) => tests.every((test) => test(f)) : null;
  }

  // masks of what passes
  function pass(s) {
    const hiddenKinds = new Set(s.k),
      hiddenRelations = new Set(s.r);
    const kindOn = data.classes.map((c) => !hiddenKinds.has(c[0])),
      relationOn = data.relations.map((r) => !hiddenRelations.has(r[0]));
    const from = Number(s.from) || 0,
      to = Number(s.to) || 9999,
      least = Number(s.c) || 0;
    const strict = Boolean(s.from || s.to || s.c || s.pg || s.fa || s.mo.length || s.df),
      byFact = strict || hiddenRelations.size > 0;
    const area = [
      s.box && places.within(s.box.split(",").map(Number)),
      s.city && within(data.number(s.city)),
      s.river && along(data.number(s.river)),
      works(s),
    ].filter(Boolean);
    const thing = new Uint8Array(size),
      link = new Uint8Array(linkCount);
    for (let i = 0; i < size; i++) thing[i] = kindOn[things.kind[i]] && area.every((set) => set.has(i)) ? 1 : 0;
    let undated = 0;
    const fact = byFact || factsWanted || data.ready ? new Uint8Array(data.read.count) : null;
    if (fact) {
      const { facts, years } = data.read;
      const dated = Boolean(s.from || s.to),
        wanted = strict ? wantedFact(s) : null;
      for (let i = 0; i < fact.length; i++) {
        const on =
          relationOn[facts.p[i]] &&
          (!least || Number(facts.confidence[i]) >= least) &&
          thing[facts.s[i]] &&
          (facts.o[i] < 0 || thing[facts.o[i]]) &&
          (!wanted || wanted(i));
        if (on && dated && !years[i]) undated++;
        fact[i] = on && (!dated || (years[i] && years[i] >= from && years[i] <= to)) ? 1 : 0;
      }
    }
    for (let i = 0; i < linkCount; i++) {
      if (!relationOn[links.p[i]] || !thing[links.from[i]] || !thing[links.to[i]]) continue;
      link[i] = strict && links.stated[i] ? (data.factsOfLink(i).some((f) => fact[f]) ? 1 : 0) : 1;
    }
    if (byFact) keepTold(s, thing, link, fact, strict);
    return { thing, link, fact, undated };
  }
  // what the page or the article that is wanted names, also where it tells nothing of it
  function naming(s) {
    if ((!s.pg && !s.fa) || s.from || s.to || s.c || s.mo.length || s.df) return () => false;
    const { named, articles } = data.read,
      article = data.article(s.fa);
    return (i) => named[i].some((a) => (!s.fa || a === article) && (!s.pg || articles.document[a] === s.pg));
  }
  // with a filter on facts, only things that such a fact is about; the gazetteer's links follow
  function keepTold(s, thing, link, fact, strict) {
    const { facts } = data.read,
      told = new Uint8Array(size),
      names = naming(s);
    for (let i = 0; i < size; i++) told[i] = thing[i] && names(i) ? 1 : 0;
    for (let i = 0; i < fact.length; i++)
      if (fact[i]) {
        told[facts.s[i]] = 1;
        if (facts.o[i] >= 0) told[facts.o[i]] = 1;
      }
    if (!strict)
      for (let i = 0; i < linkCount; i++)
        if (link[i]) {
          told[links.from[i]] = 1;
          told[links.to[i]] = 1;
        }
    for (let i = 0; i < size; i++) thing[i] &= told[i];
    for (let i = 0; i < linkCount; i++) link[i] &= thing[links.from[i]] & thing[links.to[i]];
  }
  const groupNumbers = new Map(data.groups.map((g, i) => [g.of, i]));
  let factsWanted = false; // not before the first drawing
  function wantFacts() {
    const first = !factsWanted;
    factsWanted = true;
    return first;
  } // whether masks made before lack facts

  // the things around some: each with what it is joined to
  function around(ids, passing) {
    const kept = new Uint8Array(size);
    for (const id of ids) {
      const i = data.number(id);
      if (i < 0) continue;
      kept[i] = 1;
      for (const link of data.linksOf(i)) if (passing.link[link]) kept[data.other(link, i)] = 1;
    }
    return kept;
  }

  // the selection that panel, table, overview and exports share
  function select(s) {
    const passing = pass(s);
    if (s.n.length) {
      const kept = around(s.n, passing);
      for (let i = 0; i < size; i++) passing.thing[i] &= kept[i];
      for (const id of s.n) if (data.number(id) >= 0) passing.thing[data.number(id)] = 1;
      for (let i = 0; i < linkCount; i++) passing.link[i] &= passing.thing[links.from[i]] & passing.thing[links.to[i]];
      if (passing.fact) {
        const { facts } = data.read;
        for (let i = 0; i < passing.fact.length; i++)
          passing.fact[i] &= passing.thing[facts.s[i]] & (facts.o[i] < 0 ? 1 : passing.thing[facts.o[i]]);
      }
    }
    return passing;
  }

  // what stands on the canvas: things, links between them, ties, circles for collapsed groups and bundles between circles;
  // `loose` is what hangs on nothing and stands in the tray
  const PLAIN = { circles: [], bundles: [], ties: [], loose: [], collapsed: false, cut: false };
  function stage(s, passing) {
    const ladder = s.p.length === 2 ? paths.ladder(...s.p.map(data.number)) : null;
    if (ladder) return { ...PLAIN, ...ladder };
    const total = passing.thing.reduce((a, b) => a + b, 0),
      collapsed = total > MANY;
    if (!collapsed) return { ...PLAIN, links: listed(passing.link), ...hung(s, passing) };
    const opened = new Set(s.g.map(groupNamed)),
      sizes = new Map(),
      single = chosen(s);
    const members = new Map();
    for (let i = 0; i < size; i++) {
      if (!passing.thing[i]) continue;
      const group = things.group[i];
      sizes.set(group, (sizes.get(group) || 0) + 1);
      if (opened.has(group)) {
        if (!members.has(group)) members.set(group, []);
        members.get(group).push(i);
      }
    }
    const shown = new Uint8Array(size);
    let cut = false;
    for (const list of members.values()) {
      cut = cut || list.length > MOST;
      for (const i of list.sort((a, b) => things.weight[b] - things.weight[a] || a - b).slice(0, MOST)) shown[i] = 1;
    }
    for (const i of single) shown[i] = 1;
    const circles = [...sizes]
      .filter(([group]) => !opened.has(group))
      .sort((a, b) => b[1] - a[1] || a[0] - b[0])
      .slice(0, MOST);
    const drawn = new Set([...opened, ...circles.map(([group]) => group)]),
      bundles = new Map(),
      kept = [];
    for (let i = 0; i < linkCount; i++) {
      if (!passing.link[i]) continue;
      const a = links.from[i],
        b = links.to[i];
      if (shown[a] && shown[b]) {
        kept.push(i);
        continue;
      }
      const ga = end(a, shown, opened),
        gb = end(b, shown, opened);
      if (ga === gb || (ga >= -1 && !drawn.has(ga)) || (gb >= -1 && !drawn.has(gb))) continue;
      const key = ga < gb ? ga + "," + gb : gb + "," + ga;
      bundles.set(key, (bundles.get(key) || 0) + 1);
    }
    return {
      ...PLAIN,
      things: listed(shown),
      links: kept,
      ties: shown.reduce((n, on) => n + on, 0) > look.TIED ? [] : ties(shown),
      circles,
      bundles: [...bundles]
        .sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1))
        .slice(0, BUNDLES)
        .map(([key, n]) => [...key.split(",").map(Number), n]),
      collapsed,
      cut,
    };
  }
  // what some fact, or an article that is shown, joins to something; and what nothing does
  function hung(s, passing) {
    const on = new Uint8Array(size),
      tied = ties(passing.thing);
    for (let i = 0; i < linkCount; i++) if (passing.link[i]) on[links.from[i]] = on[links.to[i]] = 1;
    for (const t of tied) on[data.ties.a[t]] = on[data.ties.b[t]] = 1;
    for (const id of [s.e, s.f[0], s.f[2], ...s.n]) if (data.number(id || "") >= 0) on[data.number(id)] = 1;
    const all = listed(passing.thing),
      joined = all.filter((i) => on[i]);
    if (!joined.some((i) => data.linksOf(i).some((l) => passing.link[l])) && !tied.length) return { things: all };
    return { things: joined, loose: all.filter((i) => !on[i]), ties: joined.length > look.TIED ? [] : tied };
  }
  // ties between things of a mask, where they are wanted
  function ties(mask) {
    const found = [];
    if (look.on("ties"))
      for (let t = 0; t < (data.ties.a || []).length; t++)
        if (mask[data.ties.a[t]] && mask[data.ties.b[t]]) found.push(t);
    return found;
  }
  // where a bundle begins: at a thing that stands by itself, else at the middle of its group
  const end = (i, shown, opened) => (shown[i] && !opened.has(things.group[i]) ? -2 - i : things.group[i]);
  const ALONE = "-"; // in the address, the group of what has none
  const groupNamed = (id) => (id === ALONE ? -1 : data.number(id) < 0 ? NaN : groupOf(data.number(id)));
  const groupOf = (i) => (groupNumbers.has(i) ? groupNumbers.get(i) : NaN);
  // what is chosen, with its neighbours, stands there even where its group is collapsed
  function chosen(s) {
    const found = new Set(),
      list = [s.e, ...s.p, s.f[0], s.f[2]].map((id) => data.number(id || "")).filter((i) => i >= 0);
    for (const i of list) {
      found.add(i);
      if (list.length === 1) for (const link of [...data.linksOf(i)].slice(0, 60)) found.add(data.other(link, i));
    }
    if (s.p.length === 2) for (const i of paths.between(data.number(s.p[0]), data.number(s.p[1])).things) found.add(i);
    return found;
  }
  function listed(mask) {
    const found = [];
    for (let i = 0; i < mask.length; i++) if (mask[i]) found.push(i);
    return found;
  }
  return {
    pass,
    select,
    stage,
    listed,
    groupOf,
    within,
    along,
    groupNamed,
    stateOf,
    NONE,
    STATED,
    nameOf: (group) => (group < 0 ? ALONE : things.id[data.groups[group].of]),
    MANY,
    MOST,
    wantFacts,
  };
})();
