"""Sentences on events, written before the frames: what each names, and the facts that it tells.

The first half was in view while the frames were written, the second was kept aside until the end.
"""

from __future__ import annotations

Row = tuple[str, dict[str, str], tuple[str, ...]]

SEEN: tuple[Row, ...] = (
    (
        "栖霞岭风电场由中川能源集团投资9亿元建设，是全县新能源行动的重点项目。",
        {"栖霞岭风电场": "Facility", "中川能源集团": "Company"},
        ("栖霞岭风电场 undertakenBy 中川能源集团", "栖霞岭风电场 investment 900000000"),
    ),
    (
        "沙坪河发源于介休市，流经平遥县、祁县，在太谷区汇入汾河。",
        {
            "沙坪河": "River",
            "汾河": "River",
            "介休市": "County",
            "平遥县": "County",
            "祁县": "County",
            "太谷区": "County",
        },
        (
            "沙坪河 flowsThrough 介休市",
            "沙坪河 flowsThrough 平遥县",
            "沙坪河 flowsThrough 祁县",
            "沙坪河 flowsThrough 太谷区",
            "沙坪河 tributaryOf 汾河",
        ),
    ),
    (
        "碧水行动分为青岭引水工程、白渡清淤工程、沙溪截污工程三大类。",
        {
            "碧水行动": "Project",
            "青岭引水工程": "Project",
            "白渡清淤工程": "Project",
            "沙溪截污工程": "Project",
        },
        (
            "青岭引水工程 subProjectOf 碧水行动",
            "白渡清淤工程 subProjectOf 碧水行动",
            "沙溪截污工程 subProjectOf 碧水行动",
        ),
    ),
    (
        "青白高速公路起于太原市，经晋中市、长治市，止于晋城市，全长210公里。",
        {"青白高速公路": "Project", "太原市": "City", "晋中市": "City", "长治市": "City", "晋城市": "City"},
        tuple(f"青白高速公路 locatedIn {p}" for p in ("太原市", "晋中市", "长治市", "晋城市")),
    ),
    (
        "浙江湖州、嘉兴、绍兴等地的客商前来洽谈。",
        {"浙江": "Province", "湖州": "City", "嘉兴": "City", "绍兴": "City"},
        ("湖州市 partOf 浙江省", "嘉兴市 partOf 浙江省", "绍兴市 partOf 浙江省"),
    ),
    (
        "去年，静乐县先后被评为全国绿化模范县、国家卫生县城。",
        {"静乐县": "County"},
        ("静乐县 designatedAs 全国绿化模范县", "静乐县 designatedAs 国家卫生县城"),
    ),
    (
        "县里筹资5000万元实施老街排水工程，预计年底收尾。",
        {"老街排水工程": "Project"},
        ("老街排水工程 investment 50000000",),
    ),
    (
        "在岚河岸边的岚县，万亩沙棘长势喜人。",
        {"岚河": "River", "岚县": "County"},
        ("岚河 flowsThrough 岚县",),
    ),
    (
        "远山路桥集团以1.2亿元的价格中标白渡大桥工程。",
        {"远山路桥集团": "Company", "白渡大桥工程": "Project"},
        ("白渡大桥工程 undertakenBy 远山路桥集团",),
    ),
    (
        "清岚引水工程的配套项目白杨泵站改造工程已进入收尾阶段。",
        {"清岚引水工程": "Project", "白杨泵站改造工程": "Project"},
        ("白杨泵站改造工程 subProjectOf 清岚引水工程",),
    ),
)

KEPT: tuple[Row, ...] = (
    (
        "中川水务公司在长治市投资兴建的漳泽净水项目，总投资3.6亿元。",
        {"中川水务公司": "Company", "长治市": "City", "漳泽净水项目": "Project"},
        (
            "漳泽净水项目 undertakenBy 中川水务公司",
            "漳泽净水项目 locatedIn 长治市",
            "漳泽净水项目 investment 360000000",
        ),
    ),
    (
        "静升河是汾河的一级支流，穿过灵石县城后注入汾河。",
        {"静升河": "River", "汾河": "River", "灵石县": "County"},
        ("静升河 tributaryOf 汾河", "静升河 flowsThrough 灵石县"),
    ),
    (
        "安澜水网工程包括青山水库、远山隧洞工程和沙溪泵站工程等子项目。",
        {
            "安澜水网工程": "Project",
            "青山水库": "Project",
            "远山隧洞工程": "Project",
            "沙溪泵站工程": "Project",
        },
        (
            "青山水库 subProjectOf 安澜水网工程",
            "远山隧洞工程 subProjectOf 安澜水网工程",
            "沙溪泵站工程 subProjectOf 安澜水网工程",
        ),
    ),
    (
        "岚静铁路自岚县起，途经静乐县、宁武县，终至代县。",
        {"岚静铁路": "Project", "岚县": "County", "静乐县": "County", "宁武县": "County", "代县": "County"},
        tuple(f"岚静铁路 locatedIn {p}" for p in ("岚县", "静乐县", "宁武县", "代县")),
    ),
    (
        "山东菏泽、济宁和枣庄三市联合开展巡查。",
        {"山东": "Province", "菏泽": "City", "济宁": "City", "枣庄": "City"},
        ("菏泽市 partOf 山东省", "济宁市 partOf 山东省", "枣庄市 partOf 山东省"),
    ),
    (
        "远川锂业公司跻身全国民营企业500强，并入选国家级绿色工厂名单。",
        {"远川锂业公司": "Company"},
        ("远川锂业公司 designatedAs 全国民营企业500强", "远川锂业公司 designatedAs 国家级绿色工厂"),
    ),
    (
        "今年，静乐县投入8000万元，启动了汾河源头湿地修复工程。",
        {"静乐县": "County", "汾河源头湿地修复工程": "Project"},
        ("汾河源头湿地修复工程 investment 80000000", "汾河源头湿地修复工程 undertakenBy 静乐县"),
    ),
    (
        "地处漳河之畔的襄垣县，正在整治漳河支流史水河。",
        {"漳河": "River", "襄垣县": "County", "史水河": "River"},
        ("漳河 flowsThrough 襄垣县", "史水河 tributaryOf 漳河"),
    ),
    (
        "城北供热工程由县住建局负责实施，施工单位为远山建设集团。",
        {"城北供热工程": "Project", "县住建局": "Agency", "远山建设集团": "Company"},
        ("城北供热工程 undertakenBy 县住建局", "城北供热工程 undertakenBy 远山建设集团"),
    ),
    (
        "这座电站是由远山电力集团和中川能源集团共同出资建设的，取名栖霞岭抽水蓄能电站。",
        {"远山电力集团": "Company", "中川能源集团": "Company", "栖霞岭抽水蓄能电站": "Project"},
        ("栖霞岭抽水蓄能电站 undertakenBy 远山电力集团", "栖霞岭抽水蓄能电站 undertakenBy 中川能源集团"),
    ),
)
