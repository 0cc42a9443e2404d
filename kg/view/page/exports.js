// The view as files: picture, drawing, table, data. Nothing leaves the page: the browser saves what is made here.
const exports_ = (() => {
  const { things } = data;

  function save(name, type, body) {
    const address = URL.createObjectURL(body instanceof Blob ? body : new Blob([body], { type }));
    const anchor = words.make("a", { href: address, download: name });
    document.body.append(anchor);
    anchor.click();
    anchor.remove();
    setTimeout(() => URL.revokeObjectURL(address), 10000);
  }

  // rows for spreadsheets: a cell that would be taken for a formula is marked as text
  function sheet(rows) {
    const cell = (value) => {
      const text = /^[=+\-@\t\r]/.test(value) && !/^-?[\d.]+$/.test(value) ? "'" + value : value;
      return /[",\n\r]/.test(text) ? '"' + text.replaceAll('"', '""') + '"' : text;
    };
    return "\ufeff" + rows.map((row) => row.map(cell).join(",")).join("\r\n") + "\r\n";
  }
  function csv(selection) {
    const { facts, rules, articles } = data.read;
    const rows = filter.listed(selection.fact).map((f) => {
      const a = facts.article[f],
        value = facts.value[f];
      return [
        things.id[facts.s[f]],
        data.label(facts.s[f]),
        data.relations[facts.p[f]][0],
        facts.o[f] >= 0 ? things.id[facts.o[f]] : value[1],
        values.text(f),
        value && value[0] === "amount" ? value[2] : "",
        facts.modality[f],
        facts.confidence[f],
        rules[facts.rule[f]],
        a < 0 ? "" : articles.page[a],
        a < 0 ? "" : articles.title[a],
        a < 0 ? "" : articles.issued[a],
        String(facts.start[f]),
        String(facts.end[f]),
        data.quote(f),
      ];
    });
    const head = [
      "subject",
      "subjectLabel",
      "relation",
      "object",
      "objectLabel",
      "unit",
      "modality",
      "confidence",
      "rule",
      "page",
      "article",
      "issued",
      "charStart",
      "charEnd",
      "quote",
    ];
    return sheet([head, ...rows]);
  }

  const MAKE = {
    png: async () => save("shanhe.png", "image/png", await pictures.png()),
    svg: () => save("shanhe.svg", "image/svg+xml", pictures.svg()),
    csv: (selection) => save("shanhe.csv", "text/csv", csv(selection)),
    ttl: (selection) => save("shanhe.ttl", "text/turtle", turtle.text(selection)),
  };
  function show(selection) {
    words.byId("export-list").replaceChildren(
      ...Object.keys(MAKE).map((kind) =>
        words.make(
          "button",
          {
            "data-export": kind,
            click: () => {
              words.byId("export").open = false;
              MAKE[kind](selection());
            },
          },
          words.say(kind),
        ),
      ),
    );
  }
  return { show, save, sheet, csv };
})();
