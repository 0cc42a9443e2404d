"""What is in a file arrives, whatever holds it; what does not is told, with the share."""

from __future__ import annotations

import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from kg.model import DataError, Document
from kg.pages.cues import load_cues
from kg.pages.cut import cut_articles
from kg.pages.formats import read_text
from kg.pages.read import Page, read_document
from tests.test_formats import draw

FIRST, SECOND, THIRD = "青崖河防洪提升工程昨日开工。", "工程总投资三亿元。", "白石沟水厂昨日通水。"
W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"


def words(text: str) -> str:
    return f"<w:p><w:r><w:t>{text}</w:t></w:r></w:p>"


def docx(path: Path, body: str) -> Path:
    spaces = f'xmlns:w="{W}" xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" xmlns:v="v" xmlns:wps="wps"'
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("word/document.xml", f"<w:document {spaces}><w:body>{body}</w:body></w:document>")
    return path


def page(path: Path) -> Document:
    return read_document(Page(path, path.stem, path.name))


BOX = f"<w:txbxContent>{words(SECOND)}</w:txbxContent>"
DOCX = {
    "a text box": f"<w:p><w:r><w:t>{FIRST}</w:t><w:pict><v:shape>{BOX}</v:shape></w:pict></w:r></w:p>{words(THIRD)}",
    "a text box told twice": f"<w:p><w:r><w:t>{FIRST}</w:t><mc:AlternateContent><mc:Choice>{BOX}</mc:Choice><mc:Fallback>{BOX}</mc:Fallback></mc:AlternateContent></w:r></w:p>{words(THIRD)}",
    "a content control": f"{words(FIRST)}<w:sdt><w:sdtContent>{words(SECOND)}</w:sdtContent></w:sdt>{words(THIRD)}",
    "a tracked insertion": f"{words(FIRST)}<w:p><w:ins><w:r><w:t>{SECOND}</w:t></w:r></w:ins><w:del><w:r><w:delText>旧</w:delText></w:r></w:del></w:p>{words(THIRD)}",
    "a smart tag": f"{words(FIRST)}<w:p><w:smartTag><w:r><w:t>{SECOND}</w:t></w:r></w:smartTag></w:p>{words(THIRD)}",
    "a nested table": f"<w:tbl><w:tr><w:tc>{words(FIRST)}<w:tbl><w:tr><w:tc>{words(SECOND)}</w:tc></w:tr></w:tbl></w:tc></w:tr></w:tbl>{words(THIRD)}",
}


@pytest.mark.parametrize("body", DOCX.values(), ids=DOCX.keys())
def test_all_text_of_a_docx_comes_once_and_in_order(body: str, tmp_path: Path) -> None:
    found = page(docx(tmp_path / "a.docx", body))
    assert found.text.split("\n\n") == [FIRST, SECOND, THIRD]
    assert found.losses == ()


def test_a_docx_of_the_strict_kind_is_read(tmp_path: Path) -> None:
    path = docx(tmp_path / "a.docx", DOCX["a text box"])
    with zipfile.ZipFile(path) as packed:
        body = packed.read("word/document.xml").decode()
    with zipfile.ZipFile(path, "w") as packed:
        packed.writestr(
            "word/document.xml", body.replace(W, "http://purl.oclc.org/ooxml/wordprocessingml/main")
        )
    assert page(path).text.split("\n\n") == [FIRST, SECOND, THIRD]


def test_cells_that_are_merged_stand_in_each_row_and_column(tmp_path: Path) -> None:
    rows = (
        f'<w:tr><w:tc><w:tcPr><w:vMerge w:val="restart"/></w:tcPr>{words("甲")}</w:tc><w:tc>{words("乙")}</w:tc></w:tr>'
        f"<w:tr><w:tc><w:tcPr><w:vMerge/></w:tcPr><w:p/></w:tc><w:tc>{words('丙')}</w:tc></w:tr>"
        f'<w:tr><w:tc><w:tcPr><w:gridSpan w:val="2"/></w:tcPr>{words("丁")}</w:tc></w:tr>'
    )
    assert (
        page(docx(tmp_path / "a.docx", f"<w:tbl>{rows}</w:tbl>")).text
        == "| 甲 | 乙 |\n| 甲 | 丙 |\n| 丁 | 丁 |"
    )


def web(body: str, head: str = "") -> str:
    return read_text(
        f"<!DOCTYPE html><html><head>{head}</head><body>{body}</body></html>".encode(), "a.html"
    ).text


PROSE = f"{FIRST}{SECOND}"
HTML = {
    "past 256 levels": "<div>" * 600 + f"<p>{PROSE}</p>" + "</div>" * 600 + f"<p>{THIRD}</p>",
    "behind an early end": f"<p>{PROSE}</p></body></html><p>{THIRD}</p>",
    "two documents": f"<p>{PROSE}</p></body></html><!DOCTYPE html><html><head><title>x</title></head><body><p>{THIRD}</p>",
    "parted by <br>": f"<div>　　{PROSE}<br>　　{THIRD}</div>",
    "parted by two <br>": f"<div>{PROSE}<br><br>{THIRD}</div>",
    "text beside blocks": f"<div>{PROSE}<p>{THIRD}</p></div>",
    "spans of one paragraph": f"<section><span>{FIRST}</span><span>{SECOND}</span></section><section><span>{THIRD}</span></section>",
    "behind a comment": f"<p>{PROSE}</p><!-- x -->{THIRD}",
    "beside an advert": f"<p>{PROSE}</p><div class='ad'>白酒只卖九元。</div><p>{THIRD}</p>",
}


@pytest.mark.parametrize("body", HTML.values(), ids=HTML.keys())
def test_all_paragraphs_of_a_web_page_come(body: str) -> None:
    assert web(body).split("\n\n") == [PROSE, THIRD]


def test_a_web_page_of_more_than_ten_megabytes_is_read_to_its_end() -> None:
    text = web(f"<p>{FIRST * 250_000}</p><p>{THIRD}</p>")
    assert text.endswith(THIRD)
    assert text.count(FIRST) == 250_000


NEWS = (
    "<h1>滹水治理工程开工</h1><div class='info'>2024-06-09 20:52 来源：某某网</div><div class='content'>"
    "<p>6月8日，位于青白县的滹水治理工程开工建设，这是远山市今年的重点水利项目，建成后将提高沿岸的防洪能力。</p>"
    "<p><strong>投资有多大</strong></p><p>该工程总投资3.2亿元，由远川水投建设有限公司承建，治理河长12.5公里。</p>"
    "<p><strong>何时能建成</strong></p><p>工程计划2025年10月完工，届时滹水青白段的防洪标准将提高到二十年一遇。</p></div>"
    "<div class='related'><ul><li>2018-03-01 往日的新闻一条</li><li>2017-03-01 往日的新闻又一条</li></ul></div>"
)


def test_a_news_page_is_one_article_with_its_own_title_and_date(tmp_path: Path) -> None:
    from kg.ontology import ontology_folder

    head = "<title>滹水治理工程开工_某某网</title><meta property='article:published_time' content='2024-06-09T20:52:38+08:00'>"
    path = tmp_path / "a.html"
    path.write_text(f"<!DOCTYPE html><html><head>{head}</head><body>{NEWS}</body></html>", "utf-8")
    document = page(path)
    (article,) = cut_articles(document, load_cues(ontology_folder()))
    assert (article.title, article.issued) == ("滹水治理工程开工", "2024-06-09")
    assert "防洪标准" in article.text
    assert "往日的新闻" not in document.text


def test_a_saved_page_and_rich_text_are_read(tmp_path: Path) -> None:
    html = f"<html><body><p>{PROSE}</p><p>{THIRD}</p></body></html>".encode("gb18030")
    (tmp_path / "a.mht").write_bytes(
        b"From: <Saved by X>\r\nMIME-Version: 1.0\r\nContent-Type: multipart/related; boundary=B\r\n\r\n--B\r\n"
        b"Content-Type: text/html; charset=gb2312\r\nContent-Transfer-Encoding: 8bit\r\n\r\n"
        + html
        + b"\r\n--B--\r\n"
    )
    escaped = "".join(f"\\'{byte:02x}" for byte in PROSE.encode("gbk"))
    other = "".join(f"\\u{ord(sign)}?" for sign in THIRD)
    (tmp_path / "a.rtf").write_text(rf"{{\rtf1\ansi\ansicpg936 {escaped}\par {other}\par}}", "ascii")
    for name in ("a.mht", "a.rtf"):
        assert page(tmp_path / name).text.split("\n\n") == [PROSE, THIRD], name


def epub(path: Path, chapters: dict[str, bytes], spine: list[str]) -> Path:
    items = "".join(f'<item id="i{n}" href="{href}"/>' for n, href in enumerate(spine))
    refs = "".join(f'<itemref idref="i{n}"/>' for n in range(len(spine)))
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as book:
        book.writestr(
            "META-INF/container.xml",
            '<container><rootfiles><rootfile full-path="O/b.opf"/></rootfiles></container>',
        )
        book.writestr("O/b.opf", f"<package><manifest>{items}</manifest><spine>{refs}</spine></package>")
        for name, data in chapters.items():
            book.writestr(f"O/{name}", data)
    return path


def chapter(text: str, encoding: str = "utf-8") -> bytes:
    return f'<?xml version="1.0" encoding="{encoding}"?><html><body><p>{text}</p></body></html>'.encode(
        encoding
    )


def test_chapters_of_any_encoding_and_name_come_once_and_a_missing_one_is_told(tmp_path: Path) -> None:
    chapters = {
        "a.xhtml": chapter(FIRST, "utf-16"),
        "第二章.xhtml": chapter(SECOND, "gb18030"),
        "c.xhtml": chapter(THIRD),
    }
    spine = ["a.xhtml", "%E7%AC%AC%E4%BA%8C%E7%AB%A0.xhtml", "gone.xhtml", *["c.xhtml"] * 3000]
    found = page(epub(tmp_path / "a.epub", chapters, spine))
    assert found.text.split("\n\n") == [FIRST, SECOND, THIRD]
    assert len(found.losses) == 1
    assert "O/gone.xhtml" in found.losses[0]


def test_what_the_spine_leaves_out_is_told_with_its_share(tmp_path: Path) -> None:
    chapters = {"a.xhtml": chapter(FIRST), "b.xhtml": chapter(SECOND * 3)}
    (told,) = page(epub(tmp_path / "a.epub", chapters, ["a.xhtml"])).losses
    assert "% of its Chinese characters were read" in told


def test_glyphs_drawn_twice_come_once(tmp_path: Path) -> None:
    draw(tmp_path / "a.pdf", [(40, 60, FIRST), (40.3, 60.2, FIRST), (40, 120, THIRD)])
    assert page(tmp_path / "a.pdf").text.split("\n\n") == [FIRST, THIRD]


def test_a_font_of_gbk_without_a_table_is_read() -> None:
    from kg.pages.pdf import _in_gbk

    shown = FIRST.encode("gb18030").decode("latin-1")
    assert _in_gbk(" ".join(shown[at : at + 2] for at in range(0, len(shown), 2))) == FIRST
    assert _in_gbk("Ärger über Öl") == "Ärger über Öl"


def test_many_boxes_of_a_pdf_are_put_in_order_soon(tmp_path: Path) -> None:
    draw(tmp_path / "a.pdf", [(40 + 130 * (n % 4), 20 + 2.4 * (n // 4), f"{n}") for n in range(1200)])
    assert page(tmp_path / "a.pdf").text


BOMBS: dict[str, Callable[[Path], Path]] = {
    "a span of 300 million columns": lambda p: docx(
        p / "a.docx",
        f'<w:tbl><w:tr><w:tc><w:tcPr><w:gridSpan w:val="300000000"/></w:tcPr>{words(FIRST)}</w:tc></w:tr></w:tbl>',
    ),
    "3,000 references to a chapter": lambda p: epub(
        p / "a.epub", {"c.xhtml": chapter(FIRST * 50)}, ["c.xhtml"] * 3000
    ),
    "attributes": lambda p: written(
        p / "a.html", f"<html><p {' '.join(f'a{n}=1' for n in range(200_000))}>{FIRST}</p>"
    ),
}


def written(path: Path, text: str) -> Path:
    path.write_text(text, "utf-8")
    return path


@pytest.mark.parametrize("make", BOMBS.values(), ids=BOMBS.keys())
def test_numbers_without_measure_cost_nothing(make: Callable[[Path], Path], tmp_path: Path) -> None:
    text = page(make(tmp_path)).text
    assert FIRST in text
    assert len(text) <= 100 * len(FIRST)


def test_eight_million_empty_paragraphs_are_refused(tmp_path: Path) -> None:
    with pytest.raises(DataError, match="more than 200 times its packed size"):
        page(docx(tmp_path / "a.docx", "<w:p/>" * 8_000_000))
