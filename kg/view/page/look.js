// How things look beyond their class: size by links or by sum, a ring by how far a work is, and ties of what stands in one article.
const look = (() => {
  const { things } = data,
    SMALL = 6,
    LARGEST = 32, // pixels, radius
    TIED = 1000; // things on the canvas; above that ties would be a grey field
  // the colour of a ring, and its dashes: not by colour alone
  const RINGS = {
    planned: ["#8a8378", [4, 4]],
    underConstruction: ["#e0a100", []],
    completed: ["#2b8a3e", []],
    inOperation: ["#1f6fb2", []],
  };
  const kept = things.size ? [...things.size] : [];

  const on = (name) => !state.now.off.includes(name);
  const bySum = () => state.now.z === "sum";
  // radii by what is chosen; sums are known when the facts are
  function size() {
    if (!data.ready || !bySum()) return void (things.size = kept);
    const sums = new Map(values.ranked(null));
    things.size = kept.map((_, i) =>
      sums.has(i) ? Math.min(LARGEST, SMALL + 4 * Math.max(0, Math.log10(sums.get(i).most) - 6)) : SMALL,
    );
  }
  function ring(i) {
    if (!data.ready || !on("rings")) return null;
    return RINGS[values.stateName(i)] || null;
  }
  // whether what is drawn looks otherwise now that the facts are there
  const wantsFacts = () => bySum() || (on("rings") && canvas.scene.things.length <= TIED);
  return { wantsFacts, size, ring, on, bySum, RINGS, TIED };
})();
