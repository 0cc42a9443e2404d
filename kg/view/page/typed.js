// What a reader types into a filter of a column or of sums: > 3亿, < 5000万, 1亿-5亿, 2020-2022, or words.
const typed = (() => {
  const fold = (text) => text.normalize("NFKC").toLowerCase();
  const STEPS = { 万亿: 1e12, 亿: 1e8, 万: 1e4, "": 1 };
  function amount(text) {
    const found = /^([\d.,]+)\s*(万亿|亿|万)?/.exec(text.trim());
    return found ? Number(found[1].replaceAll(",", "")) * STEPS[found[2] || ""] : NaN;
  }
  // whether what a column tells of a thing fits
  function passes(column, wanted) {
    const bound = /^\s*([<>≥≤])=?\s*(.+)$/.exec(wanted),
      range = /^\s*([^-–~～]+?)\s*[-–~～]\s*([^-–~～]+?)\s*$/.exec(wanted);
    if (column.kind === "date" && range)
      return (i) =>
        column.value(i) &&
        column.value(i).slice(0, range[1].length) >= range[1] &&
        column.value(i).slice(0, range[2].length) <= range[2];
    if (column.kind === "date" && bound)
      return (i) =>
        column.value(i) &&
        (/[>≥]/.test(bound[1]) ? column.value(i) >= bound[2] : column.value(i).slice(0, bound[2].length) <= bound[2]);
    if (column.kind !== "text" && column.kind !== "date") {
      const has = (i) => column.value(i) !== null,
        [a, b] = range ? [amount(range[1]), amount(range[2])] : [amount(bound ? bound[2] : wanted), NaN];
      if (range && !Number.isNaN(a + b)) return (i) => has(i) && column.value(i) >= a && column.value(i) <= b;
      if (bound && !Number.isNaN(a))
        return (i) => has(i) && (/[>≥]/.test(bound[1]) ? column.value(i) >= a : column.value(i) <= a);
    }
    const text = fold(wanted);
    return (i) => fold(column.text(i)).includes(text);
  }
  return { passes };
})();
