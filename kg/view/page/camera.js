// Where one looks: all of it, nearer, farther, or at some things.
const camera = (() => {
  const { things } = data,
    { box } = canvas,
    calm = matchMedia("(prefers-reduced-motion: reduce)");

  const CLOSEST = 1.15; // a few things need not fill the screen

  function bounds(list) {
    const b = { left: Infinity, right: -Infinity, top: Infinity, bottom: -Infinity };
    const add = (x, y, r) => {
      b.left = Math.min(b.left, x - r);
      b.right = Math.max(b.right, x + r);
      b.top = Math.min(b.top, y - r);
      b.bottom = Math.max(b.bottom, y + r);
    };
    for (const i of list) add(things.x[i], things.y[i], things.size[i] + 30);
    if (list === canvas.scene.things)
      for (const [group] of canvas.scene.circles) {
        const c = canvas.circle(group);
        add(c.x, c.y, c.r);
      }
    return b;
  }
  function fit(list = canvas.scene.things) {
    const b = bounds(list);
    if (!(b.right > b.left) || !box.clientWidth) return;
    const to = Math.min(
      (box.clientWidth - 90) / (b.right - b.left),
      (box.clientHeight - 70) / (b.bottom - b.top),
      CLOSEST,
    );
    move({ x: (b.left + b.right) / 2, y: (b.top + b.bottom) / 2 }, to);
  }
  let settled = false; // the first view does not fly in
  function move(position, to) {
    const far = settled && !calm.matches && box.clientWidth;
    canvas.network.moveTo({
      position,
      scale: to,
      animation: far ? { duration: 320, easingFunction: "easeInOutQuad" } : false,
    });
    settled = true;
  }
  function zoom(by) {
    move(canvas.network.getViewPosition(), Math.min(Math.max(canvas.network.getScale() * by, 0.005), 6));
  }
  // bring things into view if they are not, or are too small to read
  function look(list) {
    if (!list.length || !box.clientWidth) return;
    const seen = canvas.viewport(),
      w = (seen.right - seen.left) * 0.08,
      h = (seen.bottom - seen.top) * 0.08;
    const inside = list.every(
      (i) =>
        things.x[i] > seen.left + w &&
        things.x[i] < seen.right - w &&
        things.y[i] > seen.top + h &&
        things.y[i] < seen.bottom - h,
    );
    if (inside && canvas.network.getScale() > 0.3) return;
    if (list.length > 1) fit(list);
    else move({ x: things.x[list[0]], y: things.y[list[0]] }, Math.max(canvas.network.getScale(), 0.8));
  }

  // what is seen, as the address has it: the middle and the scale
  function now() {
    const { x, y } = canvas.network.getViewPosition();
    return [x.toFixed(0), y.toFixed(0), Number(canvas.network.getScale().toPrecision(4))].join(",");
  }
  function to(text) {
    const [x, y, scale] = text.split(",").map(Number);
    if ([x, y, scale].every(Number.isFinite) && scale > 0) move({ x, y }, scale);
  }
  // where the hand moved it is in the address
  let waiting = 0;
  function keep() {
    clearTimeout(waiting);
    waiting = setTimeout(() => state.now.v || state.go({ w: now() }, { replace: true }), 350);
  }
  canvas.network.on("dragEnd", keep);
  canvas.network.on("zoom", keep);
  state.remember(() => (state.now.v ? "" : now()));

  return { fit, zoom, look, bounds, to, keep };
})();
