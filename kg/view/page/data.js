// What the page carries: things, links and groups at once, the facts when they are first needed. Things are numbers.
const data = (() => {
  const parse = (id) => JSON.parse(document.getElementById(id).textContent);
  const graph = parse("graph-data");
  const { things, links, groups, classes, relations } = graph;
  const size = (things.id || []).length,
    linkCount = (links.from || []).length;
  const numbers = new Map((things.id || []).map((id, i) => [id, i]));
  const relationNumbers = new Map(relations.map((r, i) => [r[0], i]));
  const family = {
    // the shape that a class is drawn with
    River: "drop",
    Lake: "drop",
    Reservoir: "drop",
    ProtectedArea: "drop",
    MonitoringSection: "drop",
    Project: "square",
    Facility: "square",
    Agency: "hexagon",
    Company: "hexagon",
    Institution: "hexagon",
    Policy: "leaf",
  };
  const shapes = classes.map((c) => c[5] || family[c[4] || c[0]] || "circle");

  // links of each thing, as one flat list
  const first = new Int32Array(size + 2),
    joined = new Int32Array(linkCount * 2);
  for (let i = 0; i < linkCount; i++) {
    first[links.from[i] + 2]++;
    first[links.to[i] + 2]++;
  }
  for (let i = 2; i < size + 2; i++) first[i] += first[i - 1];
  for (let i = 0; i < linkCount; i++) {
    joined[first[links.from[i] + 1]++] = i;
    joined[first[links.to[i] + 1]++] = i;
  }
  const linksOf = (i) => joined.subarray(first[i], first[i + 1]);
  const other = (link, i) => (links.from[link] === i ? links.to[link] : links.from[link]);

  // what is not wanted at the first drawing is made when it is first asked for
  const late = (make) => {
    let made = null;
    return () => made || (made = make());
  };
  const find = (map, name) => (map.has(name) ? map.get(name) : -1);
  let loaded = null;
  function load() {
    const { facts, articles, rules, named, whole } = parse("facts-data");
    const count = (facts.s || []).length,
      bySubject = new Map(),
      byLink = new Map(),
      years = new Array(count);
    const byObject = new Map();
    const put = (map, key, i) => {
      const list = map.get(key);
      if (list) list.push(i);
      else map.set(key, [i]);
    };
    for (let i = 0; i < count; i++) {
      put(bySubject, facts.s[i], i);
      if (facts.o[i] >= 0) {
        put(byObject, facts.o[i], i);
        put(byLink, facts.s[i] + "," + facts.p[i] + "," + facts.o[i], i);
      }
      years[i] = yearOf(facts, articles, i);
    }
    const listed = (keys) => {
      const found = new Map();
      keys.forEach((key, i) => put(found, key, i));
      return found;
    };
    return {
      byArticle: late(() => listed(facts.article || [])),
      thingsIn: late(() => {
        const found = new Map();
        named.forEach((list, i) => list.forEach((a) => put(found, a, i)));
        return found;
      }),
      articleOf: late(() => new Map((articles.local || []).map((name, i) => [name, i]))),
      factOf: late(() => new Map((facts.id || []).map((name, i) => [name, i]))),
      facts,
      articles,
      rules,
      named,
      whole,
      count,
      bySubject,
      byObject,
      byLink,
      years,
    };
  }
  // the year that a fact speaks of: its date, its period, else that of its article; 0 for none
  function yearOf(facts, articles, i) {
    const value = facts.value[i],
      article = facts.article[i];
    const text =
      value && value[0] === "date"
        ? value[1]
        : value && value[0] === "amount" && value[4]
          ? value[4]
          : article >= 0
            ? articles.issued[article]
            : "";
    const year = Number((/^\d{4}/.exec(text) || [0])[0]);
    return year;
  }

  return {
    ...graph,
    size,
    linkCount,
    shapes,
    linksOf,
    other,
    number: (id) => (numbers.has(id) ? numbers.get(id) : -1),
    relationNumber: (name) => (relationNumbers.has(name) ? relationNumbers.get(name) : -1),
    get ready() {
      return loaded !== null;
    },
    get read() {
      return loaded || (loaded = load());
    },
    article: (name) => (name ? find(data.read.articleOf(), name) : -1),
    fact: (name) => (name ? find(data.read.factOf(), name) : -1),
    factsIn: (article) =>
      (data.read.byArticle().get(article) || []).sort(
        (a, b) => data.read.facts.start[a] - data.read.facts.start[b] || a - b,
      ),
    thingsNamed: (article) => data.read.thingsIn().get(article) || [],
    // the articles that name a thing or tell of it, the newest first
    articlesOf(i) {
      const { named, facts, articles } = data.read,
        found = new Set(named[i] || []);
      for (const f of [...data.factsOf(i), ...data.factsOn(i)]) if (facts.article[f] >= 0) found.add(facts.article[f]);
      return [...found].sort((a, b) =>
        articles.issued[a] < articles.issued[b] ? 1 : articles.issued[a] > articles.issued[b] ? -1 : a - b,
      );
    },
    // the words that a fact was read from, without white space
    quote(f) {
      const { facts, articles } = data.read;
      if (facts.quote[f] || facts.at[f] < 0) return facts.quote[f];
      return articles.text[facts.article[f]].slice(facts.at[f], facts.to[f]).replace(/\s+/g, "");
    },
    linkKey: (i) => links.from[i] + "," + links.p[i] + "," + links.to[i],
    factsOf: (i) => data.read.bySubject.get(i) || [],
    factsOn: (i) => data.read.byObject.get(i) || [],
    factsOfLink: (i) => data.read.byLink.get(data.linkKey(i)) || [],
    label: (i) => things.label[i],
    kindOf: (i) => classes[things.kind[i]],
    likeOf: (i) => classes[things.kind[i]][4] || classes[things.kind[i]][0], // the class of ours that it is read as
    colour: (i) => classes[things.kind[i]][3],
  };
})();
