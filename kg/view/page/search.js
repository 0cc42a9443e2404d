// The search box with suggestions: codes, passages and titles of articles, names of pages; names, aliases, and pinyin, whole (fenhe), by initials (fh) or mixed (fenh).
const search = (() => {
  const MOST = 12;
  const { things, size } = data,
    fold = (text) => text.normalize("NFKC").toLowerCase().replace(/\s+/g, "");
  let folded = null; // made at the first search
  const named = () =>
    folded ||
    (folded = things.label ? things.label.map((label, i) => [fold(label), ...things.aliases[i].map(fold)]) : []);

  // whether typed letters spell the characters of a name from a place on: each by a beginning of one of its readings
  function spells(name, at, typed, whole) {
    if (!typed) return !whole || at === name.length;
    if (at >= name.length) return false;
    const readings = data.readings[name[at]];
    if (!readings) return typed[0] === name[at] && spells(name, at + 1, typed.slice(1), whole);
    return readings.split(" ").some((reading) => {
      for (let n = Math.min(reading.length, typed.length); n > 0; n--)
        if (typed.startsWith(reading.slice(0, n)) && spells(name, at + 1, typed.slice(n), whole)) return true;
      return false;
    });
  }
  // 1 the whole name, 2 its beginning, 3 something inside, 0 nothing
  function spelled(name, typed) {
    if (spells(name, 0, typed, true)) return 1;
    for (let at = 0; at < name.length; at++) if (spells(name, at, typed, false)) return at ? 3 : 2;
    return 0;
  }
  // how well a thing fits: 0 best; 99 not
  function rank(names, wanted, latin) {
    const [main, ...others] = names;
    if (main === wanted) return 0;
    if (others.includes(wanted)) return 1;
    if (main.startsWith(wanted)) return 2;
    if (main.includes(wanted)) return 3;
    if (others.some((a) => a.includes(wanted))) return 4;
    if (!latin) return 99;
    const found = spelled(main, wanted);
    if (found) return 4 + found;
    return others.some((a) => spelled(a, wanted)) ? 8 : 99;
  }
  function find(text) {
    const wanted = fold(text),
      latin = /^[a-z]+$/.test(wanted),
      found = [];
    if (!wanted) return [];
    named().forEach((names, i) => {
      const fits = things.code[i] === wanted ? 0 : rank(names, wanted, latin);
      if (fits < 99) found.push([fits, i]);
    });
    return found
      .sort(
        (a, b) => a[0] - b[0] || things.weight[b[1]] - things.weight[a[1]] || names(a[1]) - names(b[1]) || a[1] - b[1],
      )
      .slice(0, MOST)
      .map((f) => f[1]);
  }
  const names = (i) => things.label[i].length;

  // articles whose page, title or text has what was typed: [article, place in the text or -1]
  const PASSAGES = 6;
  function passages(text) {
    const wanted = text.trim();
    if (wanted.length < 2 || !data.ready) return [];
    const { articles } = data.read,
      found = [];
    for (let a = 0; a < (articles.title || []).length && found.length < PASSAGES; a++) {
      const at = (articles.text[a] || "").indexOf(wanted);
      if (at >= 0 || articles.title[a].includes(wanted) || articles.page[a] === wanted) found.push([a, at]);
    }
    return found;
  }
  // the claim that is read from the words found, else the first behind them
  function openPassage([article, at]) {
    const { facts, articles } = data.read,
      told = data.factsIn(article).filter((f) => facts.at[f] >= 0);
    const hit = told.find((f) => facts.at[f] <= at && at < facts.to[f]) ?? told.find((f) => facts.at[f] >= at);
    state.chose({ t: "text", a: articles.local[article], q: hit === undefined ? "" : facts.id[hit] });
  }
  function passage([article, at], typed) {
    const { articles } = data.read,
      from = Math.max(0, at - 8),
      text =
        at < 0
          ? articles.title[article]
          : articles.text[article].slice(from, at + typed.length + 14).replace(/\s+/g, " ");
    return [
      words.make("span", { class: "passage" }, (at > 8 ? "…" : "") + text + (at < 0 ? "" : "…")),
      words.make("small", {}, articles.title[article].slice(0, 14) || articles.page[article]),
    ];
  }

  // makes an input with a list below it suggest things; `pick` gets the chosen one
  function attach(input, list, pick, reading = false) {
    let hits = [],
      at = -1;
    const close = () => {
      list.hidden = true;
      input.setAttribute("aria-expanded", "false");
      input.removeAttribute("aria-activedescendant");
    };
    function choose(i) {
      close();
      if (Array.isArray(i)) {
        input.value = "";
        if (isQuestion(i)) questions.open(i[0]);
        else openPassage(i);
      } else pick(i);
    }
    // things by name, then passages and what a text may ask: which is first depends on whether it is a question
    function all(text) {
      const things = find(text);
      if (!reading) return things;
      const [asked, read] = [questions.suggest(text), passages(text)];
      return [...things, ...(questions.asks(text) ? [...asked, ...read] : [...read, ...asked])];
    }
    const isQuestion = (hit) => Array.isArray(hit) && typeof hit[0] === "string";
    function suggest() {
      hits = all(input.value);
      at = -1;
      list.replaceChildren(
        ...hits.map((i, n) =>
          words.make(
            "li",
            {
              role: "option",
              id: list.id + "-" + n,
              "aria-selected": "false",
              mousedown: (event) => {
                event.preventDefault();
                choose(i);
              },
            },
            ...(isQuestion(i)
              ? [words.make("span", { class: "asking" }, i[1]), words.make("small", {}, words.say("answer"))]
              : Array.isArray(i)
                ? passage(i, input.value.trim())
                : [
                    swatch(i),
                    words.make("span", {}, data.label(i)),
                    words.make("small", {}, byAlias(i, input.value) + values.kind(i) + parent(i)),
                  ]),
          ),
        ),
      );
      if (!hits.length && input.value.trim())
        list.append(
          words.make(
            "li",
            { role: "option", "aria-selected": "false", "aria-disabled": "true", class: "none" },
            words.say("noHit", input.value.trim()),
          ),
        );
      list.hidden = !list.children.length;
      input.setAttribute("aria-expanded", String(!list.hidden));
    }
    function step(by) {
      if (!hits.length) return;
      at = (at + by + hits.length) % hits.length;
      [...list.children].forEach((item, n) => item.setAttribute("aria-selected", String(n === at)));
      input.setAttribute("aria-activedescendant", list.id + "-" + at);
      list.children[at].scrollIntoView({ block: "nearest" });
    }
    input.addEventListener("input", suggest);
    input.addEventListener("focus", () => {
      if (input.value) suggest();
    });
    input.addEventListener("blur", close);
    input.addEventListener("keydown", (event) => {
      if (event.key === "ArrowDown" || event.key === "ArrowUp") {
        event.preventDefault();
        step(event.key === "ArrowDown" ? 1 : -1);
      }
      if (event.key === "Enter") {
        const hit = at >= 0 ? hits[at] : all(input.value)[0];
        if (hit !== undefined) choose(hit);
      }
    });
  }
  // the alias that was typed, where the name itself does not hold it
  function byAlias(i, typed) {
    const wanted = fold(typed),
      alias = fold(data.label(i)).includes(wanted)
        ? undefined
        : things.aliases[i].find((a) => fold(a).includes(wanted));
    return alias ? alias + " · " : "";
  }
  const parent = (i) => (things.parent[i] >= 0 ? " · " + data.label(things.parent[i]) : "");
  function swatch(i) {
    return icon(things.kind[i]);
  }
  // a small picture of a class: its shape in its colour
  function icon(kind) {
    const svg = words.draw("svg", { viewBox: "0 0 14 14", class: "icon", "aria-hidden": "true" });
    svg.append(words.draw("path", { d: traced(data.shapes[kind], 7, 7, 5), fill: data.classes[kind][3] }));
    return svg;
  }
  return { find, attach, icon };
})();
