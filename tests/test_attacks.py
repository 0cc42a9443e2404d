"""Files made to hang, to bloat or to lose text, found by trying: each is read, or told in a line, within bounds."""

from __future__ import annotations

import io
import time
import zipfile

import pytest

from kg.graph.query import _unparsed
from kg.model import DataError
from kg.pages import sheets
from kg.pages.arrival import Text
from kg.pages.encoding import decode_told
from kg.pages.formats import read_text
from tests.test_arrival import W
from tests.test_tables import xlsx

SENTENCE = "青崖河昨日开工，总投资三亿元。"
SECONDS = 5.0  # of this process's time; each took a minute or the memory of the machine


def within_bounds(data: bytes, name: str) -> Text:
    begun = time.process_time()
    try:
        return read_text(data, name)
    finally:
        assert time.process_time() - begun < SECONDS


def changed(data: bytes, part: str, old: str, new: str) -> bytes:
    """An archive with something in a part replaced."""
    made = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(data)) as before,
        zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as after,
    ):
        for name in before.namelist():
            text = before.read(name)
            if name == part:
                assert old.encode() in text
                text = text.replace(old.encode(), new.encode())
            after.writestr(name, text)
    return made.getvalue()


SHEET = "xl/worksheets/sheet1.xml"
ROWS = (("工程", "总投资（亿元）"), ("青崖河工程", 3))


def test_a_merged_cell_over_the_whole_sheet_covers_what_is_there() -> None:
    data = changed(xlsx("要点", ROWS, ["A1:B1"]), SHEET, 'ref="A1:B1"', 'ref="A1:XFD1048576"')
    assert "要点" in within_bounds(data, "a.xlsx").text


def test_cells_at_the_end_of_a_sheet_make_no_rows_and_are_told() -> None:
    data = changed(xlsx("要点", ROWS), SHEET, 'r="B3"', 'r="XFD3"')
    found = within_bounds(data, "a.xlsx")
    assert "青崖河工程" in found.text
    assert found.losses == ("a.xlsx: 1 cells behind row 20,000 or column 200 of a sheet are not read",)


def test_a_text_that_stands_in_each_cell_of_a_sheet_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    """20,000 cells of a shared text of 80,000 characters took 2 GB."""
    monkeypatch.setattr(sheets, "LONGEST", 1000)
    data = xlsx("要点", [("甲" * 30,)] * 40)
    with pytest.raises(DataError, match="has more than 1,000 characters of text"):
        within_bounds(data, "a.xlsx")


def test_formulas_without_values_are_told() -> None:
    data = xlsx("要点", [("工程", "总投资"), ("青崖河工程", "=1+2")])
    assert within_bounds(data, "a.xlsx").losses[0].startswith("a.xlsx: 1 cells are formulas without a value")


def test_a_quotation_mark_that_nothing_closes_costs_no_cell() -> None:
    text = '工程,总投资\n"青崖河工程,3\n' + f"{SENTENCE},3\n" * 20_000
    assert within_bounds(text.encode(), "a.csv").text.count(SENTENCE) == 20_000


@pytest.mark.parametrize("tag", ["div", "b", "section"])
@pytest.mark.parametrize("name", ["a.html", "b.epub"])
def test_text_below_more_levels_than_a_parser_has_comes(tag: str, name: str) -> None:
    page = (
        f"<html><body>{f'<{tag}>' * 5000}{SENTENCE}<script>x='河'</script><p title='>河'>{SENTENCE}".encode()
    )
    if name == "b.epub":
        made = io.BytesIO()
        with zipfile.ZipFile(made, "w") as book:
            book.writestr("META-INF/container.xml", '<c><rootfile full-path="o.opf"/></c>')
            book.writestr("o.opf", '<p><item id="a" href="a.xhtml"/><itemref idref="a"/></p>')
            book.writestr("a.xhtml", page)
        page = made.getvalue()
    assert within_bounds(page, name).text == f"{SENTENCE}\n\n{SENTENCE}"


def test_attributes_behind_an_end_of_the_tag_in_quotation_marks_are_counted() -> None:
    names = " ".join(f"a{n}" for n in range(10_000))
    assert within_bounds(f"<html><p x='>' {names}>{SENTENCE}".encode(), "a.html").text == SENTENCE


@pytest.mark.parametrize("value", ["it's", "'", '"'])
def test_a_stray_quotation_mark_in_a_tag_swallows_no_text(value: str) -> None:
    page = f"<html><body><p {value}>{SENTENCE}</p>" + f"<p>{SENTENCE}</p>" * 5 + f"<p {value}>"
    assert within_bounds(page.encode(), "a.html").text.count(SENTENCE) == 6


@pytest.mark.parametrize("charset", ["unicode_escape", "undefined", "punycode", "idna", "utf-7"])
def test_a_charset_that_the_web_does_not_have_is_none(charset: str) -> None:
    page = f"<html><meta charset='{charset}'><p>{SENTENCE}\\ud83d"
    assert SENTENCE in within_bounds(page.encode(), "a.html").text


def test_mails_in_mails_are_refused_and_long_headers_read() -> None:
    nested = "".join(f"Content-Type: multipart/mixed; boundary=b{n}\r\n\r\n--b{n}\r\n" for n in range(300))
    with pytest.raises(DataError, match="has parts in parts in parts"):
        within_bounds(f"MIME-Version: 1.0\r\n{nested}Content-Type: text/html\r\n\r\n<p>x".encode(), "a.mht")
    header = "Content-Type: text/html; charset=utf-8; " + "".join(f"a*{n}*=x;" for n in range(5000))
    assert (
        within_bounds(f"MIME-Version: 1.0\r\n{header}\r\n\r\n<p>{SENTENCE}".encode(), "a.mht").text
        == SENTENCE
    )


def test_rtf_with_bytes_of_gbk_and_halves_of_characters() -> None:
    found = within_bounds(
        b"{\\rtf1\\ansi\\ansicpg936 " + SENTENCE.encode("gbk") + rb"\u55357?\u56842?\u55357?}", "a.rtf"
    )
    assert found.text == f"{SENTENCE}\U0001f60a\ufffd"


def test_a_file_without_text_is_told() -> None:
    for name, data in (("a.html", b"<html><script>x"), ("a.xlsx", xlsx("", []))):
        assert within_bounds(data, name).losses == (f"{name}: no text was found in it",)


def test_a_document_within_a_document_is_told() -> None:
    body = f'<w:document xmlns:w="{W}"><w:body><w:altChunk/></w:body></w:document>'
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as packed:
        packed.writestr("word/document.xml", body)
    assert "1 documents embedded in it are not read" in within_bounds(made.getvalue(), "a.docx").losses[0]


def test_damaged_utf8_is_no_other_encoding() -> None:
    with pytest.raises(DataError, match=r"a\.txt: is badly damaged \(9 of 309 characters\)"):
        decode_told(b"\xed\xa0\xbd" * 3 + (SENTENCE * 20).encode(), "a.txt")


def test_what_is_guessed_is_told() -> None:
    text, told = decode_told(
        "Строительство моста завершено в прошлом году, сообщает газета.".encode("cp1251"), "a.txt"
    )
    assert told[0].startswith("a.txt: is neither in UTF-8, GB18030 nor Big5; it was read as ")


def test_a_query_of_blanks_that_does_not_parse_is_told() -> None:
    """300 blanks never ended."""
    begun = time.process_time()
    assert "is no SPARQL" in _unparsed(" " * 100_000 + "x", SyntaxError("error at 1:1: x"))
    assert time.process_time() - begun < SECONDS
