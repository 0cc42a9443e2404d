// Where things lie: at their own coordinates, else at those of the area that they are in; and the borders of areas.
const places = (() => {
  const { things, links } = data;
  const PLACING = ["locatedIn", "jurisdiction", "appliesTo", "flowsThrough"];
  const WORKS = ["Project", "Facility", "Reservoir"];
  let known = null,
    drawn = null;

  // the nearest area upwards that has coordinates; -1 for none
  function above(i) {
    for (let at = i, n = 0; at >= 0 && n < 8; at = whole(at), n++) if (things.at[at]) return at;
    return -1;
  }
  // what an area is a part of: by the gazetteer, else by a page
  function whole(i) {
    if (things.parent[i] >= 0) return things.parent[i];
    const part = data.relationNumber("partOf"),
      found = data.linksOf(i).find((link) => links.from[link] === i && links.p[link] === part);
    return found === undefined ? -1 : links.to[found];
  }
  // for each thing the areas where it lies, the finest first
  function all() {
    if (known) return known;
    const placing = new Map(PLACING.map((name, rank) => [data.relationNumber(name), rank]));
    known = new Map();
    for (let i = 0; i < data.size; i++) if (things.at[i]) known.set(i, [i]);
    for (let link = 0; link < data.linkCount; link++) {
      const from = links.from[link];
      if (!placing.has(links.p[link]) || things.at[from]) continue;
      const area = above(links.to[link]);
      if (area < 0) continue;
      if (!known.has(from)) known.set(from, []);
      known.get(from).push(area);
    }
    return known;
  }
  const of = (i) => all().get(i) || [];
  const isWork = (i) => WORKS.includes(data.likeOf(i));

  // rings of an area in degrees; parsed when a map is first wanted
  const parsed = () => drawn || (drawn = JSON.parse(document.getElementById("map-data").textContent));
  // a ring is text: steps in five bits a character, the sign in the lowest bit
  function absolute(ring, units) {
    const out = [];
    let [x, y, at] = [0, 0, 0];
    const step = () => {
      let [value, shift, part] = [0, 0, 32];
      while (part >= 32) {
        part = ring.charCodeAt(at++) - 63;
        value |= (part & 31) << shift;
        shift += 5;
      }
      return value & 1 ? ~(value >> 1) : value >> 1;
    };
    while (at < ring.length) {
      x += step();
      y += step();
      out.push([x / units, y / units]);
    }
    return out;
  }
  function rings(code) {
    const { province, city, county } = parsed();
    if (county[code]) return county[code].map((r) => absolute(r, 1000));
    return (city[code] || province[code] || []).map((r) => absolute(r, 100));
  }
  function inside([x, y], list) {
    let within = false;
    for (const ring of list)
      for (let a = 0, b = ring.length - 1; a < ring.length; b = a++)
        if (
          ring[a][1] > y !== ring[b][1] > y &&
          x < ((ring[b][0] - ring[a][0]) * (y - ring[a][1])) / (ring[b][1] - ring[a][1]) + ring[a][0]
        )
          within = !within;
    return within;
  }
  const FLAT = 0.8; // a degree of longitude against one of latitude
  function away([x, y], list) {
    let least = Infinity;
    for (const ring of list)
      for (let a = 0, b = ring.length - 1; a < ring.length; b = a++) {
        const [px, py, qx, qy] = [(ring[b][0] - x) * FLAT, ring[b][1] - y, (ring[a][0] - x) * FLAT, ring[a][1] - y];
        const [dx, dy] = [qx - px, qy - py],
          t = Math.max(0, Math.min(1, -(px * dx + py * dy) / (dx * dx + dy * dy || 1)));
        least = Math.min(least, Math.hypot(px + t * dx, py + t * dy));
      }
    return least;
  }
  // the middle of an area and how far its border is: its own point, or where most room is
  const rooms = new Map();
  function room(area) {
    if (rooms.has(area)) return rooms.get(area);
    const list = rings(things.code[area]),
      own = things.at[area];
    let best = { at: own, r: list.length && inside(own, list) ? away(own, list) : 0 };
    if (list.length) {
      const ring = list.reduce((a, b) => (b.length > a.length ? b : a)),
        xs = ring.map((p) => p[0]),
        ys = ring.map((p) => p[1]);
      const [left, right, low, high] = [Math.min(...xs), Math.max(...xs), Math.min(...ys), Math.max(...ys)];
      const STEPS = 12;
      for (let n = 0; n < STEPS * STEPS && best.r < 0.12 * Math.min((right - left) * FLAT, high - low) * 0.5; n++) {
        const at = [
          left + ((n % STEPS) + 0.5) * ((right - left) / STEPS),
          low + (Math.floor(n / STEPS) + 0.5) * ((high - low) / STEPS),
        ];
        if (!inside(at, list)) continue;
        const r = away(at, list);
        if (r > best.r) best = { at, r };
      }
    } else best.r = 0.02;
    rooms.set(area, best);
    return best;
  }
  // n places around the middle of an area, all within its border
  function spread(area, n) {
    const { at, r } = room(area),
      out = [];
    for (let k = 0; k < n; k++) {
      const far = n === 1 ? 0 : r * 0.85 * Math.sqrt((k + 0.5) / n),
        turn = k * 2.39996;
      out.push([at[0] + (far * Math.cos(turn)) / FLAT, at[1] + far * Math.sin(turn)]);
    }
    return out;
  }
  // what lies in a box of degrees
  function within([west, south, east, north]) {
    const found = new Set();
    for (const [i, list] of all())
      if (
        list.some(
          (area) =>
            things.at[area][0] >= west &&
            things.at[area][0] <= east &&
            things.at[area][1] >= south &&
            things.at[area][1] <= north,
        )
      )
        found.add(i);
    return found;
  }
  // The areas of a river in order, and by what: as clauses name them ("told": all, "partly": some); what they do not say goes by a way
  // from each to the nearest ("near"), from the end that articles come to first, else from the west.
  function course(river) {
    const flows = data.relationNumber("flowsThrough"),
      list = [...data.linksOf(river)]
        .filter((l) => links.p[l] === flows && links.from[l] === river)
        .map((l) => links.to[l]),
      told = data.factsOf(river).filter((f) => data.read.facts.p[f] === flows && values.isHeld(f)),
      lists = sentences(
        river,
        told.filter((f) => list.includes(data.read.facts.o[f])),
      ),
      next = followers(lists),
      all = way([...new Set(list)]),
      areas = inOrder(downwards([lists, articles(told)], all), next);
    return { areas, by: said(areas, next) };
  }
  // from the west, each time to the nearest; what has no coordinates last
  function way(list) {
    const open = list.filter((i) => things.at[i] && things.at[i].length),
      found = [];
    open.sort((a, b) => things.at[a][0] - things.at[b][0] || a - b);
    const far = (i) => {
      const [a, b] = [things.at[found[found.length - 1]], things.at[i]];
      return Math.hypot(a[0] - b[0], a[1] - b[1]);
    };
    if (open.length) found.push(open.shift());
    while (open.length) found.push(...open.splice(open.indexOf(open.reduce((a, b) => (far(b) < far(a) ? b : a))), 1));
    return [...found, ...list.filter((i) => !found.includes(i))];
  }
  // the areas that a clause on the river names behind it, in its order: 某河经甲县、乙县; where they stand before it (甲县、乙县某河沿线)
  // they are a set, not a way
  function sentences(river, told) {
    const { facts } = data.read,
      found = new Map();
    for (const f of told) {
      if (facts.article[f] < 0 || data.quote(f).indexOf(data.label(river)) > named(f)) continue;
      const key = facts.article[f] + "," + facts.start[f];
      if (!found.has(key)) found.set(key, []);
      found.get(key).push(f);
    }
    const order = (a, b) => facts.end[a] - facts.end[b] || named(a) - named(b);
    return [...found.values()].map((list) => [...new Set(list.sort(order).map((f) => facts.o[f]))]);
  }
  // what stands right behind what; what is told both ways round is told no way
  function followers(lists) {
    const next = new Map();
    for (const list of lists)
      list.slice(1).forEach((b, n) => next.set(list[n], (next.get(list[n]) || new Set()).add(b)));
    for (const [a, set] of next) for (const b of [...set]) if (reaches(next, b, a)) set.delete(b);
    return next;
  }
  function reaches(next, from, to, seen = new Set()) {
    if (from === to) return true;
    seen.add(from);
    return [...(next.get(from) || [])].some((i) => !seen.has(i) && reaches(next, i, to, seen));
  }
  // the areas of a river as each article comes to them, over all its clauses: they often go down the river too, but no clause says so
  function articles(told) {
    const { facts } = data.read,
      found = new Map();
    const order = (a, b) => facts.start[a] - facts.start[b] || facts.end[a] - facts.end[b] || named(a) - named(b);
    for (const f of [...told].sort(order))
      found.set(facts.article[f], (found.get(facts.article[f]) || new Set()).add(facts.o[f]));
    return [...found.values()].map((set) => [...set]);
  }
  // a way, or the other way round, as most steps of the first of some kinds of lists go that tell it
  function downwards(kinds, way) {
    const steps = (list) => list.slice(1).reduce((n, b, k) => n + Math.sign(way.indexOf(b) - way.indexOf(list[k])), 0);
    const along = kinds.map((lists) => lists.reduce((n, list) => n + steps(list), 0)).find((n) => n) || 0;
    return along < 0 ? [...way].reverse() : way;
  }
  // along the way, but nothing before what sentences have before it
  function inOrder(way, next) {
    const left = [...way],
      found = [];
    while (left.length) {
      const free = left.find((i) => !left.some((other) => other !== i && (next.get(other) || new Set()).has(i)));
      found.push(...left.splice(left.indexOf(free), 1));
    }
    return found;
  }
  function said(areas, next) {
    const steps = areas.slice(1).map((b, n) => reaches(next, areas[n], b));
    return steps.every(Boolean) ? "told" : [...next.values()].some((set) => set.size) ? "partly" : "near";
  }
  // whether a thing lies in an area, or is it
  function isIn(i, area) {
    return of(i).some((at) => {
      for (let n = 0; at >= 0 && n < 8; at = whole(at), n++) if (at === area) return true;
      return false;
    });
  }
  // where in its sentence the object of a fact is named
  const named = (f) => data.quote(f).indexOf(data.read.facts.written[f] || data.label(data.read.facts.o[f]));
  // of some areas the one that a thing lies nearest to
  function nearest(i, list) {
    const here = of(i).filter((a) => things.at[a]);
    const far = (c) =>
      Math.min(...here.map((a) => Math.hypot(things.at[a][0] - things.at[c][0], things.at[a][1] - things.at[c][1])));
    const placed = here.length ? list.filter((c) => things.at[c]) : [];
    return placed.length ? placed.reduce((a, b) => (far(b) < far(a) ? b : a)) : undefined;
  }
  return { course, nearest, of, isIn, isWork, parsed, rings, absolute, spread, within };
})();
