// Values in the reader's language: 467000000 is 4.67亿元, or CNY 467 million.
const values = (() => {
  const HAN = [
      [1e12, "万亿"],
      [1e8, "亿"],
      [1e4, "万"],
    ],
    LATIN = [
      [1e12, " trillion"],
      [1e9, " billion"],
      [1e6, " million"],
    ];
  function scaled(text) {
    const number = Number(text);
    if (text === "" || !Number.isFinite(number)) return [text, ""];
    const step = (words.chinese() ? HAN : LATIN).find((s) => Math.abs(number) >= s[0]) || [1, ""];
    return [(number / step[0]).toLocaleString("en", { maximumFractionDigits: 6 }), step[1]];
  }
  function money(text) {
    const [number, step] = scaled(text);
    return words.chinese() ? number + step + "元" : "CNY " + number + step;
  }
  function amount([, number, unit, indicator, period]) {
    const [value, step] = scaled(number);
    return [
      indicator,
      value + step + (words.chinese() || unit === "%" ? unit : " " + unit),
      period ? "(" + period + ")" : "",
    ]
      .filter(Boolean)
      .join(" ");
  }
  // the object or value of a fact, as text
  function text(fact) {
    const { facts } = data.read,
      value = facts.value[fact];
    if (facts.o[fact] >= 0) return data.label(facts.o[fact]);
    if (value[0] === "money") return money(value[1]);
    if (value[0] === "amount") return amount(value);
    const state = data.relations[facts.p[fact]][0] === "status" && data.states[value[1]];
    return state ? words.pick(state) : value[1];
  }
  // an amount without its indicator and period, which stand beside it
  function bare(fact) {
    const [kind, number, unit] = data.read.facts.value[fact];
    return kind === "amount" ? amount([kind, number, unit, "", ""]) : text(fact);
  }
  const WHOLE = ["", "total", "estimate", "contract"]; // sums of a whole work
  const roleOf = (fact) => {
    const value = data.read.facts.value[fact];
    return (value && value[0] === "money" && value[2]) || "";
  };
  // neither denied by its page nor rejected by a correction; and no state that is to come: what will be finished is not
  function isHeld(fact) {
    const { facts } = data.read,
      modality = facts.modality[fact];
    if (modality === "denied" || modality === "rejected") return false;
    return !modality || data.relations[facts.p[fact]][0] !== "status" || facts.value[fact][1] === "planned";
  }
  // what is told of plans says so
  const marked = (text, fact) => {
    const modality = data.read.facts.modality[fact];
    return modality
      ? text + (words.chinese() ? "（" + words.say(modality) + "）" : " (" + words.say(modality) + ")")
      : text;
  };
  const isWhole = (fact) => WHOLE.includes(roleOf(fact));
  const role = (fact) => (roleOf(fact) ? words.say("sum" + roleOf(fact)) : "");
  // the sum of a work as pages tell it: one, or the range of several; null for none
  function sums(list) {
    const { facts } = data.read;
    let least = -1,
      most = -1;
    for (const f of list) {
      if (!isHeld(f) || !isWhole(f)) continue;
      if (least < 0 || Number(facts.value[f][1]) < Number(facts.value[least][1])) least = f;
      if (most < 0 || Number(facts.value[f][1]) > Number(facts.value[most][1])) most = f;
    }
    if (least < 0) return null;
    const [low, high] = [facts.value[least][1], facts.value[most][1]];
    return {
      least: Number(low),
      most: Number(high),
      get text() {
        return Number(low) === Number(high) ? money(high) : money(low) + " – " + money(high);
      },
    };
  }
  // the sum of each thing that has one, told several ways as its range; the largest first
  function ranked(selection) {
    const { facts, count } = data.read,
      found = new Map();
    const p = data.relationNumber("investment");
    for (let i = 0; i < count; i++) {
      if (facts.p[i] !== p || (selection && !selection.fact[i])) continue;
      if (!found.has(facts.s[i])) found.set(facts.s[i], []);
      found.get(facts.s[i]).push(i);
    }
    return [...found]
      .map(([i, list]) => [i, sums(list)])
      .filter(([, sum]) => sum)
      .sort((a, b) => b[1].most - a[1].most || a[0] - b[0]);
  }
  // how far works are, each as the newest article tells it: [name of the state, the fact]; made when it is first asked for
  let states = null;
  function stateOf(thing) {
    if (!states) {
      const { facts, articles, count } = data.read,
        p = data.relationNumber("status"),
        issued = (f) => (facts.article[f] < 0 ? "" : articles.issued[facts.article[f]]);
      states = new Map();
      for (let f = 0; f < count; f++) {
        if (facts.p[f] !== p || !isHeld(f)) continue;
        const now = states.get(facts.s[f]);
        if (now === undefined || issued(f) > issued(now)) states.set(facts.s[f], f);
      }
    }
    return states.get(thing);
  }
  const state = (thing) => (stateOf(thing) === undefined ? "" : text(stateOf(thing)));
  const stateName = (thing) => (stateOf(thing) === undefined ? "" : data.read.facts.value[stateOf(thing)][1]);
  const sources = (n) => (n === 1 ? words.say("source") : words.say("sources", n));
  const inverse = (number) =>
    words.pick(data.relations[number][4] || ["← " + data.relations[number][1], "← " + data.relations[number][2]]);
  const relation = (number) => words.pick(data.relations[number].slice(1));
  const kind = (thing) => words.pick(data.kindOf(thing).slice(1));
  // page, title and date of an article; the date keeps together
  function headline(article) {
    if (article < 0) return "";
    const a = data.read.articles;
    const title = a.title[article] && " 《" + a.title[article] + "》";
    return words.make(
      "span",
      { class: "where" },
      a.page[article] + title,
      a.issued[article] ? " " : "",
      words.make("span", { class: "whole" }, a.issued[article]),
    );
  }
  return {
    money,
    text,
    bare,
    sums,
    ranked,
    isHeld,
    marked,
    isWhole,
    role,
    state,
    stateName,
    sources,
    inverse,
    relation,
    kind,
    headline,
    count: (n) => String(n).replace(/\B(?=(\d{3})+$)/g, ","), // of whole numbers; to load what knows all languages takes 10 ms
  };
})();
