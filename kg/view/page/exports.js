// The view as files: picture, drawing, table, data. Nothing leaves the page: the browser saves what is made here.
const exports_ = (() => {
  const { draw } = words,
    { things, links } = data;

  function save(name, type, body) {
    const address = URL.createObjectURL(body instanceof Blob ? body : new Blob([body], { type }));
    const anchor = words.make("a", { href: address, download: name });
    document.body.append(anchor);
    anchor.click();
    anchor.remove();
    setTimeout(() => URL.revokeObjectURL(address), 10000);
  }

  // rows for spreadsheets: a cell that would be taken for a formula is marked as text
  function sheet(rows) {
    const cell = (value) => {
      const text = /^[=+\-@\t\r]/.test(value) && !/^-?[\d.]+$/.test(value) ? "'" + value : value;
      return /[",\n\r]/.test(text) ? '"' + text.replaceAll('"', '""') + '"' : text;
    };
    return "\ufeff" + rows.map((row) => row.map(cell).join(",")).join("\r\n") + "\r\n";
  }
  function csv(selection) {
    const { facts, rules, articles } = data.read;
    const rows = filter.listed(selection.fact).map((f) => {
      const a = facts.article[f],
        value = facts.value[f];
      return [
        things.id[facts.s[f]],
        data.label(facts.s[f]),
        data.relations[facts.p[f]][0],
        facts.o[f] >= 0 ? things.id[facts.o[f]] : value[1],
        values.text(f),
        value && value[0] === "amount" ? value[2] : "",
        facts.modality[f],
        facts.confidence[f],
        rules[facts.rule[f]],
        a < 0 ? "" : articles.page[a],
        a < 0 ? "" : articles.title[a],
        a < 0 ? "" : articles.issued[a],
        String(facts.start[f]),
        String(facts.end[f]),
        data.quote(f),
      ];
    });
    const head = [
      "subject",
      "subjectLabel",
      "relation",
      "object",
      "objectLabel",
      "unit",
      "modality",
      "confidence",
      "rule",
      "page",
      "article",
      "issued",
      "charStart",
      "charEnd",
      "quote",
    ];
    return sheet([head, ...rows]);
  }

  // remembers a shape as the text of an SVG path, in place of a canvas
  function outline(shape, x, y, r) {
    let text = "";
    const say = (letter, ...n) => {
      text += letter + n.map((v) => Math.round(v * 10) / 10).join(" ");
    };
    const pen = {
      moveTo: (a, b) => say("M", a, b),
      lineTo: (a, b) => say("L", a, b),
      bezierCurveTo: (...n) => say("C", ...n),
      closePath: () => {
        text += "Z";
      },
      rect: (a, b, w, h) => {
        say("M", a, b);
        say("h", w);
        say("v", h);
        say("h", -w);
        text += "Z";
      },
      arc: (cx, cy, q, from, to) => {
        if (to - from >= 6.28) {
          say("M", cx - q, cy);
          say("A", q, q, 0, 1, 0, cx + q, cy);
          say("A", q, q, 0, 1, 0, cx - q, cy);
          text += "Z";
        } else say("A", q, q, 0, 0, 1, cx + q * Math.cos(to), cy + q * Math.sin(to));
      },
    };
    shapes[shape](pen, x, y, r);
    return text;
  }
  function svg() {
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
          d: outline(data.shapes[things.kind[i]], things.x[i], things.y[i], things.size[i]),
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
    return '<?xml version="1.0" encoding="UTF-8"?>\n' + new XMLSerializer().serializeToString(root) + "\n";
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
  const png = () => new Promise((done) => picture().toBlob(done, "image/png"));
  // the map or the time line that is on the screen, its colours written in
  function drawing() {
    const from = [...document.querySelectorAll(".sheet:not([hidden]) :is(svg.map, svg.timeline)")][0];
    if (!from) return null;
    const to = from.cloneNode(true),
      [old, made] = [from.querySelectorAll("*"), to.querySelectorAll("*")];
    made.forEach((node, n) => {
      const style = getComputedStyle(old[n]);
      for (const key of ["fill", "fill-opacity", "stroke", "stroke-width", "stroke-dasharray", "paint-order"])
        node.setAttribute(key, style.getPropertyValue(key));
      for (const key of ["class", "tabindex", "role", "aria-label"]) node.removeAttribute(key);
    });
    const box = from.getBoundingClientRect();
    to.setAttribute("xmlns", "http://www.w3.org/2000/svg");
    to.setAttribute("width", Math.round(box.width));
    to.setAttribute("height", Math.round(box.height));
    to.setAttribute("font-family", "Noto Sans CJK SC, Noto Sans SC, PingFang SC, Microsoft YaHei, sans-serif");
    return new XMLSerializer().serializeToString(to);
  }
  async function drawn(text) {
    const image = new Image();
    image.src = "data:image/svg+xml;charset=utf-8," + encodeURIComponent(text);
    await image.decode();
    const to = words.make("canvas", { width: image.width * 2, height: image.height * 2 }),
      ctx = to.getContext("2d");
    ctx.fillStyle = canvas.colours.paper;
    ctx.fillRect(0, 0, to.width, to.height);
    ctx.drawImage(image, 0, 0, to.width, to.height);
    return new Promise((done) => to.toBlob(done, "image/png"));
  }

  const MAKE = {
    png: async () => save("shanhe.png", "image/png", await (drawing() ? drawn(drawing()) : png())),
    svg: () => save("shanhe.svg", "image/svg+xml", drawing() || svg()),
    csv: (selection) => save("shanhe.csv", "text/csv", csv(selection)),
    ttl: (selection) => save("shanhe.ttl", "text/turtle", turtle.text(selection)),
  };
  function show(selection) {
    words.byId("export-list").replaceChildren(
      ...Object.keys(MAKE).map((kind) =>
        words.make(
          "button",
          {
            "data-export": kind,
            click: () => {
              words.byId("export").open = false;
              MAKE[kind](selection());
            },
          },
          words.say(kind),
        ),
      ),
    );
  }
  return { show, save, sheet, csv, svg, png, picture };
})();
