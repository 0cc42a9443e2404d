// The drawn graph. vis-network (from pyvis) holds the view, the gestures and the shapes; links, group discs and names are
// drawn here in batches, since as objects of vis they cost most of the time to open and to pan.
const canvas = (() => {
  const box = words.byId("graph"), tip = words.byId("tip"), nodes = new vis.DataSet(), { things, links, groups } = data;
  const network = new vis.Network(box, { nodes, edges: new vis.DataSet() }, {
    ...data.options, layout: { improvedLayout: false },
    interaction: { hover: false, keyboard: false, dragNodes: false, selectConnectedEdges: false, tooltipDelay: 1e9 },
  });
  const calm = matchMedia("(prefers-reduced-motion: reduce)");
  const NEAR = 6, LEAST = 2.6; // pixels: how near a click must be to a link; the smallest radius of a shape
  let scene = { things: [], links: [], circles: [], bundles: [] }, lines = { discs: [] }, colours = {}, scale = 1, chosen = -1, marked = new Set(), placed = { key: "" };

  function recolour() {
    const style = getComputedStyle(document.documentElement), of = (name) => style.getPropertyValue(name).trim();
    colours = { ink: of("--ink"), soft: of("--soft"), paper: of("--paper"), mark: of("--mark"), water: of("--water"), area: of("--area"), link: of("--link"), faint: of("--faint") };
    placed.key = "";
    network.redraw();
  }

  // shapes: areas are circles, waters and nature drops, works squares, bodies hexagons, policies leaves
  const SHAPES = {
    circle(ctx, x, y, r) { ctx.arc(x, y, r, 0, 7); },
    square(ctx, x, y, r) { const s = r * .88; ctx.rect(x - s, y - s, 2 * s, 2 * s); },
    drop(ctx, x, y, r) { ctx.moveTo(x, y - 1.3 * r); ctx.bezierCurveTo(x + .5 * r, y - .6 * r, x + r, y - .2 * r, x + r, y + .25 * r); ctx.arc(x, y + .2 * r, r, 0, Math.PI); ctx.bezierCurveTo(x - r, y - .2 * r, x - .5 * r, y - .6 * r, x, y - 1.3 * r); },
    hexagon(ctx, x, y, r) { for (let i = 0; i < 6; i++) ctx[i ? "lineTo" : "moveTo"](x + r * 1.08 * Math.cos(i * Math.PI / 3), y + r * 1.08 * Math.sin(i * Math.PI / 3)); ctx.closePath(); },
    leaf(ctx, x, y, r) { const s = r * .8; ctx.moveTo(x - s, y - 1.15 * s); ctx.lineTo(x + .35 * s, y - 1.15 * s); ctx.lineTo(x + s, y - .5 * s); ctx.lineTo(x + s, y + 1.15 * s); ctx.lineTo(x - s, y + 1.15 * s); ctx.closePath(); },
  };
  function outline(i) { return SHAPES[data.shapes[things.kind[i]]]; }
  const radius = (i) => Math.max(things.size[i], LEAST / scale);

  // While a large scene is dragged, a picture of it moves along, and is drawn anew only every while.
  const HEAVY = 300, WHILE = 180; // things and lines; milliseconds
  const still = words.make("canvas"), drag = { on: false, since: 0, from: null, skip: false };
  function keep(ctx) {
    const source = ctx.canvas;
    if (still.width !== source.width || still.height !== source.height) { still.width = source.width; still.height = source.height; }
    const pen = still.getContext("2d");
    pen.clearRect(0, 0, still.width, still.height);
    pen.drawImage(source, 0, 0);
    drag.from = network.canvasToDOM({ x: 0, y: 0 });
    drag.since = performance.now();
  }
  function slide(ctx) {
    const zero = network.canvasToDOM({ x: 0, y: 0 }), ratio = ctx.getTransform().a / scale;
    ctx.save();
    ctx.setTransform(1, 0, 0, 1, 0, 0);
    ctx.drawImage(still, Math.round((zero.x - drag.from.x) * ratio), Math.round((zero.y - drag.from.y) * ratio));
    ctx.restore();
  }
  network.on("dragStart", () => {
    drag.on = scene.things.length + scene.links.length + scene.bundles.length > HEAVY;
    if (drag.on) keep(box.querySelector("canvas").getContext("2d"));
  });
  network.on("dragEnd", () => { drag.on = false; network.redraw(); });

  const nothing = { drawNode() {}, nodeDimensions: { width: 1, height: 1 } };
  function drawThing({ ctx, id, x, y }) {
    if (drag.skip) return nothing;
    const r = radius(id);
    return {
      drawNode() {
        ctx.beginPath();
        outline(id)(ctx, x, y, r);
        ctx.fillStyle = things.named[id] ? data.colour(id) : colours.paper;
        ctx.fill();
        const ring = id === chosen || marked.has(id);
        if (!ring && things.named[id] && r * scale < 5) return; // a rim of paper is not seen on so small a shape
        ctx.strokeStyle = ring ? colours.mark : things.named[id] ? colours.paper : data.colour(id);
        ctx.lineWidth = ring ? Math.max(4, 3 / scale) : Math.max(1.5, .5 / scale);
        ctx.stroke();
      },
      nodeDimensions: { width: 2 * r, height: 2 * r },
    };
  }
  function circle(group) { return group < 0 ? alone : groups[group]; }
  function drawCircle({ ctx, id, x, y }) {
    if (drag.skip) return nothing;
    const group = Number(id.slice(1)), r = circle(group).r * .92;
    return {
      drawNode() {
        ctx.beginPath();
        ctx.arc(x, y, r, 0, 7);
        ctx.fillStyle = tint(group);
        ctx.globalAlpha = .85;
        ctx.fill();
        ctx.globalAlpha = 1;
        ctx.strokeStyle = colours.soft;
        ctx.lineWidth = 1 / scale;
        ctx.stroke();
      },
      nodeDimensions: { width: 2 * r, height: 2 * r },
    };
  }
  const wet = (group) => group >= 0 && data.shapes[things.kind[groups[group].of]] === "drop";
  const dry = (group) => group >= 0 && data.shapes[things.kind[groups[group].of]] === "circle";
  const tint = (group) => (wet(group) ? colours.water : dry(group) ? colours.area : colours.faint);
  const alone = middle(); // where things without a group stand
  function middle() {
    let left = Infinity, right = -Infinity, top = Infinity, bottom = -Infinity;
    for (let i = 0; i < data.size; i++) {
      if (things.group[i] >= 0) continue;
      left = Math.min(left, things.x[i]); right = Math.max(right, things.x[i]); top = Math.min(top, things.y[i]); bottom = Math.max(bottom, things.y[i]);
    }
    return { of: -1, x: (left + right) / 2, y: top + Math.min(bottom - top, right - left) / 2, r: Math.max(80, Math.min(bottom - top, right - left) / 2) };
  }

  // put a scene on the canvas: only what changed goes through vis
  function show(next) {
    scene = { ...next, settled: true };
    const wanted = new Map(next.things.map((i) => [i, { id: i, x: things.x[i], y: things.y[i], size: things.size[i], shape: "custom", ctxRenderer: drawThing }]));
    for (const [group] of next.circles) { const { x, y, r } = circle(group); wanted.set("g" + group, { id: "g" + group, x, y, size: r, shape: "custom", ctxRenderer: drawCircle }); }
    const here = new Set(nodes.getIds());
    nodes.remove([...here].filter((id) => !wanted.has(id)));
    nodes.add([...wanted.values()].filter((n) => !here.has(n.id)));
    lines = paths2d(next);
    placed.key = "";
    network.redraw();
  }
  function end(code) { return code <= -2 ? { x: things.x[-2 - code], y: things.y[-2 - code] } : circle(code); }
  function paths2d(next) {
    const stated = new Path2D(), supplied = new Path2D();
    for (const i of next.links) {
      const path = links.stated[i] ? stated : supplied, a = links.from[i], b = links.to[i];
      path.moveTo(things.x[a], things.y[a]);
      path.lineTo(things.x[b], things.y[b]);
    }
    const bundles = next.bundles.map(([a, b, n]) => [end(a), end(b), n]);
    const discs = new Map();
    for (const i of next.things) { const g = things.group[i]; if (g >= 0 && groups[g].r > 0) discs.set(g, (discs.get(g) || 0) + 1); }
    return { stated, supplied, bundles, discs: [...discs].filter(([, n]) => n > 1).map(([g]) => g) };
  }

  function mark(thing, marks) {
    chosen = thing;
    marked = marks.things;
    lines.marked = marks.links;
    placed.key = "";
    network.redraw();
  }

  network.on("beforeDrawing", (ctx) => {
    scale = network.getScale();
    drag.skip = drag.on && performance.now() - drag.since < WHILE;
    if (drag.skip) { slide(ctx); return; }
    for (const g of lines.discs || []) {
      ctx.beginPath();
      ctx.arc(groups[g].x, groups[g].y, groups[g].r, 0, 7);
      ctx.fillStyle = tint(g);
      ctx.globalAlpha = .38;
      ctx.fill();
    }
    ctx.globalAlpha = 1;
    ctx.strokeStyle = colours.link;
    for (const [a, b, n] of lines.bundles || []) {
      ctx.globalAlpha = Math.min(.75, .25 + n / 60);
      ctx.lineWidth = Math.min(1 + Math.sqrt(n), 9) / scale * .6;
      ctx.beginPath(); ctx.moveTo(a.x, a.y); ctx.lineTo(b.x, b.y); ctx.stroke();
    }
    const faded = lines.marked && lines.marked.length ? .45 : 1;
    ctx.lineWidth = Math.max(.7, .55 / scale);
    ctx.globalAlpha = .5 * faded;
    if (lines.supplied) ctx.stroke(lines.supplied);
    ctx.lineWidth = Math.max(1.3, .8 / scale);
    ctx.globalAlpha = faded;
    if (lines.stated) ctx.stroke(lines.stated);
    if (scale > .55) arrows(ctx, scene.links.filter((i) => links.stated[i]), colours.link);
    if (lines.marked) {
      ctx.globalAlpha = 1;
      ctx.strokeStyle = colours.mark;
      ctx.lineWidth = Math.max(2.4, 1.8 / scale);
      ctx.beginPath();
      for (const i of lines.marked) { ctx.moveTo(things.x[links.from[i]], things.y[links.from[i]]); ctx.lineTo(things.x[links.to[i]], things.y[links.to[i]]); }
      ctx.stroke();
      if (scale > .3) arrows(ctx, lines.marked, colours.mark);
    }
    ctx.globalAlpha = 1;
  });
  function arrows(ctx, list, colour) {
    const seen = viewport(), size = Math.max(7, 5 / scale);
    ctx.fillStyle = colour;
    ctx.beginPath();
    for (const i of list) {
      const a = links.from[i], b = links.to[i], bx = things.x[b], by = things.y[b];
      if (bx < seen.left || bx > seen.right || by < seen.top || by > seen.bottom) continue;
      const dx = bx - things.x[a], dy = by - things.y[a], far = Math.hypot(dx, dy) || 1, ux = dx / far, uy = dy / far;
      const tx = bx - ux * (radius(b) + 2), ty = by - uy * (radius(b) + 2), px = tx - ux * size, py = ty - uy * size;
      ctx.moveTo(tx, ty); ctx.lineTo(px - uy * size * .45, py + ux * size * .45); ctx.lineTo(px + uy * size * .45, py - ux * size * .45);
    }
    ctx.fill();
  }
  function viewport() {
    const a = network.DOMtoCanvas({ x: 0, y: 0 }), b = network.DOMtoCanvas({ x: box.clientWidth, y: box.clientHeight });
    return { left: a.x, top: a.y, right: b.x, bottom: b.y };
  }

  // names: the chosen and the marked always, then by weight; the relation beside each link of what is chosen
  function names(at) {
    const key = at.toFixed(4) + scene.things.length + words.chinese();
    if (placed.key === key) return placed.list;
    const heads = new Set(lines.discs.map((g) => groups[g].of)), items = [];
    for (const [group, n] of scene.circles) {
      const c = circle(group), label = group < 0 ? words.say("alone") : data.label(c.of);
      const rows = [...labels.lines(label), values.count(n)];
      if (c.r * at > 9) items.push({ x: c.x * at, y: c.y * at, gap: -7.3 * rows.length, rows, size: 12, bold: true, rank: n * 10 });
    }
    for (const i of scene.things) {
      const special = i === chosen || marked.has(i), big = heads.has(i) || things.weight[i] > 12;
      items.push({ x: things.x[i] * at, y: things.y[i] * at, gap: radius(i) * at + 2, text: data.label(i), size: big ? 14 : 12, bold: big || special, rank: (special ? 1e6 : 0) + (heads.has(i) ? 40 : 0) + things.weight[i], strong: special });
    }
    items.sort((a, b) => b.rank - a.rank);
    const list = lines.marked && lines.marked.length <= 24 && at > .4 ? lines.marked.map((i) => beside(i, at)) : [];
    placed = { key, list: labels.place([...items.slice(0, 1 + marked.size), ...list, ...items.slice(1 + marked.size)].slice(0, 3000)) };
    return placed.list;
  }
  function beside(i, at) {
    const a = links.from[i], b = links.to[i];
    return { x: (things.x[a] + things.x[b]) / 2 * at, y: (things.y[a] + things.y[b]) / 2 * at, gap: -7, rows: [values.relation(links.p[i])], size: 11, colour: colours.mark };
  }
  network.on("afterDrawing", (ctx) => {
    if (drag.skip) { drag.skip = false; return; }
    const ratio = ctx.getTransform().a / scale, zero = network.canvasToDOM({ x: 0, y: 0 });
    ctx.save();
    ctx.setTransform(ratio, 0, 0, ratio, 0, 0);
    ctx.textAlign = "center"; ctx.textBaseline = "top"; ctx.lineJoin = "round";
    ctx.strokeStyle = colours.paper; ctx.lineWidth = 3.5;
    for (const { box: b, rows, face, tall, x, strong, colour } of names(scale)) {
      const top = b.top + zero.y, left = x + zero.x;
      if (top > box.clientHeight || b.bottom + zero.y < 0 || b.right + zero.x < 0 || b.left + zero.x > box.clientWidth) continue;
      ctx.font = face;
      ctx.fillStyle = colour || (strong ? colours.mark : colours.ink);
      rows.forEach((row, n) => { ctx.strokeText(row, left, top + n * tall); ctx.fillText(row, left, top + n * tall); });
    }
    ctx.restore();
    if (drag.on) keep(ctx);
    if (scene.settled && !document.body.dataset.ready) { document.body.dataset.ready = "yes"; performance.mark("drawn"); }
  });

  function bounds(list) {
    const b = { left: Infinity, right: -Infinity, top: Infinity, bottom: -Infinity };
    const add = (x, y, r) => { b.left = Math.min(b.left, x - r); b.right = Math.max(b.right, x + r); b.top = Math.min(b.top, y - r); b.bottom = Math.max(b.bottom, y + r); };
    for (const i of list) add(things.x[i], things.y[i], things.size[i] + 30);
    if (list === scene.things) for (const [group] of scene.circles) { const c = circle(group); add(c.x, c.y, c.r); }
    return b;
  }
  function fit(list = scene.things) {
    const b = bounds(list);
    if (!(b.right > b.left) || !box.clientWidth) return;
    const closest = list === scene.things && !scene.collapsed ? 1.1 : 1.2;
    const to = Math.min((box.clientWidth - 90) / (b.right - b.left), (box.clientHeight - 70) / (b.bottom - b.top), closest);
    move({ x: (b.left + b.right) / 2, y: (b.top + b.bottom) / 2 }, to);
  }
  let settled = false; // the first view does not fly in
  function move(position, to) {
    const far = settled && !calm.matches && box.clientWidth;
    network.moveTo({ position, scale: to, animation: far ? { duration: 320, easingFunction: "easeInOutQuad" } : false });
    settled = true;
  }
  function zoom(by) { move(network.getViewPosition(), Math.min(Math.max(network.getScale() * by, .005), 6)); }
  // bring things into view if they are not, or are too small to read
  function look(list) {
    if (!list.length || !box.clientWidth) return;
    const seen = viewport(), w = (seen.right - seen.left) * .08, h = (seen.bottom - seen.top) * .08;
    const inside = list.every((i) => things.x[i] > seen.left + w && things.x[i] < seen.right - w && things.y[i] > seen.top + h && things.y[i] < seen.bottom - h);
    if (inside && network.getScale() > .3) return;
    if (list.length > 1) fit(list);
    else move({ x: things.x[list[0]], y: things.y[list[0]] }, Math.max(network.getScale(), .8));
  }

  // what lies at a place: a thing, a circle, a link
  function at(dom) {
    const id = network.getNodeAt(dom);
    if (typeof id === "string") return { group: Number(id.slice(1)) };
    if (id !== undefined) return { thing: id };
    const p = network.DOMtoCanvas(dom), near = NEAR / network.getScale();
    let best = near, link = -1;
    for (const i of scene.links) {
      const away = distance(p, things.x[links.from[i]], things.y[links.from[i]], things.x[links.to[i]], things.y[links.to[i]]);
      if (away < best || (away === best && link >= 0 && links.stated[i] > links.stated[link])) { best = away; link = i; }
    }
    return link >= 0 ? { link } : {};
  }
  function distance(p, ax, ay, bx, by) {
    const dx = bx - ax, dy = by - ay, t = Math.min(1, Math.max(0, ((p.x - ax) * dx + (p.y - ay) * dy) / (dx * dx + dy * dy || 1)));
    return Math.hypot(p.x - ax - t * dx, p.y - ay - t * dy);
  }

  let waiting = false;
  box.addEventListener("mousemove", (event) => {
    if (waiting || event.buttons) { tip.hidden = true; return; }
    waiting = true;
    requestAnimationFrame(() => {
      waiting = false;
      const rect = box.getBoundingClientRect(), dom = { x: event.clientX - rect.left, y: event.clientY - rect.top }, found = at(dom);
      box.style.cursor = found.thing !== undefined || found.link !== undefined || found.group !== undefined ? "pointer" : "";
      const text = found.thing !== undefined ? data.label(found.thing) + " · " + values.kind(found.thing)
        : found.link !== undefined ? data.label(links.from[found.link]) + " — " + values.relation(links.p[found.link]) + " → " + data.label(links.to[found.link])
          : found.group !== undefined ? words.say("open", found.group < 0 ? words.say("alone") : data.label(groups[found.group].of), scene.circles.find(([g]) => g === found.group)[1]) : "";
      tip.hidden = !text;
      tip.textContent = text;
      tip.style.left = Math.min(dom.x + 14, Math.max(0, rect.width - tip.offsetWidth - 8)) + "px";
      tip.style.top = Math.min(dom.y + 16, rect.height - 40) + "px";
    });
  });
  box.addEventListener("mouseleave", () => { tip.hidden = true; });

  // the next thing in the direction of an arrow key, within a quarter of the circle
  function beyond(from, dx, dy) {
    let best = Infinity, found = -1;
    for (const i of scene.things) {
      const x = things.x[i] - from.x, y = things.y[i] - from.y, along = x * dx + y * dy, off = Math.abs(x * dy - y * dx);
      if (along > 1 && off <= along && along + off * 1.5 < best) { best = along + off * 1.5; found = i; }
    }
    return found;
  }

  return {
    network, show, mark, fit, zoom, look, move, at, beyond, recolour, bounds, names, SHAPES, tint, circle, end,
    get scene() { return scene; }, get lines() { return lines; }, get colours() { return colours; }, get scale() { return network.getScale(); }, box,
  };
})();
