"""How far works are: verb class, time, scope and page make a status and its dates."""

from __future__ import annotations

from pathlib import Path

import pytest

from kg.extract import Tools, page_facts
from kg.model import Date, Document
from kg.ontology import ontology_folder
from kg.pages.read import find_pages, read_document
from tests.command import kg

DAY = "2023-05-04"
FACTS = ("status", "startDate", "completionDate")


def said(text: str, tools: Tools, *, title: str = "标题是什么", issued: str | None = DAY) -> set[str]:
    """What stands, without the names: status planned, startDate 2023."""
    page, _ = page_facts(Document("m", "m.txt", f"{title}\n\n{text}\n", issued), tools)
    return {
        f"{c.relation} {c.object.iso if isinstance(c.object, Date) else c.object}"
        for c in page.claims
        if c.relation in FACTS and c.stands
    }


BEGUN, DONE = "status underConstruction", "status completed"


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("重点推进远山引水工程、白杨沟绿道工程等一批在建项目竣工投产。", {BEGUN}),
        ("加快推进远山引水工程等一批新开工项目尽快竣工。", {BEGUN}),
        ("争取远山引水工程、白杨沟绿道工程等一批拟开工项目及早开工建设。", {"status planned"}),
        ("县里有远山引水工程、白杨沟绿道工程等12个续建项目。", {BEGUN}),
        ("远山引水工程、白杨沟绿道工程等一批建设项目列入计划。", set()),
        ("远山引水工程的20个工作面正在不间断施工。", {BEGUN}),
        ("远山引水工程的建设者们正在加紧施工。", {BEGUN}),
        ("青石医院的新楼正在施工。", set()),
        ("青岭铁路正在铺轨，远山引水工程预计明年完工后供水。", {BEGUN, "completionDate 2024"}),
        (
            "青岭铁路、远清铁路相继开工。两条铁路时速均为350公里，将于2027年通车。",
            {BEGUN, "completionDate 2027"},
        ),
        ("青岭铁路、远清铁路相继开工。三条铁路将于2027年通车。", {BEGUN}),
        ("青石供热项目、白杨沟水厂项目开工。两家企业将于2025年年底投产。", {BEGUN}),
        ("远山引水工程已修好。", {DONE}),
        ("远山引水工程二期计划投资7亿元，年供水3万方，计划2030年建成。", {BEGUN, "completionDate 2030"}),
        ("远山引水工程前期工作基本完成。", {"status planned"}),
        ("远山引水工程招标工作已全部完成。", {"status planned"}),
        ("远川集团拟在青石县投资5亿元建设白杨沟水厂项目。", {"status planned"}),
        ("远山引水工程养成了好习惯。", set()),
        ("远山引水工程二期正在施工，远山引水工程全长6公里。", {BEGUN}),
    ],
)
def test_works_of_a_kind_and_parts_of_works(text: str, wanted: set[str], tools: Tools) -> None:
    assert said(text, tools) == wanted


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        # members that no name covers
        ("推进大山口护岸、远山引水工程、石关扩容等项目加快建设。", {BEGUN}),
        ("开工建设石关产能提升、远山引水工程等重大项目。", {BEGUN}),
        ("远山引水工程、石关延长线等建成通水。", {"status inOperation"}),
        ("考察石关扩容、走访远山引水工程等项目。", set()),
        # on time, ahead of it, at its end
        ("远山引水工程提前完成。", {DONE}),
        ("远山引水工程提前三个月完工。", {DONE}),
        ("远山引水工程如期完成。", {DONE}),
        ("远山引水工程圆满收官。", {DONE}),
        ("总投资22亿元的远山引水工程，不到一年时间建成投用。", {"status inOperation"}),
        ("止于远山引水工程的管道长3公里，不到一年时间建成投用。", set()),
        # what a work is about
        ("远山引水工程正在加紧铺设3万米管道。", {BEGUN}),
        ("远山引水工程前期工作有序推进。", {"status planned"}),
        ("远山引水工程可行性研究报告获批。", {"status planned"}),
        ("远山引水工程已立项。", {"status planned"}),
        ("远山引水工程正在办理前期手续。", {"status planned"}),
        ("远山引水工程累计完成路基30公里。", {BEGUN}),
        ("远山引水工程路基平整。", set()),
        ("远山引水工程进行了竞争性谈判。", {"status planned"}),
        ("远山引水工程运行平稳。", {"status inOperation"}),
        ("这是昨天从远山引水工程开工仪式上获悉的。", {BEGUN, "startDate 2023-05-03"}),
        ("这是昨天从远山引水工程座谈会上获悉的。", set()),
    ],
)
def test_lists_with_unnamed_members_and_works_on_time(text: str, wanted: set[str], tools: Tools) -> None:
    assert said(text, tools) == wanted


RITE = "5月2日，全市重点项目集中开工仪式在县城举行。"


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        (f"{RITE}远山引水工程、白杨沟水厂项目等5个项目，总投资20亿元。", {BEGUN, "startDate 2023-05-02"}),
        (f"{RITE}远山引水工程、白杨沟水厂项目总投资20亿元。", set()),
        (f"{RITE}会后，县里听取了远山引水工程、白杨沟水厂项目等的汇报。", set()),
        ("县里新开工项目12个，包括远山引水工程，白杨沟水厂项目等。", {BEGUN}),
        ("县里新开工项目12个，包括远山引水工程、水厂项目等10个方面。", set()),
        ("县里新开工项目12个，包括共建远山引水工程等。", set()),
        ("县里新开工重点项目12个，包括远山引水工程。", {BEGUN}),
        ("今年，县里启动以城乡供水为主、结合灌溉补水的远山引水工程建设。", {BEGUN, "startDate 2023"}),
        ("指挥部决定启用刚刚贯通的远山引水工程。", {BEGUN}),
        ("在远山引水工程，施工队正在加快隧洞建设。", {BEGUN}),
        ("在远山引水工程施工现场，机器轰鸣。", {BEGUN}),
        ("在远山引水工程的基础上，工人正在浇筑坝体。", set()),
        ("远山引水工程正全力抢抓工期。", {BEGUN}),
        ("远山引水工程已获省发改委核准。", {"status planned"}),
        ("远山引水工程已完成工程可行性研究报告及审查。", {"status planned"}),
        ("远山引水工程的厂长获得表彰。", set()),
        ("远山引水工程竣工仪式举行。", {DONE}),
        ("记者在远山引水工程看到，工人们正在安装水泵。", {BEGUN}),
        ("远山引水工程取得市水务局批复。", {"status planned"}),
        ("县里启动了以防洪为主、兼顾灌溉的远山引水工程建设。", {BEGUN}),
    ],
)
def test_sets_rites_sites_and_papers(text: str, wanted: set[str], tools: Tools) -> None:
    assert said(text, tools) == wanted


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("今年以来，全县水网建设提速，远山引水工程等5项工程开工建设。", {BEGUN, "startDate 2023"}),
        ("5月2日总投资3亿元、总长6公里的远山引水工程在青石镇内动工。", {BEGUN, "startDate 2023-05-02"}),
        ("从2021年开始，省里实施远山引水工程。", {BEGUN, "startDate 2021"}),
        ("5月2日，县里举行集中开工仪式，远山引水工程开工建设。", {BEGUN, "startDate 2023-05-02"}),
        ("5月2日上午10时，伴随着机器的轰鸣声，远山引水工程开工。", {BEGUN, "startDate 2023-05-02"}),
        ("2022年12月，经过三年建设，远山引水工程竣工。", {DONE, "completionDate 2022-12"}),
        ("5月2日，记者从县水利局获悉，远山引水工程竣工。", {DONE}),
        ("5月2日，白杨沟绿道工程复工，远山引水工程已完工。", {BEGUN, DONE}),
        ("2021年投资建设的远山引水工程竣工。", {DONE}),
        ("2022年青石运动会的重点工程——远山引水工程竣工。", {DONE}),
        ("2018年远山引水工程开工，目前主体已完工。", {BEGUN, "startDate 2018"}),
        ("2021年远山引水工程开工，已竣工。", {DONE, "startDate 2021"}),
    ],
)
def test_a_time_holds_until_the_sentence_turns(text: str, wanted: set[str], tools: Tools) -> None:
    assert said(text, tools) == wanted


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("远山引水工程已于上月开工建设。", {"status underConstruction", "startDate 2023-04"}),
        ("远山引水工程正在进行可研和前期工作。", {"status planned"}),
        ("市里批复了远山引水工程初步设计。", {"status planned"}),
        ("加快远山引水工程前期工作。", {"status planned"}),
        ("加快建设远山引水工程。", {"status underConstruction"}),
        ("大力推进远山引水工程建设。", {"status underConstruction"}),
        ("推进远山引水工程。", set()),
        ("推动远山引水工程建成。", set()),
        ("远山引水工程主体已完工。", {"status underConstruction"}),
        ("远山引水工程全线贯通。", {"status underConstruction"}),
        ("远山引水工程累计完成投资3亿元。", {"status underConstruction"}),
        ("远山引水工程已完成工程量的80%。", {"status underConstruction"}),
        ("远山引水工程2022年12月建成投运。", {"status inOperation", "completionDate 2022-12"}),
        ("2021年6月竣工的远山引水工程全长6公里。", {"status completed", "completionDate 2021-06"}),
        (
            "远山引水工程2021年3月开工，2022年8月竣工。",
            {"status completed", "startDate 2021-03", "completionDate 2022-08"},
        ),
        ("远山引水工程预计明年6月底竣工。", {"status underConstruction", "completionDate 2024-06"}),
        ("远山引水工程、白杨沟绿道工程等12个项目集中开工。", {"status underConstruction"}),
        ("目前在建项目是：远山引水工程，全长6公里；白杨沟绿道工程。", {"status underConstruction"}),
        ("签署远山引水工程管道采购合同。", set()),
        ("截至4月底，远山引水工程主体完工。", {"status underConstruction"}),
        ("远山引水工程已完工见效。", {"status completed"}),
        ("远山引水工程过了竣工验收这一关。", {"status completed"}),
        ("远山引水工程、白杨沟绿道工程两大工程已经投运。", {"status inOperation"}),
        ("远山引水工程目前都在建设当中。", {"status underConstruction"}),
        ("远山引水工程年发电3亿千瓦时。", set()),
        (
            "远山引水工程总投资3亿元，防洪标准由20年一遇提到50年一遇，2029年完工。",
            {"status underConstruction", "completionDate 2029"},
        ),
        (
            "远山引水工程2022年3月动工，长6公里，2024年收尾。",
            {"status underConstruction", "startDate 2022-03", "completionDate 2024"},
        ),
        ("远山引水工程恢复通水。", set()),
        ("远山引水工程原计划今年底完工。", set()),
        ("远山引水工程经过三个月的紧张实施，结束了。", set()),
        ("重点推进远山引水工程等项目加快建设投产。", {BEGUN}),
        ("建设远山引水工程是一件大事。", set()),
        ("远山引水工程已完成140公里。", {"status underConstruction"}),
        ("远山引水工程顺利完成2021年度调水工作。", set()),
        ("青石公路是大动脉，其改扩建工程长6公里，预计今年9月通车。", set()),
        ("远山引水工程进度达到50%时再拨付。", set()),
    ],
)
def test_a_stage_is_composed(text: str, wanted: set[str], tools: Tools) -> None:
    assert said(text, tools) == wanted


@pytest.mark.parametrize("verb", ["开工", "竣工", "完工", "投产", "建成通水"])
def test_not_yet_and_to_come_change_what_stands(verb: str, tools: Tools) -> None:
    plain = said(f"远山引水工程已{verb}。", tools)
    assert plain
    assert not plain & said(f"远山引水工程尚未{verb}。", tools)
    assert not {p for p in plain if p != "status underConstruction"} & said(f"远山引水工程将{verb}。", tools)


def test_the_year_of_a_report_is_that_of_its_title(tools: Tools) -> None:
    text = "今年，开工建设远山引水工程，建成白杨沟绿道工程。"
    found = said(text, tools, title="2024年青山县政府工作报告", issued=None)
    assert found == {"status planned", "startDate 2024", "completionDate 2024"}


def test_a_page_without_a_date_takes_the_one_that_is_given(tmp_path: Path, tools: Tools) -> None:
    page = tmp_path / "a.txt"
    page.write_text("今年4月，远山引水工程开工。\n", "utf-8")
    (found,) = find_pages([page]).pages
    facts, _ = page_facts(read_document(found), tools)
    assert facts.undated == 1
    (found,) = find_pages([page], date=DAY).pages
    facts, _ = page_facts(read_document(found), tools)
    assert facts.undated == 0
    assert {c.object.iso for c in facts.claims if isinstance(c.object, Date)} == {"2023-04"}


def test_front_matter_dates_a_page(tmp_path: Path) -> None:
    page = tmp_path / "a.md"
    page.write_text("---\ntitle: x\ndate: 2022-03-01\n---\n今年4月，远山引水工程开工。\n", "utf-8")
    (found,) = find_pages([page], date=DAY).pages
    assert read_document(found).date == "2022-03-01"


def test_a_day_that_is_none_is_told(tmp_path: Path) -> None:
    page = tmp_path / "a.txt"
    page.write_text("远山引水工程开工。\n", "utf-8")
    done = kg("build", str(page), "-o", str(tmp_path / "out"), "--date", "2024")
    assert done.returncode == 2
    assert "YYYY-MM-DD" in done.stderr


def test_every_row_of_the_table_has_a_known_class(tools: Tools) -> None:
    classes = {row[0] for row in tools.stage_words.rows}
    made = set(tools.stage_words.joins.values()) | {
        tools.stage_words.verb(word) for word in tools.stage_words.words
    }
    assert classes <= made
    assert (ontology_folder(None) / "lexicon" / "stages.tsv").is_file()


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("远山引水工程进入管道安装与调试阶段。", {BEGUN}),
        ("远山引水工程即将进入主体施工阶段。", set()),
        ("远山引水工程进入运行试验阶段。", {BEGUN}),
        ("远山引水工程进入通水前最后准备阶段。", {BEGUN}),
        ("远山引水工程有望进入省里的规划。", set()),
        ("远山引水工程正处在最紧张的施工期。", {BEGUN}),
        ("远山引水工程建设取得重大进展。", {BEGUN}),
        ("远山引水工程取得重大进展。", set()),
        ("远山引水工程建设不断提速。", {BEGUN}),
        ("远山引水工程右岸最后一仓混凝土浇筑完成。", {BEGUN}),
        ("远山引水工程首座渡槽的槽身架设成功。", {BEGUN}),
        ("远山引水工程完成全部钢管吊装。", {BEGUN}),
        ("远山引水工程已完成设计总量的七成。", {BEGUN}),
        ("远山引水工程完成全年调水任务的60%。", set()),
        ("远山引水工程采取了顶推法施工技术。", set()),
        ("远山引水工程、白杨沟绿道工程等一批重点工程、惠民项目也在抓紧建设。", {BEGUN}),
        ("远山引水工程、白杨沟绿道工程等一批省级在建项目列入名单。", {BEGUN}),
        ("远山引水工程是青石引水工程首个开工的项目，2022年7月7日动工。", {BEGUN, "startDate 2022-07-07"}),
        ("远山引水工程不是今年开工项目。", set()),
        ("远山引水工程控制性工程——青岭隧洞正在掘进。", {BEGUN}),
        ("作为远山引水工程的控制性工程，青岭大桥昨日合龙。", {BEGUN}),
        ("远川集团拟出资2亿元，建设白杨沟水厂项目。", {"status planned"}),
        ("白杨沟水厂项目在青石县签约。", {"status planned"}),
        ("加快推进远山引水工程前期工作。", {"status planned"}),
        ("适时启动远山引水工程。", {"status planned"}),
        ("续建项目2个：远山引水工程；白杨沟绿道工程。", {BEGUN}),
        ("已建成的有远山引水工程、白杨沟绿道工程。", {DONE}),
        ("走进青石县远山引水工程工地，机器轰鸣。", {BEGUN}),
        ("白杨沟绿道工程当年启动、当年建成。", {DONE}),
    ],
)
def test_phases_steps_and_kinds(text: str, wanted: set[str], tools: Tools) -> None:
    assert said(text, tools) == wanted


def test_tasks_of_a_text_without_a_telling_title_are_ahead(tools: Tools) -> None:
    tasks = (
        "优化路网布局，建成青岭至白沙铁路。完善全县水网，打通远山引水工程。加强水源地保护。推进灌区现代化改造。"
        "提升防洪能力和水平。到2025年，全县供水有保障。"
    )
    assert not [fact for fact in said(tasks, tools) if "completed" in fact]
    news = "记者获悉，县里建成青岭至白沙铁路。" + "沿线群众出行方便了。" * 6
    assert [fact for fact in said(news, tools) if "completed" in fact]
