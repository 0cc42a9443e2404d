"""One text in each format gives the same facts; what cannot be read is told with its reason."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest

from kg.extract import Tools, page_facts
from kg.model import DataError, Entity
from kg.pages.read import PART, Page, find_pages, read_document, read_parts

FIRST = (
    "青崖河防洪工程开工",
    "本报讯 4月8日，青崖河防洪提升工程在山西省介休市开工。该工程总投资2.3亿元，由山西远川水务建设有限公司承建，计划2026年6月完工，建成后将保护沿河农田。",
    "青崖河流经介休市，是汾河的支流。记者在现场看到，两岸的护坡已经铺好，工人们正在浇筑堤顶的路面。",
)
SECOND = (
    "白石沟水厂通水",
    "本报讯 平遥县白石沟水厂昨日通水。水厂由平遥县水利局负责建设，全县的农村供水因此有了保障，群众喝上了放心水。",
    "平遥县政府要求有关部门管好用好这座水厂，让村民长久受益，并把水费降下来。",
)
PLAIN = "\n\n".join((f"# {FIRST[0]}", *FIRST[1:], f"# {SECOND[0]}", *SECOND[1:]))
STORIES = (FIRST, SECOND)


def page_of(path: Path, member: str = "") -> Page:
    return Page(path, path.stem, path.name, member)


def claims(path: Path, tools: Tools, member: str = "") -> set[tuple[str, str, str, str]]:
    facts, _ = page_facts(read_document(page_of(path, member)), tools)
    names = {e.id: e.label for e in facts.entities}
    return {
        (
            names[c.subject],
            c.relation,
            c.object.label if isinstance(c.object, Entity) else str(c.object),
            c.evidence.quote,
        )
        for c in facts.claims
    }


@pytest.fixture(scope="module")
def expected(tools: Tools, tmp_path_factory: pytest.TempPathFactory) -> set[tuple[str, str, str, str]]:
    path = tmp_path_factory.mktemp("plain") / "page.txt"
    path.write_text(PLAIN, "utf-8")
    found = claims(path, tools)
    assert {relation for _, relation, _, _ in found} >= {
        "investment",
        "undertakenBy",
        "locatedIn",
        "flowsThrough",
    }
    return found


def html(charset: str = "utf-8") -> str:
    stories = "".join(
        f"<article><h1>{s[0]}</h1>{''.join(f'<p>{p}</p>' for p in s[1:])}</article>" for s in STORIES
    )
    menu = "".join(f"<li><a href='/{n}'>频道{n}</a></li>" for n in "一二三四五")
    return (
        f"<!DOCTYPE html><html lang='zh'><head><meta charset='{charset}'><title>介休要闻</title></head><body>"
        f"<nav><ul>{menu}</ul></nav><main>{stories}</main>"
        "<footer><p>版权所有 介休要闻网 不得转载</p></footer><script>var a = '总投资9亿元';</script></body></html>"
    )


def write_docx(path: Path) -> None:
    from docx import Document

    document = Document()
    for story in STORIES:
        document.add_heading(story[0], level=1)
        for paragraph in story[1:]:
            document.add_paragraph(paragraph)
    document.save(str(path))


def write_epub(path: Path) -> None:
    container = (
        '<?xml version="1.0"?><container xmlns="urn:oasis:names:tc:opendocument:xmlns:container" version="1.0">'
        '<rootfiles><rootfile full-path="OEBPS/book.opf" media-type="application/oebps-package+xml"/></rootfiles></container>'
    )
    items = "".join(f'<item id="c{n}" href="c{n}.xhtml" media-type="application/xhtml+xml"/>' for n in (1, 2))
    package = (
        f'<?xml version="1.0"?><package xmlns="http://www.idpf.org/2007/opf" version="3.0"><manifest>{items}</manifest>'
        '<spine><itemref idref="c1"/><itemref idref="c2"/></spine></package>'
    )
    with zipfile.ZipFile(path, "w") as book:
        book.writestr("mimetype", "application/epub+zip")
        book.writestr("META-INF/container.xml", container)
        book.writestr("OEBPS/book.opf", package)
        for number, story in enumerate(STORIES, 1):
            body = f"<h1>{story[0]}</h1>" + "".join(f"<p>{p}</p>" for p in story[1:])
            chapter = f'<html xmlns="http://www.w3.org/1999/xhtml"><head><title>x</title></head><body>{body}</body></html>'
            book.writestr(f"OEBPS/c{number}.xhtml", chapter)


def write_pdf(path: Path, *, columns: int = 2, password: str = "", text: bool = True) -> None:
    """A newspaper's page: each story in a column of its own, hard-wrapped at 16 characters."""
    from reportlab.lib.pagesizes import A4
    from reportlab.pdfbase import pdfmetrics
    from reportlab.pdfbase.cidfonts import UnicodeCIDFont
    from reportlab.pdfgen.canvas import Canvas

    pdfmetrics.registerFont(UnicodeCIDFont("STSong-Light"))
    canvas = Canvas(str(path), pagesize=A4, encrypt=password or None)
    width = (A4[0] - 80) / columns
    for number, story in enumerate(STORIES if text else ()):
        x, y = 40 + number % columns * width, A4[1] - 60 - number // columns * 330
        canvas.setFont("STSong-Light", 16)
        canvas.drawString(x, y, story[0])
        canvas.setFont("STSong-Light", 11)
        y -= 40
        for paragraph in story[1:]:
            for start in range(0, len(paragraph), 16):
                canvas.drawString(x, y, paragraph[start : start + 16])
                y -= 15
            y -= 18
    if not text:
        canvas.rect(100, 100, 200, 200, fill=1)
    canvas.showPage()
    canvas.save()


def test_html_gives_the_same_facts(tmp_path: Path, tools: Tools, expected: object) -> None:
    path = tmp_path / "page.html"
    path.write_text(html(), "utf-8")
    assert claims(path, tools) == expected
    text = read_document(page_of(path)).text
    assert "频道" not in text
    assert "总投资9亿元" not in text


def test_html_in_gb2312_and_under_a_false_name(tmp_path: Path, tools: Tools, expected: object) -> None:
    path = tmp_path / "page.txt"
    path.write_bytes(html("gb2312").encode("gb18030"))
    assert claims(path, tools) == expected


def test_docx_gives_the_same_facts(tmp_path: Path, tools: Tools, expected: object) -> None:
    write_docx(tmp_path / "page.docx")
    assert claims(tmp_path / "page.docx", tools) == expected


def test_epub_gives_the_same_facts(tmp_path: Path, tools: Tools, expected: object) -> None:
    write_epub(tmp_path / "page.epub")
    assert claims(tmp_path / "page.epub", tools) == expected


@pytest.mark.parametrize("columns", [1, 2])
def test_pdf_gives_the_same_facts(columns: int, tmp_path: Path, tools: Tools, expected: object) -> None:
    write_pdf(tmp_path / "page.pdf", columns=columns)
    assert claims(tmp_path / "page.pdf", tools) == expected


def draw(path: Path, boxes: list[tuple[float, float, str]]) -> None:
    """Lines of text at points of an A4 page, x from the left and y from the top; a newline begins a new line."""
    from reportlab.lib.pagesizes import A4
    from reportlab.pdfbase import pdfmetrics
    from reportlab.pdfbase.cidfonts import UnicodeCIDFont
    from reportlab.pdfgen.canvas import Canvas

    pdfmetrics.registerFont(UnicodeCIDFont("STSong-Light"))
    canvas = Canvas(str(path), pagesize=A4)
    canvas.setFont("STSong-Light", 10)
    for x, y, text in boxes:
        for number, line in enumerate(text.split("\n")):
            canvas.drawString(x, A4[1] - y - 14 * number, line)
    canvas.save()


def column(sign: str) -> str:
    return "\n".join([sign * 11] * 12)


LAYOUTS = {
    "two stories side by side, each title over two columns": (
        [(40, 60, "甲" * 25), (40, 100, column("一")), (165, 100, column("二")),
         (310, 60, "乙" * 25), (310, 100, column("三")), (435, 100, column("四"))],
        "甲一二乙三四",
    ),
    "two stories one below the other, in four columns": (
        [(40, 60, "甲" * 20), *((40 + 130 * n, 100, column(s)) for n, s in enumerate("一二三四")),
         (40, 340, "乙" * 20), *((40 + 130 * n, 380, column(s)) for n, s in enumerate("五六七八"))],
        "甲一二三四乙五六七八",
    ),
}  # fmt: skip


@pytest.mark.parametrize("layout", LAYOUTS)
def test_columns_are_read_story_by_story(layout: str, tmp_path: Path) -> None:
    boxes, wanted = LAYOUTS[layout]
    draw(tmp_path / "page.pdf", boxes)
    text = read_document(page_of(tmp_path / "page.pdf")).text
    signs = [sign for sign in text if sign in wanted]
    assert "".join(dict.fromkeys(signs)) == wanted
    assert "".join(sign for n, sign in enumerate(signs) if n == 0 or signs[n - 1] != sign) == wanted


def test_a_docx_that_unpacks_to_too_much_is_refused(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "bomb.docx", "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/document.xml", b"<w>" + b" " * (65 * 2**20))
    with pytest.raises(DataError, match="unpacks to more than 64 MB"):
        read_document(page_of(tmp_path / "bomb.docx"))


def test_a_member_with_broken_data_is_told(tmp_path: Path) -> None:
    path = tmp_path / "pages.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("a.txt", PLAIN * 50)
    data = bytearray(path.read_bytes())
    data[60:90] = b"\xff" * 30
    path.write_bytes(bytes(data))
    (page,) = find_pages([path]).pages
    with pytest.raises(DataError, match="cannot be unpacked"):
        read_document(page)


def test_odd_inputs_are_one_line(tmp_path: Path) -> None:
    (tmp_path / "loop.txt").symlink_to(tmp_path / "loop.txt")
    long = Path("x" * 5000)
    told = find_pages([tmp_path / "loop.txt", long]).faults
    assert len(told) == 2


def test_a_long_file_of_bytes_is_no_text(tmp_path: Path) -> None:
    path = tmp_path / "big.txt"
    path.write_bytes((FIRST[1] + "\n").encode() * 4_000 + bytes(range(128, 256)) * 40_000)
    with pytest.raises(DataError, match="is damaged, or no text|is not text"):
        list(read_parts(page_of(path)))


def test_an_archive_gives_the_same_facts(tmp_path: Path, tools: Tools, expected: object) -> None:
    write_docx(tmp_path / "a.docx")
    with zipfile.ZipFile(tmp_path / "pages.zip", "w", zipfile.ZIP_DEFLATED) as archive:
        archive.write(tmp_path / "a.docx", "2024/a.docx")
        archive.writestr("2024/b.txt", PLAIN.encode("gb18030"))
        archive.writestr("__MACOSX/b.txt", "x")
        archive.writestr("photo.jpg", b"\xff\xd8")
    found = find_pages([tmp_path / "pages.zip"])
    assert found.faults == ()
    assert [p.source for p in found.pages] == ["pages.zip/2024/a.docx", "pages.zip/2024/b.txt"]
    assert all(claims(p.path, tools, p.member) == expected for p in found.pages)


def test_names_in_gbk_are_read(tmp_path: Path) -> None:
    path = tmp_path / "pages.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("XXXXXX.txt", PLAIN)
    path.write_bytes(path.read_bytes().replace(b"XXXXXX.txt", "第一版.txt".encode("gb18030")))
    found = find_pages([path]).pages
    assert [p.source for p in found] == ["pages.zip/第一版.txt"]
    assert read_document(found[0]).text == PLAIN


def test_tricks_of_archives_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "evil.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("../out.txt", "x")
        archive.writestr("/etc/out.txt", "x")
        archive.writestr("bomb.txt", b"0" * 30_000_000)
        archive.writestr("inner.zip", b"PK")
        archive.writestr("good.txt", PLAIN)
    found = find_pages([path])
    assert [p.source for p in found.pages] == ["evil.zip/good.txt"]
    told = "\n".join(found.faults)
    assert told.count("a path that leads out of the archive") == 2
    assert "bomb.txt: grows to more than 200 times its packed size" in told
    assert "inner.zip: an archive inside an archive is not read" in told


@pytest.mark.parametrize(
    ("name", "data", "why"),
    [
        ("a.pdf", b"%PDF-1.7\nnothing", "is no readable PDF file|has no text layer"),
        ("a.pdf", b"plain", "is no PDF file, whatever its name says"),
        ("a.docx", b"PK\x03\x04broken", "no readable DOCX, XLSX or EPUB file"),
        ("a.epub", b"", "is empty"),
        ("a.html", b"<html></html>", "is empty|no readable HTML"),
    ],
)
def test_what_cannot_be_read_is_told(name: str, data: bytes, why: str, tmp_path: Path) -> None:
    (tmp_path / name).write_bytes(data)
    with pytest.raises(DataError, match=why):
        read_document(page_of(tmp_path / name))


@pytest.mark.parametrize(
    ("inside", "why"),
    [("EncryptedPackage", "is encrypted; save it without a password"), ("WordDocument", "is of Office 97")],
)
def test_a_document_with_a_password_and_an_old_one_are_told(inside: str, why: str, tmp_path: Path) -> None:
    old = bytes.fromhex("d0cf11e0a1b11ae1") + bytes(504) + inside.encode("utf-16-le") + bytes(512)
    (tmp_path / "a.docx").write_bytes(old)
    with pytest.raises(DataError, match=why):
        read_document(page_of(tmp_path / "a.docx"))


def test_a_scan_and_an_encrypted_pdf_are_told(tmp_path: Path) -> None:
    write_pdf(tmp_path / "scan.pdf", text=False)
    with pytest.raises(DataError, match="has no text layer"):
        read_document(page_of(tmp_path / "scan.pdf"))
    write_pdf(tmp_path / "locked.pdf", password="geheim")
    with pytest.raises(DataError, match="is encrypted"):
        read_document(page_of(tmp_path / "locked.pdf"))


def test_a_pattern_finds_files(tmp_path: Path) -> None:
    for name in ("a/1.txt", "b/2.txt", "b/3.md"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(PLAIN, "utf-8")
    assert [p.source for p in find_pages([tmp_path / "*" / "*.txt"]).pages] == ["a/1.txt", "b/2.txt"]
    assert find_pages([tmp_path / "*.pdf"]).faults == (f"{tmp_path / '*.pdf'}: matches no file",)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16", "big5"])
def test_a_big_text_comes_in_parts(encoding: str, tmp_path: Path) -> None:
    text = f"{FIRST[1]}\r\n\r\n" * 40_000 if encoding != "big5" else "治理河川，整修水庫。\r\n\r\n" * 300_000
    (tmp_path / "big.txt").write_bytes(text.encode(encoding))
    parts = list(read_parts(page_of(tmp_path / "big.txt")))
    assert len(parts) > 5
    assert "".join(p.text for p in parts) == text
    assert all(len(p.text) <= PART for p in parts)
    assert [p.start for p in parts] == [sum(len(q.text) for q in parts[:n]) for n in range(len(parts))]


def test_the_articles_of_parts_are_numbered_on_and_quoted_at_their_offsets(
    tmp_path: Path, tools: Tools, monkeypatch: pytest.MonkeyPatch
) -> None:
    from kg.model import squeeze
    from kg.pages import read
    from kg.shards.make import read_page

    for name in ("WHOLE", "PART"):
        monkeypatch.setattr(read, name, getattr(read, name) // 20)
    filler = "天气晴好，街上人来人往，没有什么事情发生。" * 250 + "\n\n"
    text = filler * 20 + PLAIN
    path = tmp_path / "big.txt"
    path.write_text(text, "utf-8")
    records = list(read_page(page_of(path), "k", tools))
    articles = [a.identifier for r in records if r.page for a in r.page.articles]
    assert len(records) > 5
    assert articles == [f"big-{n}" for n in range(1, len(articles) + 1)]
    found = [c.evidence for r in records if r.page for c in r.page.claims]
    assert found
    assert all(squeeze(text[e.span.start : e.span.end]) == e.quote for e in found)


def test_memory_of_a_big_text_is_bounded(tmp_path: Path) -> None:
    import subprocess
    import sys

    path = tmp_path / "big.txt"
    with path.open("w", encoding="utf-8") as file:
        for _ in range(200):
            file.write(f"{FIRST[1]}\n\n" * 1_200)
    code = (
        "import sys; from pathlib import Path; from kg.pages.read import Page, read_parts\n"
        "n = sum(len(d.text) for d in read_parts(Page(Path(sys.argv[1]), 'x', 'x.txt')))\n"
        "peak = next(line for line in Path('/proc/self/status').read_text().splitlines() if line.startswith('VmHWM'))\n"
        "print(n, peak.split()[1])"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, str(path)], capture_output=True, text=True, check=True, timeout=120
    )
    characters, kilobytes = map(int, done.stdout.split())
    assert path.stat().st_size > 40 * 2**20
    assert characters > 15_000_000
    assert kilobytes < 60_000  # measured: 26,000
