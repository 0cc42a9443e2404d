// The shortest path between two things; of equally short ones that which pages state, not the gazetteer alone.
const paths = (() => {
  function between(a, b) {
    if (a < 0 || b < 0) return { things: [], links: [] };
    const far = distances(b, a);
    if (far[a] < 0) return { things: [], links: [] };
    const found = { things: [a], links: [] };
    for (let at = a; at !== b;) {
      const next = [...data.linksOf(at)]
        .filter((l) => far[data.other(l, at)] === far[at] - 1)
        .sort(
          (x, y) => data.links.stated[y] - data.links.stated[x] || data.other(x, at) - data.other(y, at) || x - y,
        )[0];
      at = data.other(next, at);
      found.links.push(next);
      found.things.push(at);
    }
    return found;
  }
  // steps to `from`, breadth first, until `until` is reached; -1 where it was not
  function distances(from, until) {
    const far = new Int32Array(data.size).fill(-1),
      queue = [from];
    far[from] = 0;
    for (let head = 0; head < queue.length && far[until] < 0; head++) {
      for (const link of data.linksOf(queue[head])) {
        const next = data.other(link, queue[head]);
        if (far[next] < 0) {
          far[next] = far[queue[head]] + 1;
          queue.push(next);
        }
      }
    }
    return far;
  }
  return { between };
})();
