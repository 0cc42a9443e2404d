"""What notices and decrees say by their form, and what names of works say of each other: whole pages."""

from __future__ import annotations

import pytest

from kg.extract import Tools, page_facts
from kg.model import Document, Entity

FORWARDED = """临汾市人民政府办公厅转发市水利局关于做好冬修水利工作意见的通知
临政办发（2012）66号
各县（市、区）人民政府：
市水利局《关于做好冬修水利工作的意见》已经市政府同意，现转发给你们，请认真贯彻执行。
二○一二年十一月五日
"""
DECREE = """大同市人民政府令
第12号
《大同市节约用水条例实施细则》已经2011年3月7日市人民政府第5次常务会议通过，现予公布，自2011年5月1日起施行。
市长 张某某
二〇一一年三月二十日
"""
TWO = """关于下达2021年水利项目资金的通知
各县（市、区）水利局、财政局：
现将2021年水利项目资金下达给你们，请认真组织实施，并及时报送进展情况。
吕梁市水利局
吕梁市财政局
2021年4月9日
"""
SINCE = """山西省水利厅关于印发山西省小水电站运行管理办法（试行）的通知
晋水农〔2020〕15号
各市水利局：
现将《山西省小水电站运行管理办法（试行）》印发给你们。本办法自发布之日起施行，2003年印发的《山西省小水电站管理规定》同时废止。
山西省水利厅
2020年6月15日
"""
SQUASHED = (
    "临汾市人民政府办公室关于印发临汾市冷库管理办法的通知（失效）发布日期:2016-03-09临政办发〔2016〕12号各县（市、区）人民政府："
    "《临汾市冷库管理办法》已经市政府同意，现印发给你们，请遵照执行。临汾市人民政府办公室2016年3月2日临汾市冷库管理办法第一章总则"
    "第一条市水利局2015年6月1日印发的规定同时废止。\n"
)
WRITTEN = "吕梁市水利局关于加强机井管理的通知发布日期:2009-07-21各县水利局：近年机井增多，各地要认真登记。　　二○○九年七月十五日　　附件略\n"
WEB = """吕梁市水利局关于印发吕梁市机井管理办法（试行）和吕梁市泵站管理办法（试行）的通知
成文日期:2009-07-21 来源：吕梁日报
各县水利局：
现将两个办法印发给你们，请遵照执行。
"""
PARTS = """青岭引水工程二期开工，石关铁路隰县段正在铺轨。青岭引水工程总投资5亿元，石关铁路全长120公里。
青岭引水工程渠首泵站土建工程招标，远川集团冷链项目投产。
"""

ROWS = [
    (FORWARDED, "临汾市人民政府办公厅转发市水利局关于做好冬修水利工作意见的通知 issueDate 2012-11-05"),
    (FORWARDED, "关于做好冬修水利工作的意见 issuedBy 临汾市水利局"),
    (DECREE, "大同市节约用水条例实施细则 issuedBy 大同市人民政府"),
    (DECREE, "大同市节约用水条例实施细则 issueDate 2011-03-20"),
    (TWO, "关于下达2021年水利项目资金的通知 issuedBy 吕梁市水利局"),
    (TWO, "关于下达2021年水利项目资金的通知 issuedBy 吕梁市财政局"),
    (SINCE, "山西省小水电站运行管理办法（试行） effectiveDate 2020-06-15"),
    (
        SINCE,
        "山西省水利厅关于印发山西省小水电站运行管理办法（试行）的通知 issueDate 2020-06-15",
    ),
    (SINCE, "山西省小水电站管理规定 issueDate 2003"),
    (SQUASHED, "临汾市人民政府办公室关于印发临汾市冷库管理办法的通知 issueDate 2016-03-02"),
    (SQUASHED, "临汾市冷库管理办法 issueDate 2016-03-02"),
    (SQUASHED, "临汾市冷库管理办法 issuedBy 临汾市人民政府办公室"),
    (WRITTEN, "吕梁市水利局关于加强机井管理的通知 issueDate 2009-07-15"),
    (WEB, "吕梁市机井管理办法（试行） issueDate 2009-07-21"),
    (WEB, "吕梁市泵站管理办法（试行） issuedBy 吕梁市水利局"),
    (PARTS, "青岭引水工程二期 subProjectOf 青岭引水工程"),
    (PARTS, "石关铁路隰县段 subProjectOf 石关铁路"),
    (PARTS, "远川集团冷链项目 undertakenBy 远川集团"),
]


def said(text: str, tools: Tools) -> set[str]:
    facts = page_facts(Document("x", "x.txt", text), tools)[0]
    labels = {e.id: e.label for e in facts.entities}
    rows = ((c, c.object) for c in facts.claims)
    return {
        f"{labels[c.subject]} {c.relation} {o.label if isinstance(o, Entity) else getattr(o, 'iso', o)}"
        for c, o in rows
    }


@pytest.mark.parametrize(("text", "wanted"), ROWS)
def test_what_a_page_says(text: str, wanted: str, tools: Tools) -> None:
    assert wanted in said(text, tools)


def test_what_is_only_handed_on_has_no_date(tools: Tools) -> None:
    found = said(FORWARDED, tools)
    assert not any(f.startswith("关于做好冬修水利工作的意见 issueDate") for f in found)


def test_what_a_notice_amends_is_not_sent(tools: Tools) -> None:
    text = "吕梁市水利局关于修改《吕梁市机井管理办法》的决定\n各县水利局：请照办。\n吕梁市水利局\n2009年7月15日\n"
    found = said(text, tools)
    assert "吕梁市水利局关于修改《吕梁市机井管理办法》的决定 issueDate 2009-07-15" in found
    assert "吕梁市机井管理办法 issueDate 2009-07-15" not in found


def test_a_date_that_goes_on_is_no_signature(tools: Tools) -> None:
    text = "吕梁市水利局关于加强机井管理的通知\n各县水利局：请照办。吕梁市水利局2009年7月15日召开会议，作了安排。\n"
    assert not any(" issueDate " in f for f in said(text, tools))
