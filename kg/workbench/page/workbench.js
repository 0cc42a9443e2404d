// The workbench: a sentence as the engine sees it, a rule drafted from two marks, what it finds on all pages.
(() => {
  const byId = (id) => document.getElementById(id);
  const token = new URLSearchParams(location.search).get("token") || "";
  const marks = { subject: null, object: null };
  let lists = { hits: [], near: [], lost: [], kept: [] },
    list = "hits";
  const kept = new Map(); // sentence → { text, facts, place }

  function tell(text, fault) {
    byId("told").textContent = text;
    byId("told").className = fault ? "fault" : "";
  }
  async function ask(action, body) {
    tell("…");
    const answer = await fetch("/workbench/" + action, {
      method: "POST",
      headers: { "x-kg-token": token, "content-type": "application/json" },
      body: JSON.stringify(body || {}),
    });
    const text = await answer.text();
    if (!answer.ok) {
      tell(text, true);
      throw new Error(text);
    }
    tell("");
    return JSON.parse(text);
  }
  const quietly = (work) => () => work().catch(() => {});
  function make(tag, options, ...children) {
    const node = document.createElement(tag);
    for (const [key, value] of Object.entries(options || {})) {
      if (key === "click") node.addEventListener("click", value);
      else node.setAttribute(key, value);
    }
    node.append(...children);
    return node;
  }
  const fill = (id, lines) => byId(id).replaceChildren(...lines.map((line) => make("li", {}, line)));

  async function start() {
    const { relations, pages, folder } = await ask("start");
    byId("folder").textContent = folder;
    const sorted = [...relations].sort((a, b) => b.own - a.own);
    byId("makes").append(...sorted.map((r) => make("option", { value: r.name }, `${r.zh} ${r.name}`)));
    byId("pages").append(...pages.map((page) => make("option", { value: page }, page)));
    document.body.dataset.ready = "1";
  }
  async function see() {
    const text = byId("text").value.trim();
    if (!text) return;
    byId("text").value = text;
    const seen = await ask("see", { text, place: byId("place").value });
    marks.subject = marks.object = null;
    draw(seen);
    fill("facts", seen.facts);
    fill("nearly", seen.near);
    byId("language").textContent = seen.language.join("\n");
    byId("frames").textContent = seen.frames.join("\n");
    document.body.dataset.seen = text;
  }
  function draw(seen) {
    const outer = seen.names
      .filter((n) => !seen.names.some((m) => m !== n && m.start <= n.start && n.end <= m.end && m.end - m.start > n.end - n.start))
      .sort((a, b) => a.start - b.start);
    const pieces = [],
      signs = Array.from(seen.text);
    let at = 0;
    for (const name of outer) {
      if (name.start < at) continue;
      pieces.push(signs.slice(at, name.start).join(""));
      const button = make(
        "button",
        { title: `${name.rule} ${name.is}`, click: () => mark(name, button) },
        name.text,
        make("small", {}, name.class),
      );
      pieces.push(button);
      at = name.end;
    }
    pieces.push(signs.slice(at).join(""));
    byId("names").replaceChildren(...pieces);
  }
  function mark(name, button) {
    const side = marks.subject && !marks.object ? "object" : "subject";
    if (side === "subject") {
      marks.object = null;
      for (const other of byId("names").querySelectorAll("button")) other.className = "";
    }
    marks[side] = [name.start, name.end];
    button.className = side;
  }
  async function draft() {
    if (!marks.subject || !marks.object) return tell("先点主体，再点客体", true);
    const made = await ask("draft", {
      text: byId("text").value,
      place: byId("place").value,
      subject: marks.subject,
      object: marks.object,
      makes: byId("makes").value,
    });
    byId("id").value = made.id;
    byId("pattern").value = made.pattern;
    document.body.dataset.drafted = made.id;
  }
  function rule() {
    const patterns = byId("pattern")
      .value.split("\n")
      .map((line) => line.trim())
      .filter(Boolean);
    return {
      id: byId("id").value.trim(),
      makes: byId("makes").value,
      pattern: patterns.length > 1 ? patterns : patterns[0] || "",
      unless: byId("unless").value.split(/\s+/).filter(Boolean),
      example: [...kept.values()].map((e) => (e.place ? e : { text: e.text, facts: e.facts })),
    };
  }
  async function attempt() {
    const { example, ...wanted } = rule();
    const found = await ask("try", { rule: wanted });
    lists = { ...lists, hits: found.hits, near: found.near, lost: found.lost };
    byId("count").textContent = `${found.count} 处 · ${found.on}/${found.pages} 页 · 差一点 ${found.near.length} · 不再命中 ${found.lost.length}`;
    show("hits");
    document.body.dataset.tried = String(found.count);
  }
  function judge(row, right) {
    const known = kept.get(row.sentence);
    const facts = right ? [...new Set([...((known && known.facts) || []), row.fact])] : [];
    kept.set(row.sentence, { text: row.sentence, facts, place: byId("place").value });
    show(list);
  }
  function verdict(row) {
    const known = kept.get(row.sentence);
    if (!known) return "";
    return known.facts.includes(row.fact) ? "on" : known.facts.length ? "" : "off";
  }
  function line(row) {
    const how = verdict(row);
    const buttons = make("td", {});
    if (row.fact)
      buttons.append(make("button", { title: "例子", class: how === "on" ? "on" : "", click: () => judge(row, true) }, "✓"));
    buttons.append(make("button", { title: "反例", class: how === "off" ? "off" : "", click: () => judge(row, false) }, "✗"));
    const middle = make("td", {}, row.quote || row.text, make("span", { class: "fact" }, row.fact || "缺：" + row.wanted));
    return make(
      "tr",
      {},
      buttons,
      make("td", { class: "left" }, row.left || ""),
      middle,
      make("td", { class: "right" }, row.right || ""),
      make("td", {}, row.page || ""),
    );
  }
  function show(name) {
    list = name;
    for (const tab of document.querySelectorAll("[data-list]")) tab.setAttribute("aria-pressed", String(tab.dataset.list === name));
    const rows =
      name === "kept"
        ? [...kept.values()].map((e) =>
            make("tr", {}, make("td", {}, e.facts.length ? "✓" : "✗"), make("td", {}, e.text), make("td", {}, e.facts.join("；"))),
          )
        : lists[name].map(line);
    byId("rows").replaceChildren(...rows);
  }
  async function save() {
    const { file, told } = await ask("save", { rule: rule() });
    tell(["已保存 " + file, ...told].join("\n"), told.length > 0);
    document.body.dataset.saved = file;
  }
  byId("see").addEventListener("click", quietly(see));
  byId("draft").addEventListener("click", quietly(draft));
  byId("try").addEventListener("click", quietly(attempt));
  byId("save").addEventListener("click", quietly(save));
  byId("pages").addEventListener(
    "change",
    quietly(async () => {
      if (byId("pages").value) byId("text").value = (await ask("page", { page: byId("pages").value })).text;
    }),
  );
  for (const tab of document.querySelectorAll("[data-list]")) tab.addEventListener("click", () => show(tab.dataset.list));
  quietly(start)();
})();
