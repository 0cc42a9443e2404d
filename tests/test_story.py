"""Where an article plays: its home, the scenes of its sentences, what lies there, and which city 全市 is."""

from __future__ import annotations

import pytest

from kg.extract import Tools, article_claims, linked_facts, read_sentence
from kg.model import Article, Claim, Entity, Mention
from kg.rules.match import walk
from kg.story.find import find_scenes
from kg.story.scene import Scenes


def read(tools: Tools, title: str, text: str) -> tuple[Article, tuple[Mention, ...]]:
    return read_sentence(text, tools, title=title)


def scenes(tools: Tools, title: str, text: str) -> Scenes:
    article, mentions = read(tools, title, text)
    return find_scenes(article, mentions, tools.gazetteer, tools.scene_words)


def home(tools: Tools, title: str, text: str = "春耕开始了。") -> str:
    """The home and what tells it: 宣城市 title."""
    found = scenes(tools, title, text).home
    return f"{found.area.label} {found.source}" if found.area is not None else ""


def claims(tools: Tools, title: str, text: str) -> list[tuple[str, str, str, tuple[str, ...]]]:
    """Subject, relation, area and context of each claim on an area."""
    article, mentions = read(tools, title, text)
    reading, facts = linked_facts(article, mentions, tools)
    found = article_claims(reading, facts, article.text, tools)
    labels = {m.entity.id: m.entity.label for m in walk(reading.mentions) if m.entity}
    return [row(claim, labels) for claim in found if isinstance(claim.object, Entity)]


def row(claim: Claim, labels: dict[str, str]) -> tuple[str, str, str, tuple[str, ...]]:
    area = claim.object.label if isinstance(claim.object, Entity) else ""
    return (labels[claim.subject], claim.relation, area, claim.evidence.context)


def places(tools: Tools, title: str, text: str) -> dict[str, str]:
    return {s: f"{o} {' '.join(c)}".strip() for s, p, o, c in claims(tools, title, text) if p == "locatedIn"}


@pytest.mark.parametrize(
    ("title", "wanted"),
    [
        ("四川广元抓紧冬修", "广元市 title"),
        ("2024年湖北省政府工作报告", "湖北省 title"),
        ("江西省赣州市水利局关于开展巡查的通知", "赣州市 title"),
        ("湖南衡阳柳泉河水库工程开工", "衡阳市 title"),
        ("广元、宣城结为友好城市", ""),  # two places are none
        ("重庆江津区、永川区抢修水毁工程", "重庆市 title"),  # but for the one that both lie in
        ("全省水利培训班在太原举行", ""),  # where it was held is not what it is about
        ("安徽宣城支援四川广元抗旱", "宣城市 title"),
        ("远川赣州水泥有限公司复工", ""),  # a firm's name tells no place
        ("国内快讯 四川广元抓紧冬修", ""),  # the first of several things
        ("四川广元企业到老挝修路", ""),
        ("冬日里的工地", ""),
    ],
)
def test_the_title_says_where_an_article_is_at_home(tools: Tools, title: str, wanted: str) -> None:
    assert home(tools, title) == wanted


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("今年以来，云南省楚雄彝族自治州抢抓晴好天气。", "楚雄彝族自治州 lead"),
        ("楚雄州、大理州都来了人。", ""),
        ("四川广元的苗木卖得好。湖南衡阳、江西赣州、安徽宣城都有人来买。", ""),  # most of it plays elsewhere
        ("本报太原5月3日电 春耕开始了。", ""),  # where it was written
        ("记者太原5月3日专电 春耕开始了。", ""),
    ],
)
def test_else_the_lead_does(tools: Tools, text: str, wanted: str) -> None:
    assert home(tools, "水利项目建设提速", text) == wanted


CASES: list[tuple[str, str, dict[str, str]]] = [
    (
        "四川广元水库除险加固完工",
        "昨日，市水利局发布消息：响水洞水库除险加固工程通过验收，投资4600万元；元坝渠首改造工程进入扫尾。",
        {"响水洞水库除险加固工程": "广元市 title", "元坝渠首改造工程": "广元市 title"},
    ),
    (
        "2024年湖北省政府工作报告",
        "加快建设云台山抽水蓄能电站，推进柳泉河水利枢纽工程。支持远川科技集团有限公司扩能。",
        {"云台山抽水蓄能电站": "湖北省 title", "柳泉河水利枢纽工程": "湖北省 title"},
    ),
    (  # a visit elsewhere
        "山东潍坊：治水项目加快落地",
        "潍坊派人到江苏盐城去学做法。回来之后，白沙河清淤工程先后开工。",
        {"白沙河清淤工程": "潍坊市 title"},
    ),
    (
        "水利项目建设提速",
        "今年以来，云南省楚雄彝族自治州抢抓晴好天气。龙泉引水工程完成投资2亿元。",
        {"龙泉引水工程": "楚雄彝族自治州 lead"},
    ),
    (
        "冬修水利见闻",
        "在江西赣州，省里的重点工程——梅子山引水工程掘进正酣。在湖南衡阳，柳泉河水库工程大坝封顶。",
        {"梅子山引水工程": "赣州市 scene", "柳泉河水库工程": "衡阳市 scene"},
    ),
    (
        "两地看能源",
        "走进安徽省金寨县，满眼是绿。青岩引水工程已经挖通。次日，我们又到了河南信阳。金牛山光伏电站项目正在并网。",
        {"青岩引水工程": "金寨县 scene", "金牛山光伏电站项目": "信阳市 scene"},
    ),
    (
        "年终盘点",
        "贵州的工地没有停。红岩水库工程完成截流。\n广西的进度也不慢。百合河引水工程挖了一半。",
        {"红岩水库工程": "贵州省 scene", "百合河引水工程": "广西壮族自治区 scene"},
    ),
    (
        "春天的工地",
        "各地都在忙。\n湖南衡阳\n茶山岭引水工程大坝封顶。\n江西赣州\n梅子山引水工程掘进正酣。",
        {"茶山岭引水工程": "衡阳市 heading", "梅子山引水工程": "赣州市 heading"},
    ),
    (
        "安徽宣城抓项目",
        "在老挝，青石岭引水工程已经开工。白杨沟引水工程也已开工。",
        {"白杨沟引水工程": "宣城市 title"},
    ),
    (  # the paragraph has left where it began
        "甘肃抓项目",
        "天水市先动。庆阳市随后跟上。青石岭引水工程已经开工。",
        {"青石岭引水工程": "甘肃省 title"},
    ),
    ("冬日里的工地", "广元、宣城先后动工。青石岭引水工程已经开工。", {}),  # a list is no scene
    ("安徽宣城抓项目", "青石岭引水工程学的是江苏泰州。", {}),  # another place is nearer
    (
        "安徽宣城抓项目",
        "甘肃省天水市青崖泵站改造工程完工，青石岭引水工程开工。",
        {"甘肃省天水市青崖泵站改造工程": "天水市"},
    ),
]


@pytest.mark.parametrize(("title", "text", "wanted"), CASES)
def test_a_work_that_nothing_else_places_lies_in_its_scene(
    tools: Tools, title: str, text: str, wanted: dict[str, str]
) -> None:
    works = {
        m.entity.label for m in read(tools, title, text)[1] if m.entity and m.kind in ("Project", "Facility")
    }
    assert {s: o for s, o in places(tools, title, text).items() if s in works} == wanted


AMID = [
    ("", "华远集团山西平遥白渡风电场并网发电。", {"华远集团山西平遥白渡风电场": "平遥县"}),
    ("", "国务院决定设立中国（上海）自由贸易试验区。", {"中国（上海）自由贸易试验区": "上海市"}),
    ("福建加快工业项目建设", "白渡汽车宁德基地投产。", {"白渡汽车宁德基地": "宁德市"}),
    ("山西加快工业项目建设", "白渡汽车福建宁德基地投产。", {}),  # the article is at home elsewhere
    ("", "青哈高铁承德至沈阳段开通。", {"青哈高铁承德至沈阳段": "沈阳市"}),  # of its two ends the last
    ("", "承德至沈阳高速铁路开通。", {}),  # the ends of a line are weak
    ("", "白渡调水入淮安工程开工。", {}),  # where something goes
    # ends of other courses say nothing of where this one lies
    (
        "2026年山西省政府工作报告",
        "加快建设青岭至石关铁路、富裕至讷河铁路。",
        {"青岭至石关铁路": "山西省 title"},
    ),
    ("", "在青岭商贸城、白渡电子城、石关产业园等工地，警务室已建成。", {}),  # a zone of a list is no scene
]


@pytest.mark.parametrize(("title", "text", "wanted"), AMID)
def test_an_area_in_the_midst_of_a_name(tools: Tools, title: str, text: str, wanted: dict[str, str]) -> None:
    assert places(tools, title, text) == wanted


def test_firms_and_institutes_do_not(tools: Tools) -> None:
    text = "远川水泥有限公司捐了款。青石岭水利学院派人来看。"
    assert places(tools, "安徽宣城抓项目", text) == {}


def test_a_village_is_part_of_the_county_that_the_article_is_about(tools: Tools) -> None:
    found = claims(tools, "静乐县抓乡村旅游", "石崖底村今年修了路。")
    assert ("石崖底村", "partOf", "静乐县", ("title",)) in found


def test_a_district_is_part_of_its_municipality(tools: Tools) -> None:
    found = claims(tools, "重庆抓项目", "江津区率先完成。")
    assert ("江津区", "partOf", "重庆市") in [row[:3] for row in found]


@pytest.mark.parametrize(
    ("title", "text", "word", "wanted"),
    [
        (
            "湖南浏阳市抓好冬修",
            "株洲的客商都来看过。全市投入3亿元。",
            "全市",
            "浏阳市",
        ),  # another city makes no 全市
        ("湖北宜昌市抓好冬修", "枝江市开工早。全市投入3亿元。", "全市", "宜昌市"),
        ("冬修水利见闻", "在江西赣州，全市投入3亿元。在湖南衡阳，全市投入2亿元。", "全市", "赣州市 衡阳市"),
        ("宁夏抓项目", "石嘴山市大武口区先动。全区投入3亿元。", "全区", "宁夏回族自治区"),
        ("河北抓项目", "自治区水利厅派人来看过，省水利厅也来了。", "自治区水利厅", ""),
        ("", "银川市西夏区先动。全区投入3亿元。", "全区", "西夏区"),
        ("重庆抓项目", "江津区先动。全市投入3亿元。", "全市", "重庆市"),
        ("湖北宜昌市抓好冬修", "黄石市也不慢。该市投入3亿元。", "该市", "黄石市"),
        ("", "介休市的干渠通水了，该市还修了两座闸。", "该市", "介休市"),
    ],
)
def test_what_the_whole_city_is(tools: Tools, title: str, text: str, word: str, wanted: str) -> None:
    mentions = read(tools, title, text)[1]
    assert [m.entity.label for m in mentions if m.text == word and m.entity] == wanted.split()


@pytest.mark.parametrize(
    ("title", "text", "wanted"),
    [
        ("湖南浏阳市抓好冬修", "株洲的客商都来看过。市水利局牵头。", "浏阳市水利局"),
        ("湖北宜昌市抓好冬修", "在枝江市，市水利局牵头。", "宜昌市水利局"),
        ("冬修水利见闻", "在江苏泰州，市水利局牵头。", "泰州市水利局"),
        ("陕西抓项目", "在铜川市印台区，区财政局牵头。", "印台区财政局"),
        ("政协提案办结", "重庆市的平台建好了，重庆市满意。市监察局牵头。陕西华阴也来取经。", "重庆市监察局"),
    ],
)
def test_whose_bureau_it_is(tools: Tools, title: str, text: str, wanted: str) -> None:
    assert [m.entity.label for m in read(tools, title, text)[1] if m.kind == "Agency" and m.entity] == [
        wanted
    ]


def test_the_whole_region_where_only_the_paper_tells_it(tools: Tools) -> None:
    _, mentions = read_sentence("全区投入3亿元。", tools, place="宁夏回族自治区")
    assert [m.entity.label for m in mentions if m.entity] == ["宁夏回族自治区"]
    _, mentions = read_sentence("全区投入3亿元。", tools, place="河北省")
    assert [m.entity for m in mentions if m.text == "全区"] == [None]


def test_a_claim_on_the_whole_city_says_what_tells_the_city(tools: Tools) -> None:
    found = claims(tools, "湖南浏阳市抓好冬修", "市水利局牵头。浏阳市财政局出钱。")
    told = {subject: context for subject, relation, _, context in found if relation == "jurisdiction"}
    assert told == {"浏阳市水利局": ("title",), "浏阳市财政局": ()}
