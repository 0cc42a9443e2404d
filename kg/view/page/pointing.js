// What lies under the pointer, and what lies beyond a thing in the direction of an arrow key.
const pointing = (() => {
  const { things, links, groups } = data,
    { box } = canvas,
    tip = words.byId("tip");
  const NEAR = 6; // pixels: how near a click must be to a link

  // what lies at a place: a thing, a circle, a link
  function at(dom) {
    const id = canvas.network.getNodeAt(dom);
    if (typeof id === "string") return { group: Number(id.slice(1)) };
    if (id !== undefined) return { thing: id };
    const p = canvas.network.DOMtoCanvas(dom),
      near = NEAR / canvas.network.getScale();
    let best = near,
      link = -1;
    for (const i of canvas.scene.links) {
      const away = distance(
        p,
        things.x[links.from[i]],
        things.y[links.from[i]],
        things.x[links.to[i]],
        things.y[links.to[i]],
      );
      if (away < best || (away === best && link >= 0 && links.stated[i] > links.stated[link])) {
        best = away;
        link = i;
      }
    }
    if (link >= 0) return { link };
    const tie = canvas.scene.ties.find((t) => {
      const { a, b } = { a: data.ties.a[t], b: data.ties.b[t] };
      return distance(p, things.x[a], things.y[a], things.x[b], things.y[b]) < near;
    });
    return tie === undefined ? {} : { tie };
  }
  function distance(p, ax, ay, bx, by) {
    const dx = bx - ax,
      dy = by - ay,
      t = Math.min(1, Math.max(0, ((p.x - ax) * dx + (p.y - ay) * dy) / (dx * dx + dy * dy || 1)));
    return Math.hypot(p.x - ax - t * dx, p.y - ay - t * dy);
  }

  function told({ thing, link, group, tie }) {
    if (tie !== undefined)
      return (
        words.say("sameArticle") + (data.ready ? " 《" + data.read.articles.title[data.ties.article[tie]] + "》" : "")
      );
    if (thing !== undefined) return data.label(thing) + " · " + values.kind(thing);
    if (link !== undefined)
      return data.label(links.from[link]) + " — " + values.relation(links.p[link]) + " → " + data.label(links.to[link]);
    if (group === undefined) return "";
    const [, count] = canvas.scene.circles.find(([g]) => g === group);
    return words.say("open", group < 0 ? words.say("alone") : data.label(groups[group].of), values.count(count));
  }

  let waiting = false;
  box.addEventListener("mousemove", (event) => {
    if (waiting || event.buttons) {
      tip.hidden = true;
      return;
    }
    waiting = true;
    requestAnimationFrame(() => {
      waiting = false;
      const rect = box.getBoundingClientRect(),
        dom = { x: event.clientX - rect.left, y: event.clientY - rect.top },
        found = at(dom);
      const text = told(found);
      box.style.cursor = text ? "pointer" : "";
      tip.hidden = !text;
      tip.textContent = words.clean(text);
      tip.style.left = Math.min(dom.x + 14, Math.max(0, rect.width - tip.offsetWidth - 8)) + "px";
      tip.style.top = Math.min(dom.y + 16, rect.height - 40) + "px";
    });
  });
  box.addEventListener("mouseleave", () => {
    tip.hidden = true;
  });

  // the next thing in the direction of an arrow key, within a quarter of the circle
  function beyond(from, dx, dy) {
    let best = Infinity,
      found = -1;
    for (const i of canvas.scene.things) {
      const x = things.x[i] - from.x,
        y = things.y[i] - from.y,
        along = x * dx + y * dy,
        off = Math.abs(x * dy - y * dx);
      if (along > 1 && off <= along && along + off * 1.5 < best) {
        best = along + off * 1.5;
        found = i;
      }
    }
    return found;
  }

  return { at, beyond };
})();
