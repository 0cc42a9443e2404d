// remembers a shape as the text of an SVG path, in place of a canvas
function traced(shape, x, y, r) {
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
