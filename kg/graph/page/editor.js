"use strict";
// Asks the endpoint beside this page and nobody else. Text is always text, never markup.
const WORDS = {
  zh: {
    graph: "图谱", saved: "常用查询", query: "SPARQL 查询", run: "查询", stop: "停止", keys: "Ctrl+Enter 查询", own: "自己写……",
    asking: "正在查询……", stopped: "已停止。", rows: (n, s) => `${n} 行，${s} 秒`, first: (n, of, s) => `共 ${of} 行，显示前 ${n} 行，${s} 秒；下载可得全部`,
    away: "服务没有回应。", other: "English", without: "缺省",
  },
  en: {
    graph: "Graph", saved: "Saved queries", query: "SPARQL query", run: "Ask", stop: "Stop", keys: "Ctrl+Enter asks", own: "Write your own …",
    asking: "Asking …", stopped: "Stopped.", rows: (n, s) => `${n} ${n === 1 ? "row" : "rows"}, ${s} s`, first: (n, of, s) => `${of} rows, the first ${n} shown, ${s} s; a download has them all`,
    away: "The server does not answer.", other: "中文", without: "default",
  },
};
const START = `SELECT ?name ?yuan ?project WHERE {
  ?project a kg:Project ; rdfs:label ?name ; kg:investment ?yuan .
} ORDER BY DESC(?yuan) LIMIT 20
`;
const $ = (id) => document.getElementById(id);
let language = navigator.language.startsWith("zh") ? "zh" : "en";
let queries = [];
let asking = null;

const word = (name) => WORDS[language][name];
const chosen = () => queries.find((q) => q.name === $("saved").value);

function tell(text, bad = false) {
  $("told").textContent = text;
  $("told").classList.toggle("bad", bad);
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
  const answer = await fetch(`queries/${encodeURIComponent(query.name)}?${new URLSearchParams(given)}`);
  const text = await answer.text();
  if (turn !== fills || query !== chosen()) return false;
  if (answer.ok) $("query").value = text;
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
    const answer = await fetch(path, { method: "POST", body, headers: { Accept: media }, signal });
    if (answer.ok) return answer;
    tell(await answer.text(), true);
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
  const answer = await post("table", "application/json");
  if (!answer) return;
  const { header, rows, total, hints } = await answer.json();
  const seconds = ((performance.now() - began) / 1000).toFixed(1);
  show(header, rows);
  const counted = rows.length < total ? word("first")(rows.length, total, seconds) : word("rows")(total, seconds);
  tell([counted, ...hints].join("\n"));
}

function show(header, rows) {
  const head = element("tr", "");
  head.append(...header.map((name) => element("th", name)));
  $("answer").replaceChildren(head, ...rows.map((row) => {
    const line = element("tr", "");
    line.append(...row.map(cell));
    return line;
  }));
  $("answer").hidden = false;
}

function cell([text, thing]) {
  const node = element("td", thing ? "" : text);
  if (thing) node.append(element("a", text, { href: "./#e=" + encodeURIComponent(thing) }));
  else if (/^-?\d+(\.\d+)?$/.test(text)) node.className = "number";
  return node;
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
  $("query").value = new URLSearchParams(location.hash.slice(1)).get("query") || START;
  speak();
  $("form").onsubmit = (event) => { event.preventDefault(); ask(); };
  $("query").onkeydown = (event) => {
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) ask();
  };
  $("query").oninput = () => { if ($("saved").value) { $("saved").value = ""; showParameters({}); } };
  $("saved").onchange = async () => { showParameters({}); if (await fill() && chosen()) ask(); };
  $("stop").onclick = () => asking && asking.abort();
  $("language").onclick = () => { language = language === "zh" ? "en" : "zh"; speak(); };
  for (const button of document.querySelectorAll(".save")) button.onclick = () => save(button);
  queries = await (await fetch("queries")).json();
  speak();
  document.body.dataset.ready = "yes";
}
start();
