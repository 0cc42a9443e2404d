// The drawn graph. vis-network (from pyvis) holds the view, the gestures and the shapes; links, group discs and names are
// drawn here in batches, since as objects of vis they cost most of the time to open and to pan.
const canvas = (() => {
  const box = words.byId("graph"),
    nodes = new vis.DataSet(),
    { things, links, groups } = data;
  const network = new vis.Network(
    box,
    { nodes, edges: new vis.DataSet() },
    {
      ...data.options,
      layout: { improvedLayout: false },
      interaction: { hover: false, keyboard: false, dragNodes: false, selectConnectedEdges: false, tooltipDelay: 1e9 },
    },
  );
  const LEAST = 2.6; // pixels, the smallest radius of a shape
  let scene = { things: [], links: [], circles: [], bundles: [], ties: [], loose: [], form: "" },
    lines = { discs: [] },
    colours = {},
    scale = 1,
    chosen = -1,
    marked = new Set(),
    placed = { key: "" };

  // several changes are one drawing: vis would draw after each, and each lays the names anew
  let held = 0;
  function redraw() {
    if (!held) network.redraw();
  }
  function hold(changes) {
    held++;
    network.body.emitter.emit("_blockRedraw");
    try {
      changes();
    } finally {
      held--;
      if (!held) {
        network.body.emitter.emit("_allowRedraw");
        redraw();
      }
    }
  }

  function recolour() {
    const style = getComputedStyle(document.documentElement),
      of = (name) => style.getPropertyValue(name).trim();
    colours = {
      ink: of("--ink"),
      soft: of("--soft"),
      paper: of("--paper"),
      mark: of("--mark"),
      water: of("--water"),
      area: of("--area"),
      link: of("--link"),
      faint: of("--faint"),
    };
    placed.key = "";
    redraw();
  }

  function outline(i) {
    return shapes[data.shapes[things.kind[i]]];
  }
  const radius = (i) => Math.max(things.size[i], LEAST / scale);

  // While a large scene is dragged, a picture of it moves along, and is drawn anew only every while.
  const HEAVY = 300,
    WHILE = 180; // things and lines; milliseconds
  const still = words.make("canvas"),
    drag = { on: false, since: 0, from: null, skip: false };
  function keep(ctx) {
    const source = ctx.canvas;
    if (still.width !== source.width || still.height !== source.height) {
      still.width = source.width;
      still.height = source.height;
    }
    const pen = still.getContext("2d");
    pen.clearRect(0, 0, still.width, still.height);
    pen.drawImage(source, 0, 0);
    drag.from = network.canvasToDOM({ x: 0, y: 0 });
    drag.since = performance.now();
  }
  function slide(ctx) {
    const zero = network.canvasToDOM({ x: 0, y: 0 }),
      ratio = ctx.getTransform().a / scale;
    ctx.save();
    ctx.setTransform(1, 0, 0, 1, 0, 0);
    ctx.drawImage(still, Math.round((zero.x - drag.from.x) * ratio), Math.round((zero.y - drag.from.y) * ratio));
    ctx.restore();
  }
  network.on("dragStart", () => {
    drag.on = scene.things.length + scene.links.length + scene.bundles.length > HEAVY;
    if (drag.on) keep(box.querySelector("canvas").getContext("2d"));
  });
  network.on("dragEnd", () => {
    drag.on = false;
    redraw();
  });

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
        ctx.lineWidth = ring ? Math.max(4, 3 / scale) : Math.max(1.5, 0.5 / scale);
        ctx.stroke();
        const state = r * scale < 4 ? null : look.ring(id);
        if (state) ringed(ctx, x, y, r, state);
      },
      nodeDimensions: { width: 2 * r, height: 2 * r },
    };
  }
  // how far a work is: a ring around it, of what is planned a dashed one
  function ringed(ctx, x, y, r, [colour, dashes]) {
    ctx.beginPath();
    ctx.arc(x, y, r * 1.25 + 3.5, 0, 7);
    ctx.strokeStyle = colour;
    ctx.lineWidth = Math.max(2.4, 1.6 / scale);
    ctx.setLineDash(dashes);
    ctx.stroke();
    ctx.setLineDash([]);
  }
  function circle(group) {
    return group < 0 ? alone : groups[group];
  }
  function drawCircle({ ctx, id, x, y }) {
    if (drag.skip) return nothing;
    const group = Number(id.slice(1)),
      r = circle(group).r * 0.92;
    return {
      drawNode() {
        ctx.beginPath();
        ctx.arc(x, y, r, 0, 7);
        ctx.fillStyle = tint(group);
        ctx.globalAlpha = 0.85;
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
    let left = Infinity,
      right = -Infinity,
      top = Infinity,
      bottom = -Infinity;
    for (let i = 0; i < data.size; i++) {
      if (things.group[i] >= 0) continue;
      left = Math.min(left, things.x[i]);
      right = Math.max(right, things.x[i]);
      top = Math.min(top, things.y[i]);
      bottom = Math.max(bottom, things.y[i]);
    }
    return {
      of: -1,
      x: (left + right) / 2,
      y: top + Math.min(bottom - top, right - left) / 2,
      r: Math.max(80, Math.min(bottom - top, right - left) / 2),
    };
  }

  // put a scene on the canvas: only what changed goes through vis
  function show(next, s) {
    const before = scene.form || "";
    scene = { ...next, ...layout.arrange(s, next), settled: true };
    look.size();
    const moved = before || scene.form;
    const wanted = new Map(); // circles first: what is chosen stands on them
    for (const [group] of next.circles) {
      const { x, y, r } = circle(group);
      wanted.set("g" + group, { id: "g" + group, x, y, size: r, shape: "custom", ctxRenderer: drawCircle });
    }
    for (const i of next.things)
      wanted.set(i, {
        id: i,
        x: things.x[i],
        y: things.y[i],
        size: things.size[i],
        shape: "custom",
        ctxRenderer: drawThing,
      });
    const here = new Set(nodes.getIds());
    nodes.remove([...here].filter((id) => !wanted.has(id)));
    nodes.add([...wanted.values()].filter((n) => !here.has(n.id)));
    if (moved) nodes.update([...wanted.values()].filter((n) => here.has(n.id)).map(({ id, x, y }) => ({ id, x, y })));
    lines = paths2d(scene);
    placed.key = "";
    redraw();
  }
  function end(code) {
    return code <= -2 ? { x: things.x[-2 - code], y: things.y[-2 - code] } : circle(code);
  }
  function paths2d(next) {
    const stated = new Path2D(),
      supplied = new Path2D();
    for (const i of next.links) {
      const path = links.stated[i] ? stated : supplied,
        a = links.from[i],
        b = links.to[i];
      path.moveTo(things.x[a], things.y[a]);
      path.lineTo(things.x[b], things.y[b]);
    }
    const bundles = next.bundles.map(([a, b, n]) => [end(a), end(b), n]);
    const tied = new Path2D();
    // in the layout of the file a tie from disc to disc would only be in the way
    const near = (t) => next.form || things.group[data.ties.a[t]] === things.group[data.ties.b[t]];
    for (const t of next.ties.filter(near)) {
      tied.moveTo(things.x[data.ties.a[t]], things.y[data.ties.a[t]]);
      tied.lineTo(things.x[data.ties.b[t]], things.y[data.ties.b[t]]);
    }
    const discs = new Map();
    for (const i of next.form ? [] : next.things) {
      const g = things.group[i];
      if (g >= 0 && groups[g].r > 0) discs.set(g, (discs.get(g) || 0) + 1);
    }
    return {
      stated,
      supplied,
      tied: next.ties.length ? tied : null,
      bundles,
      discs: [...discs].filter(([, n]) => n > 1).map(([g]) => g),
    };
  }

  // sizes or rings are others: draw anew
  function resize() {
    look.size();
    placed.key = "";
    redraw();
  }
  function mark(thing, marks) {
    chosen = thing;
    marked = marks.things;
    lines.marked = marks.links;
    placed.key = "";
    redraw();
  }

  network.on("beforeDrawing", (ctx) => {
    scale = network.getScale();
    drag.skip = drag.on && performance.now() - drag.since < WHILE;
    if (drag.skip) {
      slide(ctx);
      return;
    }
    for (const g of lines.discs || []) {
      ctx.beginPath();
      ctx.arc(groups[g].x, groups[g].y, groups[g].r, 0, 7);
      ctx.fillStyle = tint(g);
      ctx.globalAlpha = 0.38;
      ctx.fill();
    }
    ctx.globalAlpha = 1;
    ctx.strokeStyle = colours.link;
    for (const [a, b, n] of lines.bundles || []) {
      ctx.globalAlpha = Math.min(0.75, 0.25 + n / 60);
      ctx.lineWidth = (Math.min(1 + Math.sqrt(n), 9) / scale) * 0.6;
      ctx.beginPath();
      ctx.moveTo(a.x, a.y);
      ctx.lineTo(b.x, b.y);
      ctx.stroke();
    }
    const faded = lines.marked && lines.marked.length ? 0.45 : 1;
    course(ctx);
    if (lines.tied) {
      ctx.globalAlpha = 0.8 * faded;
      ctx.lineWidth = Math.max(1, 0.7 / scale);
      ctx.setLineDash([5 / scale, 5 / scale]);
      ctx.stroke(lines.tied);
      ctx.setLineDash([]);
    }
    ctx.lineWidth = Math.max(0.7, 0.55 / scale);
    ctx.globalAlpha = 0.5 * faded;
    if (lines.supplied) ctx.stroke(lines.supplied);
    ctx.lineWidth = Math.max(1.3, 0.8 / scale);
    ctx.globalAlpha = faded;
    if (lines.stated) ctx.stroke(lines.stated);
    if (scale > 0.55)
      arrows(
        ctx,
        scene.links.filter((i) => links.stated[i]),
        colours.link,
      );
    if (lines.marked) {
      ctx.globalAlpha = 1;
      ctx.strokeStyle = colours.mark;
      ctx.lineWidth = Math.max(2.4, 1.8 / scale);
      ctx.beginPath();
      for (const i of lines.marked) {
        ctx.moveTo(things.x[links.from[i]], things.y[links.from[i]]);
        ctx.lineTo(things.x[links.to[i]], things.y[links.to[i]]);
      }
      ctx.stroke();
      if (scale > 0.3) arrows(ctx, lines.marked, colours.mark);
    }
    ctx.globalAlpha = 1;
  });
  // the river that is filtered by, as a trunk behind its things
  function course(ctx) {
    if (!scene.course) return;
    ctx.globalAlpha = 1;
    ctx.strokeStyle = colours.water;
    ctx.lineCap = "round";
    scene.course.forEach(([from, to], n) => {
      ctx.lineWidth = n ? 12 : 26;
      ctx.beginPath();
      ctx.moveTo(things.x[from], things.y[from]);
      ctx.lineTo(things.x[to], things.y[to]);
      ctx.stroke();
    });
    ctx.lineCap = "butt";
    ctx.strokeStyle = colours.link;
  }
  function arrows(ctx, list, colour) {
    const seen = viewport(),
      size = Math.max(7, 5 / scale);
    ctx.fillStyle = colour;
    ctx.beginPath();
    for (const i of list) {
      const a = links.from[i],
        b = links.to[i],
        bx = things.x[b],
        by = things.y[b];
      if (bx < seen.left || bx > seen.right || by < seen.top || by > seen.bottom) continue;
      const dx = bx - things.x[a],
        dy = by - things.y[a],
        far = Math.hypot(dx, dy) || 1,
        ux = dx / far,
        uy = dy / far;
      const tx = bx - ux * (radius(b) + 2),
        ty = by - uy * (radius(b) + 2),
        px = tx - ux * size,
        py = ty - uy * size;
      ctx.moveTo(tx, ty);
      ctx.lineTo(px - uy * size * 0.45, py + ux * size * 0.45);
      ctx.lineTo(px + uy * size * 0.45, py - ux * size * 0.45);
    }
    ctx.fill();
  }
  function viewport() {
    const a = network.DOMtoCanvas({ x: 0, y: 0 }),
      b = network.DOMtoCanvas({ x: box.clientWidth, y: box.clientHeight });
    return { left: a.x, top: a.y, right: b.x, bottom: b.y };
  }

  // names: the chosen and the marked always, then by weight; the relation beside each link of what is chosen
  function names(at) {
    const key = at.toFixed(4) + scene.things.length + words.chinese() + state.now.z;
    if (placed.key === key) return placed.list;
    const heads = new Set(lines.discs.map((g) => groups[g].of)),
      items = [];
    for (const [group, n] of scene.circles) {
      const c = circle(group),
        label = group < 0 ? words.say("alone") : data.label(c.of);
      const rows = [...labels.lines(label), values.count(n)];
      if (c.r * at > 9)
        items.push({ x: c.x * at, y: c.y * at, gap: -7.3 * rows.length, rows, size: 12, bold: true, rank: n * 10 });
    }
    for (const i of scene.things) {
      const special = i === chosen || marked.has(i),
        big = heads.has(i) || things.weight[i] > 12;
      items.push({
        x: things.x[i] * at,
        y: things.y[i] * at,
        gap: radius(i) * at + 2,
        text: data.label(i),
        size: big ? 14 : 12,
        bold: big || special,
        rank: (special ? 1e6 : 0) + (heads.has(i) ? 40 : 0) + things.weight[i],
        strong: special,
      });
    }
    items.sort((a, b) => b.rank - a.rank);
    const list = lines.marked && lines.marked.length <= 24 && at > 0.4 ? lines.marked.map((i) => beside(i, at)) : [];
    placed = {
      key,
      list: labels.place([...items.slice(0, 1 + marked.size), ...list, ...items.slice(1 + marked.size)].slice(0, 3000)),
    };
    return placed.list;
  }
  function beside(i, at) {
    const a = links.from[i],
      b = links.to[i];
    return {
      x: ((things.x[a] + things.x[b]) / 2) * at,
      y: ((things.y[a] + things.y[b]) / 2) * at,
      gap: -7,
      rows: [values.relation(links.p[i])],
      size: 11,
      colour: colours.mark,
    };
  }
  network.on("afterDrawing", (ctx) => {
    if (drag.skip) {
      drag.skip = false;
      return;
    }
    const ratio = ctx.getTransform().a / scale,
      zero = network.canvasToDOM({ x: 0, y: 0 });
    ctx.save();
    ctx.setTransform(ratio, 0, 0, ratio, 0, 0);
    ctx.textAlign = "center";
    ctx.textBaseline = "top";
    ctx.lineJoin = "round";
    ctx.strokeStyle = colours.paper;
    ctx.lineWidth = 3.5;
    for (const { box: b, rows, face, tall, x, strong, colour } of names(scale)) {
      const top = b.top + zero.y,
        half = (b.right - b.left) / 2,
        left = strong ? Math.min(Math.max(x + zero.x, half), box.clientWidth - half) : x + zero.x;
      if (top > box.clientHeight || b.bottom + zero.y < 0) continue;
      if (!strong && (b.left + zero.x < 0 || b.right + zero.x > box.clientWidth)) continue; // half a name is none
      ctx.font = face;
      ctx.fillStyle = colour || (strong ? colours.mark : colours.ink);
      rows.forEach((row, n) => {
        ctx.strokeText(row, left, top + n * tall);
        ctx.fillText(row, left, top + n * tall);
      });
    }
    ctx.restore();
    if (drag.on) keep(ctx);
    if (scene.settled && !document.body.dataset.ready) {
      document.body.dataset.ready = "yes";
      performance.mark("drawn");
    }
  });

  return {
    network,
    show,
    mark,
    recolour,
    hold,
    resize,
    names,
    viewport,
    tint,
    circle,
    end,
    get scene() {
      return scene;
    },
    get lines() {
      return lines;
    },
    get colours() {
      return colours;
    },
    get scale() {
      return network.getScale();
    },
    box,
  };
})();
