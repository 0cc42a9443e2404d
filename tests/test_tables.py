"""Tables of many shapes and formats: what their rows say, read with the heads of the columns."""

from __future__ import annotations

import io
from collections.abc import Callable, Sequence

import pytest
from lxml.html import fromstring

from kg.extract import Tools, page_facts
from kg.model import Claim, Document, Entity, Quantity
from kg.pages.formats import read_text
from kg.pages.grids import read_csv, rule_tables, stroked

Rows = Sequence[Sequence[object]]


def html(title: str, body: str) -> bytes:
    told = "下表列出各项数据，由有关部门汇总后公布，供社会各界查阅和监督。"
    return (
        f'<!DOCTYPE html><html><head><meta charset="utf-8"><title>{title}</title></head><body><article>'
        f"<h1>{title}</h1><p>{told}</p>{body}<p>以上数据以正式公布的为准，有关部门将按季度更新，欢迎监督。</p></article></body></html>"
    ).encode()


def table(rows: Rows) -> str:
    return (
        "<table>" + "".join("<tr>" + "".join(f"<td>{c}</td>" for c in r) + "</tr>" for r in rows) + "</table>"
    )


def xlsx(title: str, rows: Rows, merged: Sequence[str] = ()) -> bytes:
    import openpyxl

    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append([title])
    for row in rows:
        sheet.append(list(row))
    for cells in merged:
        sheet.merge_cells(cells)
    data = io.BytesIO()
    book.save(data)
    return data.getvalue()


def docx(title: str, rows: Rows) -> bytes:
    from docx import Document as new_docx

    page = new_docx()
    page.add_heading(title, 0)
    page.add_paragraph("各项工程的情况见下表，由有关部门按月更新，供社会各界查阅。")
    grid = page.add_table(len(rows), len(rows[0]))
    for at, row in enumerate(rows):
        for column, cell in enumerate(row):
            grid.cell(at, column).text = str(cell)
    data = io.BytesIO()
    page.save(data)
    return data.getvalue()


def facts(data: bytes, name: str, tools: Tools) -> set[str]:
    """Subject, relation and object of all that the rows say."""
    text = read_text(data, name)
    found, _ = page_facts(Document("page", name, text.text, text.date), tools)
    labels = {entity.id: entity.label for entity in found.entities}
    claims = [
        c for c in found.claims if "head" in c.evidence.context and c.relation not in ("partOf", "onRiver")
    ]
    return {f"{labels[c.subject]} {c.relation} {_object(c)}" for c in claims}


def _object(claim: Claim) -> str:
    value = claim.object
    if isinstance(value, Quantity):
        return f"{value.indicator} {value.value} {value.unit} {value.period}".strip()
    return value.label if isinstance(value, Entity) else str(getattr(value, "iso", value))


WORKS: Rows = [
    ["序号", "项目名称", "建设地点", "总投资（亿元）", "施工单位", "开工时间", "备注"],
    [1, "青崖河治理工程", "介休市", "2.5", "晋河建设有限公司", "2023年5月", "续建"],
    [2, "云岭水库除险加固工程", "灵石县", "0.8", "汾阳水工集团有限公司", "2023年9月", "—"],
    ["", "合计", "", "3.3", "", "", ""],
]
OF_WORKS = {
    "青崖河治理工程 locatedIn 介休市",
    "青崖河治理工程 investment 250000000",
    "青崖河治理工程 undertakenBy 晋河建设有限公司",
    "青崖河治理工程 startDate 2023-05",
    "青崖河治理工程 status underConstruction",
    "云岭水库除险加固工程 locatedIn 灵石县",
    "云岭水库除险加固工程 investment 80000000",
    "云岭水库除险加固工程 undertakenBy 汾阳水工集团有限公司",
    "云岭水库除险加固工程 startDate 2023-09",
    "云岭水库除险加固工程 status underConstruction",
}
COUNTIES: Rows = [
    ["县（市、区）", "造林面积（万亩）", "森林覆盖率（%）"],
    ["介休市", "3.2", "21.5"],
    ["灵石县", "1.8", "30.6"],
    ["总计", "5.0", ""],
]
OF_COUNTIES = {
    "介休市 observation 造林面积 32000 亩 2023",
    "介休市 observation 森林覆盖率 21.5 % 2023",
    "灵石县 observation 造林面积 18000 亩 2023",
    "灵石县 observation 森林覆盖率 30.6 % 2023",
}
YEARS: Rows = [
    ["指标", "单位", "2021年", "2022年"],
    ["地区生产总值", "亿元", "186.4", "201.3"],
    ["粮食产量", "万吨", "12.5", "13.1"],
]
OF_YEARS = {
    "介休市 observation 地区生产总值 18640000000 CNY 2021",
    "介休市 observation 地区生产总值 20130000000 CNY 2022",
    "介休市 observation 粮食产量 125000 t 2021",
    "介休市 observation 粮食产量 131000 t 2022",
}
TWO_HEADS = (
    '<table><tr><th rowspan="2">县区</th><th colspan="2">公路里程（公里）</th></tr><tr><th>2021年</th><th>2022年</th></tr>'
    "<tr><td>介休市</td><td>812.4</td><td>836.1</td></tr><tr><td>灵石县</td><td>905.2</td><td>918.7</td></tr></table>"
)
OF_TWO_HEADS = {
    "介休市 observation 公路里程 812.4 km 2021",
    "介休市 observation 公路里程 836.1 km 2022",
    "灵石县 observation 公路里程 905.2 km 2021",
    "灵石县 observation 公路里程 918.7 km 2022",
}
BELOW = (
    "<table><tr><th>建设地点</th><th>工程名称</th><th>渠道长度（公里）</th></tr>"
    '<tr><td rowspan="2">介休市</td><td>青崖灌区改造工程</td><td>12.6</td></tr><tr><td>云岭灌区改造工程</td><td>9.4</td></tr></table>'
)
OF_BELOW = {
    "青崖灌区改造工程 locatedIn 介休市",
    "青崖灌区改造工程 measure 渠道长度 12.6 km",
    "云岭灌区改造工程 locatedIn 介休市",
    "云岭灌区改造工程 measure 渠道长度 9.4 km",
}
CAPTION = [
    ["县区", "固定资产投资", "一般公共预算收入"],
    ["介休市", "963000", "286000"],
    ["灵石县", "1120000", "301500"],
]
OF_CAPTION = {
    "介休市 observation 固定资产投资 9630000000 CNY 2023",
    "介休市 observation 一般公共预算收入 2860000000 CNY 2023",
    "灵石县 observation 固定资产投资 11200000000 CNY 2023",
    "灵石县 observation 一般公共预算收入 3015000000 CNY 2023",
}


def tabbed(title: str, rows: Rows) -> bytes:
    lines = ["\t".join(str(cell) for cell in row) for row in rows]
    return "\n".join(
        [
            title,
            "",
            "各县的情况见下表，由统计部门按年汇总。",
            "",
            *lines,
            "",
            "注：数据为快报数，以年鉴为准。",
        ]
    ).encode()


def comma(title: str, rows: Rows) -> bytes:
    return "\n".join([title, *(",".join(str(cell) for cell in row) for row in rows)]).encode("gb18030")


CASES = [
    pytest.param(
        lambda: html("晋中市重点工程", table(WORKS)), "a.html", OF_WORKS, id="works, numbers, a total"
    ),
    pytest.param(lambda: docx("晋中市重点工程", WORKS), "b.docx", OF_WORKS, id="works in DOCX"),
    pytest.param(
        lambda: xlsx("晋中市重点工程", WORKS, ["A1:G1"]),
        "c.xlsx",
        OF_WORKS,
        id="works in XLSX, a title over all",
    ),
    pytest.param(lambda: comma("晋中市重点工程", WORKS), "d.csv", OF_WORKS, id="works in CSV"),
    pytest.param(
        lambda: tabbed("晋中市2023年造林情况", COUNTIES),
        "e.txt",
        OF_COUNTIES,
        id="counties between tabs, a note",
    ),
    pytest.param(lambda: html("晋中市2023年造林情况", table(COUNTIES)), "f.html", OF_COUNTIES, id="counties"),
    pytest.param(
        lambda: html("介休市主要经济指标", table(YEARS)),
        "g.html",
        OF_YEARS,
        id="years as columns, units in a column",
    ),
    pytest.param(lambda: xlsx("介休市主要经济指标", YEARS), "h.xlsx", OF_YEARS, id="years in XLSX"),
    pytest.param(lambda: html("晋中市公路里程", TWO_HEADS), "i.html", OF_TWO_HEADS, id="two heads, merged"),
    pytest.param(
        lambda: html("晋中市灌区改造", BELOW),
        "j.html",
        OF_BELOW,
        id="a place merged over rows, the name second",
    ),
    pytest.param(
        lambda: html("晋中市2023年主要经济指标", "<p>单位：万元</p>" + table(CAPTION)),
        "k.html",
        OF_CAPTION,
        id="the unit over the table",
    ),
]


@pytest.mark.parametrize(("make", "name", "wanted"), CASES)
def test_rows_are_read_with_their_heads(
    make: Callable[[], bytes], name: str, wanted: set[str], tools: Tools
) -> None:
    assert facts(make(), name, tools) == wanted


def test_a_quote_is_the_row_and_stands_where_it_says(tools: Tools) -> None:
    text = read_text(html("晋中市重点工程", table(WORKS)), "a.html").text
    found, _ = page_facts(Document("page", "a.html", text), tools)
    claim = next(c for c in found.claims if c.relation == "investment")
    span = claim.evidence.span
    assert (
        text[span.start : span.end] == "青崖河治理工程 | 介休市 | 2.5 | 晋河建设有限公司 | 2023年5月 | 续建"
    )
    assert claim.evidence.context == ("head",)
    assert claim.evidence.written == "2.5亿元"


def test_a_table_without_heads_says_nothing(tools: Tools) -> None:
    rows = [["介休市", "3.2", "21.5"], ["灵石县", "1.8", "30.6"]]
    assert facts(html("晋中市造林情况", table(rows)), "a.html", tools) == set()


def test_a_number_without_a_unit_says_nothing(tools: Tools) -> None:
    rows = [["县区", "造林面积"], ["介休市", "3.2"], ["灵石县", "1.8"]]
    assert facts(html("晋中市造林情况", table(rows)), "a.html", tools) == set()


def test_csv_of_any_separator_becomes_rows() -> None:
    assert read_csv("重点工程\n名称;投资\n甲;3\n") == "# 重点工程\n\n| 名称 | 投资 |\n\n| 甲 | 3 |"
    assert stroked(["甲|乙", " 丙\n丁 "]) == "| 甲／乙 | 丙 丁 |"


def test_a_web_page_that_is_laid_out_by_a_table_is_no_data() -> None:
    long = "这是一段正文，讲的是河道治理的来龙去脉。" * 5
    assert not rule_tables(fromstring(table([[long, long], [long, long]])))
    assert rule_tables(fromstring(f"<div>{table(WORKS)}</div>"))
