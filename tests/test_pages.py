"""Files become documents, and documents articles: where each begins, which title it has, and the map back."""

from __future__ import annotations

import codecs
import time
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.model import Article, DataError, Document
from kg.ontology import ontology_folder
from kg.pages.cues import load_cues
from kg.pages.cut import cut_articles
from kg.pages.read import Page, find_pages, read_document
from tests.conftest import loaded

CUES = loaded().cues
DAM = "柳河水库的坝体本周加高到五十米，库区移民全部住进了新村，下游农田明年就能用上库里的水。"
TREE = "北山林场今年造林三千亩，栽下的油松成活率超过九成，护林员每天沿着防火道巡查两遍。"
AIR = "城区空气质量连续三个月好转，燃煤小锅炉拆除二百台，公交车全部换成了电动车。"


def cut(text: str, *, date: str | None = None) -> tuple[Article, ...]:
    return cut_articles(Document("p", "p.txt", text, date), CUES)


def outline(text: str) -> list[tuple[str, str]]:
    """(title, first characters of the body) of each article."""
    return [(a.title, a.text[a.body :][:6]) for a in cut(text)]


def page(folder: Path, data: bytes, name: str = "a.txt") -> Page:
    path = folder / name
    path.write_bytes(data)
    return Page(path, path.stem, path.name)


# --- finding


def test_folders_are_searched_in_order_and_hidden_files_skipped(tmp_path: Path) -> None:
    for name in ("b.txt", "a.md", "sub/c.txt", ".git/x.txt", ".d.txt", "e.xls"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text("河", "utf-8")
    found = find_pages([tmp_path])
    assert [p.source for p in found.pages] == ["a.md", "b.txt", "sub/c.txt"]
    assert found.faults == ()


def test_an_identifier_never_changes_because_another_file_came(tmp_path: Path) -> None:
    """It is the stem and a hash of the path; x.txt and x.md, a-01.txt and a/01.txt are told apart."""
    names = ("x.txt", "b/x.txt", "x.md", "a-01.txt", "a/01.txt", "2024/07/01.txt")
    known: dict[str, str] = {}
    for name in names:
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text("河", "utf-8")
        found = {p.source: p.identifier for p in find_pages([tmp_path]).pages}
        assert found | known == found
        known = found
    assert len(set(known.values())) == len(names)
    assert known["x.txt"] == "x-8a6dcb9c"


def test_the_source_tells_files_of_several_folders_apart(tmp_path: Path) -> None:
    for name in ("2024/01.txt", "2025/01.txt"):
        (tmp_path / name).parent.mkdir()
        (tmp_path / name).write_text("河", "utf-8")
    for inputs in (["2024", "2025"], ["2024/01.txt", "2025/01.txt"]):
        pages = find_pages([tmp_path / given for given in inputs]).pages
        assert [p.source for p in pages] == ["2024/01.txt", "2025/01.txt"]


def test_a_file_given_twice_is_one_page(tmp_path: Path) -> None:
    (tmp_path / "x.txt").write_text("河", "utf-8")
    assert len(find_pages([tmp_path, tmp_path / "x.txt"]).pages) == 1


def test_inputs_without_pages_are_told(tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    faults = find_pages([tmp_path / "none.txt", tmp_path / "empty"]).faults
    assert faults == (
        f"{tmp_path / 'none.txt'}: does not exist",
        f"{tmp_path / 'empty'}: holds no page (.csv .docx .epub .htm .html .md .mht .mhtml .pdf .rtf .tsv .txt .xhtml .xlsm .xlsx .zip)",
    )


# --- reading


@pytest.mark.parametrize(
    "data",
    [
        (DAM + "\r\n" + TREE).encode("utf-8"),
        codecs.BOM_UTF8 + (DAM + "\r\n" + TREE).encode("utf-8"),
        (DAM + "\r\n" + TREE).encode("utf-16"),
        codecs.BOM_UTF16_BE + (DAM + "\r\n" + TREE).encode("utf-16-be"),
        (DAM + "\r\n" + TREE).encode("gb18030"),
    ],
    ids=["utf-8", "utf-8 with mark", "utf-16", "utf-16-be", "gb18030"],
)
def test_encodings_of_china(tmp_path: Path, data: bytes) -> None:
    """The text is the same, its line ends untouched, the mark not counted."""
    assert read_document(page(tmp_path, data)).text == DAM + "\r\n" + TREE


def test_big5(tmp_path: Path) -> None:
    text = "水庫的壩體本週加高到五十米，下游農田明年就能用上庫裡的水。"
    assert read_document(page(tmp_path, text.encode("big5"))).text == text


@pytest.mark.parametrize(
    ("data", "why"),
    [
        (b"", "is empty"),
        (b" \n\t\n", "is empty"),
        (codecs.BOM_UTF8 + b"\n", "is empty"),
        (b"PK\x03\x04\x00\x00" + bytes(range(256)), "is not text"),
        (bytes(range(1, 9)) * 40, "is not text"),
        (codecs.BOM_UTF16_LE + b"\x00\xd8\x41", "is not text"),
        ("\u200b\u3000\n".encode(), "is empty"),
    ],
    ids=[
        "empty",
        "blank",
        "mark only",
        "NUL",
        "control characters",
        "broken utf-16",
        "no width",
    ],
)
def test_what_is_no_page_is_told_in_one_line(tmp_path: Path, data: bytes, why: str) -> None:
    with pytest.raises(DataError, match=f"a.txt: {why}"):
        read_document(page(tmp_path, data))


@pytest.mark.parametrize(
    ("data", "note"),
    [
        (
            (DAM * 5).encode() + b"\xff",
            "bytes that are no text were read around: 1, the first at character 215",
        ),
        ((DAM * 5).encode("gb18030") + b"\xff\n", "bytes that are no text were read around: 1"),
        ((DAM * 5).encode() + b"\x00\x00", "NUL bytes were read as blanks: 2"),
        (f"{DAM}\n".encode("utf-16-le"), ""),
        (f"{DAM}\n".encode("utf-16-be"), ""),
    ],
    ids=["UTF-8", "GB18030", "NUL", "UTF-16 without a mark", "UTF-16 without a mark, big end first"],
)
def test_damage_is_read_around_and_told(tmp_path: Path, data: bytes, note: str) -> None:
    found = read_document(page(tmp_path, data))
    assert found.text.startswith(DAM)
    assert ("; ".join(found.notes).removeprefix(f"{tmp_path / 'a.txt'}: ")[: len(note)]) == note
    assert bool(found.notes) == bool(note)


@given(st.binary(max_size=300))
@settings(max_examples=60, deadline=None)
def test_any_bytes_are_read_or_refused(tmp_path_factory: pytest.TempPathFactory, data: bytes) -> None:
    given_page = page(tmp_path_factory.mktemp("bytes"), data)
    try:
        assert read_document(given_page).text.strip()
    except DataError as error:
        assert "\n" not in str(error)


@pytest.mark.parametrize(
    ("text", "date"),
    [
        ("02 要闻 2024年5月6日 星期一 责编 王小北\n\n题\n" + DAM, "2024-05-06"),
        ("江 城 水 讯  ２０２５年１１月３日  星期一\n\n" + DAM, "2025-11-03"),
        ("# 江城水讯 · 特刊 2025年7月1日\n\n" + DAM, "2025-07-01"),
        (DAM + "\n\n2024-05-06 第3版", "2024-05-06"),
        ("本报江城2025年7月1日电 " + DAM, "2025-07-01"),
        ("本报讯 2023年6月2日，" + DAM, None),
        (DAM + "\n工程2019年3月4日动工。", None),
        ("2024年13月40日 星期一\n" + DAM, None),
    ],
)
def test_the_date_of_a_page(tmp_path: Path, text: str, date: str | None) -> None:
    """From its masthead or dateline; a date that a story tells is none."""
    assert read_document(page(tmp_path, text.encode("utf-8"))).date == date


# --- cutting


def test_leads_begin_articles_and_bodies_start_behind_them() -> None:
    text = f"大坝长个子\n\n本报讯 （记者 王小北）{DAM}\n\n北山添新绿\n\n江城日报讯 记者李大川 {TREE}"
    assert outline(text) == [("大坝长个子", DAM[:6]), ("北山添新绿", TREE[:6])]
    assert [text[a.span.start : a.span.end] for a in cut(text)] == [DAM, TREE]


@pytest.mark.parametrize(
    "lead",
    [
        "本报讯",
        "本刊讯 ",
        "【简讯】",
        "本报江城7月8日电 （记者 王小北 通讯员 赵一山）",
        "（本报记者 王小北）",
        "本报讯 记者王小北报道：",
    ],
)
def test_forms_of_a_lead(lead: str) -> None:
    assert outline(f"北山添新绿\n{lead}{TREE}\n\n大坝长个子\n{lead}{DAM}") == [
        ("北山添新绿", TREE[:6]),
        ("大坝长个子", DAM[:6]),
    ]


def test_titles_of_a_whole_page_may_stand_behind_their_bodies() -> None:
    text = (
        f"本报讯 {DAM}\n\n柳河水库坝体加高\n\n本报讯 {TREE}\n\n北山林场造林忙\n\n本报讯 {AIR}\n\n城区空气好转"
    )
    assert [title for title, _ in outline(text)] == ["柳河水库坝体加高", "北山林场造林忙", "城区空气好转"]


def test_title_lines_come_first_in_the_text_and_each_on_its_own_line() -> None:
    text = f"本报讯 {DAM}（王小北）\n\n柳河县\n\n水库坝体加高\n——移民新村见闻"
    (article,) = cut(text)
    assert article.title == "柳河县 水库坝体加高 ——移民新村见闻"
    assert article.text.split("\n")[:3] == ["柳河县", "水库坝体加高", "——移民新村见闻"]
    assert article.text[article.body :].startswith(DAM)


def test_a_space_that_stands_for_a_line_break_in_a_title_stays() -> None:
    assert outline(f"水库加高五十米 移民住进新村\n\n本报讯 {DAM}")[0][0] == "水库加高五十米 移民住进新村"


def test_letter_spaced_titles_close_up() -> None:
    assert outline(f"柳 河 水 库 长 个 子\n\n本报讯 {DAM}")[0][0] == "柳河水库长个子"


@pytest.mark.parametrize(
    "byline", ["（王小北）", "王小北", "王小北 李大川", "■本报记者 王小北", "（通讯员 王小北 文/图）"]
)
def test_a_byline_ends_an_article(byline: str) -> None:
    text = f"大坝长个子\n\n{DAM}\n{byline}\n\n北山添新绿\n\n{TREE}\n{byline}"
    assert outline(text)[:2] == [("大坝长个子", DAM[:6]), ("北山添新绿", TREE[:6])]


@pytest.mark.parametrize(
    "name",
    ["（王小北）", "（ 王 北）", "（通讯员\n王小北）", " （本报记者 王小北 李山）", "（王小北、李山报道）"],
)
def test_the_name_behind_the_last_sentence_is_not_in_the_text(name: str) -> None:
    """方山 in （武方山） is no county."""
    article = cut(f"大坝长个子\n\n本报讯 {DAM}{name}\n\n北山添新绿\n\n本报讯 {TREE}")[0]
    assert article.text == f"大坝长个子\n{DAM}"


@pytest.mark.parametrize(
    "credit", ["■王小北 摄", "■ 王 北 摄", "姻王北 摄", " 王小北 摄", "\n王小北/摄影", "（摄影：王小北）"]
)
def test_the_photographer_is_not_in_the_text(credit: str) -> None:
    caption = "图为柳河水库的坝体，下游的农田明年就能用上库里蓄起来的水，库区移民住进了新村。"
    assert cut(caption + credit)[0].text == caption


def test_a_bracket_that_closes_a_sentence_is_no_name() -> None:
    text = "本报讯 县里印发了《河湖长制工作规范》（下称规范）"
    assert cut(text)[0].text.endswith("（下称规范）")


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r", "\u2028"])
def test_line_ends_of_every_kind(end: str) -> None:
    lines = ["大坝长个子", "", f"本报讯 {DAM}", "", "北山添新绿", "", f"本报讯 {TREE}"]
    assert outline(end.join(lines)) == [("大坝长个子", DAM[:6]), ("北山添新绿", TREE[:6])]


def test_the_name_of_a_county_is_no_byline() -> None:
    assert outline(f"本报讯 {AIR}\n\n祁县\n\n水库坝体加高\n\n本报讯 {DAM}")[1][0] == "祁县 水库坝体加高"


def test_hard_wraps_and_blank_lines_inside_a_paragraph_are_joined() -> None:
    wrapped = f"{DAM[:14]}\n{DAM[14:28]}\n\n{DAM[28:]}"
    (article,) = cut(f"大坝长个子\n\n本报讯 {wrapped}")
    assert article.text == f"大坝长个子\n{DAM}"


def test_a_title_glued_to_its_body() -> None:
    lines = "\n".join(DAM[at : at + 14] for at in range(0, len(DAM), 14))
    assert outline(f"大坝长个子\n{lines}") == [("大坝长个子", DAM[:6])]


def test_a_subhead_does_not_cut_the_story() -> None:
    later = "水库坝体加高以后，柳河下游农田灌溉有了保障，库区移民也在新村办起了农家乐。"
    text = f"大坝长个子\n——柳河走笔\n\n{DAM}\n\n坝下有良田\n\n{later}"
    (article,) = cut(text)
    assert article.text.split("\n")[2:] == [DAM, "坝下有良田", later]


def test_a_page_without_blank_lines_and_wraps() -> None:
    long, longer = DAM + AIR, TREE + DAM
    text = f"大坝长个子\n{long}\n坝下有良田\n{DAM}{AIR}水库。\n北山添新绿\n本报讯{longer}\n城区空气好转\n本报讯{AIR}{TREE}"
    assert [a.title for a in cut(text)] == ["大坝长个子", "北山添新绿", "城区空气好转"]


def test_headings_in_markdown_are_titles() -> None:
    text = f"# 江城水讯 2025年7月1日\n\n## 大坝长个子\n\n{DAM}\n\n## 北山添新绿\n\n**本报讯** {TREE}"
    assert outline(text) == [("大坝长个子", DAM[:6]), ("北山添新绿", TREE[:6])]


def test_a_doubled_paragraph_is_left_out() -> None:
    (article,) = cut(f"大坝长个子\n\n本报讯 {DAM}\n\n{AIR}\n\n{AIR}")
    assert article.text.count(AIR) == 1


def test_a_caption_does_not_break_the_story_around_it() -> None:
    caption = "图为清晨的柳河水库，一群白鹭掠过刚刚封顶的大坝，远处是移民新村。 ■ 王小北 摄"
    found = cut(f"大坝长个子\n\n本报讯 {DAM}\n\n{caption}\n\n{AIR}")
    assert [a.text[a.body :][:4] for a in found] == [DAM[:4], caption[:4]]
    assert found[0].text.endswith(AIR)


def test_a_list_of_briefs_is_one_article() -> None:
    text = f"大坝长个子\n\n本报讯 {DAM}\n\n简  讯\n\n▲北山 {TREE}\n▲城区 {AIR}"
    assert [a.title for a in cut(text)] == ["大坝长个子", "简讯"]


def test_a_jump_is_joined_on_one_page() -> None:
    text = (
        f"大坝长个子\n\n本报讯 {DAM}水库的闸门还要\n（下转第二版）\n\n北山添新绿\n\n本报讯 {TREE}\n\n"
        f"（上接第一版）\n换成弧形钢闸门，柳河水库的泄洪能力由此翻番。"
    )
    first, second = cut(text)
    assert first.text.endswith("水库的闸门还要换成弧形钢闸门，柳河水库的泄洪能力由此翻番。")
    assert second.title == "北山添新绿"


@pytest.mark.parametrize("text", [DAM, f"{DAM}\n{TREE}\n\n{AIR}", "只有一行字", "2024年5月6日 星期一"])
def test_a_page_without_cues_is_one_article(text: str) -> None:
    (article,) = cut(text)
    assert article.identifier == "p-1"
    assert article.text.replace("\n", "")[-6:] == text.replace(" ", "")[-6:]


@pytest.mark.parametrize(
    ("lead", "page_date", "issued"),
    [
        ("本报江城7月8日讯", "2024-07-09", "2024-07-08"),
        ("本报江城2025年7月8日电", None, "2025-07-08"),
        ("本报江城7月8日讯", None, None),
        ("本报讯", "2024-07-09", "2024-07-09"),
    ],
)
def test_when_an_article_was_issued(lead: str, page_date: str | None, issued: str | None) -> None:
    (article,) = cut(f"大坝长个子\n\n{lead} {DAM}", date=page_date)
    assert article.issued == issued


PIECES = st.sampled_from(
    [
        "本报讯 ",
        "（记者 王小北）",
        "（王小北）",
        "王小北",
        DAM,
        TREE,
        AIR[:20],
        "大坝长个子",
        "——走笔",
        "# 题",
        "**",
        "姻王小北 摄",
        "简讯",
    ]
    + [
        "（下转第2版）",
        "（上接第1版）",
        "\n",
        "\n\n",
        " ",
        "　",
        "的",
        "，",
        "。",
        "▲",
        "2024年5月6日 星期一",
        "\r\n",
        "\x0c",
        "#",
        "》",
        "(",
        ")",
    ]
)


@given(st.one_of(st.text(max_size=200), st.lists(PIECES, max_size=40).map("".join)))
@settings(max_examples=300, deadline=None)
def test_any_text_is_cut_and_mapped_back(text: str) -> None:
    for n, article in enumerate(cut(text), 1):
        assert article.identifier == f"p-{n}"
        assert len(article.offsets) == len(article.text)
        assert 0 <= article.body <= len(article.text)
        assert 0 <= article.span.start < article.span.end <= len(text)
        assert all(0 <= offset < len(text) for offset in article.offsets)
        inside = [
            o
            for o, c in zip(article.offsets[article.body :], article.text[article.body :], strict=True)
            if c != "\n"
        ]
        assert all(article.span.start <= offset < article.span.end for offset in inside)


def test_a_page_is_cut_in_a_few_milliseconds() -> None:
    text = "\n\n".join(
        f"第{n}座大坝长个子\n\n本报讯 （记者 王小北）{DAM}{TREE}{AIR}（赵一山）" for n in range(50)
    )
    assert len(text) > 7000
    best = min(_seconds(text) for _ in range(5))
    assert best < 0.1  # about 0.01 on an idle core; the rest is for busy machines


def _seconds(text: str) -> float:
    start = time.perf_counter()
    cut(text)
    return time.perf_counter() - start


# --- cues


@pytest.mark.parametrize(
    ("table", "why"),
    [
        ("[pages]\nlede = []", "unknown key 'lede'; known: .*lead"),
        ("[page]", r"the table \[pages\] is wanted"),
        ("[pages]\nlead = ['本报讯']", r"\[pages\] lacks surnames"),
        ("[pages]\nlead = ", "pages.toml"),
    ],
)
def test_wrong_cues_are_told(tmp_path: Path, table: str, why: str) -> None:
    (tmp_path / "rules").mkdir()
    (tmp_path / "rules" / "pages.toml").write_text(table, "utf-8")
    with pytest.raises(DataError, match=why):
        load_cues(tmp_path)


@pytest.mark.parametrize(
    ("old", "new", "why"),
    [
        ("lead = [", "lead = ['(', ", "'lead': "),
        ("orphan = [", "orphan = [3, ", "'orphan' is a list of strings"),
    ],
)
def test_a_bad_pattern_is_told_with_its_key(tmp_path: Path, old: str, new: str, why: str) -> None:
    table = (ontology_folder() / "rules" / "pages.toml").read_text("utf-8")
    (tmp_path / "rules").mkdir()
    (tmp_path / "rules" / "pages.toml").write_text(table.replace(f"\n{old}", f"\n{new}"), "utf-8")
    with pytest.raises(DataError, match=why):
        load_cues(tmp_path)
