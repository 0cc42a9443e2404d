// Values in the reader's language: 467000000 is 4.67亿元, or CNY 467 million.
const values = (() => {
  const HAN = [
      [1e8, "亿"],
      [1e4, "万"],
    ],
    LATIN = [
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
  return { money, text, relation, kind, headline, count: (n) => n.toLocaleString("en") };
})();
