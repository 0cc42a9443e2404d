"""Twenty events, each told in five orders: active, with 由 or 被, as a relative clause, with 是…的, over clauses that leave the subject out."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Told:
    """An event: its names with their classes, the facts, and the five sentences."""

    names: dict[str, str]
    facts: tuple[str, ...]
    texts: tuple[str, str, str, str, str]


def _built(agent: str, place: str, verb: str, work: str, sum_: str = "", value: str = "") -> Told:
    """A body that builds a work in a place, perhaps for a sum."""
    does = f"投资{sum_}{verb}" if sum_ else verb
    facts = [f"{work} undertakenBy {agent}", f"{work} locatedIn {place}"]
    return Told(
        {
            agent: "Company",
            place: "City" if place.endswith("治市") or place == "大同市" else "County",
            work: "Project",
        },
        (*facts, *([f"{work} investment {value}"] if sum_ else [])),
        (
            f"今年以来，{agent}在{place}{does}{work}。",
            f"{work}由{agent}在{place}{does}。",
            f"由{agent}在{place}{does}的{work}日前迎来一批客人。",
            f"{work}是{agent}在{place}{does}的。",
            f"{agent}成立于2009年，去年在{place}{does}{work}，效益良好。",
        ),
    )


ORDERS: tuple[Told, ...] = (
    _built("远川能源集团", "长治市", "建设", "漳北光伏项目", "12亿元", "1200000000"),
    _built("中川水务公司", "大同市", "兴建", "白登净水项目", "3.6亿元", "360000000"),
    _built("远山路桥集团", "介休市", "承建", "绵山隧道工程"),
    _built("青石电力公司", "静乐县", "新建", "杜家岭风电项目", "8000万元", "80000000"),
    _built("白渡建设集团", "平遥县", "实施", "古陶排水工程", "5600万元", "56000000"),
    _built("远川锂业公司", "祁县", "投资建设", "昭余储能项目"),
    _built("中川能源集团", "宁武县", "开工建设", "芦芽山储气项目", "2亿元", "200000000"),
    _built("沙溪环保公司", "灵石县", "改造", "静升污水厂扩容项目"),
    _built("远山热力公司", "代县", "建成", "雁门供热项目", "1.5亿元", "150000000"),
    _built("青岭农业集团", "岚县", "启动", "岚河灌区改造工程"),
    Told(
        {"沙坪河": "River", "平遥县": "County"},
        ("沙坪河 flowsThrough 平遥县",),
        (
            "沙坪河自东向西流经平遥县。",
            "平遥县被沙坪河穿过。",
            "流经平遥县的沙坪河水质好转。",
            "沙坪河是流经平遥县的一条河流。",
            "沙坪河全长60公里，流经平遥县，水质良好。",
        ),
    ),
    Told(
        {"云栖河": "River", "祁县": "County", "介休市": "County"},
        ("云栖河 flowsThrough 祁县", "云栖河 flowsThrough 介休市"),
        (
            "云栖河穿过祁县、介休市。",
            "祁县、介休市被云栖河贯穿。",
            "发源于祁县、介休市的云栖河今年断流。",
            "云栖河是流经祁县、介休市的季节性河流。",
            "云栖河水量不大，先后流经祁县、介休市。",
        ),
    ),
    Told(
        {"沙坪河": "River", "汾河": "River"},
        ("沙坪河 tributaryOf 汾河",),
        (
            "沙坪河在下游汇入汾河。",
            "汾河由沙坪河等支流汇成。",
            "注入汾河的沙坪河水质好转。",
            "沙坪河是汾河的一级支流。",
            "沙坪河全长60公里，最终汇入汾河。",
        ),
    ),
    Told(
        {"静乐县": "County", "山西省水利厅": "Agency"},
        ("静乐县 designatedAs 全国节水模范县",),
        (
            "静乐县荣获“全国节水模范县”称号。",
            "静乐县被山西省水利厅评为全国节水模范县。",
            "获评全国节水模范县的静乐县总结了经验。",
            "静乐县是去年被评为全国节水模范县的。",
            "静乐县狠抓管理，连续三年获评全国节水模范县。",
        ),
    ),
    Told(
        {"远川锂业公司": "Company"},
        ("远川锂业公司 designatedAs 国家级绿色工厂",),
        (
            "远川锂业公司入选国家级绿色工厂名单。",
            "远川锂业公司被列为国家级绿色工厂。",
            "被认定为国家级绿色工厂的远川锂业公司扩大了生产。",
            "远川锂业公司是今年被评为国家级绿色工厂的。",
            "远川锂业公司重视环保，先后投入改造资金，跻身国家级绿色工厂。",
        ),
    ),
    Told(
        {"山西省水利厅": "Agency", "沙坪河保护办法": "Policy"},
        ("沙坪河保护办法 issuedBy 山西省水利厅",),
        (
            "山西省水利厅印发《沙坪河保护办法》。",
            "《沙坪河保护办法》由山西省水利厅制定。",
            "山西省水利厅出台的《沙坪河保护办法》施行一年了。",
            "《沙坪河保护办法》是由山西省水利厅编制的。",
            "山西省水利厅高度重视河流保护，今年发布了《沙坪河保护办法》。",
        ),
    ),
    Told(
        {"碧水行动": "Project", "白渡清淤工程": "Project", "沙溪截污工程": "Project"},
        ("白渡清淤工程 subProjectOf 碧水行动", "沙溪截污工程 subProjectOf 碧水行动"),
        (
            "碧水行动包括白渡清淤工程、沙溪截污工程。",
            "碧水行动由白渡清淤工程、沙溪截污工程组成。",
            "包括白渡清淤工程、沙溪截污工程的碧水行动全面铺开。",
            "白渡清淤工程、沙溪截污工程是碧水行动的子项目。",
            "碧水行动声势浩大，分为白渡清淤工程、沙溪截污工程两部分。",
        ),
    ),
    Told(
        {"岚静铁路": "Project", "静乐县": "County", "代县": "County"},
        ("岚静铁路 locatedIn 静乐县", "岚静铁路 locatedIn 代县"),
        (
            "岚静铁路途经静乐县、代县。",
            "静乐县、代县被岚静铁路连接起来。",
            "途经静乐县、代县的岚静铁路开始铺轨。",
            "岚静铁路是连接静乐县、代县的大动脉。",
            "岚静铁路全长98公里，起于静乐县，止于代县。",
        ),
    ),
    Told(
        {"远山控股集团": "Company", "远川水务有限公司": "Company", "太原市": "City"},
        ("远川水务有限公司 subOrganizationOf 远山控股集团", "远川水务有限公司 locatedIn 太原市"),
        (
            "远山控股集团在太原市设立远川水务有限公司。",
            "远川水务有限公司由远山控股集团在太原市出资设立。",
            "远山控股集团在太原市成立的远川水务有限公司开业。",
            "远川水务有限公司是由远山控股集团在太原市投资设立的企业。",
            "远山控股集团实力雄厚，前年在太原市组建了远川水务有限公司。",
        ),
    ),
    Told(
        {"静乐县水利局": "Agency", "老街排水工程": "Project"},
        ("老街排水工程 undertakenBy 静乐县水利局", "老街排水工程 investment 50000000"),
        (
            "静乐县水利局筹资5000万元实施老街排水工程。",
            "老街排水工程由静乐县水利局筹资5000万元实施。",
            "静乐县水利局投资5000万元建设的老街排水工程深受欢迎。",
            "老街排水工程是由静乐县水利局投入5000万元修建的。",
            "静乐县水利局多方奔走，筹资5000万元，实施了老街排水工程。",
        ),
    ),
)
