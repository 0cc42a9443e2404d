// The shortest path between two things; of equally short ones that which pages state, not the gazetteer alone.
const paths = (() => {
  function between(a, b) {
    if (a < 0 || b < 0) return { things: [], links: [] };
    const { far, supplied } = distances(b, a);
    if (far[a] < 0) return { things: [], links: [] };
    const found = { things: [a], links: [] };
    for (let at = a; at !== b;) {
      const next = usable(at)
        .filter((l) => far[data.other(l, at)] === far[at] - 1)
        .filter((l) => supplied[data.other(l, at)] + 1 - data.links.stated[l] === supplied[at])
        .sort(
          (x, y) => data.links.stated[y] - data.links.stated[x] || data.other(x, at) - data.other(y, at) || x - y,
        )[0];
      at = data.other(next, at);
      found.links.push(next);
      found.things.push(at);
    }
    return found;
  }
  // the links that no filter of relations hides
  function usable(i) {
    const hidden = new Set(state.now.r.map(data.relationNumber));
    return [...data.linksOf(i)].filter((link) => !hidden.has(data.links.p[link]));
  }
  // steps to `from` and how many of them only the gazetteer has, breadth first, until `until` is reached; -1 where it was not
  function distances(from, until) {
    const far = new Int32Array(data.size).fill(-1),
      supplied = new Int32Array(data.size).fill(0),
      queue = [from];
    far[from] = 0;
    for (let head = 0; head < queue.length; head++) {
      const at = queue[head];
      if (until >= 0 && far[until] >= 0 && far[at] >= far[until]) break;
      for (const link of usable(at)) {
        const next = data.other(link, at),
          cost = supplied[at] + 1 - data.links.stated[link];
        if (far[next] < 0) {
          far[next] = far[at] + 1;
          supplied[next] = cost;
          queue.push(next);
        } else if (far[next] === far[at] + 1) supplied[next] = Math.min(supplied[next], cost);
      }
    }
    return { far, supplied };
  }
  // all things on equally short paths, a column for each step; the path that is told of comes first in each
  const MOST = 12; // things of a column
  function ladder(a, b) {
    const { things } = between(a, b);
    if (!things.length) return null;
    const [before, after] = [distances(a, -1).far, distances(b, -1).far],
      steps = things.length - 1;
    const columns = things.map((i) => [i]);
    for (let i = 0; i < data.size; i++)
      if (
        before[i] >= 0 &&
        before[i] + after[i] === steps &&
        things[before[i]] !== i &&
        columns[before[i]].length < MOST
      )
        columns[before[i]].push(i);
    const all = columns.flat(),
      step = new Map(columns.flatMap((column, n) => column.map((i) => [i, n]))),
      links = all.flatMap((i) => usable(i).filter((l) => step.get(data.other(l, i)) === step.get(i) + 1));
    return { columns, things: all, links };
  }
  return { between, ladder };
})();
