"""What is wrong with a file, a folder or the disk is one line, and never stops or hangs the rest."""

from __future__ import annotations

import os
import random
import socket
import subprocess
import sys
import tempfile
import zipfile
import zlib
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from kg.model import DataError
from kg.pages.formats import read_text
from kg.pages.read import find_pages
from tests.command import kg
from tests.test_formats import html, write_docx, write_epub, write_pdf

PAGE = "本报讯 青崖河防洪提升工程在山西省介休市开工，总投资3亿元。\n"
NOBODY = 65534
linux = pytest.mark.skipif(sys.platform != "linux", reason="names of files are bytes on Linux alone")


@pytest.fixture
def pages(tmp_path: Path) -> Path:
    (tmp_path / "pages").mkdir()
    (tmp_path / "pages" / "good.txt").write_text(PAGE, "utf-8")
    return tmp_path / "pages"


def built(pages: Path, *more: object) -> tuple[int, str, list[str]]:
    """Status, the first line of the summary, and what is told."""
    done = kg("build", pages, "-o", pages.parent / "out", *more)
    return done.returncode, done.stdout.partition(",")[0], done.stderr.splitlines()


# --- files that cannot be read


def cut_docx(path: Path) -> None:
    write_docx(path)
    with zipfile.ZipFile(path) as whole:
        parts = {name: whole.read(name) for name in whole.namelist()}
    parts["word/document.xml"] = parts["word/document.xml"][:1500]
    with zipfile.ZipFile(path, "w") as packed:
        for name, data in parts.items():
            packed.writestr(name, data)


FONT = b"<</Type/Font/Subtype/Type0/BaseFont/F/Encoding/Identity-H/ToUnicode/Identity-H/DescendantFonts[<</Type/Font/Subtype/CIDFontType2/BaseFont/F/CIDSystemInfo<</Registry(Adobe)/Ordering(Identity)/Supplement 0>>>>]>>"


def small_pdf(
    path: Path,
    parameters: bytes = b"",
    shown: bytes = b"(x)",
    filters: bytes = b"/FlateDecode",
    stream: bytes = b"",
) -> None:
    stream = stream or zlib.compress(b"BT /F1 12 Tf %s Tj ET" % shown)
    objects = (
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 200 200]/Contents 4 0 R/Resources<</Font<</F1 %s>>>>>>"
        % FONT,
        b"<</Length %d/Filter%s%s>>\nstream\n%s\nendstream" % (len(stream), filters, parameters, stream),
    )
    data, at = b"%PDF-1.4\n", []
    for number, each in enumerate(objects, 1):
        at.append(len(data))
        data += b"%d 0 obj\n%s\nendobj\n" % (number, each)
    table = b"".join(b"%010d 00000 n \n" % offset for offset in at)
    path.write_bytes(
        data
        + b"xref\n0 5\n0000000000 65535 f \n%strailer<</Size 5/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF"
        % (table, len(data))
    )


def bomb(path: Path) -> None:
    small_pdf(path, b"/DecodeParms<</Predictor 15/Columns 999999999>>")


def flate_in_flate(path: Path) -> None:
    """2 GB in 4 kB."""
    pack, zeros, times, checked = zlib.compressobj(9), b"0" * (1 << 24), 128, 1
    first = pack.compress(zeros) + pack.flush(zlib.Z_FULL_FLUSH)
    again = pack.compress(zeros) + pack.flush(
        zlib.Z_FULL_FLUSH
    )  # packed without a look back: the same each time
    for _ in range(times):
        checked = zlib.adler32(zeros, checked)
    inner = first + again * (times - 1) + b"\x03\x00" + checked.to_bytes(4, "big")
    small_pdf(path, filters=b"[/FlateDecode/FlateDecode]", stream=zlib.compress(inner, 9))
    assert path.stat().st_size < 5000


def damaged_pdf(path: Path) -> None:
    small_pdf(path)
    path.write_bytes(path.read_bytes().replace(b"trailer", b"trailers"))


@pytest.mark.parametrize(
    ("name", "make", "why"),
    [
        ("cut.docx", cut_docx, "is no readable DOCX file: XMLSyntaxError"),
        ("damaged.pdf", damaged_pdf, "is no readable PDF file: AssertionError"),
        pytest.param(
            "bomb.pdf", bomb, "is no readable PDF file: it takes more than 2 GB of memory", marks=linux
        ),
        pytest.param(
            "twice.pdf",
            flate_in_flate,
            "is no readable PDF file: it takes more than 2 GB of memory",
            marks=linux,
        ),
    ],
)
def test_a_bad_file_is_one_line_and_the_rest_is_built(
    name: str, make: Callable[[Path], None], why: str, pages: Path
) -> None:
    make(pages / name)
    status, summary, told = built(pages)
    assert (status, summary, len(told)) == (1, "1 pages", 1)
    assert f"{name}: {why}" in told[0]


def test_half_a_character_in_a_pdf_stops_nothing(pages: Path) -> None:
    small_pdf(pages / "half.pdf", shown=b"<4E00D83D4E8C>")
    assert read_text((pages / "half.pdf").read_bytes(), "half.pdf").text == "一\ufffd二"
    assert built(pages)[:2] == (0, "2 pages")


@pytest.mark.parametrize(
    "error", [AssertionError("x\ny"), RecursionError(), MemoryError(), StopIteration(), EOFError()]
)
def test_whatever_a_parser_raises_is_told_of_the_file(error: Exception) -> None:
    from kg.pages.parsing import parsing

    with (
        pytest.raises(DataError, match=r"^a\.pdf: is no readable PDF file: [^\n]+$"),
        parsing("a.pdf", "is no readable PDF file"),
    ):
        raise error


@pytest.mark.parametrize("suffix", [".pdf", ".docx", ".epub", ".html"])
def test_no_damage_to_a_file_raises_anything_else(suffix: str, tmp_path: Path) -> None:
    path = tmp_path / f"page{suffix}"
    makers = {".pdf": write_pdf, ".docx": write_docx, ".epub": write_epub}
    if suffix in makers:
        makers[suffix](path)
    else:
        path.write_text(html(), "utf-8")
    whole = path.read_bytes()
    for seed in range(40):
        dice, data = random.Random(seed), bytearray(whole)
        for _ in range(dice.randrange(1, 20)):
            data[dice.randrange(len(data))] = dice.randrange(256)
        try:
            read_text(bytes(data[: dice.randrange(len(data) // 2, 2 * len(data))]), path.name)
        except DataError as error:
            assert "\n" not in str(error)


# --- names of files


@linux
def test_a_name_in_gbk_is_read_and_others_are_escaped(pages: Path) -> None:
    for name in ("山西日报.txt".encode("gb18030"), b"caf\xe9.txt"):
        Path(os.fsdecode(os.fsencode(pages) + b"/" + name)).write_text(PAGE, "utf-8")
    found = find_pages([pages]).pages
    assert [page.source for page in found] == [r"caf\xe9.txt", "good.txt", "山西日报.txt"]
    assert built(pages) == (0, "3 pages", [])
    done = kg(
        "query",
        "SELECT ?s { ?d dcterms:source ?s } ORDER BY ?s",
        "-o",
        pages.parent / "out",
        "--format",
        "csv",
    )
    assert done.stdout.split() == ["s", r"caf\xe9.txt", "good.txt", "山西日报.txt"]


@linux
def test_one_name_in_two_encodings_is_two_pages(pages: Path) -> None:
    for encoding in ("gb18030", "utf-8"):
        Path(os.fsdecode(os.fsencode(pages) + b"/" + "晚报.txt".encode(encoding))).write_text(PAGE, "utf-8")
    sources = [page.source for page in find_pages([pages]).pages]
    assert sources == [r"\xcd\xed\xb1\xa8.txt", "good.txt", "晚报.txt"]


@linux
def test_what_is_wrong_with_a_file_with_such_a_name_is_told(pages: Path) -> None:
    Path(os.fsdecode(os.fsencode(pages) + b"/" + "晚报.txt".encode("gb18030"))).write_bytes(b"\x00\x01")
    for _ in range(2):  # the second time from what the first kept
        status, _, told = built(pages)
        assert (status, len(told)) == (1, 1)
        assert "晚报.txt: is not text" in told[0]


@linux
def test_arguments_that_are_no_utf8(pages: Path) -> None:
    kg("build", pages, "-o", pages.parent / "out")
    out = ("-o", str(pages.parent / "out"))

    def run(*arguments: str | bytes) -> subprocess.CompletedProcess[bytes]:
        command = [sys.executable, "-m", "kg.cli", *arguments]
        return subprocess.run(command, capture_output=True, timeout=120, check=False)

    done = run("explain", "介休市".encode("gb18030"), *out)
    assert (done.returncode, done.stdout.decode()[:3]) == (0, "介休市")
    assert run("ask", b"\xff\xff", *out).returncode == 1  # as any question that is not understood
    for arguments in (("query", b"SELECT \xff"), ("build", b"\xff.txt"), ("read", b"\xff.txt")):
        done = run(*arguments, *(() if arguments[0] == "read" else out))
        assert (done.returncode, done.stderr.count(b"\n")) == (2, 1)
    folder = Path(os.fsdecode(os.fsencode(pages.parent) + b"/\xff"))
    folder.mkdir()
    done = run("build", str(pages), "-o", os.fsencode(folder))
    assert (done.returncode, done.stderr.count(b"\n")) == (2, 1)
    assert b"is not in UTF-8" in done.stderr


def test_signs_that_a_terminal_does_not_have_come_out_escaped(pages: Path) -> None:
    kg("build", pages, "-o", pages.parent / "out")
    command = [
        sys.executable,
        "-m",
        "kg.cli",
        "query",
        'SELECT ("总库容3 m³" AS ?x) {}',
        "-o",
        str(pages.parent / "out"),
    ]
    for more in ([], ["--format", "csv"]):
        environment = {**os.environ, "PYTHONIOENCODING": "gbk"}
        done = subprocess.run(
            [*command, *more], capture_output=True, env=environment, timeout=120, check=False
        )
        assert done.returncode == 0
        assert r"总库容3 m\xb3" in done.stdout.decode("gbk")


# --- what a folder holds


def test_files_of_other_kinds_are_counted(pages: Path) -> None:
    for name in (
        "a.doc",
        "b.doc",
        "a.wps",
        "a.ofd",
        "a.xls",
        "sub/a.xls",
        "a.ods",
        "a.rar",
        "README",
        ".hidden",
        "~$a.docx",
    ):
        (pages / name).parent.mkdir(exist_ok=True)
        (pages / name).write_bytes(b"x")
    with zipfile.ZipFile(pages / "a.zip", "w") as archive:
        archive.writestr("b.txt", PAGE)
        archive.writestr("photo.jpg", b"\xff\xd8")
    status, summary, told = built(pages)
    assert (status, summary, len(told)) == (0, "2 pages", 1)
    assert told[0].startswith("kg: 10 files of other kinds were not read: .doc 2, .xls 2, ")
    assert "no suffix 1" in told[0]
    assert (
        "save as DOCX or PDF: .doc .ofd .wps; save as XLSX or CSV: .ods .xls; unpack: .rar; run OCR: .jpg"
        in told[0]
    )


def test_a_folder_of_other_kinds_alone_is_no_input(pages: Path) -> None:
    (pages / "good.txt").rename(pages / "good.wps")
    status, _, told = built(pages)
    assert (status, len(told)) == (2, 1)
    assert "holds no page" in told[0]
    assert "a file of another kind was not read: .wps 1" in told[0]


def test_links_that_lead_out_or_nowhere_are_told(pages: Path) -> None:
    (pages.parent / "far").mkdir()
    (pages.parent / "far" / "secret.txt").write_text(PAGE, "utf-8")
    (pages / "out.txt").symlink_to(pages.parent / "far" / "secret.txt")
    (pages / "folder").symlink_to(pages.parent / "far")
    (pages / "gone.txt").symlink_to(pages / "nothing.txt")
    (pages / "loop.txt").symlink_to(pages / "loop.txt")
    (pages / "near.txt").symlink_to(pages / "good.txt")
    status, summary, told = built(pages)
    assert (status, summary, len(told)) == (1, "1 pages", 4)
    assert sum("is a link that leads out of the folder" in line for line in told) == 2
    assert sum("is a link that leads nowhere" in line for line in told) == 2
    assert built(pages / "out.txt")[:2] == (0, "1 pages")


def test_what_is_no_file_is_told(pages: Path) -> None:
    mkfifo = getattr(os, "mkfifo", None) or pytest.skip("there are no pipes here")
    mkfifo(pages / "pipe.txt")
    status, summary, told = built(pages)
    assert (status, summary, len(told)) == (1, "1 pages", 1)
    assert "pipe.txt: is no file but a pipe" in told[0]


@pytest.fixture
def unread() -> Iterator[Path]:
    """A folder with one that cannot be read and one that cannot be entered; where root runs the tests, as nobody."""
    root = hasattr(os, "geteuid") and os.geteuid() == 0
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for sub in ("closed", "shut", "open"):
            (folder / sub).mkdir()
            (folder / sub / "a.txt").write_text(PAGE, "utf-8")
        folder.chmod(0o755)
        (folder / "closed").chmod(0)
        (folder / "shut").chmod(0o444)
        if root:
            os.seteuid(NOBODY)
        yield folder
        if root:
            os.seteuid(0)
        for sub in ("closed", "shut"):
            (folder / sub).chmod(0o755)


@linux
def test_folders_that_cannot_be_read_are_told(unread: Path) -> None:
    found = find_pages([unread])
    assert [page.source for page in found.pages] == ["open/a.txt"]
    assert found.faults == (
        f"{unread}/closed: cannot be read: Permission denied",
        f"{unread}/shut/a.txt: cannot be read: Permission denied",
    )
    assert find_pages([unread / "closed"]).faults == (f"{unread}/closed: cannot be read: Permission denied",)


def test_a_build_does_not_read_what_a_build_made(pages: Path) -> None:
    for arguments in ((".",), (".", "-o", "."), (".", "-o", "x")):
        for _ in range(2):
            done = kg("build", *arguments, cwd=pages)
            assert (done.returncode, done.stdout.partition(",")[0], done.stderr) == (0, "1 pages", "")
    done = kg("build", "good.txt", "graph.html", "store", "-o", ".", cwd=pages)
    assert (done.returncode, done.stdout.partition(",")[0]) == (0, "1 pages")
    assert done.stderr.splitlines() == [
        "kg: graph.html: was made by `kg build` and is no page",
        "kg: store: was made by `kg build` and is no page",
    ]


@pytest.mark.parametrize("iri", ["", "not an iri <>", "relative/path"])
def test_a_base_that_is_no_iri_is_told(iri: str, pages: Path) -> None:
    status, _, told = built(pages, "--base-iri", iri)
    assert (status, len(told)) == (2, 1)
    assert "is no IRI" in told[0]


# --- full disks


@pytest.fixture
def full() -> str:
    if not Path("/dev/full").exists():
        pytest.skip("/dev/full is wanted")
    return "/dev/full"


def test_a_full_disk_under_standard_output_is_one_line(pages: Path, full: str) -> None:
    kg("build", pages, "-o", pages.parent / "out")
    for arguments in (
        ("query", "SELECT * { ?a ?b ?c }"),
        ("explain", "介休市"),
        ("query", "SELECT * { ?a ?b ?c }", "--format", "csv"),
    ):
        command = [sys.executable, "-m", "kg.cli", *arguments, "-o", str(pages.parent / "out")]
        with Path(full).open("wb") as nowhere:
            done = subprocess.run(
                command, stdout=nowhere, stderr=subprocess.PIPE, text=True, timeout=120, check=False
            )
        assert done.returncode == 2
        assert done.stderr == "kg: cannot write: No space left on device\n"


LIMITED = """
import resource, signal, sys
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
resource.setrlimit(resource.RLIMIT_FSIZE, (int(sys.argv[1]), int(sys.argv[1])))
from kg.cli import main
main(sys.argv[2:])
"""


@linux
@pytest.mark.parametrize("kilobytes", [0, 4, 40, 200, 500])
def test_a_disk_that_is_full_is_one_line_and_leaves_the_old_graph(kilobytes: int, pages: Path) -> None:
    """No file may grow beyond so much: lock, shard, pool, Turtle, store or page fail, in this order."""
    out = pages.parent / "out"
    kg("build", pages, "-o", out)
    before = {path.name: path.stat().st_mtime_ns for path in out.iterdir() if path.name != ".shards"}
    for number in range(10):
        (pages / f"{number}.txt").write_text(
            PAGE.replace("青崖", f"青崖{'甲乙丙丁戊己庚辛壬癸'[number]}") * 20, "utf-8"
        )
    command = [sys.executable, "-c", LIMITED, str(kilobytes * 1024), "build", str(pages), "-o", str(out)]
    with tempfile.TemporaryDirectory() as temporary:
        environment = {**os.environ, "TMPDIR": temporary}
        done = subprocess.run(
            command, capture_output=True, text=True, timeout=120, check=False, env=environment
        )
        assert list(Path(temporary).iterdir()) == []
    assert done.returncode == 2, done.stderr
    assert len(done.stderr.splitlines()) == 1, done.stderr
    assert str(out) in done.stderr
    assert {path.name: path.stat().st_mtime_ns for path in out.iterdir() if path.name != ".shards"} == before
    assert [path.name for path in (out / ".shards").iterdir() if path.name.endswith(".new")] == []


def test_an_output_that_cannot_be_written_is_one_line(pages: Path) -> None:
    out = pages.parent / "out"
    kg("build", pages, "-o", out)
    (pages.parent / "file").write_text("", "utf-8")
    for arguments in (
        ("build", pages, "-o", pages.parent / "file" / "out"),
        ("build", pages, "-o", out, "--bulk", pages.parent / "file" / "bulk"),
        ("export", pages.parent / "file" / "graph.nt", "-o", out),
        ("export", "--format", "csv", pages.parent / "file" / "csv", "-o", out),
        ("export", "--format", "gexf", pages.parent, "-o", out),
    ):
        done = kg(*arguments)
        assert done.returncode == 2
        assert len(done.stderr.splitlines()) == 1
        assert str(pages.parent) in done.stderr
    assert not [path for path in pages.parent.iterdir() if path.name.endswith(".new")]


def test_a_socket_is_no_page(pages: Path) -> None:
    if not hasattr(socket, "AF_UNIX"):
        pytest.skip("there are no sockets in folders here")
    with socket.socket(socket.AF_UNIX) as listening:
        os.chdir(pages)  # its path may have 100 characters
        listening.bind("s.txt")
        assert "is no file but a pipe, a socket" in find_pages([pages]).faults[0]
