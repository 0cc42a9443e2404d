// The first drawing. The graph of a bare address stands before the rest of the page is read; what an address names wants the facts.
const opening = (() => {
  const bare = location.hash.length <= 1;
  let selection = null;
  if (bare) {
    selection = filter.select(state.now);
    canvas.hold(() => {
      canvas.recolour();
      canvas.show(filter.stage(state.now, selection), state.now);
      camera.fit();
    });
  }
  // what was drawn, once: whoever draws again chooses anew
  function taken() {
    const drawn = selection;
    selection = null;
    return drawn;
  }
  return { bare, taken };
})();
