// China with its borders, and on it the places of the graph and the works, each inside its county.
const map = (() => {
  const { draw, make, say } = words,
    { things } = data,
    FLAT = Math.cos((36 * Math.PI) / 180); // at the country's middle latitude
  const MARKS = 1500, // works that get a mark each
    WHOLE = { west: 73, south: 17.6, east: 135.2, north: 53.8 },
    SEA = { west: 106.5, south: 2.8, east: 122.5, north: 23.5 },
    CLOSEST = 0.4; // degrees across
  const x = (lon) => lon * FLAT * 10,
    y = (lat) => -lat * 10;
  let outline = null;

  const path = (rings) =>
    rings.map((ring) => "M" + ring.map(([a, b]) => x(a).toFixed(2) + " " + y(b).toFixed(2)).join("L")).join("");
  function borders() {
    if (outline) return outline;
    const { province, city, line } = places.parsed();
    const all = (set) => path(Object.values(set).flatMap((rings) => rings.map((r) => places.absolute(r, 100))));
    return (outline = {
      province: all(province),
      city: all(city),
      line: path(line.map((r) => places.absolute(r, 100))),
    });
  }
  const layer = (name, d, more = {}) =>
    draw("path", { class: name, d, "vector-effect": "non-scaling-stroke", ...more });

  // how many things lie at each place that has coordinates, itself among them where pages name it; works by place
  function counted(selection) {
    const counts = new Map(),
      works = new Map(),
      lost = [];
    for (const i of filter.listed(selection.thing)) {
      const at = places.of(i);
      if (things.at[i]) {
        if (things.named[i]) counts.set(i, (counts.get(i) || 0) + 1);
        continue;
      }
      for (const area of new Set(at)) counts.set(area, (counts.get(area) || 0) + 1);
      if (!places.isWork(i)) continue;
      if (!at.length) lost.push(i);
      else works.set(at[0], [...(works.get(at[0]) || []), i]);
    }
    return { counts, works, lost };
  }
  // where most of the graph is: all but the outermost of what is counted, each way
  function dense(counts) {
    const many = [...counts].flatMap(([i, n]) => new Array(Math.min(n, 50)).fill(things.at[i]));
    if (!many.length) return WHOLE;
    const cut = (k) => {
      const list = many.map((p) => p[k]).sort((a, b) => a - b);
      return [list[Math.floor(list.length * 0.04)], list[Math.ceil(list.length * 0.96) - 1]];
    };
    const [west, east] = cut(0),
      [south, north] = cut(1),
      pad = Math.max(0.5, (east - west) * 0.08);
    const inset = (east - west) * 0.18; // covers the corner
    return { west: west - pad, south: south - pad, east: east + pad + inset, north: north + pad };
  }
  function boxOf(text) {
    const [west, south, east, north] = (text || "").split(",").map(Number);
    return [west, south, east, north].every(Number.isFinite) && east > west && north > south
      ? { west, south, east, north }
      : null;
  }
  const written = (b) => [b.west, b.south, b.east, b.north].map((n) => n.toFixed(2)).join(",");

  function show(selection, tall) {
    const { counts, works, lost } = counted(selection),
      wide = Math.max((words.byId(tall ? "map" : "overview").clientWidth || 900) - (tall ? 34 : 70), 200);
    const high = tall ? Math.max(320, (words.byId("stage").clientHeight || 800) - 120) : 544,
      room = { wide, high };
    const frame = tall ? boxOf(state.now.m) || dense(counts) : dense(counts);
    const svg = draw("svg", { class: "map", role: "group", "aria-label": say("map"), width: wide, height: high });
    const { province, city, line } = borders();
    const codes = [...new Set([...counts.keys()].map((i) => things.code[i]))].filter(
      (code) => places.parsed().county[code],
    );
    svg.append(
      layer("land", province),
      layer("cities", city),
      ...codes.map((code) => layer("county", path(places.rings(code)), { "data-code": code })),
      layer("provinces", province),
      layer("dashes", line),
      ...rivers(),
    );
    const marks = draw("g");
    svg.append(marks);
    const view = { svg, marks, room, counts, works, frame };
    place(view, frame);
    if (tall) hand(view);
    const move = (to) =>
      tall ? state.go({ m: to ? written(to) : "" }, { replace: true }) : (place(view, to || dense(counts)), null);
    const pick = (label, to) => make("button", { class: "plain", click: () => move(to) }, say(label));
    const filtering = tall
      ? make(
          "button",
          { class: "plain", click: () => state.go({ box: state.now.box ? "" : written(view.frame) }) },
          say(state.now.box ? "boxOff" : "boxOn"),
        )
      : make("a", { class: "plain", href: state.href({ v: "map" }) }, say("largeMap"));
    return make(
      "div",
      { class: "mapbox" },
      make(
        "div",
        { class: "sheethead" },
        make(
          "span",
          { class: "soft" },
          say(
            "worksShown",
            [...works.values()].reduce((n, l) => n + l.length, 0),
          ),
        ),
        pick("near", null),
        pick("china", WHOLE),
        tall
          ? make(
              "button",
              { class: "plain", "aria-label": say("closer"), click: () => move(scaled(view.frame, 0.6)) },
              "＋",
            )
          : "",
        tall
          ? make(
              "button",
              { class: "plain", "aria-label": say("farther"), click: () => move(scaled(view.frame, 1.6)) },
              "－",
            )
          : "",
        filtering,
      ),
      make("div", { class: "mapstage" }, svg, inset()),
      make("p", { class: "soft" }, say("mapNote") + (svg.querySelector(".stream") ? " " + say("riverNote") : "")),
      lost.length
        ? make(
            "details",
            { class: "lost", open: tall },
            make("summary", {}, say("lost", lost.length)),
            make(
              "p",
              {},
              ...cards.few(
                lost.map((i) => make("span", { class: "one" }, cards.go(i), " ")),
                40,
              ),
            ),
          )
        : "",
    );
  }
  // the frame as the box of the drawing, in its shape; then marks and names at their sizes on the screen
  function place(view, wanted) {
    const { svg, room } = view;
    const [cx, cy] = [x((wanted.west + wanted.east) / 2), (y(wanted.south) + y(wanted.north)) / 2];
    const unit = Math.max(
      (x(wanted.east) - x(wanted.west)) / room.wide,
      (y(wanted.south) - y(wanted.north)) / room.high,
      CLOSEST / room.wide,
    );
    const [w, h] = [unit * room.wide, unit * room.high];
    svg.setAttribute("viewBox", [cx - w / 2, cy - h / 2, w, h].map((n) => n.toFixed(3)).join(" "));
    view.unit = unit;
    view.frame = {
      west: (cx - w / 2) / FLAT / 10,
      east: (cx + w / 2) / FLAT / 10,
      north: -(cy - h / 2) / 10,
      south: -(cy + h / 2) / 10,
    };
    view.marks.replaceChildren(...circles(view), ...squares(view), ...names(view));
  }
  const seen = ({ frame }, [lon, lat]) =>
    lon >= frame.west && lon <= frame.east && lat >= frame.south && lat <= frame.north;
  function circles(view) {
    const list = [...view.counts].filter(([i]) => seen(view, things.at[i])).sort((a, b) => b[1] - a[1] || a[0] - b[0]),
      most = Math.max(12, ...list.map((c) => c[1]));
    view.circles = list.map(([i, n]) => [i, n, view.unit * (3.5 + 17 * Math.sqrt(n / most))]);
    return view.circles.map(([i, n, r]) =>
      dot(
        "circle",
        i,
        {
          cx: x(things.at[i][0]),
          cy: y(things.at[i][1]),
          r,
          fill: data.colour(i),
          "stroke-width": view.unit,
          class: "dot place",
        },
        data.label(i) + " · " + n,
      ),
    );
  }
  // works inside their county, by their sums
  function squares(view) {
    view.squares = [];
    const total = [...view.works.values()].reduce((n, l) => n + l.length, 0);
    if (total > MARKS) return [];
    for (const [area, list] of view.works) {
      places.spread(area, list.length).forEach((at, k) => seen(view, at) && view.squares.push([list[k], at, area]));
    }
    return view.squares.map(([i, at, area]) => {
      const sum = values.sums(dossier.facts(i, "investment")),
        half = view.unit * (sum ? Math.min(9, 3 + 1.5 * Math.max(0, Math.log10(sum.most) - 6)) : 3);
      const text = data.label(i) + " · " + data.label(area) + (sum ? " · " + sum.text : "");
      return dot(
        "rect",
        i,
        {
          x: x(at[0]) - half,
          y: y(at[1]) - half,
          width: 2 * half,
          height: 2 * half,
          fill: data.colour(i),
          "stroke-width": view.unit,
          class: "dot work",
          "data-county": things.code[area],
        },
        text,
      );
    });
  }
  function dot(tag, i, attributes, text) {
    const open = () => state.chose({ e: things.id[i], v: state.now.v });
    const node = draw(tag, {
      ...attributes,
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
  function names(view) {
    const { unit } = view;
    const items = [
      ...view.circles.map(([i, , r]) => ({
        x: x(things.at[i][0]) / unit,
        y: y(things.at[i][1]) / unit,
        gap: r / unit + 1,
        text: data.label(i),
        size: 13,
      })),
      ...(view.squares.length <= 60
        ? view.squares.map(([i, at]) => ({
            x: x(at[0]) / unit,
            y: y(at[1]) / unit,
            gap: 8,
            text: data.label(i),
            size: 11,
          }))
        : []),
    ];
    const [left, top, wide, high] = view.svg
      .getAttribute("viewBox")
      .split(" ")
      .map((n) => n / unit);
    const whole = ({ box }) =>
      box.left >= left && box.right <= left + wide && box.top >= top && box.bottom <= top + high;
    return labels
      .place(items)
      .filter(whole)
      .flatMap(({ rows, x: at, box, size }) =>
        rows.map((line, n) =>
          draw(
            "text",
            {
              x: at * unit,
              y: (box.top + size * (n + 1)) * unit,
              "font-size": size * unit,
              "stroke-width": 3 * unit,
              "text-anchor": "middle",
            },
            line,
          ),
        ),
      );
  }
  // a river that is chosen, through its counties from the west: there are no river lines with clear terms in this page
  function rivers() {
    const river = [state.now.e, state.now.river].map(data.number).find((i) => i >= 0 && data.likeOf(i) === "River");
    if (river === undefined) return [];
    const way = places
      .course(river)
      .areas.filter((i) => things.at[i] && things.at[i].length)
      .map((i) => things.at[i]);
    if (way.length < 2) return [];
    return [layer("stream", path([way]))];
  }
  // the islands of the South China Sea, as Chinese maps have them
  function inset() {
    const { province, line } = borders();
    const svg = draw("svg", {
      class: "inset",
      role: "img",
      "aria-label": say("sea"),
      viewBox: [x(SEA.west), y(SEA.north), x(SEA.east) - x(SEA.west), y(SEA.south) - y(SEA.north)].join(" "),
    });
    svg.append(
      layer("land", province),
      layer("provinces", province),
      layer("dashes", line),
      draw("text", { x: x(SEA.west) + 4, y: y(SEA.south) - 5, "font-size": 11 }, say("sea")),
    );
    return svg;
  }
  const scaled = (f, by) => {
    const [cx, cy, w, h] = [
      (f.west + f.east) / 2,
      (f.south + f.north) / 2,
      ((f.east - f.west) / 2) * by,
      ((f.north - f.south) / 2) * by,
    ];
    return { west: cx - w, east: cx + w, south: cy - h, north: cy + h };
  };
  // wheel and dragging; where the hand rests, the address keeps the view
  function hand(view) {
    const { svg } = view;
    let from = null,
      waiting = 0;
    const keep = () => {
      clearTimeout(waiting);
      waiting = setTimeout(() => {
        quiet = true;
        state.go({ m: written(view.frame) }, { replace: true });
      }, 300);
    };
    svg.addEventListener("wheel", (event) => {
      event.preventDefault();
      const box = svg.getBoundingClientRect(),
        f = view.frame,
        by = event.deltaY > 0 ? 1.25 : 0.8;
      const [px, py] = [(event.clientX - box.left) / box.width, (event.clientY - box.top) / box.height];
      const [lon, lat] = [f.west + px * (f.east - f.west), f.north - py * (f.north - f.south)];
      const [w, h] = [(f.east - f.west) * by, (f.north - f.south) * by];
      if (w > 90 || w < CLOSEST) return;
      place(view, { west: lon - px * w, east: lon + (1 - px) * w, north: lat + py * h, south: lat - (1 - py) * h });
      keep();
    });
    svg.addEventListener("pointerdown", (event) => {
      if (!event.target.closest(".dot")) from = { x: event.clientX, y: event.clientY, frame: view.frame };
    });
    svg.addEventListener("pointermove", (event) => {
      if (!from || !event.buttons) return;
      const box = svg.getBoundingClientRect(),
        f = from.frame;
      const [dx, dy] = [
        ((event.clientX - from.x) / box.width) * (f.east - f.west),
        ((event.clientY - from.y) / box.height) * (f.north - f.south),
      ];
      place(view, { west: f.west - dx, east: f.east - dx, north: f.north + dy, south: f.south + dy });
    });
    const stop = () => {
      if (from) keep();
      from = null;
    };
    svg.addEventListener("pointerup", stop);
    svg.addEventListener("pointerleave", stop);
  }
  let quiet = false; // the map is where the address says already
  const sheet = {
    show(selection) {
      if (quiet && words.byId("map").firstChild) {
        quiet = false;
        return;
      }
      words.byId("map").replaceChildren(show(selection, true));
    },
  };
  return { show, sheet };
})();
