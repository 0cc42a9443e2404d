// Places for what is shown: up to 500 things stand anew when a filter, a neighbourhood or a path is chosen, else where the
// file has them. Rings around the best connected thing, a river as a trunk, a path as a ladder from left to right.
// The same things stand the same way each time: nothing is drawn by lot.
const layout = (() => {
  const { things, links } = data;
  const MOST = 500, // things
    APART = 92, // pixels between two things
    STEP = 128, // pixels between columns, so that names find room
    ROW = 84,
    STACK = 5, // things above one another on a trunk
    ASPECT = 1.35; // width of the whole by its height
  let kept = null;

  // how a scene is to stand: "" as in the file
  function wanted(s, scene) {
    if (scene.columns) return "ladder";
    if (scene.collapsed || !scene.things.length || scene.things.length > MOST) return "";
    if (s.river && scene.things.includes(data.number(s.river))) return "trunk";
    if (s.n.length) return "rings";
    return state.filtered() ? "islands" : "";
  }
  // moves the things of a scene; tells how they stand and what else is drawn
  function arrange(s, scene) {
    const form = wanted(s, scene);
    if (!kept && !form) return { form };
    kept = kept || { x: [...things.x], y: [...things.y] };
    things.x = [...kept.x];
    things.y = [...kept.y];
    if (form === "ladder") return { form, ...ladder(scene) };
    if (form === "trunk") return { form, ...trunk(data.number(s.river), scene) };
    if (form) islands(scene, new Set(s.n.map(data.number)));
    return { form };
  }
  function put(i, x, y) {
    things.x[i] = Math.round(x);
    things.y[i] = Math.round(y);
  }

  // what each thing of a scene is joined to; facts before what only an article joins
  function neighbours({ things: list, links: joined, ties = [] }) {
    const near = new Map(list.map((i) => [i, new Set()]));
    const add = (a, b) => {
      if (!near.has(a) || !near.has(b)) return;
      near.get(a).add(b);
      near.get(b).add(a);
    };
    for (const l of joined) add(links.from[l], links.to[l]);
    for (const t of ties) add(data.ties.a[t], data.ties.b[t]);
    return near;
  }
  const heavier = (near) => (a, b) => near.get(b).size - near.get(a).size || a - b;
  const alike = (a, b) => things.kind[a] - things.kind[b] || a - b;

  // things by what they are joined to, each piece as rings; the pieces in rows, the largest first
  function islands(scene, first) {
    const near = neighbours(scene),
      left = new Set([...scene.things].sort(heavier(near))),
      pieces = [];
    const start = [...left].filter((i) => first.has(i));
    for (const hub of [...start, ...left]) {
      if (!left.has(hub)) continue;
      const tree = grow(hub, near, left);
      pieces.push(boxed(tree.order, rings(tree)));
    }
    inRows(pieces);
  }
  // a tree breadth first, taken out of `left`
  function grow(hub, near, left) {
    const children = new Map(),
      order = [hub];
    left.delete(hub);
    for (let at = 0; at < order.length; at++) {
      const next = [...near.get(order[at])].filter((i) => left.has(i)).sort(alike);
      for (const i of next) left.delete(i);
      children.set(order[at], next);
      order.push(...next);
    }
    return { hub, order, children };
  }
  // every step a ring; every branch has an angle as wide as it has ends, and rings are as wide as their things need
  function rings({ hub, order, children }) {
    const ends = new Map(),
      depth = new Map([[hub, 0]]),
      at = new Map([[hub, [0, 0]]]),
      slices = new Map([[hub, [-Math.PI / 2, 2 * Math.PI]]]);
    for (const i of [...order].reverse())
      ends.set(
        i,
        Math.max(
          1,
          children.get(i).reduce((n, c) => n + ends.get(c), 0),
        ),
      );
    const ring = Math.max(APART * 1.15, (APART * ends.get(hub)) / (2 * Math.PI * 1.7));
    for (const i of order) {
      let [from, width] = slices.get(i);
      children.get(i).forEach((c, n) => {
        const share = (width * ends.get(c)) / ends.get(i),
          far = ring * (depth.get(i) + 1) + (n % 2 && !children.get(c).length ? APART : 0);
        depth.set(c, depth.get(i) + 1);
        at.set(c, [far * 1.2 * Math.cos(from + share / 2), far * Math.sin(from + share / 2)]);
        slices.set(c, [from, share]);
        from += share;
      });
    }
    return at;
  }
  function boxed(list, at) {
    const xs = list.map((i) => at.get(i)[0]),
      ys = list.map((i) => at.get(i)[1]);
    const [left, top] = [Math.min(...xs) - STEP / 2, Math.min(...ys) - ROW / 2];
    return { list, at, left, top, wide: Math.max(...xs) + STEP / 2 - left, high: Math.max(...ys) + ROW / 2 - top };
  }
  function inRows(pieces) {
    const area = pieces.reduce((n, p) => n + p.wide * p.high, 0),
      wide = Math.max(Math.sqrt(area * ASPECT), ...pieces.map((p) => p.wide));
    let [x, y, high] = [0, 0, 0];
    for (const p of [...pieces].sort((a, b) => b.high - a.high || b.wide - a.wide || a.list[0] - b.list[0])) {
      if (x && x + p.wide > wide) [x, y, high] = [0, y + high, 0];
      for (const i of p.list) put(i, x + p.at.get(i)[0] - p.left, y + p.at.get(i)[1] - p.top);
      x += p.wide;
      high = Math.max(high, p.high);
    }
  }

  // the things of equally short paths in columns; the one that is told of stands on the middle line
  function ladder({ columns }) {
    columns.forEach((column, n) =>
      column.forEach((i, k) => put(i, n * STEP * 1.6, (k % 2 ? -1 : 1) * Math.ceil(k / 2) * ROW)),
    );
    return {};
  }

  // The river from left to right through its areas, the river that it flows into at the end; what lies on it above, tributaries
  // with what is theirs below. What is joined to no area of it stands at its head.
  function trunk(river, scene) {
    const near = neighbours(scene),
      into = data.relationNumber("tributaryOf");
    const own = scene.links.filter((l) => links.from[l] === river),
      mouth = own.filter((l) => links.p[l] === into).map((l) => links.to[l]);
    const course = places.course(river).areas.filter((i) => near.has(i)),
      spine = [river, ...course, ...mouth.filter((i) => !course.includes(i))];
    const left = new Set(scene.things.filter((i) => !spine.includes(i))),
      above = new Map(spine.map((i) => [i, []])),
      below = new Map(spine.map((i) => [i, []]));
    const branches = scene.links.filter((l) => links.p[l] === into && links.to[l] === river).map((l) => links.from[l]);
    branches
      .filter((b) => left.delete(b))
      .forEach((b, n) => {
        const own =
          course.find((c) => near.get(b).has(c)) ??
          places.nearest(b, course) ??
          spine[Math.min(n + 1, spine.length - 1)];
        below.get(own).push({ head: b, list: [] });
      });
    const all = [...below.values()].flat();
    collect([...course, ...mouth, ...all.map((b) => b.head), river], near, left, (head, i) => {
      const branch = all.find((b) => b.head === head);
      (branch ? branch.list : above.get(head) || above.get(river)).push(i);
    });
    for (const i of left) above.get(river).push(i);
    let x = 0;
    for (const i of spine) {
      const columns = Math.max(
        1,
        Math.ceil(above.get(i).length / STACK),
        below.get(i).reduce((n, b) => n + Math.max(1, Math.ceil(b.list.length / STACK)), 0),
      );
      put(i, x, 0);
      stack(above.get(i), x, -1);
      let under = x;
      for (const b of below.get(i)) {
        put(b.head, under, ROW * 1.5);
        stack(b.list, under, 1, ROW * 1.5);
        under += STEP * Math.max(1, Math.ceil(b.list.length / STACK));
      }
      x += columns * STEP + STEP * 0.4;
    }
    const last = spine[spine.length - 1];
    return { course: [[river, last], ...all.map((b) => [b.head, spine.find((i) => below.get(i).includes(b))])] };
  }
  const stack = (list, x, way, from = 0) =>
    list
      .sort(alike)
      .forEach((i, n) => put(i, x + Math.floor(n / STACK) * STEP, from + way * ROW * (1.1 + (n % STACK))));
  // each thing goes to the first of some heads that it is joined to, near ones before far ones
  function collect(heads, near, left, take) {
    let rim = heads.map((h) => [h, h]);
    while (rim.length && left.size) {
      const next = [];
      for (const [head, i] of rim)
        for (const other of [...near.get(i)].sort(alike))
          if (left.delete(other)) {
            take(head, other);
            next.push([head, other]);
          }
      rim = next;
    }
  }
  return { arrange, MOST };
})();
