// The page's own words in Chinese and English, and small helpers to make elements. Text always goes in as text.
const words = (() => {
  const TEXT = {
    search: ["搜索名称、别名、拼音、代码或原文", "Search names, aliases, pinyin, codes, passages"],
    searchHint: ["搜索：汾河、fenhe、fh …  ( / )", "Search: 汾河, fenhe, fh …  ( / )"],
    suggestions: ["建议", "Suggestions"],
    views: ["视图", "Views"],
    graph: ["图谱", "Graph"],
    overview: ["总览", "Overview"],
    table: ["表格", "Table"],
    filters: ["筛选", "Filters"],
    export: ["导出", "Export"],
    tools: ["工具", "Tools"],
    fit: ["显示全部 (0)", "Zoom to fit (0)"],
    closer: ["放大 (+)", "Zoom in (+)"],
    farther: ["缩小 (-)", "Zoom out (-)"],
    panel: ["详情", "Details"],
    graphHelp: [
      "关系图。方向键在相邻的事物之间移动，回车打开，加号和减号缩放，0 显示全部",
      "Graph. Arrow keys go from thing to thing, Enter opens, plus and minus zoom, 0 fits",
    ],
    language: ["English", "中文"],
    themeauto: ["主题：自动", "Theme: auto"],
    themelight: ["主题：浅色", "Theme: light"],
    themedark: ["主题：深色", "Theme: dark"],
    classes: ["类别", "Classes"],
    relations: ["关系", "Relations"],
    place: ["地市、区县", "City, county"],
    river: ["河流", "River"],
    time: ["时间", "Time"],
    trust: ["置信度", "Confidence"],
    all: ["全部", "all"],
    none: ["全不选", "none"],
    every: ["全选", "all"],
    from: ["从", "from"],
    to: ["到", "to"],
    atLeast: ["不低于", "at least"],
    reset: ["清除筛选", "Clear filters"],
    shown: ["显示 {0} / {1} 个事物，{2} 条陈述", "{0} of {1} things, {2} claims shown"],
    fromPages: ["原文所述", "stated by a page"],
    fromTable: ["地名表补全", "from the gazetteer"],
    start: ["点图形或连线，读原文", "Click a shape or a line to read its sentences"],
    startMore: [
      "每条事实都附原句。滚轮缩放，拖动平移；按 / 搜索，按 Esc 关闭。",
      "Every fact comes with the sentence it was read from. Scroll to zoom, drag to move; / searches, Esc closes.",
    ],
    begin: ["从这里看起", "Begin here"],
    also: ["又作：", "also: "],
    unnamed: ["页面没有提到，由地名表补全。", "Not named in the pages; supplied by the gazetteer."],
    noFact: ["没有关于它的事实。", "No fact on it was found."],
    namedIn: ["见于", "Named in"],
    supplied: ["由地名表补全，没有原文。", "Supplied by the gazetteer; no page states it."],
    planned: ["计划", "planned"],
    expected: ["预期", "expected"],
    denied: ["否认", "denied"],
    rejected: ["已否定", "rejected"],
    corrected: ["更正：", "corrected: "],
    right: ["对", "right"],
    wrong: ["错", "wrong"],
    change: ["改", "change"],
    changeTo: ["应改为：", "What it should be: "],
    markNote: ["备注（可空）：", "A note, or nothing: "],
    marked: ["已记入 {0}，下次构建时生效。", "Noted in {0}; the next build applies it."],
    notMarked: ["未能记下：{0}", "Not noted: {0}"],
    differs: ["说法不一", "sources differ"],
    at: ["位置", "at"],
    rule: ["规则", "rule"],
    confidence: ["置信度", "confidence"],
    grantedBy: ["授予：", "granted by: "],
    more: ["再显示 {0} 条", "{0} more"],
    only: ["只看周边", "Only its neighbours"],
    expand: ["展开周边", "Expand neighbours"],
    collapse: ["收起周边", "Collapse"],
    whole: ["回到全图", "Whole graph"],
    path: ["最短路径…", "Shortest path…"],
    pathTo: ["到哪个事物？", "To which thing?"],
    pathTitle: ["{0} 到 {1}", "{0} to {1}"],
    pathNone: ["两者之间没有路径。", "No path joins the two."],
    steps: ["{0} 步", "{0} steps"],
    copy: ["复制链接", "Copy link"],
    copied: ["已复制", "Copied"],
    back: ["返回", "Back"],
    gone: ["本页没有 {0}。", "{0} is not in this page."],
    alsoBetween: ["两者之间还有", "Also between these two"],
    others: ["其他", "Others"],
    open: ["展开 {0}（{1} 个事物）", "Open {0} ({1} things)"],
    collapsed: [
      "事物超过 {0} 个，已按地市和流域收拢；点圆圈展开。",
      "More than {0} things: collapsed by city and basin; click a circle to open it.",
    ],
    openOne: ["展开一组…", "Open a group…"],
    closeGroups: ["全部收拢", "Collapse all"],
    only1: ["正在看 {0} 个事物的周边。", "Around {0} things."],
    cut: ["只显示其中最重要的 {0} 个。", "Only the {0} weightiest are drawn."],
    things: ["事物", "Things"],
    claims: ["陈述", "Claims"],
    articles: ["文章", "Articles"],
    conflicts: ["说法不一", "Differing claims"],
    topProjects: ["投资最多的工程", "Projects with the largest sums"],
    timeline: ["时间线", "Timeline"],
    map: ["地图", "Map"],
    byClass: ["各类事物", "Things by class"],
    mapNote: [
      "圆是图中的地方，大小表示位于那里的事物数；方块是工程，画在所在的县里（不是实际位置），大小按投资额。边界为示意，不作划界依据。",
      "Circles are places of the graph, sized by what lies there; squares are works, drawn inside their county (not at their site), sized by their sum. Borders are a sketch.",
    ],
    riverNote: [
      "虚线是所选的河流，依次连接流经的各县，不是河道。",
      "The dashed line joins the counties of the chosen river; it is not its course.",
    ],
    largeMap: ["大地图", "Large map"],
    boxOn: ["只看图中范围", "Only what is in view"],
    boxOff: ["取消范围筛选", "Everywhere again"],
    worksShown: ["{0} 项工程有地点", "{0} works placed"],
    lost: ["{0} 项工程没有地点或坐标", "{0} works without a place that has coordinates"],
    sea: ["南海诸岛", "South China Sea"],
    time_: ["时间", "Time"],
    timeNote: [
      "每行是一项工程，从开工到完工；斜纹表示计划，一端渐隐表示没有完工时间，菱形表示只有完工时间；短竖线是提到它的文章。在年份上拖动，可以只看其中几年。",
      "A row is a work from begin to end; hatched is planned, a fading end is not told, a diamond has only an end; ticks are articles. Drag over the years to see some only.",
    ],
    lanes: ["{0} 项工程有日期，或提到它的文章有日期", "{0} works with dates or dated articles"],
    noDateClaims: ["另有 {0} 条陈述没有日期", "{0} more claims have no date"],
    allYears: ["全部年份", "All years"],
    allLanes: ["全部工程", "All works"],
    beginsAt: ["开工", "begins"],
    endsAt: ["完工", "ends"],
    china: ["全国", "China"],
    near: ["图中地区", "Where the graph is"],
    empty: ["没有可显示的。", "Nothing to show."],
    name: ["名称", "Name"],
    class: ["类别", "Class"],
    facts: ["陈述数", "Claims"],
    subject: ["主体", "Subject"],
    relation: ["关系", "Relation"],
    object: ["客体或数值", "Object or value"],
    modality: ["语气", "Modality"],
    page: ["页面", "Page"],
    article: ["文章", "Article"],
    date: ["日期", "Date"],
    quote: ["原文", "Quote"],
    aliases: ["别名", "Aliases"],
    code: ["代码", "Code"],
    pages: ["页面", "Pages"],
    ledger: ["分歧", "Conflicts"],
    conflictsum: ["金额", "Sums"],
    conflictdate: ["日期", "Dates"],
    conflictfigure: ["指标", "Figures"],
    conflictdenied: ["否认", "Denials"],
    ledgerNote: [
      "同一事物的同一项，各处的说法并列；同一句话转载几次只算一次。",
      "What is told of one thing, side by side; reprints of one sentence count once.",
    ],
    noConflict: ["没有说法不一的地方。", "No statements differ."],
    reprint: ["同一句话，见于 {0} 处", "the same sentence in {0} places"],
    allClasses: ["全部类别", "All classes"],
    rows: ["{0} 行", "{0} rows"],
    ofRows: ["{0} 行有值", "told in {0} rows"],
    total: ["合计 {0}", "total {0}"],
    median: ["中位数 {0}", "median {0}"],
    yuan: ["元", "CNY"],
    tablecsv: ["此表 CSV", "Table CSV"],
    tablexlsx: ["此表 XLSX", "Table XLSX"],
    filterOf: ["筛选{0}", "Filter {0}"],
    hintsum: ["> 1亿", "> 1亿"],
    hintdate: ["2020-2022", "2020-2022"],
    hintnumber: ["> 3", "> 3"],
    hinttext: ["含…", "has …"],
    undated: ["另有 {0} 条陈述没有日期，未计入", "{0} more claims have no date and are left out"],
    provenance: ["据 {0} 个页面读出，最新的是 {1}；山河 {2}", "Read from {0} pages, the newest of {1}; Shanhe {2}"],
    noDate: ["无日期", "no date"],
    untitled: ["（无题）", "(no title)"],
    ofArticles: ["{0} 篇", "{0} articles"],
    ofClaims: ["{0} 条陈述", "{0} claims"],
    shownPages: ["本图由 {0} 个页面读出", "This graph was read from {0} pages"],
    dossier: ["概要", "Dossier"],
    text: ["原文", "Article"],
    read: ["读原文", "read it"],
    noText: ["本页不带文章全文。", "This page does not carry the article's text."],
    cutShort: [
      "本页只带引文前后的句子；全文可在 kg serve 里读。",
      "This page carries the sentences around quotes; kg serve has the whole text.",
    ],
    fillingIn: ["只有引文前后的句子；正在取全文……", "Only the sentences around quotes; fetching the whole text …"],
    claimsOf: ["第 {0} 处，{1} 条陈述", "place {0}, {1} claims"],
    wholePage: ["整个页面：{0}", "The whole page: {0}"],
    unseen: ["未见", "no page says"],
    andMore: ["等，另有 {0} 项", "and {0} more"],
    builds: ["承担或出资的工程", "Works it builds or pays for"],
    worksHere: ["此地的工程（含下辖各地）", "Works here, sub-areas among them"],
    worksOn: ["沿线和支流上的工程", "Works on it and its tributaries"],
    sourceToMouth: ["从源头到河口", "From source to mouth"],
    alongRiver: ["沿河各地", "Along the river"],
    ordertold: ["次序依原文。", "In the order that the articles tell."],
    orderpartly: [
      "一部分次序依原文，其余按地图上的远近排列。",
      "Some of this order is told by the articles; the rest goes to the nearest on the map.",
    ],
    ordernear: [
      "原文没有说明次序；这里按地图上的远近排列，从文章先说到的一端开始。",
      "No article tells the order: this goes to the nearest on the map, from the end that articles come to first.",
    ],
    flowsInto: ["汇入 ", "flows into "],
    noStretch: ["在这条河上，但没有说明在哪一段：", "On the river, on which stretch is not told:"],
    noAreas: ["没有说明流经哪里：", "Where it flows is not told:"],
    asTable: ["在表格中比较", "Compare in the table"],
    figures: ["指标", "Figures"],
    figure: ["数值", "figure"],
    sumtotal: ["总投资", "total"],
    sumestimate: ["估算", "estimate"],
    sumcompleted: ["已完成", "spent so far"],
    sumphase: ["分期", "of a phase"],
    sumannual: ["年度", "of a year"],
    sumcentral: ["中央资金", "from the centre"],
    sumcontract: ["合同价", "contract"],
    skip: ["跳到图谱", "Skip to the graph"],
    png: ["图像 PNG", "Picture PNG"],
    svg: ["矢量图 SVG", "Drawing SVG"],
    csv: ["陈述 CSV", "Claims CSV"],
    ttl: ["数据 Turtle", "Data Turtle"],
    filtered: ["已筛选", "filtered"],
    questions: ["可以这样问", "Questions"],
    askworks: ["工程", "Works"],
    askbodies: ["机构", "Bodies"],
    askrivers: ["河流", "Rivers"],
    askpolicies: ["文件", "Policies"],
    askAbout: ["可以问", "Ask"],
    answer: ["回答", "Answer"],
    answerOf: ["{0} 项，各附原句", "{0} answers, each with its sentences"],
    askingNow: ["正在查……", "Asking …"],
    understood: ["理解为：", "understood as: "],
    nearQuestions: ["没有看懂；可以这样问：", "Not understood; these would be:"],
    asSparql: ["在查询页中打开", "Open in the query page"],
    queryPage: ["查询", "Query"],
    sameArticle: ["同一篇", "same article"],
    onlyPath: ["只显示这些同样短的路径。", "Only these equally short paths."],
    look: ["图示", "Appearance"],
    size: ["大小", "Size"],
    sizelinks: ["按关系数", "by relations"],
    sizesum: ["按投资额", "by sum"],
    rings: ["圈：工程状态", "Rings: how far works are"],
    ties: ["虚线：同一篇（不是事实）", "Dashed: same article (no fact)"],
    trayOf: ["不相连的事物", "What hangs on nothing"],
    tray: ["不与任何事物相连的 {0} 个", "{0} that hang on nothing"],
    onlyThis: ["只看", "only"],
    onlyThisOne: ["只看此项：{0}", "Only this: {0}"],
    state: ["状态", "Status"],
    sumRange: ["投资额", "Sum"],
    stated: ["陈述", "stated"],
    conflictsOnly: ["只看说法不一", "Only what differs"],
    alone: ["没有关系的事物", "Things without relations"],
    sources: ["{0} 篇", "{0} articles"],
    source: ["1 篇", "1 article"],
    noHit: ["没有找到“{0}”", "Nothing found for “{0}”"],
    close: ["关闭", "Close"],
    items: ["{0} 项", "{0} items"],
  };
  let zh = remembered("language")
    ? remembered("language") === "zh"
    : !(navigator.language || "zh").toLowerCase().startsWith("en");

  function remembered(key) {
    try {
      return localStorage.getItem("shanhe." + key);
    } catch {
      return null;
    } // storage may be off: then nothing is kept
  }
  function remember(key, value) {
    try {
      localStorage.setItem("shanhe." + key, value);
    } catch {
      /* as above */
    }
  }
  function say(key, ...values) {
    return values.reduce((text, value, i) => text.replace("{" + i + "}", () => String(value)), TEXT[key][zh ? 0 : 1]);
  }
  function pick(pair) {
    return pair[zh ? 0 : 1];
  }

  // signs that are not seen or turn the text around stand as marks, and are not obeyed
  const UNSEEN =
    /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\u3164\ufeff\uffa0\ufff9-\ufffb\u{e0000}-\u{e007f}]/gu;
  const clean = (text) =>
    String(text).replace(
      UNSEEN,
      (sign) => "‹U+" + sign.codePointAt(0).toString(16).toUpperCase().padStart(4, "0") + "›",
    );
  const LABELS = new Set(["aria-label", "title", "placeholder"]);
  const child = (c) => (typeof c === "string" ? clean(c) : c);

  // make("button", { class: "plain", click: f }, "text", node, …)
  function make(tag, attributes = {}, ...children) {
    const node = document.createElement(tag);
    for (const [key, value] of Object.entries(attributes)) {
      if (typeof value === "function") node.addEventListener(key, value);
      else if (value !== undefined && value !== false)
        node.setAttribute(key, value === true ? "" : LABELS.has(key) ? clean(value) : value);
    }
    if (tag === "button") node.type = "button";
    node.append(...children.filter((c) => c !== null && c !== undefined && c !== "").map(child));
    return node;
  }
  function draw(tag, attributes = {}, ...children) {
    const node = document.createElementNS("http://www.w3.org/2000/svg", tag);
    for (const [key, value] of Object.entries(attributes)) {
      if (typeof value === "function") node.addEventListener(key, value);
      else node.setAttribute(key, LABELS.has(key) ? clean(value) : value);
    }
    node.append(...children.map(child));
    return node;
  }

  // fills in what page.html marks: data-say its text, data-label its name for screen readers, data-hint, data-title
  function fill() {
    document.documentElement.lang = zh ? "zh" : "en";
    for (const node of document.querySelectorAll("[data-say]")) node.textContent = say(node.dataset.say);
    for (const node of document.querySelectorAll("[data-label]"))
      node.setAttribute("aria-label", say(node.dataset.label));
    for (const node of document.querySelectorAll("[data-hint]")) node.placeholder = say(node.dataset.hint);
    for (const node of document.querySelectorAll("[data-title]")) node.title = say(node.dataset.title);
  }
  function turn() {
    zh = !zh;
    remember("language", zh ? "zh" : "en");
    fill();
  }

  // what a server of ours tells is told in this language
  const spoken = () => ({ "Accept-Language": zh ? "zh" : "en" });

  return {
    say,
    spoken,
    pick,
    clean,
    make,
    draw,
    fill,
    turn,
    remember,
    remembered,
    chinese: () => zh,
    byId: (id) => document.getElementById(id),
  };
})();
