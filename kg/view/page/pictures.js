// What is on the screen as a picture: the graph, the map or the time line, with its title, its legend, and where it is from.
const pictures = (() => {
  const { draw, say } = words,
    { things, links } = data;
  const HEAD = 46,
    LINE = 24,
    PAD = 16;

  // the whole scene of the graph, its shapes and names as shapes and names
  function graph() {
    const { scene, colours, lines } = canvas,
      all = camera.bounds(scene.things),
      pad = 60;
    const size = Number.isFinite(all.left)
      ? { x: all.left - pad, y: all.top - pad, w: all.right - all.left + 2 * pad, h: all.bottom - all.top + 2 * pad }
      : { x: 0, y: 0, w: 100, h: 100 };
    const root = draw("svg", {
      xmlns: "http://www.w3.org/2000/svg",
      viewBox: [size.x, size.y, size.w, size.h].map(Math.round).join(" "),
      width: Math.round(size.w),
      height: Math.round(size.h),
      "font-family": "Noto Sans CJK SC, Noto Sans SC, PingFang SC, Microsoft YaHei, sans-serif",
    });
    root.append(draw("rect", { x: size.x, y: size.y, width: size.w, height: size.h, fill: colours.paper }));
    for (const g of lines.discs)
      root.append(
        draw("circle", {
          cx: data.groups[g].x,
          cy: data.groups[g].y,
          r: data.groups[g].r,
          fill: canvas.tint(g),
          "fill-opacity": 0.38,
        }),
      );
    for (const [a, b, n] of scene.bundles) {
      const p = canvas.end(a),
        q = canvas.end(b);
      root.append(
        draw("line", {
          x1: p.x,
          y1: p.y,
          x2: q.x,
          y2: q.y,
          stroke: colours.link,
          "stroke-width": Math.min(2 + Math.sqrt(n), 20),
        }),
      );
    }
    for (const i of scene.links)
      root.append(
        draw("line", {
          x1: things.x[links.from[i]],
          y1: things.y[links.from[i]],
          x2: things.x[links.to[i]],
          y2: things.y[links.to[i]],
          stroke: colours.link,
          "stroke-width": links.stated[i] ? 1.4 : 0.7,
        }),
      );
    for (const [g, n] of scene.circles) {
      const c = canvas.circle(g),
        label = draw(
          "text",
          { x: c.x, y: c.y, "text-anchor": "middle", "font-size": Math.max(14, c.r / 5), fill: colours.ink },
          (g < 0 ? words.say("alone") : data.label(c.of)) + " " + n,
        );
      root.append(
        draw("circle", { cx: c.x, cy: c.y, r: c.r * 0.92, fill: canvas.tint(g), stroke: colours.soft }),
        label,
      );
    }
    for (const i of scene.things)
      root.append(
        draw("path", {
          d: traced(data.shapes[things.kind[i]], things.x[i], things.y[i], things.size[i]),
          fill: things.named[i] ? data.colour(i) : colours.paper,
          stroke: things.named[i] ? colours.paper : data.colour(i),
          "stroke-width": 1.5,
        }),
      );
    for (const { rows, x, box, size: s, bold } of labels.place(named(scene.things)))
      rows.forEach((row, n) =>
        root.append(
          draw(
            "text",
            {
              x,
              y: box.top + (n + 0.8) * s * 1.22,
              "text-anchor": "middle",
              "font-size": s,
              ...(bold ? { "font-weight": 600 } : {}),
              fill: colours.ink,
              stroke: colours.paper,
              "stroke-width": 3,
              "paint-order": "stroke",
            },
            row,
          ),
        ),
      );
    return root;
  }
  function named(list) {
    return [...list]
      .sort((a, b) => things.weight[b] - things.weight[a])
      .map((i) => ({
        x: things.x[i],
        y: things.y[i],
        gap: things.size[i] + 2,
        text: data.label(i),
        size: things.weight[i] > 12 ? 15 : 13,
        bold: things.weight[i] > 12,
      }));
  }

  // what is on the screen, on paper of its own: a canvas alone is transparent
  function picture() {
    const from = canvas.box.querySelector("canvas"),
      to = words.make("canvas", { width: from.width, height: from.height }),
      ctx = to.getContext("2d");
    ctx.fillStyle = canvas.colours.paper;
    ctx.fillRect(0, 0, to.width, to.height);
    ctx.drawImage(from, 0, 0);
    return to;
  }
  // the map, with its inset, or the time line that is on the screen, its colours written in
  function drawing() {
    const from = document.querySelector(".sheet:not([hidden]) :is(svg.map, svg.timeline)");
    if (!from) return null;
    const inset = from.parentNode.querySelector("svg.inset"),
      { width, height } = from.getBoundingClientRect();
    const root = draw("svg", { width: Math.round(width), height: Math.round(height) });
    root.append(copied(from, 0, 0));
    if (inset) {
      const { width: w, height: h } = inset.getBoundingClientRect();
      root.append(
        draw("rect", {
          x: width - w,
          y: height - h,
          width: w,
          height: h,
          fill: canvas.colours.paper,
          stroke: canvas.colours.soft,
        }),
        copied(inset, width - w, height - h),
      );
    }
    return root;
  }
  function copied(from, x, y) {
    const to = from.cloneNode(true),
      [old, made] = [from.querySelectorAll("*"), to.querySelectorAll("*")],
      box = from.getBoundingClientRect();
    made.forEach((node, n) => {
      const style = getComputedStyle(old[n]);
      for (const key of ["fill", "fill-opacity", "stroke", "stroke-width", "stroke-dasharray", "paint-order"])
        node.setAttribute(key, style.getPropertyValue(key));
      for (const key of ["class", "tabindex", "role", "aria-label"]) node.removeAttribute(key);
    });
    for (const [key, value] of Object.entries({ x, y, width: Math.round(box.width), height: Math.round(box.height) }))
      to.setAttribute(key, value);
    return to;
  }
  async function raster(root) {
    const image = new Image();
    image.src = "data:image/svg+xml;charset=utf-8," + encodeURIComponent(text(root));
    await image.decode();
    const to = words.make("canvas", { width: image.width * 2, height: image.height * 2 }),
      ctx = to.getContext("2d");
    ctx.fillStyle = canvas.colours.paper;
    ctx.fillRect(0, 0, to.width, to.height);
    ctx.drawImage(image, 0, 0, to.width, to.height);
    return new Promise((done) => to.toBlob(done, "image/png"));
  }

  const FONT = "Noto Sans CJK SC, Noto Sans SC, PingFang SC, Microsoft YaHei, sans-serif";
  const text = (root) =>
    '<?xml version="1.0" encoding="UTF-8"?>\n' + new XMLSerializer().serializeToString(root) + "\n";

  // what is chosen or filtered by, in words: the picture's title
  function title() {
    const s = state.now,
      name = (id) => (data.number(id) >= 0 ? data.label(data.number(id)) : "");
    const parts = [
      name(s.e),
      s.p.map(name).join(" – "),
      s.n.map(name).join("、"),
      name(s.city),
      name(s.river),
      s.from || s.to ? (s.from || "…") + "–" + (s.to || "…") : "",
    ];
    const view = { "": "graph", time: "timeline" }[s.v] || s.v;
    return [say(view), ...parts.filter(Boolean)].join(" · ") + (state.filtered() ? " · " + say("filtered") : "");
  }
  // the classes that are on the picture, with their shapes; of the other drawings their note
  function legend(wide) {
    const s = state.now;
    if (s.v === "time") return lines(say("timeNote"), wide);
    if (s.v) return lines(say("mapNote"), wide);
    const kinds = [...new Set(canvas.scene.things.map((i) => things.kind[i]))].sort((a, b) => a - b),
      out = [];
    let [x, y] = [PAD, 0];
    for (const kind of kinds) {
      const label = words.pick(data.classes[kind].slice(1)),
        room = 30 + 14 * (words.chinese() ? label.length : label.length * 0.6);
      if (x + room > wide) [x, y] = [PAD, y + LINE];
      out.push(
        [y, draw("path", { d: traced(data.shapes[kind], x + 7, y + 12, 6), fill: data.classes[kind][3] })],
        [y, draw("text", { x: x + 18, y: y + 17, "font-size": 13, fill: canvas.colours.ink }, label)],
      );
      x += room;
    }
    return out;
  }
  function lines(note, wide) {
    const room = Math.max(10, Math.floor((wide - 2 * PAD) / (words.chinese() ? 13 : 7))),
      rows = note.match(new RegExp(".{1," + room + "}", "gu")) || [];
    return rows.map((row, n) => [
      n * LINE,
      draw("text", { x: PAD, y: n * LINE + 17, "font-size": 13, fill: canvas.colours.soft }, row),
    ]);
  }
  // a drawing between its title and its legend; the last line says where it is from
  function framed(inner, size) {
    const wide = Math.max(size.w, 480),
      keys = legend(wide),
      below = HEAD + size.h + 8,
      foot = below + (keys.length ? Math.max(...keys.map(([y]) => y)) + LINE : 0) + 8;
    const high = foot + LINE + PAD,
      { paper, ink, soft } = canvas.colours;
    const root = draw("svg", {
      xmlns: "http://www.w3.org/2000/svg",
      width: wide,
      height: high,
      viewBox: [0, 0, wide, high].join(" "),
      "font-family": FONT,
    });
    inner.setAttribute("x", 0);
    inner.setAttribute("y", HEAD);
    inner.setAttribute("width", size.w);
    inner.setAttribute("height", size.h);
    const group = draw("g", { transform: "translate(0," + below + ")" });
    group.append(...keys.map(([, node]) => node));
    root.append(
      draw("rect", { width: wide, height: high, fill: paper }),
      draw("text", { x: PAD, y: 31, "font-size": 20, "font-weight": 700, fill: ink }, title()),
      inner,
      group,
      draw("text", { x: PAD, y: foot + 17, "font-size": 12, fill: soft }, pages.line()),
    );
    return root;
  }
  const size = (node) => ({ w: Number(node.getAttribute("width")), h: Number(node.getAttribute("height")) });
  function whole() {
    const inner = drawing() || graph();
    return framed(inner, size(inner));
  }
  // the graph as a picture is what the screen shows of it
  function shown() {
    const inner = drawing();
    if (inner) return framed(inner, size(inner));
    const from = picture(),
      at = { w: canvas.box.clientWidth, h: canvas.box.clientHeight };
    return framed(draw("image", { href: from.toDataURL("image/png"), preserveAspectRatio: "none" }), at);
  }
  return { svg: () => text(whole()), png: () => raster(shown()), picture };
})();
