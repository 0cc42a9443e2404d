// The selection as Turtle, with the names and terms of graph.ttl: every triple written here is one of that file.
const turtle = (() => {
  const PREFIXES = {
    kg: "https://shanhe.example/ontology#",
    rdf: "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    rdfs: "http://www.w3.org/2000/01/rdf-schema#",
    skos: "http://www.w3.org/2004/02/skos/core#",
    xsd: "http://www.w3.org/2001/XMLSchema#",
    dcterms: "http://purl.org/dc/terms/",
    prov: "http://www.w3.org/ns/prov#",
    oa: "http://www.w3.org/ns/oa#",
    wgs84: "http://www.w3.org/2003/01/geo/wgs84_pos#",
  };
  const ESCAPES = { "\\": "\\\\", '"': '\\"', "\n": "\\n", "\r": "\\r", "\t": "\\t" };
  const quoted = (text) =>
    '"' +
    text
      .replace(/[\\"\n\r\t]/g, (c) => ESCAPES[c])
      .replace(/[\u0000-\u001f\u007f]/g, (c) => "\\u" + c.charCodeAt(0).toString(16).padStart(4, "0")) +
    '"';
  const chinese = (text) => quoted(text) + "@zh",
    integer = (n) => '"' + n + '"^^xsd:integer';
  const plain = (text) => {
    const t = text.includes(".") ? text.replace(/0+$/, "").replace(/\.$/, "") : text;
    return t === "-0" ? "0" : t;
  };
  const decimal = (text) => '"' + plain(text) + '"^^xsd:decimal';
  const date = (iso) => '"' + iso + '"^^xsd:' + { 4: "gYear", 7: "gYearMonth", 10: "date" }[iso.length];
  const node = (name) => "<" + data.base + name + ">";
  const thing = (i) => node(data.things.local[i]);

  function object(f) {
    const { facts } = data.read,
      value = facts.value[f];
    if (facts.o[f] >= 0) return thing(facts.o[f]);
    if (value[0] === "money") return decimal(value[1]);
    if (value[0] === "date") return date(value[1]);
    if (value[0] === "amount") return node(value[6]);
    return data.relations[facts.p[f]][0] === "status" ? "kg:" + value[1] : quoted(value[1]);
  }
  function thingRows(i) {
    const { things } = data,
      rows = [
        ["a", [data.kindOf(i)[0], ...(things.also ? things.also[i] : [])].map((name) => "kg:" + name).join(" , ")],
        ["rdfs:label", chinese(things.label[i])],
        ...things.aliases[i].map((a) => ["skos:altLabel", chinese(a)]),
      ];
    if (things.code[i]) rows.push(["kg:divisionCode", quoted(things.code[i])]);
    if (things.parent[i] >= 0) rows.push(["kg:partOf", thing(things.parent[i])]);
    if (things.at[i])
      rows.push(["wgs84:long", decimal(String(things.at[i][0]))], ["wgs84:lat", decimal(String(things.at[i][1]))]);
    for (const note of things.notes[i]) rows.push(["kg:identityNote", quoted(note) + "@en"]);
    for (const line of things.corrected[i]) rows.push(["kg:correctedBy", quoted(line)]);
    return rows;
  }
  function factRows(f) {
    const { facts } = data.read,
      relation = data.relations[facts.p[f]][0],
      value = facts.value[f],
      rows = [["kg:" + relation, object(f)]];
    if (value && value[0] === "date")
      rows.push([
        "kg:" + relation.replace(/Date$/, "") + "Year",
        integer(value[1].slice(0, 4).replace(/^0+(?=\d)/, "")),
      ]);
    return rows;
  }
  function claimRows(f) {
    const { facts, rules, articles } = data.read,
      [kind, subject, relation, of] =
        facts.modality[f] === "rejected"
          ? ["kg:RejectedClaim", "kg:rejectedSubject", "kg:rejectedRelation", "kg:rejectedObject"]
          : ["kg:Claim", "rdf:subject", "rdf:predicate", "rdf:object"],
      rows = [
        ["a", kind],
        [subject, thing(facts.s[f])],
        [relation, "kg:" + data.relations[facts.p[f]][0]],
        [of, object(f)],
        ["kg:rule", quoted(rules[facts.rule[f]])],
        ["kg:confidence", decimal(facts.confidence[f])],
        ["oa:exact", quoted(data.quote(f))],
        ["kg:charStart", integer(facts.start[f])],
        ["kg:charEnd", integer(facts.end[f])],
      ];
    if (facts.article[f] >= 0) rows.push(["prov:wasDerivedFrom", node(articles.local[facts.article[f]])]);
    if (facts.written[f]) rows.push(["kg:asWritten", quoted(facts.written[f])]);
    if (facts.modality[f]) rows.push(["kg:modality", quoted(facts.modality[f])]);
    for (const line of facts.corrected[f]) rows.push(["kg:correctedBy", quoted(line)]);
    for (const [key, of] of facts.with[f]) rows.push(["kg:" + key, thing(of)]);
    return rows;
  }
  function quantityRows([, number, unit, indicator, period, written]) {
    const numeric = /^-?\d+(\.\d+)?$/.test(number);
    return [
      ["a", "kg:Quantity"],
      ["kg:indicator", chinese(indicator)],
      ["kg:value", numeric ? decimal(number) : quoted(number)],
      ["kg:unit", quoted(unit)],
      ...(period ? [["kg:period", quoted(period)]] : []),
      ...(written ? [["kg:asWritten", quoted(written)]] : []),
    ];
  }
  function articleRows(a) {
    const { articles } = data.read,
      rows = [
        ["a", "kg:Article"],
        ["dcterms:title", chinese(articles.title[a])],
        ["dcterms:isPartOf", node(articles.document[a])],
        ["kg:charStart", integer(articles.start[a])],
        ["kg:charEnd", integer(articles.end[a])],
      ];
    if (articles.issued[a]) rows.push(["dcterms:issued", date(articles.issued[a])]);
    return rows;
  }

  // all that is known of the selected things and facts, sorted
  function text(selection) {
    const { facts } = data.read,
      subjects = new Map(),
      add = (name, rows) => {
        if (!subjects.has(name)) subjects.set(name, new Set());
        for (const row of rows) subjects.get(name).add(row.join(" "));
      };
    for (const i of filter.listed(selection.thing)) add(thing(i), thingRows(i));
    for (const f of filter.listed(selection.fact)) {
      if (values.isHeld(f)) add(thing(facts.s[f]), factRows(f));
      add(node(facts.id[f]), claimRows(f));
      if (facts.value[f] && facts.value[f][0] === "amount") add(node(facts.value[f][6]), quantityRows(facts.value[f]));
      if (facts.article[f] >= 0) add(node(data.read.articles.local[facts.article[f]]), articleRows(facts.article[f]));
    }
    const head = Object.entries(PREFIXES).map(([name, iri]) => "@prefix " + name + ": <" + iri + "> .");
    const body = [...subjects]
      .sort((a, b) => (a[0] < b[0] ? -1 : 1))
      .map(([name, rows]) => name + " " + [...rows].sort().join(" ;\n    ") + " .");
    return head.join("\n") + "\n\n" + body.join("\n\n") + "\n";
  }
  return { text };
})();
