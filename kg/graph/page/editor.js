"use strict";
// Asks the endpoint beside this page and nobody else. Text is always text, never markup.
const WORDS = {
  zh: {
    graph: "图谱", saved: "现成的查询", query: "SPARQL 查询", run: "查询", stop: "停止", keys: "Ctrl+Enter 查询", own: "自己写……",
    asking: "正在查询……", stopped: "已停止。", rows: (n, s) => `${n} 行，${s} 秒`, first: (n, of, s) => `共 ${of} 行，显示前 ${n} 行，${s} 秒；下载可得全部`,
    away: "服务没有回应。", other: "English", without: "默认", suggestions: "补全", yuan: (n) => amount(n, [[1e12, "万亿"], [1e8, "亿"], [1e4, "万"]]) + "元",
    failed: { 400: "查询有误：", 403: "这里只读，也不向别处查询：", 413: "查询太长：", 500: "查询要用的内存太多：", 503: "查询用时太长：" },
  },
  en: {
    graph: "Graph", saved: "Saved queries", query: "SPARQL query", run: "Ask", stop: "Stop", keys: "Ctrl+Enter asks", own: "Write your own …",
    asking: "Asking …", stopped: "Stopped.", rows: (n, s) => `${n} ${n === 1 ? "row" : "rows"}, ${s} s`, first: (n, of, s) => `${of} rows, the first ${n} shown, ${s} s; a download has them all`,
    away: "The server does not answer.", other: "中文", without: "default", suggestions: "Completion", yuan: (n) => "CNY " + amount(n, [[1e12, " trillion"], [1e9, " billion"], [1e6, " million"]]),
    failed: { 400: "The query is wrong: ", 403: "Read-only, and no other is asked: ", 413: "The query is too long: ", 500: "The query takes too much memory: ", 503: "The query takes too long: " },
  },
};
const START = `SELECT ?name ?yuan ?project WHERE {
  ?project a kg:Project ; rdfs:label ?name ; kg:investment ?yuan .
} ORDER BY DESC(?yuan) LIMIT 20
`;
const $ = (id) => document.getElementById(id);
let language = navigator.language.startsWith("zh") ? "zh" : "en";
let queries = [];
let terms = []; // [name, its Chinese label, its English one] of all that a query may name
let asking = null;
let table = null; // what is answered: header, rows, and the column that it is sorted by

const word = (name) => WORDS[language][name];
// the server tells mistakes in the language of the page, which is not always the browser's
const spoken = () => ({ "Accept-Language": language });
const chosen = () => queries.find((q) => q.name === $("saved").value);

// under an error there is no old answer
function tell(text, bad = false) {
  $("told").textContent = text;
  $("told").classList.toggle("bad", bad);
  if (bad) $("answer").hidden = true;
}

function amount(text, steps) {
  const number = Number(text);
  const step = steps.find(([size]) => Math.abs(number) >= size) || [1, ""];
  return (number / step[0]).toLocaleString("en", { maximumFractionDigits: 6 }) + step[1];
}

function element(kind, text, changes = {}) {
  return Object.assign(document.createElement(kind), { textContent: text }, changes);
}

function speak() {
  document.documentElement.lang = language;
  for (const node of document.querySelectorAll("[data-word]")) node.textContent = word(node.dataset.word);
  $("language").textContent = word("other");
  const kept = $("saved").value;
  $("saved").replaceChildren(new Option(word("own"), ""), ...queries.map((q) => new Option(q[language] || q.name, q.name)));
  $("saved").value = kept;
  const values = settings();
  showParameters(values);
  if (table) show();
}

function settings() {
  return Object.fromEntries([...$("parameters").querySelectorAll("input")].map((input) => [input.name, input.value]));
}

function showParameters(values) {
  const parameters = chosen() ? chosen().parameters : [];
  $("parameters").hidden = !parameters.length;
  $("parameters").replaceChildren(...parameters.map((p) => {
    const label = element("label", p[language] + (p.default === null ? "" : ` (${word("without")} ${p.default})`));
    const value = values[p.name] ?? p.default ?? p.example;
    label.append(element("input", "", { name: p.name, value, placeholder: p.example, oninput: fill }));
    return label;
  }));
}

// the server writes the values in: one place that knows how
let fills = 0; // answers may overtake one another: only that to the last call counts
async function fill() {
  const query = chosen();
  if (!query) return true;
  const turn = ++fills;
  const given = Object.entries(settings()).filter(([, value]) => value.trim());
  const answer = await fetch(`queries/${encodeURIComponent(query.name)}?${new URLSearchParams(given)}`, { headers: spoken() });
  const text = await answer.text();
  if (turn !== fills || query !== chosen()) return false;
  if (answer.ok) write(text);
  tell(answer.ok ? "" : text, !answer.ok);
  return answer.ok;
}

async function post(path, media) {
  if (asking) asking.abort();
  asking = new AbortController();
  const { signal } = asking;
  $("stop").hidden = false;
  tell(word("asking"));
  try {
    const body = new URLSearchParams({ query: $("query").value });
    const answer = await fetch(path, { method: "POST", body, headers: { Accept: media, ...spoken() }, signal });
    if (answer.ok) return answer;
    tell((word("failed")[answer.status] || "") + await answer.text(), true);
  } catch (error) {
    if (error.name === "AbortError") tell(word("stopped"));
    else tell(word("away"), true);
  } finally {
    if (asking && asking.signal === signal) { asking = null; $("stop").hidden = true; }
  }
  return null;
}

async function ask() {
  const began = performance.now();
  history.replaceState(null, "", "#" + new URLSearchParams({ query: $("query").value }));
  $("answer").hidden = true;
  $("terms").hidden = true;
  table = null;
  const answer = await post("table", "application/json");
  if (!answer) return;
  const { header, rows, total, hints } = await answer.json();
  const seconds = ((performance.now() - began) / 1000).toFixed(1);
  table = { header, rows, sorted: -1, up: true };
  show();
  const counted = rows.length < total ? word("first")(rows.length, total, seconds) : word("rows")(total, seconds);
  tell([counted, ...hints].join("\n"));
}

const NUMBER = /^-?\d+(\.\d+)?$/;
const inChinese = new Intl.Collator("zh-Hans-CN", { numeric: true });
const compare = (a, b) => (NUMBER.test(a) && NUMBER.test(b) ? a - b : inChinese.compare(a, b));

// the answer: heads sort, numbers have bars, sums are in 亿元, a name leads to its thing
function show() {
  const { header, rows, sorted, up } = table;
  const list = sorted < 0 ? rows : [...rows].sort((a, b) => (up ? 1 : -1) * compare(a[sorted][0], b[sorted][0]));
  const most = header.map((_, n) => (rows.every((r) => !r[n][0] || NUMBER.test(r[n][0])) ? Math.max(...rows.map((r) => Math.abs(r[n][0]))) : 0));
  const head = element("tr", "");
  head.append(...header.map((name, n) => {
    const node = element("th", "");
    node.setAttribute("aria-sort", n !== sorted ? "none" : up ? "ascending" : "descending");
    node.append(element("button", name + (n !== sorted ? "" : up ? " ↑" : " ↓"), { type: "button", onclick: () => sort(n) }));
    return node;
  }));
  $("answer").replaceChildren(head, ...list.map((row) => {
    const line = element("tr", "");
    const thing = row.map((c) => c[1]).filter(Boolean).pop();
    line.append(...row.map((c, n) => cell(header[n] === "name" && !c[1] ? [c[0], thing] : c, header[n], most[n])));
    return line;
  }));
  $("answer").hidden = false;
}

function sort(n) {
  table = { ...table, sorted: n, up: table.sorted === n ? !table.up : !NUMBER.test((table.rows[0] || [[""]])[n][0]) };
  show();
}

function cell([text, thing], name, most) {
  const number = !thing && NUMBER.test(text);
  const node = element("td", thing ? "" : number && name === "yuan" ? word("yuan")(text) : text);
  if (thing) node.append(element("a", text, { href: "./#e=" + encodeURIComponent(thing) }));
  else if (number) {
    node.className = "number";
    if (most > 0) {
      const bar = element("i", "");
      bar.style.width = Math.round((Math.abs(text) / most) * 100) + "%";
      node.append(bar);
    }
  }
  return node;
}

// what is typed, with colours behind it
const TOKENS = /(#[^\n]*)|("(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*')|(<[^<>\s]*>)|([?$]\w+)|([A-Za-z_][\w-]*:[\w.-]*|:\w+)|\b(SELECT|DISTINCT|WHERE|OPTIONAL|FILTER|ORDER|BY|ASC|DESC|LIMIT|OFFSET|GROUP|HAVING|COUNT|SUM|MIN|MAX|AVG|AS|UNION|MINUS|BIND|VALUES|PREFIX|ASK|CONSTRUCT|DESCRIBE|NOT|EXISTS|IN|a)\b/gi;
const KINDS = ["comment", "string", "iri", "variable", "term", "keyword"];
function colour() {
  const text = $("query").value, parts = [];
  let from = 0;
  for (const found of text.matchAll(TOKENS)) {
    const kind = KINDS[found.slice(1).findIndex((part) => part !== undefined)];
    parts.push(text.slice(from, found.index), element("span", found[0], { className: kind }));
    from = found.index + found[0].length;
  }
  $("shade").replaceChildren(...parts, text.slice(from) + "\n");
  $("shade").scrollTop = $("query").scrollTop;
}
function write(text) {
  $("query").value = text;
  colour();
}

// completion: what begins so, by its name or its label; Tab or Enter takes it
let at = 0;
const typed = () => /(?:^|[\s(^|/!;,.])(kg:[\w-]*|\p{Script=Han}{2,})$/u.exec($("query").value.slice(0, $("query").selectionStart));
function suggest() {
  const found = typed();
  const part = found ? found[1].replace("kg:", "").toLowerCase() : "";
  const fits = found ? terms.filter(([name, zh]) => name.toLowerCase().startsWith(part) || (part && zh.includes(part))).slice(0, 8) : [];
  at = 0;
  $("terms").replaceChildren(...fits.map(([name, zh, en], n) => {
    const item = element("li", "kg:" + name, { id: "term-" + n, onmousedown: (event) => { event.preventDefault(); take(name); } });
    item.setAttribute("role", "option");
    item.append(element("small", language === "zh" ? zh : en));
    return item;
  }));
  $("terms").hidden = !fits.length;
  point(0);
}
function point(to) {
  const items = [...$("terms").children];
  at = items.length ? (to + items.length) % items.length : 0;
  items.forEach((item, n) => item.setAttribute("aria-selected", String(n === at)));
}
function take(name) {
  const box = $("query"), end = box.selectionStart, from = end - typed()[1].length;
  box.setRangeText("kg:" + name + " ", from, end, "end");
  $("terms").hidden = true;
  colour();
}
function key(event) {
  if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) return ask();
  if ($("terms").hidden) return;
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (step) point(at + step);
  else if (event.key === "Tab" || event.key === "Enter") take($("terms").children[at].firstChild.textContent.slice(3));
  else if (event.key === "Escape") $("terms").hidden = true;
  else return;
  event.preventDefault();
}

async function save(button) {
  const answer = await post("sparql", button.dataset.media);
  if (!answer) return;
  const link = element("a", "", { href: URL.createObjectURL(await answer.blob()), download: button.dataset.name });
  link.click();
  URL.revokeObjectURL(link.href);
  tell("");
}

async function start() {
  write(new URLSearchParams(location.hash.slice(1)).get("query") || START);
  speak();
  $("form").onsubmit = (event) => { event.preventDefault(); ask(); };
  $("query").onkeydown = key;
  $("query").onscroll = () => { $("shade").scrollTop = $("query").scrollTop; };
  $("query").onblur = () => { $("terms").hidden = true; };
  $("query").oninput = () => {
    if ($("saved").value) { $("saved").value = ""; showParameters({}); }
    colour();
    suggest();
  };
  $("saved").onchange = async () => { showParameters({}); if (await fill() && chosen()) ask(); };
  $("stop").onclick = () => asking && asking.abort();
  $("language").onclick = () => { language = language === "zh" ? "en" : "zh"; speak(); };
  for (const button of document.querySelectorAll(".save")) button.onclick = () => save(button);
  [queries, terms] = await Promise.all(["queries", "terms"].map(async (path) => (await fetch(path)).json()));
  speak();
  document.body.dataset.ready = "yes";
}
start();
