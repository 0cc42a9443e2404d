// China's counties by point, and on them the places of the graph. No tiles, no borders: it works offline.
const map = (() => {
  const { draw, make, say } = words,
    { things, links } = data,
    FLAT = Math.cos((36 * Math.PI) / 180); // at the country's middle latitude
  const PLACING = ["locatedIn", "flowsThrough", "jurisdiction", "appliesTo"];
  let whole = false;
  const x = (lon) => lon * FLAT * 10,
    y = (lat) => -lat * 10;

  // how many things lie at each place that has coordinates, itself among them where pages name it
  function counted(selection) {
    const placing = new Set(PLACING.map(data.relationNumber)),
      counts = new Map();
    for (const i of filter.listed(selection.thing)) if (things.at[i] && things.named[i]) counts.set(i, 1);
    for (const link of filter.listed(selection.link))
      if (placing.has(links.p[link]) && things.at[links.to[link]])
        counts.set(links.to[link], (counts.get(links.to[link]) || 0) + 1);
    return counts;
  }
  function frame(points) {
    const xs = points.map((p) => x(p[0])),
      ys = points.map((p) => y(p[1])),
      least = (l) => l.reduce((a, b) => Math.min(a, b)),
      most = (l) => l.reduce((a, b) => Math.max(a, b));
    const pad = 6,
      left = least(xs) - pad,
      top = least(ys) - pad;
    return { left, top, wide: Math.max(most(xs) + pad - left, 12), high: Math.max(most(ys) + pad - top, 12) };
  }
  // where most of the graph is: all but the outermost of what is counted, each way
  function dense(counts) {
    const many = [...counts].flatMap(([i, n]) => new Array(Math.min(n, 50)).fill(things.at[i]));
    const cut = (l) => l.slice(Math.floor(l.length * 0.04), Math.ceil(l.length * 0.96));
    const lons = cut(many.map((p) => p[0]).sort((a, b) => a - b)),
      lats = cut(many.map((p) => p[1]).sort((a, b) => a - b));
    return lons.length
      ? [
          [lons[0], lats[0]],
          [lons[lons.length - 1], lats[lats.length - 1]],
        ]
      : null;
  }
  function show(selection) {
    const counts = counted(selection),
      near = dense(counts),
      china = data.counties.map(([lon, lat]) => [lon / 100, lat / 100]);
    if (!china.length && !near) return make("p", { class: "soft" }, say("empty"));
    const room = Math.max((words.byId("overview").clientWidth || 900) - 70, 200); // pixels there are for it
    const small = Math.min(1, 0.4 + room / 1400); // the points of a narrow map
    const f = frame(whole || !near ? china : near),
      unit = Math.max(f.wide / room, f.high / 544);
    const svg = draw("svg", {
      viewBox: [f.left, f.top, f.wide, f.high].join(" "),
      class: "map",
      role: "group",
      "aria-label": say("map"),
    });
    svg.append(
      draw("path", {
        d: china.map(([lon, lat]) => "M" + x(lon).toFixed(1) + " " + y(lat).toFixed(1) + "h0").join(""),
        class: "counties",
        "stroke-width": unit * 4.5 * small,
      }),
    );
    const inside = [...counts]
      .filter(([i]) => {
        const px = x(things.at[i][0]),
          py = y(things.at[i][1]);
        return px >= f.left && px <= f.left + f.wide && py >= f.top && py <= f.top + f.high;
      })
      .sort((a, b) => b[1] - a[1] || a[0] - b[0]);
    const most = Math.max(1, ...inside.map((c) => c[1])),
      r = (n) => unit * small * (3.5 + 20 * Math.sqrt(n / Math.max(most, 12)));
    for (const [i, n] of inside) svg.append(point(i, n, r(n), unit));
    const placed = labels.place(
      inside.map(([i, n]) => ({
        x: x(things.at[i][0]) / unit,
        y: y(things.at[i][1]) / unit,
        gap: r(n) / unit,
        text: data.label(i),
        size: 13,
      })),
    );
    for (const { rows, x: at, box } of placed)
      rows.forEach((line, n) =>
        svg.append(
          draw(
            "text",
            {
              x: at * unit,
              y: (box.top + 13 * (n + 1)) * unit,
              "font-size": 13 * unit,
              "stroke-width": 3 * unit,
              "text-anchor": "middle",
            },
            line,
          ),
        ),
      );
    const pick = (value) =>
      make(
        "button",
        {
          "aria-pressed": String(whole === value),
          click: () => {
            whole = value;
            box.replaceWith(show(selection));
          },
        },
        say(value ? "china" : "near"),
      );
    const box = make(
      "div",
      {},
      make("div", { class: "switch", role: "group", "aria-label": say("map") }, pick(false), pick(true)),
      svg,
      make("p", { class: "soft" }, say("mapNote")),
    );
    return box;
  }
  function point(i, n, r, unit) {
    const open = () => state.chose({ e: things.id[i], v: state.now.v }),
      text = data.label(i) + " · " + n;
    const node = draw("circle", {
      cx: x(things.at[i][0]),
      cy: y(things.at[i][1]),
      r,
      fill: data.colour(i),
      "stroke-width": unit,
      class: "dot place",
      tabindex: 0,
      role: "button",
      "aria-label": text,
      click: open,
      keydown: (e) => {
        if (e.key === "Enter" || e.key === " ") {
          e.preventDefault();
          open();
        }
      },
    });
    node.append(draw("title", {}, text));
    return node;
  }
  return { show };
})();
