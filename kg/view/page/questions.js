// Questions: in the file those that it can answer by what it holds, in Chinese, grouped, and of each thing those of its class;
// under `kg serve` whatever `kg ask` understands. In the address: ask=key, ask=key:thing, or ask=?words.
const questions = (() => {
  const { make, say } = words,
    { things } = data;
  const MOST = 40, // things of an answer
    FEW = 4; // questions that the box offers
  const NEWEST = 12;

  // facts of a relation that hold, those that pass a test
  function told(name, test = () => true) {
    const p = data.relationNumber(name),
      { facts, count } = data.read,
      found = [];
    for (let f = 0; f < count; f++) if (facts.p[f] === p && values.isHeld(f) && test(f)) found.push(f);
    return found;
  }
  const value = (f) => data.read.facts.value[f][1];
  // what is shown of the facts of a relation
  const newest = (list) =>
    list.sort((a, b) => (value(a) < value(b) ? 1 : value(a) > value(b) ? -1 : a - b)).slice(0, NEWEST);
  const largest = (list) =>
    list
      .filter(values.isWhole)
      .sort((a, b) => Number(value(b)) - Number(value(a)) || a - b)
      .slice(0, NEWEST);
  const now = (name) => (list) =>
    list.filter((f) => value(f) === name && values.stateName(data.read.facts.s[f]) === name);
  // by the object that most facts have
  function most(list) {
    const { facts } = data.read,
      counts = new Map();
    for (const f of list) counts.set(facts.o[f], (counts.get(facts.o[f]) || 0) + 1);
    return list
      .sort((a, b) => counts.get(facts.o[b]) - counts.get(facts.o[a]) || facts.o[a] - facts.o[b])
      .slice(0, MOST);
  }

  // group, key, question, relation, what is shown of its facts
  const GENERAL = [
    ["works", "largest", ["投资最多的是哪些工程？", "Which works cost most?"], "investment", largest],
    [
      "works",
      "building",
      ["哪些工程正在建设？", "Which works are under construction?"],
      "status",
      now("underConstruction"),
    ],
    ["works", "planned", ["哪些工程还在规划中？", "Which works are planned?"], "status", now("planned")],
    ["works", "begun", ["最近开工的是哪些工程？", "Which works began last?"], "startDate", newest],
    ["works", "ended", ["哪些工程最晚完工？", "Which works end last?"], "completionDate", newest],
    ["bodies", "builders", ["承担工程最多的是谁？", "Who builds most?"], "undertakenBy", most],
    ["bodies", "payers", ["谁出资？", "Who pays?"], "fundedBy", most],
    ["rivers", "branches", ["哪些河流有支流？", "Which rivers have tributaries?"], "tributaryOf", most],
    ["rivers", "onrivers", ["哪些工程在河流上？", "Which works lie on rivers?"], "onRiver", most],
    ["policies", "newest", ["最近发布的是哪些文件？", "What was issued last?"], "issueDate", newest],
    ["policies", "issuers", ["谁发布的文件最多？", "Who issues most?"], "issuedBy", most],
  ].filter((q) => data.relationNumber(q[3]) >= 0);
  const of = (name) => (i) => dossier.facts(i, name).filter(values.isHeld);
  const inside = (i) => {
    const area = filter.within(i);
    return told("locatedIn", (f) => area.has(data.read.facts.s[f]) && places.isWork(data.read.facts.s[f]));
  };
  const sumsInside = (i) => {
    const area = filter.within(i);
    return told("investment", (f) => area.has(data.read.facts.s[f])).sort(
      (a, b) => Number(value(b)) - Number(value(a)),
    );
  };
  // of a thing, by what it is: [key, question, words that ask it, its facts]
  const OWN = {
    work: [
      ["sum", "{0}投资多少？", "投资 多少 钱 资金", of("investment")],
      ["state", "{0}进展如何？", "进展 进度 状态 建成 怎样 如何", of("status")],
      ["where", "{0}在哪里？", "在哪 哪里 位于 地方 县 市", of("locatedIn")],
      ["builder", "{0}由谁承担？", "谁 承担 承建 施工 建设单位 哪家", of("undertakenBy")],
      ["payer", "{0}由谁出资？", "出资 谁出", of("fundedBy")],
      ["begin", "{0}什么时候开工？", "开工 何时 什么时候 时间", of("startDate")],
      ["end", "{0}什么时候完工？", "完工 竣工 建成 投运 何时 什么时候", of("completionDate")],
      ["river", "{0}在哪条河上？", "河", of("onRiver")],
    ],
    area: [
      ["works", "{0}有哪些工程？", "工程 项目 建设", inside],
      ["sums", "{0}的工程投资多少？", "投资 多少 钱 资金", sumsInside],
      ["rivers", "哪些河流流经{0}？", "河 流经", of("<flowsThrough")],
      ["figures", "{0}有哪些指标？", "指标 多少 增长 产量 数字", of("observation")],
      ["bodies", "{0}有哪些机关？", "机关 部门 单位 局", of("<jurisdiction")],
    ],
    River: [
      ["flows", "{0}流经哪里？", "流经 经过 哪里 县 市", of("flowsThrough")],
      ["branches", "{0}有哪些支流？", "支流", of("<tributaryOf")],
      ["into", "{0}流入哪里？", "流入 汇入 支流", of("tributaryOf")],
      ["onit", "{0}上有哪些工程？", "工程 项目 水库 电站 断面", of("<onRiver")],
    ],
    body: [
      ["builds", "{0}承担哪些工程？", "承担 承建 工程 项目", of("<undertakenBy")],
      ["pays", "{0}为哪些工程出资？", "出资 投资", of("<fundedBy")],
      ["issues", "{0}发布了哪些文件？", "发布 文件 政策 印发", of("<issuedBy")],
    ],
    Policy: [
      ["issuer", "{0}由谁发布？", "谁 发布 印发", of("issuedBy")],
      ["issued", "{0}什么时候发布？", "什么时候 何时 发布 时间", of("issueDate")],
      ["scope", "{0}适用于哪里？", "适用 哪里 范围", of("appliesTo")],
      ["effect", "{0}什么时候施行？", "施行 实施 生效 何时", of("effectiveDate")],
    ],
  };
  const ownOf = (i) => OWN[dossier.family(data.kindOf(i)[0])] || [];

  // whether the server answers: `kg serve` has put its address into the page's policy
  const served =
    location.protocol.startsWith("http") &&
    document.querySelector('meta[http-equiv="Content-Security-Policy"]').content.includes("connect-src 'self'");

  const ASKING = /[?？]|哪|几|多少|什么|谁|吗|是不是|有没有|何时|怎|如何/;
  // what a typed text may ask: [key, its text], those whose words it has first
  function suggest(typed) {
    const text = typed.trim();
    if (!data.ready || text.length < 2) return [];
    const asks = served && ASKING.test(text) ? [["?" + text, text]] : [];
    return [...asks, ...known(text)].slice(0, FEW);
  }
  // [key, its text] of all questions that the file answers, those on the things that are named in the text before others
  function known(text) {
    const own = named(text).flatMap((i) =>
      ownOf(i)
        .filter(([, , , facts]) => facts(i).length)
        .map(([key, question, asked]) => [
          key + ":" + things.id[i],
          question.replace("{0}", () => data.label(i)),
          hits(asked, text, i),
        ]),
    );
    const fits = own.filter((q) => q[2] || data.label(data.number(q[0].split(/:(.*)/s)[1])) === text);
    const general =
      !fits.length && ASKING.test(text)
        ? GENERAL.map(([, key, pair]) => [key, words.pick(pair), shared(pair[0], text)]).filter((q) => q[2] > 1)
        : [];
    return [...fits.sort((a, b) => b[2] - a[2]), ...general.sort((a, b) => b[2] - a[2])].map(([key, question]) => [
      key,
      question,
    ]);
  }
  const hits = (asked, text, i) => {
    const left = text.replace(data.label(i), "");
    return asked.split(" ").filter((w) => left.includes(w)).length;
  };
  const shared = (question, text) =>
    [...new Set(text)].filter((sign) => /\p{L}/u.test(sign) && question.includes(sign)).length;
  // the things whose names a text has, the longest name first
  function named(text) {
    const found = [];
    for (let i = 0; i < data.size; i++)
      for (const name of [data.label(i), ...things.aliases[i]])
        if (name.length > 1 && text.includes(name)) found.push([name.length, i]);
    const longest = Math.max(0, ...found.map(([n]) => n));
    return [...new Set(found.filter(([n]) => n === longest).map(([, i]) => i))]
      .sort((a, b) => things.weight[b] - things.weight[a] || a - b)
      .slice(0, 2);
  }
  const open = (key) => state.chose({ ask: key });

  // all general questions, by group: where nothing is chosen
  function list() {
    const groups = [...new Set(GENERAL.map((q) => q[0]))].map((group) => [
      group,
      GENERAL.filter((q) => q[0] === group),
    ]);
    return groups.flatMap(([group, found]) => [
      make("h4", {}, say("ask" + group)),
      make("ul", { class: "asked" }, ...found.map(([, key, pair]) => make("li", {}, button(key, words.pick(pair))))),
    ]);
  }
  const button = (key, text) => make("button", { class: "ask", "data-ask": key, click: () => open(key) }, text);
  // of a thing what can be asked
  function about(i) {
    const found = ownOf(i).filter(([, , , facts]) => facts(i).length);
    if (!found.length) return null;
    return make(
      "details",
      { class: "named" },
      make("summary", {}, say("askAbout") + " (" + found.length + ")"),
      make(
        "ul",
        { class: "asked" },
        ...found.map(([key, text]) =>
          make(
            "li",
            {},
            button(
              key + ":" + things.id[i],
              text.replace("{0}", () => data.label(i)),
            ),
          ),
        ),
      ),
    );
  }

  // the answer to what the address asks
  function show(asked) {
    if (asked[0] === "?") return fromServer(asked.slice(1));
    const [key, id] = asked.split(/:(.*)/s),
      i = data.number(id || "");
    const general = GENERAL.find((q) => q[1] === key),
      own = i >= 0 ? ownOf(i).find((q) => q[0] === key) : null;
    if (!general && !own) return [make("h2", {}, say("gone", asked))];
    const facts = own ? own[3](i) : general[4](told(general[3])),
      text = own ? own[1].replace("{0}", () => data.label(i)) : words.pick(general[2]);
    return answer(text, facts, own ? i : -1);
  }
  function answer(text, list, about) {
    const groups = cards.grouped(list),
      { facts } = data.read,
      of = (g) => (about === facts.s[g[0]] || about < 0 ? values.text(g[0]) : data.label(facts.s[g[0]]));
    const short = [...new Set(groups.map(of))];
    return [
      make("p", { class: "kind" }, say("answer")),
      make("h2", {}, text),
      about < 0 || !list.length
        ? null
        : make(
            "p",
            { class: "short" },
            short.slice(0, 12).join("、") + (short.length > 12 ? say("andMore", short.length - 12) : ""),
          ),
      make("p", { class: "soft" }, say(list.length ? "answerOf" : "unseen", groups.length)),
      ...cards.few(
        groups.slice(0, MOST).map((g) => cards.card(g, -1)),
        12,
      ),
      groups.length > MOST ? make("p", { class: "soft" }, say("andMore", groups.length - MOST)) : null,
    ];
  }

  // the answer of `kg ask`, which comes later; one that was overtaken fills nothing in
  const answers = new Map();
  function fromServer(text) {
    if (!served) return answer(text, [], -1);
    if (!answers.has(text)) {
      answers.set(text, null);
      fetch("ask?" + new URLSearchParams({ q: text }), { headers: words.spoken() })
        .then(async (r) => (r.ok ? r.json() : { failed: await r.text() }))
        .catch((error) => ({ failed: String(error) }))
        .then((told) => {
          answers.set(text, told);
          if (state.now.ask === "?" + text) panel.refresh();
        });
    }
    const told = answers.get(text);
    return [
      make("p", { class: "kind" }, say("answer")),
      make("h2", {}, text),
      ...(told ? parts(told) : [make("p", { class: "soft" }, say("askingNow"))]),
    ];
  }
  function parts(told) {
    if (told.failed) return [make("p", { class: "differs" }, told.failed)];
    if (told.parts) return told.parts.flatMap((part) => [make("h3", {}, part.question), ...parts(part)]);
    return [
      told.answer ? make("p", { class: "short" }, told.answer) : null,
      told.understood ? make("p", { class: "soft" }, say("understood") + told.understood) : null,
      ...told.notes.map((note) => make("p", { class: "soft note" }, note)),
      told.near.length ? make("p", {}, say("nearQuestions")) : null,
      told.near.length
        ? make("ul", { class: "asked" }, ...told.near.map((q) => make("li", {}, button("?" + q, q))))
        : null,
      ...cards.few(told.rows.slice(0, 200).map(row), 12),
      told.sparql
        ? make("a", { class: "plain", href: "sparql#" + new URLSearchParams({ query: told.sparql }) }, say("asSparql"))
        : null,
    ];
  }
  function row(r) {
    const i = data.number(r.iri.split("/").pop());
    const quotes = r.facts.flatMap((f) => f.quotes);
    return make(
      "article",
      { class: "fact" },
      make(
        "p",
        { class: "head" },
        i >= 0 ? cards.go(i) : r.name,
        r.value ? make("strong", { class: "value" }, " " + r.value) : "",
      ),
      ...quotes
        .slice(0, 3)
        .flatMap((q) => [
          make("blockquote", { lang: "zh" }, q.quote),
          make("p", { class: "source" }, q.page + (q.title ? " 《" + q.title + "》" : "")),
        ]),
    );
  }
  return { suggest, asks: (text) => ASKING.test(text), show, list, about, open, served };
})();
