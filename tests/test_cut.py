"""Nothing of a page is lost silently; pages of the web and pages in traditional characters."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from typer.testing import CliRunner

from kg.cli import app
from kg.extract import Tools, page_facts
from kg.model import Document, squeeze
from kg.pages.cut import Cut, cut_page
from kg.text.masthead import find_page_date
from tests.conftest import loaded

CUES = loaded().cues
DAM = "柳河水库的坝体本周加高到五十米，库区移民全部住进了新村，下游农田明年就能用上库里的水。"
TREE = "北山林场今年造林三千亩，栽下的油松成活率超过九成，护林员每天沿着防火道巡查两遍。"
AIR = "城区空气质量连续三个月好转，燃煤小锅炉拆除二百台，公交车全部换成了电动车。"


def cut(text: str, *, date: str | None = None) -> Cut:
    return cut_page(Document("p", "p.txt", text, date or find_page_date(text)), CUES)


def left(text: str) -> list[tuple[str, str]]:
    return [(found.kind, text[found.span.start : found.span.end]) for found in cut(text).left_out]


# --- nothing is left out silently

PIECES = st.sampled_from(
    [
        *(
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
        ),
        *(
            "**",
            "姻王小北 摄",
            "图为大坝。 王小北 摄",
            "简讯",
            "（下转第2版）",
            "（上接第1版）",
            "\n",
            "\n\n",
            " ",
            "　",
        ),
        *(
            "的",
            "，",
            "。",
            "▲",
            "2024年5月6日 星期一",
            "\r\n",
            "\x0c",
            "\x01",
            "\u200b",
            "\ue001",
            "#",
            "》",
            "(",
            ")",
        ),
        *(
            "来源：江城日报 发布时间：2024-05-06 10:20",
            "上一篇：大坝",
            "相关新闻",
            "责任编辑：李山",
            "版权归本网所有。",
        ),
        *(
            "断面达劣吁类",
            "投资1O0万元",
            "水质为ll类，",
            "| 工程 | 投资 |",
            "|---|---|",
            "龍門縣治理黃河，",
            "占5o/o",
            "本报讯",
        ),
    ]
)


def accounted(text: str, found: Cut) -> None:
    """Each raw character that is no white space is in one article, or in an edit that took it away, or left out."""
    places: Counter[int] = Counter()
    for article in found.articles:
        places.update(set(article.offsets))
    changed = {at for edit in found.edits for at in range(edit.span.start, edit.span.end)}
    for part in found.left_out:
        assert text[part.span.start : part.span.end].strip()
        places.update(range(part.span.start, part.span.end))
    for at, sign in enumerate(text):
        if not sign.isspace():
            assert places[at] == 1 or (places[at] == 0 and at in changed), (at, sign, places[at])


@given(st.one_of(st.text(max_size=200), st.lists(PIECES, max_size=40).map("".join)))
@settings(max_examples=300, deadline=None)
def test_each_character_is_in_an_article_or_an_edit_or_recorded_as_left_out(text: str) -> None:
    accounted(text, cut(text))


@given(st.one_of(st.text(max_size=200), st.lists(PIECES, max_size=40).map("".join)))
@settings(max_examples=200, deadline=None)
def test_the_text_of_articles_differs_from_the_page_only_where_an_edit_says_so(text: str) -> None:
    found = cut(text)
    changed = {at for edit in found.edits for at in range(edit.span.start, edit.span.end)}
    for article in found.articles:
        before = None
        for offset, sign in zip(article.offsets, article.text, strict=True):
            joint = sign in "\n " and offset == before
            assert joint or offset in changed or text[offset] == sign
            before = offset


@pytest.mark.parametrize(
    ("text", "found"),
    [
        (
            f"江城日报 2024年5月6日 星期一\n\n大坝长个子\n\n本报讯 {DAM}",
            "furniture 江城日报 2024年5月6日 星期一",
        ),
        (f"大坝长个子\n\n本报讯 （记者 王小北） {DAM}", "lead 本报讯 （记者 王小北）"),
        (f"大坝长个子\n\n本报讯 {DAM}（王小北）\n\n北山添新绿\n\n本报讯 {TREE}", "credit （王小北）"),
        (f"大坝长个子\n\n本报讯 {DAM}\n■本报记者 王小北", "byline ■本报记者 王小北"),
        (f"大坝长个子\n\n本报记者 扎西次仁 古丽·买买提\n\n{DAM}", "byline 本报记者 扎西次仁 古丽·买买提"),
        (f"柳河治水记 …2版\n\n大坝长个子\n\n{DAM}", "furniture 柳河治水记 …2版"),
        (
            f"大坝长个子\n\n{DAM}\n\n社址：江城市北街2号 邮编：100000",
            "furniture 社址：江城市北街2号 邮编：100000",
        ),
        (f"大坝长个子\n\n本报讯 {DAM}\n\n{AIR}\n\n{AIR}", f"doubled {AIR}"),
        (f"大坝长个子\n\n本报讯 {DAM}还要\n（下转第二版）", "jump （下转第二版）"),
        (f"大坝长个子\n\n本报讯 {DAM}还要（下转第二版）", "jump （下转第二版）"),
        (
            f"大坝长个子\n\n{DAM}（江城融媒记者 王小北 李大川 文/图）",
            "credit （江城融媒记者 王小北 李大川 文/图）",
        ),
        (f"## 大坝长个子\n\n本报讯 {DAM}", "markup ##"),
        (f"大坝长个子\n\n本报讯 {DAM}\n\n晨曦。 王小北 摄\n\n{AIR}", "caption 晨曦。 王小北 摄"),
    ],
)
def test_what_is_left_out_is_told_with_its_kind(text: str, found: str) -> None:
    assert tuple(found.split(" ", 1)) in left(text)


@pytest.mark.parametrize(
    "title", ["本报记者 探访柳河水库", "记者手记：坝上人家", "记者 调查", "地址不变 服务更好"]
)
def test_titles_with_a_reporter_in_them_stay_titles(title: str) -> None:
    assert squeeze(cut(f"{title}\n\n本报讯 {DAM}").articles[0].title) == squeeze(title)


def test_kg_read_shows_articles_repairs_and_the_raw_text(tmp_path: Path) -> None:
    text = f"江城日报 2024年5月6日 星期一\r\n\r\n大坝长个子\r\n\r\n本报讯 {DAM[:20]}\r\n{DAM[20:]}断面达芋类。\r\n"
    path = tmp_path / "a.txt"
    path.write_bytes(text.encode("gb18030"))
    run = CliRunner()
    shown = run.invoke(app, ["read", str(path)]).stdout
    assert shown.startswith(f"a  2024-05-06  {len(text)} characters, 1 article\n\na-1  ")
    assert "\n  # 大坝长个子\n    柳河水库" in shown
    repairs = run.invoke(app, ["read", str(path), "--repairs"]).stdout.splitlines()
    at = text.index("芋")
    assert f"slip        {at:>7}-{at + 1:<7}'芋' → 'Ⅲ'" in repairs
    assert any(line.startswith("furniture") and line.endswith("left out") for line in repairs)
    assert run.invoke(app, ["read", str(path), "--text"]).stdout_bytes.decode() == text


@pytest.mark.parametrize("date", ["2023年3月31日", "上个星期一"])
def test_a_date_at_the_end_of_a_wrapped_line_is_no_masthead(date: str) -> None:
    sentence = f"柳河水库坝体加高，{date}是个要记下的日子，这一天库区的移民全部住进了新村里的小楼。"
    lines = [sentence[:9] + date, *(sentence[at : at + 17] for at in range(9 + len(date), len(sentence), 17))]
    (article,) = cut("大坝长个子\n\n" + "\n".join(lines)).articles
    assert article.text == f"大坝长个子\n{sentence}"


def test_a_teaser_does_not_take_the_title_from_its_story() -> None:
    text = f"柳河水库坝体加高到五十米\n\n江城日报 2024年5月6日 星期一\n\n柳河水库坝体加高到五十米\n\n本报讯 {DAM}"
    found = cut(text)
    assert found.articles[0].title == "柳河水库坝体加高到五十米"
    assert [(p.kind, p.span.start) for p in found.left_out if p.kind == "doubled"] == [("doubled", 0)]


def test_a_subhead_behind_a_short_opening_does_not_cut_the_story() -> None:
    """What the title names has been named."""
    text = (
        "民 生 关 注\n\n“小水厂”连起“大民生”\n——看东岭县如何破解农村饮水难题\n□ 王小北\n\n"
        "“以前靠挑，现在龙头一拧就来。”石门镇白果村村民老孙笑着说。\n\n一张网，从水源连到灶台\n\n"
        "东岭县山高坡陡，全县农村人口中曾有不少人吃水困难，近年来新建集中供水工程32处。\n"
    )
    (article,) = cut(text).articles
    assert article.title == "“小水厂”连起“大民生” ——看东岭县如何破解农村饮水难题"
    assert ("furniture", "民 生 关 注") in left(text)


def test_a_paragraph_that_opens_with_one_word_goes_on() -> None:
    (article,) = cut(f"大坝长个子\n\n本报讯 {DAM}\n\n水，是柳河人的盼头，坝体一天天加高。").articles
    assert article.text.endswith("坝体一天天加高。")


def test_two_whole_sentences_on_a_narrow_page_do_not_make_it_unwrapped() -> None:
    wrapped = "\n".join(
        text[at : at + 15] for text in (DAM, TREE[:40], AIR) for at in range(0, len(text), 15)
    )
    text = f"大坝长个子\n\n本报讯 {wrapped}\n\n图为移民新村里清早的炊烟，远处就是大坝。\n\n本版图片由柳河县的通讯员们一同拍摄提供。"
    assert cut(text).articles[0].text.startswith(f"大坝长个子\n{DAM}")


def indented(*paragraphs: str) -> str:
    return "\n".join(("　　" + p)[at : at + 16] for p in paragraphs for at in range(0, len(p) + 2, 16))


def test_a_page_that_indents_its_paragraphs_and_has_no_blank_lines() -> None:
    text = "\n".join(
        [
            "大坝长个子",
            "——柳河走笔",
            indented(DAM, DAM[:29] + "不再缺水。"),
            "北山添新绿",
            indented(TREE, TREE[:20] + "都活了。"),
        ]
        + ["江城的天蓝了", "——治气见闻", indented(AIR, AIR[:12] + "没有间断。")]
    )
    assert [(a.title, a.text[a.body :][:6]) for a in cut(text).articles] == [
        ("大坝长个子 ——柳河走笔", DAM[:6]),
        ("北山添新绿", TREE[:6]),
        ("江城的天蓝了 ——治气见闻", AIR[:6]),
    ]


def test_titles_behind_their_bodies_without_any_other_cue() -> None:
    pages = [
        (DAM, "柳河水库坝体加高\n移民住进新村"),
        (TREE, "北山林场造林三千亩\n护林员巡查忙"),
        (AIR, "城区空气质量好转\n公交车换成电动车"),
    ]
    text = "\n\n".join(f"{body}\n\n{title}" for body, title in pages)
    assert [(a.title, a.text[a.body :][:6]) for a in cut(text).articles] == [
        (title.replace("\n", " "), body[:6]) for body, title in pages
    ]


def test_a_jump_inside_a_line_is_joined() -> None:
    text = (
        f"大坝长个子\n\n本报讯 {DAM}水库的闸门还要（下转第二版）\n\n北山添新绿\n\n本报讯 {TREE}\n\n"
        "（上接第一版）换成弧形钢闸门，柳河水库的泄洪能力由此翻番。"
    )
    first, second = cut(text).articles
    assert first.text.endswith("水库的闸门还要换成弧形钢闸门，柳河水库的泄洪能力由此翻番。")
    assert second.text.endswith(TREE)


def test_titles_and_datelines_behind_their_bodies_beside_a_jump() -> None:
    """A dateline alone on a line closes the story before it; the story behind the joined part is another."""
    text = (
        f"{DAM}\n（下转本版右下）\n\n本报江城10月8日电\n\n柳河水库坝体加高\n移民住进新村\n\n{TREE}\n\n"
        "北山林场造林三千亩\n\n（上接本版左上）\n\n柳河水库下游的农田也用上了库里的水，坝体不再渗漏。\n\n"
        f"{AIR}\n\n城区空气质量好转\n"
    )
    found = cut_page(Document("p", "p.txt", text, "2024-10-09"), CUES).articles
    assert [(a.title, a.issued, a.text[a.body :][:6]) for a in found] == [
        ("柳河水库坝体加高 移民住进新村", "2024-10-08", DAM[:6]),
        ("北山林场造林三千亩", "2024-10-09", TREE[:6]),
        ("城区空气质量好转", "2024-10-09", AIR[:6]),
    ]
    assert found[0].text.endswith("坝体不再渗漏。")


def test_the_end_of_a_story_of_another_page_is_a_story_without_title() -> None:
    text = f"北山添新绿\n\n本报讯 {TREE}\n\n（上接第一版）\n\n{DAM}\n\n坝下有良田\n\n{DAM[:30]}下游农田。"
    assert [(a.title, a.text[a.body :][:6]) for a in cut(text).articles] == [
        ("北山添新绿", TREE[:6]),
        ("", DAM[:6]),
    ]
    broken = f"本报讯 {TREE}\n\n理，推出了柳河水库这条旅游线路，坝体也加高了。\n\n{DAM}"
    assert [a.text[a.body :][:6] for a in cut(broken).articles] == [TREE[:6], "理，推出了柳"]


def test_short_sentences_of_a_page_of_paragraphs_are_no_titles() -> None:
    text = f"大坝长个子\n{DAM}\n更新闸站，排灌自如\n柳河水库更新闸站26座。\n{DAM[:29]}不再缺水。\n"
    (article,) = cut(text).articles
    assert article.text.split("\n")[2:4] == ["更新闸站，排灌自如", "柳河水库更新闸站26座。"]


def test_lines_all_bold_are_subheads_of_a_story_with_a_heading() -> None:
    text = f"## 大坝长个子\n\n{DAM}\n\n**空气怎么样**\n\n{AIR}\n\n**林场怎么样**\n\n{TREE}\n"
    assert [a.title for a in cut(text).articles] == ["大坝长个子"]


def test_the_correspondent_of_a_picture_is_no_lead() -> None:
    text = f"大坝长个子\n\n本报讯 {DAM}\n\n图为柳河水库的坝体，移民住进了新村，下游的农田喝上了水。\n本报通讯员 钱多多 摄"
    assert [a.text[a.body :][:6] for a in cut(text).articles] == [DAM[:6], "图为柳河水库"]


def test_a_dateline_on_a_line_of_its_own_opens_the_paragraph_behind_it() -> None:
    (article,) = cut(f"大坝长个子\n\n本报江城2024年10月8日电（记者 王小北）\n\n{DAM}{AIR}").articles
    assert (article.title, article.issued, article.text[article.body :]) == (
        "大坝长个子",
        "2024-10-08",
        DAM + AIR,
    )


def test_the_space_of_a_title_that_stands_for_a_line_break_is_an_edit() -> None:
    text = f"水库加高五十米　　移民住进新村\n\n本报讯 {DAM}"
    found = cut(text)
    assert found.articles[0].title == "水库加高五十米 移民住进新村"
    assert (7, 9, " ") in [(e.span.start, e.span.end, e.replacement) for e in found.edits]


# --- pages of the web


def test_items_of_a_list_of_links_are_no_story() -> None:
    links = "·安平采购7台平板称方便出差\n·江城：促进会及对接活动已开工80%\n"
    text = f"大坝加高\n发布时间：2024-05-06\n{DAM}\n相关报道\n{links}最新新闻\n{links}"
    (article,) = cut(text).articles
    assert article.text.split("\n")[1:] == [DAM]


WEB = f"""首页 > 新闻中心 > 县区动态 > 正文
柳河水库坝体加高到五十米
来源：江城县融媒体中心 作者：王小北 发布时间：2024-05-06 10:20 浏览次数：123 【字体：大 中 小】 打印 关闭
　　{DAM}
一、库区移民
　　{AIR}
二、坝下良田
　　{TREE}
责任编辑：李大川
上一篇：城区空气好转
下一篇：北山林场造林忙
相关新闻
江城县召开河长制会议
柳河清淤工程开工
扫一扫在手机打开当前页
版权声明：凡本网注明“来源：江城县融媒体中心”的作品，未经授权不得转载。
主办单位：江城县人民政府办公室 江ICP备12345678号
"""


def test_a_page_of_the_web() -> None:
    """One article with its title and date; source, links and notices are recorded, subheads stay in the body."""
    found = cut(WEB)
    (article,) = found.articles
    assert article.title == "柳河水库坝体加高到五十米"
    assert article.issued == "2024-05-06"
    assert article.text.split("\n")[1:] == [DAM, "一、库区移民", AIR, "二、坝下良田", TREE]
    assert {part.kind for part in found.left_out} == {"furniture"}
    accounted(WEB, found)


@pytest.mark.parametrize(
    ("meta", "issued"),
    [
        ("发布时间：2024-05-06", "2024-05-06"),
        ("发布日期：2024年5月6日 来源：县水利局", "2024-05-06"),
        ("来源:江城日报 时间:2024/5/6 阅读次数:88", "2024-05-06"),
        ("2024-05-06 10:20:33 来源：江城日报", "2024-05-06"),
        ("江城日报 2024-05-06 10:20", "2024-05-06"),
        ("信息来源：县水利局\n发布时间：2024.05.06\n字号：[大 中 小]", "2024-05-06"),
        ("江城日报  |  王小北 李大川  |  2024-05-06 16:18:01", "2024-05-06"),
        ("【 字体:   稿件来源: 县水利局  作者:   时间:2024-05-06 17:41:51", "2024-05-06"),
        ("- 生成日期:2024-05-06\n- 公开方式:政府网站", "2024-05-06"),
        ("2024-05-06     来源： 江城区政府", "2024-05-06"),
        ("来源：江城日报", None),
        ("发布时间：2024-15-36", None),
    ],
)
def test_the_line_between_title_and_body_gives_the_date(meta: str, issued: str | None) -> None:
    (article,) = cut_page(Document("p", "p.txt", f"大坝长个子\n{meta}\n{DAM}{AIR}\n{TREE}"), CUES).articles
    assert (article.title, article.issued) == ("大坝长个子", issued)
    assert article.text.split("\n", 1)[1] == f"{DAM}{AIR}\n{TREE}"


def test_several_stories_of_the_web_in_one_file() -> None:
    text = (
        f"大坝长个子\n来源：江城日报 发布时间：2024-05-06\n{DAM}{AIR}\n责任编辑：李大川\n上一篇：北山\n\n"
        f"北山添新绿\n来源：江城日报 发布时间：2024-05-07\n{TREE}{AIR}\n责任编辑：李大川\n"
    )
    assert [(a.title, a.issued) for a in cut(text).articles] == [
        ("大坝长个子", "2024-05-06"),
        ("北山添新绿", "2024-05-07"),
    ]


def test_a_page_that_tells_everything_twice() -> None:
    text = (
        f"柳河水库坝体加高到五十米\n首页 > 正文\n柳河水库坝体加高到五十米\n2024-05-06 10:20\n{DAM}\n{AIR}\n"
    )
    (article,) = cut(text + text).articles
    assert article.text == f"柳河水库坝体加高到五十米\n{DAM}\n{AIR}"
    accounted(text + text, cut(text + text))


def test_the_menu_of_a_site_is_no_title() -> None:
    menu = "走进江城\n政务公开\n办事服务\n互动交流\n专题专栏\n"
    (article,) = cut(f"{menu}柳河水库坝体加高到五十米\n发布时间：2024-05-06\n{DAM}\n{AIR}\n").articles
    assert article.title == "柳河水库坝体加高到五十米"


def test_the_rows_of_a_table_are_lines_of_the_body() -> None:
    text = f"# 大坝长个子\n\n{DAM}\n\n| 工程 | 投资 |\n|---|---|\n| 柳河水库 | 2.3亿元 |\n\n{DAM[:29]}不再缺水。\n"
    found = cut(text)
    (article,) = found.articles
    assert article.title == "大坝长个子"
    assert article.text.split("\n")[2:4] == ["|工程|投资|", "柳河水库投资2.3亿元。"]
    accounted(text, found)


def test_the_signature_of_a_notice_is_no_title() -> None:
    text = f"关于柳河水库蓄水的公告\n发布时间：2024-05-06 10:20\n{DAM}{AIR}\n江城县水利局\n2024年5月6日"
    (article,) = cut(text).articles
    assert article.title == "关于柳河水库蓄水的公告"
    assert article.text.endswith("\n江城县水利局")


@pytest.mark.parametrize(
    "title",
    [
        "垃圾分类扫一扫就能换积分",
        "分享绿水青山",
        "上一道工序管下一道工序",
        "县里发布首张湿地名录",
        "返回家乡办农场",
    ],
)
def test_titles_that_look_like_buttons_stay_titles(title: str) -> None:
    assert cut(f"{title}\n\n本报讯 {DAM}").articles[0].title == title


@pytest.mark.parametrize(
    "lead",
    [
        *(
            "■本报讯 ",
            "【本报讯】",
            "本报讯（通讯员 李大川）",
            "江城融媒体中心讯 ",
            "新华社江城5月6日电（记者 王小北）",
        ),
        *(
            "江城日报客户端消息 ",
            "央广网江城5月6日消息（记者 王小北）",
            "讯（记者 王小北）",
            "本报江城5月6日综合讯 ",
        ),
        *(
            "江城电视台讯 ",
            "本报讯(王小北)",
            "本报讯（王小北 李大川）",
            "中新社江城七月十九日电 ",
            "▲本报讯 记者王小北 李大川报道：",
            "据江城新闻网消息，",
            "本台消息：",
        ),
    ],
)
def test_more_forms_of_a_lead(lead: str) -> None:
    text = f"北山添新绿\n\n{lead}{TREE}\n\n大坝长个子\n\n{lead}{DAM}"
    assert [(a.title, a.text[a.body :].lstrip("，")) for a in cut(text).articles] == [
        ("北山添新绿", TREE),
        ("大坝长个子", DAM),
    ]


# --- traditional characters

TRADITIONAL = (
    "江城日報　２０２４年５月６日　星期一\n\n龍門縣治理黃河灘塗\n\n本報訊（記者 王小北）龍門縣灘塗治理工程總投資2.3億元，"
    "由縣水利局負責實施，預計2025年底完工。\n工程裡的綠化帶長12公里，乾隆年間的舊堤也得到修復。（李大川）\n"
)
SIMPLIFIED = (
    "江城日报　２０２４年５月６日　星期一\n\n龙门县治理黄河滩涂\n\n本报讯（记者 王小北）龙门县滩涂治理工程总投资2.3亿元，"
    "由县水利局负责实施，预计2025年底完工。\n工程里的绿化带长12公里，乾隆年间的旧堤也得到修复。（李大川）\n"
)


def test_a_traditional_page_is_read_as_its_simplified_twin() -> None:
    """The same articles, each character at the same offset; the quote is what stands on the page."""
    assert cut(TRADITIONAL).articles == cut(SIMPLIFIED).articles
    (article,) = cut(TRADITIONAL).articles
    span = article.raw(type(article.span)(article.body, article.body + 17))
    assert squeeze(TRADITIONAL[span.start : span.end]) == "龍門縣灘塗治理工程總投資2.3億元"
    accounted(TRADITIONAL, cut(TRADITIONAL))
    assert "traditional" in {edit.kind for edit in cut(TRADITIONAL).edits}


@pytest.mark.parametrize("word", ["乾县", "於潜镇", "《論語》", "名著", "瞭望塔", "臺灣", "徵音"])
def test_a_simplified_page_is_never_changed(word: str) -> None:
    text = f"大坝长个子\n\n本报讯 {word}的水利志写道：{DAM}"
    assert cut(text).articles[0].text.count(word) == 1


FACTS_TRADITIONAL = (
    "渭北水訊　2024年5月6日　星期一\n\n乾縣泔河濕地修復工程開工\n\n本報訊（記者 王小北）乾縣泔河濕地修復工程總投資2.3億元，"
    "由乾縣水利局負責實施。該工程位於乾縣，2024年4月開工，預計2025年底完工。禮泉縣城東污水處理廠日處理污水3萬噸，"
    "總投資1.2億元，已經建成投運。\n"
)
FACTS_SIMPLIFIED = (
    "渭北水讯　2024年5月6日　星期一\n\n乾县泔河湿地修复工程开工\n\n本报讯（记者 王小北）乾县泔河湿地修复工程总投资2.3亿元，"
    "由乾县水利局负责实施。该工程位于乾县，2024年4月开工，预计2025年底完工。礼泉县城东污水处理厂日处理污水3万吨，"
    "总投资1.2亿元，已经建成投运。\n"
)


def test_a_traditional_page_says_what_its_simplified_twin_says(tools: Tools) -> None:
    """The same things and facts at the same offsets; each quote is in traditional characters."""
    old, _ = page_facts(Document("p", "p.txt", FACTS_TRADITIONAL, "2024-05-06"), tools)
    new, _ = page_facts(Document("p", "p.txt", FACTS_SIMPLIFIED, "2024-05-06"), tools)
    assert old.entities == new.entities
    assert len(old.claims) >= 6
    assert [(c.subject, c.relation, c.object, c.evidence.span) for c in old.claims] == [
        (c.subject, c.relation, c.object, c.evidence.span) for c in new.claims
    ]
    for claim in old.claims:
        span = claim.evidence.span
        assert squeeze(FACTS_TRADITIONAL[span.start : span.end]) == claim.evidence.quote
    assert any("億元" in claim.evidence.quote for claim in old.claims)


def test_a_bracket_or_a_quote_at_the_end_of_a_line_ends_no_paragraph() -> None:
    raw = (
        "本报讯（记者 张亚）青崖水库的大坝昨天封顶\n，工程由省内的青石水利建设（集团）\n"
        "有限公司承建，总投资两亿元，计划明年通水。\n县里另一个名叫白杨沟的“农光互补”\n"
        "电站已经开工，投资三亿元，明年投产发电。\n"
    )
    (article,) = cut(raw).articles
    assert "（集团）有限公司" in article.text and "“农光互补”电站" in article.text


def test_a_heading_of_the_same_level_begins_a_story_on_a_web_page_too() -> None:
    raw = (
        "首页 > 新闻\n\n# 青崖水库开工\n\n来源：青石新闻网　发布时间：2025-06-20\n\n"
        "青崖水库今年开工，总投资两亿元，由县水利局负责建设，计划明年通水，受益人口三万人。\n\n"
        "## 谁受益\n\n下游三个镇的农田从此不再怕旱，水库管理处的人说，灌溉面积有五万亩。\n\n"
        "# 白杨沟办起竹产业\n\n白杨沟村的竹林有三千亩，去年卖竹收入两百万元，村民都在竹厂做工，日子好过。\n\n"
        "一、竹林的账。三千亩竹林分给了四百户，每户一年能收五千元，村里另有集体收入。\n\n"
        "二、竹厂的账。竹厂一年用竹两万吨，产值三千万元，吸纳就业六十人，工资按月发放。\n"
    )
    assert [a.title for a in cut(raw).articles] == ["青崖水库开工", "白杨沟办起竹产业"]


def test_the_first_line_of_a_paragraph_of_wide_wrapped_lines_is_no_title() -> None:
    first = "为进一步做好青岭灌区的春灌工作，提高渠系水的利用率，白渡县水利局会同农业农村局、青岭灌区管理"
    page = (
        f"白渡县安排春灌\n发布日期: 2021-03-02  来源：白渡日报\n　　{first}\n"
        "处等六个部门联合召开会议，对渠道清淤、泵站检修、用水调度、节水宣传和安全巡查作了全面安排，要求各乡\n"
        "镇在三月底前完成各项准备，确保二十万亩小麦适时灌上返青水，为夏粮丰收打下基础，并把节水灌溉的面积再\n"
        "扩大一万亩。\n"
    )
    articles = cut(page).articles
    assert [a.title for a in articles] == ["白渡县安排春灌"]
    assert "青岭灌区管理处等六个部门" in articles[0].text


def test_dispatches_under_one_head_are_stories_of_their_own() -> None:
    text = f"国内联播快讯\n发布时间：2024-05-06\n大坝长个子\n{DAM}\n北山添新绿\n{TREE}\n河谷换清风\n{AIR}\n"
    found = cut(text)
    assert [a.title for a in found.articles] == ["大坝长个子", "北山添新绿", "河谷换清风"]
    assert {a.issued for a in found.articles} == {"2024-05-06"}


def test_a_head_with_one_text_below_it_is_its_title() -> None:
    (article,) = cut(f"快讯\n发布时间：2024-05-06\n{DAM}\n{TREE}\n").articles
    assert article.issued == "2024-05-06"


NOTICE = "江城县人民政府办公室关于印发新一轮促进农田水利工程和供水企业改造升级行动计划（2024—2026年）及配套实施细则的通知"


def test_a_long_line_before_the_date_of_a_page_of_the_web_is_its_title() -> None:
    text = f"{NOTICE}\n发布日期:2024-05-06\n各乡镇人民政府：\n{DAM}\n（此件主动公开）\n责任单位：县水利局、县财政局\n{TREE}\n"
    (article,) = cut(text).articles
    assert (article.title, article.issued) == (NOTICE, "2024-05-06")


def test_a_page_that_has_lost_its_lines_begins_with_its_title() -> None:
    (article,) = cut(f"{NOTICE}发布日期:2024-05-06各乡镇人民政府：{DAM}{TREE}{AIR}").articles
    assert (article.title, article.issued) == (NOTICE, "2024-05-06")
    assert article.text[article.body :].startswith("各乡镇人民政府")


def test_spaces_beside_quotes_are_no_breaks_of_a_title() -> None:
    (article,) = cut(f"江城县水利发展 “十四五 ”规划\n发布日期:2024-05-06\n{DAM}\n{TREE}\n").articles
    assert article.title == "江城县水利发展“十四五”规划"
