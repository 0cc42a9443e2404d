// The shapes of classes: areas are circles, waters and nature drops, works squares, bodies hexagons, policies leaves.
// Each adds itself to the path of a canvas, or of anything that has the same strokes.
const shapes = {
  circle(ctx, x, y, r) {
    ctx.arc(x, y, r, 0, 7);
  },
  square(ctx, x, y, r) {
    const s = r * 0.88;
    ctx.rect(x - s, y - s, 2 * s, 2 * s);
  },
  drop(ctx, x, y, r) {
    ctx.moveTo(x, y - 1.3 * r);
    ctx.bezierCurveTo(x + 0.5 * r, y - 0.6 * r, x + r, y - 0.2 * r, x + r, y + 0.25 * r);
    ctx.arc(x, y + 0.2 * r, r, 0, Math.PI);
    ctx.bezierCurveTo(x - r, y - 0.2 * r, x - 0.5 * r, y - 0.6 * r, x, y - 1.3 * r);
  },
  hexagon(ctx, x, y, r) {
    for (let i = 0; i < 6; i++)
      ctx[i ? "lineTo" : "moveTo"](
        x + r * 1.08 * Math.cos((i * Math.PI) / 3),
        y + r * 1.08 * Math.sin((i * Math.PI) / 3),
      );
    ctx.closePath();
  },
  leaf(ctx, x, y, r) {
    const s = r * 0.8;
    ctx.moveTo(x - s, y - 1.15 * s);
    ctx.lineTo(x + 0.35 * s, y - 1.15 * s);
    ctx.lineTo(x + s, y - 0.5 * s);
    ctx.lineTo(x + s, y + 1.15 * s);
    ctx.lineTo(x - s, y + 1.15 * s);
    ctx.closePath();
  },
};
