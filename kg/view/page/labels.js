// Names on the canvas that never cover one another: the weightiest first, each where it still finds room.
const labels = (() => {
  const LINE = 8,
    ROOM = 12,
    CELL = 64; // characters a line, pixels between names, pixels of a cell of the grid
  const widths = new Map();
  const pen = document.createElement("canvas").getContext("2d");
  const font = (size, bold) =>
    (bold ? "600 " : "") + size + "px 'Noto Sans CJK SC','Noto Sans SC','PingFang SC','Microsoft YaHei',sans-serif";

  // long names stand on two lines, and longer ones lose their middle: the end tells what a thing is
  function lines(text) {
    const signs = [...words.clean(text)],
      half = Math.ceil(signs.length / 2);
    if (signs.length <= LINE) return [signs.join("")];
    if (signs.length <= 2 * LINE) return [signs.slice(0, half).join(""), signs.slice(half).join("")];
    return [signs.slice(0, LINE).join(""), "…" + signs.slice(1 - LINE).join("")];
  }
  // sign by sign: to measure each name costs more than to draw it, and signs of Chinese are as wide as they are high
  const HAN = /[\u3400-\u9fff\u3000-\u303f\uff01-\uff5e…]/;
  function width(text, face, size) {
    let wide = 0;
    for (const sign of text) wide += HAN.test(sign) ? size : measured(sign, face);
    return wide;
  }
  function measured(sign, face) {
    const key = face + sign;
    if (!widths.has(key)) {
      pen.font = face;
      widths.set(key, pen.measureText(sign).width);
    }
    return widths.get(key);
  }

  // items: { x, y, gap, text | rows, size, bold }, in order of importance, x and y in pixels; those that find room
  function place(items) {
    const taken = new Map(),
      placed = [];
    for (const item of items) {
      const rows = item.rows || lines(item.text),
        face = font(item.size, item.bold),
        tall = item.size * 1.22;
      const wide = Math.max(...rows.map((r) => width(r, face, item.size))) + ROOM,
        high = rows.length * tall;
      const box = boxes(item, wide, high).find(
        (b) =>
          !cells(b).some((key) =>
            (taken.get(key) || []).some(
              (other) => other.left < b.right && b.left < other.right && other.top < b.bottom && b.top < other.bottom,
            ),
          ),
      );
      if (!box) continue;
      for (const key of cells(box)) {
        if (!taken.has(key)) taken.set(key, []);
        taken.get(key).push(box);
      }
      placed.push({ ...item, x: (box.left + box.right) / 2, rows, face, tall, box });
    }
    return placed;
  }
  // where a name may stand: below its shape, else above, right or left of it; what has a fixed place (gap < 0) only there
  function boxes({ x, y, gap }, wide, high) {
    const at = (left, top) => ({ left, right: left + wide, top, bottom: top + high }),
      below = at(x - wide / 2, y + gap);
    return gap < 0
      ? [below]
      : [below, at(x - wide / 2, y - gap - high), at(x + gap + 2, y - high / 2), at(x - gap - 2 - wide, y - high / 2)];
  }
  function cells({ left, right, top, bottom }) {
    const found = [];
    for (let x = Math.floor(left / CELL); x <= right / CELL; x++)
      for (let y = Math.floor(top / CELL); y <= bottom / CELL; y++) found.push(x * 100003 + y);
    return found;
  }
  return { place, lines };
})();
