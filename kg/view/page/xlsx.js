// A workbook with one sheet: a ZIP without compression, of the few parts that Office Open XML wants.
const xlsx = (() => {
  const TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main",
    RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships",
    PACKAGE = "http://schemas.openxmlformats.org/package/2006",
    LONGEST = 32767; // characters of a cell
  const text = (value) =>
    String(value)
      .slice(0, LONGEST)
      .replace(/[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/gu, "\ufffd")
      .replace(/[&<>"]/g, (c) => "&#" + c.charCodeAt(0) + ";");
  const head = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n';

  // 0 A, 25 Z, 26 AA
  const letters = (n) => (n > 25 ? letters(Math.floor(n / 26) - 1) : "") + String.fromCharCode(65 + (n % 26));
  function cell(value, row, column) {
    const at = 'r="' + letters(column) + (row + 1) + '"';
    if (value === "" || value === null) return "";
    if (typeof value === "number") return "<c " + at + ' s="2"><v>' + value + "</v></c>";
    return (
      "<c " +
      at +
      ' t="inlineStr"' +
      (row ? "" : ' s="1"') +
      '><is><t xml:space="preserve">' +
      text(value) +
      "</t></is></c>"
    );
  }
  function sheet(rows) {
    const wide = rows[0].map((_, c) =>
      Math.min(60, Math.max(8, ...rows.slice(0, 200).map((r) => String(r[c] ?? "").length * 1.9))),
    );
    const cols = wide
      .map((w, c) => '<col min="' + (c + 1) + '" max="' + (c + 1) + '" width="' + w.toFixed(1) + '" customWidth="1"/>')
      .join("");
    const lines = rows
      .map((row, r) => '<row r="' + (r + 1) + '">' + row.map((v, c) => cell(v, r, c)).join("") + "</row>")
      .join("");
    const last = letters(rows[0].length - 1) + rows.length;
    return (
      head +
      '<worksheet xmlns="' +
      MAIN +
      '"><sheetViews><sheetView workbookViewId="0"><pane xSplit="1" ySplit="1" topLeftCell="B2" activePane="bottomRight" state="frozen"/></sheetView></sheetViews><cols>' +
      cols +
      "</cols><sheetData>" +
      lines +
      '</sheetData><autoFilter ref="A1:' +
      last +
      '"/></worksheet>'
    );
  }
  const STYLES =
    head +
    '<styleSheet xmlns="' +
    MAIN +
    '"><fonts count="2"><font><sz val="11"/></font><font><b/><sz val="11"/></font></fonts>' +
    '<fills count="2"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill></fills><borders count="1"><border/></borders>' +
    '<cellStyleXfs count="1"><xf/></cellStyleXfs><cellXfs count="3"><xf/><xf fontId="1" applyFont="1"/><xf numFmtId="4" applyNumberFormat="1"/></cellXfs></styleSheet>';
  function book(name, rows) {
    const title = text(name.replace(/[[\]:*?/\\']/g, " ").slice(0, 31) || "Shanhe");
    const type = (part, kind) =>
      '<Override PartName="' +
      part +
      '" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.' +
      kind +
      '+xml"/>';
    const relation = (id, kind, target) =>
      '<Relationship Id="' + id + '" Type="' + RELATIONS + "/" + kind + '" Target="' + target + '"/>';
    const relations = (...list) =>
      head + '<Relationships xmlns="' + PACKAGE + '/relationships">' + list.join("") + "</Relationships>";
    return zip({
      "[Content_Types].xml":
        head +
        '<Types xmlns="' +
        PACKAGE +
        '/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>' +
        type("/xl/workbook.xml", "sheet.main") +
        type("/xl/worksheets/sheet1.xml", "worksheet") +
        type("/xl/styles.xml", "styles") +
        "</Types>",
      "_rels/.rels": relations(relation("rId1", "officeDocument", "xl/workbook.xml")),
      "xl/workbook.xml":
        head +
        '<workbook xmlns="' +
        MAIN +
        '" xmlns:r="' +
        RELATIONS +
        '"><sheets><sheet name="' +
        title +
        '" sheetId="1" r:id="rId1"/></sheets></workbook>',
      "xl/_rels/workbook.xml.rels": relations(
        relation("rId1", "worksheet", "worksheets/sheet1.xml"),
        relation("rId2", "styles", "styles.xml"),
      ),
      "xl/worksheets/sheet1.xml": sheet(rows),
      "xl/styles.xml": STYLES,
    });
  }

  let table = null;
  function crc(bytes) {
    table =
      table ||
      Uint32Array.from({ length: 256 }, (_, n) => {
        for (let k = 0; k < 8; k++) n = n & 1 ? 0xedb88320 ^ (n >>> 1) : n >>> 1;
        return n;
      });
    let c = 0xffffffff;
    for (const b of bytes) c = table[(c ^ b) & 255] ^ (c >>> 8);
    return (c ^ 0xffffffff) >>> 0;
  }
  // numbers as little endian: pairs of value and size
  function packed(...pairs) {
    const out = [];
    for (const [value, size] of pairs) for (let k = 0; k < size; k++) out.push(Math.floor(value / 256 ** k) & 255);
    return Uint8Array.from(out);
  }
  function zip(files) {
    const parts = [],
      directory = [],
      encoder = new TextEncoder(),
      DAY = 33; // 1 January 1980
    let at = 0;
    for (const [name, body] of Object.entries(files)) {
      const bytes = encoder.encode(body),
        path = encoder.encode(name);
      const common = [
        [20, 2],
        [0x800, 2],
        [0, 2],
        [0, 2],
        [DAY, 2],
        [crc(bytes), 4],
        [bytes.length, 4],
        [bytes.length, 4],
        [path.length, 2],
        [0, 2],
      ];
      const local = packed([0x04034b50, 4], ...common);
      directory.push(packed([0x02014b50, 4], [20, 2], ...common, [0, 2], [0, 2], [0, 2], [0, 4], [at, 4]), path);
      parts.push(local, path, bytes);
      at += local.length + path.length + bytes.length;
    }
    const size = directory.reduce((n, d) => n + d.length, 0),
      count = Object.keys(files).length;
    const end = packed([0x06054b50, 4], [0, 2], [0, 2], [count, 2], [count, 2], [size, 4], [at, 4], [0, 2]);
    return new Blob([...parts, ...directory, end], { type: TYPE });
  }
  return { book, TYPE };
})();
