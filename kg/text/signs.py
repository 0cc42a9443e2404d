"""Classes of characters that several stages need."""

from __future__ import annotations

import re

# about the commonest characters of newspapers: a wrong decoding has next to none of them
COMMON_HAN = re.compile("[的一是在了和有为年月日市县省工中国水河]")
# nothing but numbers and ordinals: 第二, 3, 二十
ONLY_NUMBERS = re.compile(r"[\d.一二三四五六七八九十百千万亿〇零两第]+")
# which one of a body that is elected anew: 第十四届人大常委会
SESSION = re.compile(r"第[一二三四五六七八九十\d]+届")
JOINS = "和与及、"  # between two of a kind
# a number in Chinese signs alone: 二百三十
CHINESE_NUMBER = re.compile(r"[一二三四五六七八九十百千万亿两零〇\d.]{2,}$")
# 二期, 6号线, 三标段 at the end of a text
PHASE = re.compile(
    r"(?:[一二三四五六七八九十]|[0-9]{1,2})期$|(?:[A-Za-z]|[一二三四五六七八九十]|[0-9]{1,2})(?:号)?(?:线|标段|标)$"
)
# a phase behind the name of what stands already: 某电厂|二期工程
LATER_PHASE = re.compile("[二三四五六七八九十2-9]期")
BUILDINGS = frozenset("厂站场馆桥")  # the last signs of what is built and stands: 电厂, 泵站
# schools and hospitals that are counted: 三所
SEVERAL_OF = re.compile(r"(?<!第)[两二三四五六七八九十\d]+所")
INDEFINITE = frozenset("一某")  # before a head: 一煤矿
# what tells a thing by its rank: 最长, 首座, 第一条; behind it stands no name
RANKED = re.compile(r"最.?$|首[座条个批台项段]$|第[一二三四五六七八九十\d]+[座条个批台项]$")
SMALL_NUMBERS = frozenset("两二三四五六七八九十")
PHASE_ENDS = "期线段标"  # the last signs of a phase
NUMBERS_PART = (*PHASE_ENDS, "号", "座")  # behind the number of a part: 工程|6|号线
WITH = ("与", "和", "同", "跟")  # before what somebody does something with
OF = "的"  # between what describes and what is described
IS = "是"  # no name goes over it
# an article of a law or regulation, at the beginning of a line: 第十二条
PARAGRAPH = re.compile(r"^[ 　]*第[一二三四五六七八九十百零\d]{1,5}条", re.M)
# what numbers a line: 1., （三）
NUMBERING = re.compile(r"[（(]?[\d一二三四五六七八九十]{1,3}[)）.．、]")
# spaces that print sets between the figures of a year: 二 ○○九年
YEAR_SPACES = re.compile(r"(?<=[二〇○零一])[ 　]+(?=[〇○零一二])")
# what follows the place in a dateline: 9月3日电
DATELINE = re.compile(r"[ 　]*[\d０-９]{1,4}[年月日\d０-９ 　]*(?:专?电|讯)")
# what follows the place by whose clock a time is told: 北京时间
CLOCK = re.compile("(?:东部|西部|当地|夏令)?时间")
# a line that tells whom a notice is for: 各市人民政府、省直各部门：
ADDRESSED = re.compile(r"[ 　]*(?:各|[^。；：:\n]{2,20}人民政府、)[^。；：:\n]{0,80}[：:]")
# how a date begins that tells its own year, or one that is over: 2月, 去年
TELLS_YEAR = re.compile(r"[0-9０-９一二两〇○去前上当同]")
# the five years of a plan: 十四五
FIVE_YEARS = re.compile("十([一二三四五六七八九])五")
# 一是, 二要: what numbers a clause
SAID = "[一二三四五六七八九十]{1,2}[是要]"
# how a numbered heading begins: 一、, （一）, 一是, 1., （1）
NUMBERED = re.compile(
    r"(?P<outer>[一二三四五六七八九十]{1,3}[、.．])|(?P<bracket>[（(][一二三四五六七八九十]{1,3}[）)])"
    rf"|(?P<said>{SAID})"
    r"|(?P<digit>\d{1,2}[、.．](?!\d))|(?P<inner>[（(]\d{1,2}[）)])"
)
# what a figure is compared with: 比2005年
AGAINST, YEAR = "比较", re.compile(r"(?:19|20)\d\d年?")
BASE = re.compile(rf"[{AGAINST}]{YEAR.pattern}")
# how a road ends that was made longer: 青河路北延
EXTENDED = tuple(side + "延" for side in "东南西北")
# how branches of firms end
BRANCHES = ("分公司", "分行", "支行")
# how bodies end
BODIES = tuple("局厅委署府")
# what heads a register of works
REGISTER = re.compile(
    "(?:项目|工程)(?:名单|清单|一览表|计划表|安排表|汇总表|建设计划|台账)(?![^，。；\\n]{0,6}(?:[，。；]|制|管理))"
    "|(?:重点|重大|在建|续建|新建|预备|拟建|储备|竣工)(?:建设)?(?:项目|工程)(?:[（(]共?\\d+[个项](?:项目)?[）)]|[:：]\\s*(?=[1１（(①一]))"
)
# a clause that opens so tells what a line meets: 接某高速公路
MEETS = "接"
# 该, 这座: what follows stands for a thing named before
POINTER = re.compile("[该此这][条座项个处段家片]?")
# what a sentence begins with that holds now, whatever time the sentences before it were of
NOW = re.compile("(?:截至|到)?目前|如今|现在|眼下|近年来|多年来|长期以来")
# the same, of what has come together since a time began
UNTIL_NOW = re.compile("(?:截至|到)目前")
# what a sentence begins with that goes on with no time of those before it
BESIDES = re.compile("[ 　]*(?:除此之外|此外|另外)")
# what stands before the date of a web page: 发布日期：
STAMPED = re.compile("(?:日期|时间|发布|来源)[:：]?[ 　]*$")
# what stands behind the time of what tells a figure: 6月1日发布的公报
TOLD_THEN = re.compile(
    "[）)]?(?:[^，。；、\n]{0,10}?)(?:发布|公布|印发|通报|获悉|了解到|介绍|召开|举行|出台|下发|审议)"
)
# a report with the year that it is of
YEARBOOK = re.compile("《[^》]{0,8}(?P<year>(?:19|20)\\d\\d)年[^》]*(?:公报|年鉴|报告|统计)[^》]*》")
PARTS = "；"  # between the parts of a sentence
# what tells what there is already
STANDS = re.compile("已|共[^同]|现有|现已")
# before a number of what there is already
STANDING = re.compile("现有|已有|现已|已经|已建|已完成|已累计")
# what a sentence says of plans before a clause
PLANS = re.compile("规划|计划|拟|目标|力争|预计")
# the years that are to come
YEARS_AHEAD = re.compile(r"(?:未来|今后)[一二三四五六七八九十两几\d]{1,3}年(?!来)")
# a heading that looks back at a plan: “十一五”发展成就
LOOKS_BACK = re.compile(
    '(?P<plan>十[一二三四五六]五)[”“"]?[^。；，\n]{0,10}(?:成就|回顾|成效|成绩|完成情况|执行情况)'
)
# what stands before a time: 截至2023年底
UP_TO = "截至止到 　"
# before the time of a value that holds no more: 由2018年的
FROM = ("由", "从", "较", "比")
# before a value that held before: 由35%提高到38%
RISES = ("由", "从")
# an outermost heading, at the beginning of a line: 一、2023年工作回顾, 第一节 发展成就
HEADING = re.compile(
    r"^[ 　]*(?:[一二三四五六七八九十]{1,3}、|第[一二三四五六七八九十]{1,3}[章节部]分?[ 　]*)(?P<head>[^。；，\n]{2,30})",
    re.M,
)
# a small number in Chinese signs, at the beginning
FEW = re.compile("[两二三四五六七八九十]+")
# what joins the names of a list
LISTS = tuple("、和与及等")
# the year in a title: 2023年统计公报
TITLE_YEAR = re.compile(r"(?<![\d—－~-])((?:19|20)\d\d)年(?!\d)")
# how the title of what is to be done ends
PLAN_TITLE = re.compile("(?:计划|方案|要点|任务)(?:[》”]?的通知)?$")
# an item of a numbered list and what it is told of: （一）煤炭：
KEYED = re.compile(
    r"(?:^|：)[（(]?[一二三四五六七八九十\d]{1,3}[）)、.．]+(?P<key>[^，。；：:、\d]{1,12})[：:]"
)
# a bridge stays one while it is built
BRIDGE = "桥"
# where water is led from and to: 引黄入冀补淀, 引江济淮
DIVERTED = re.compile("引(?!人)[一-龥]{1,2}[入济进](?:(?![及和与等的])[一-龥]){1,2}?(?:[补入济][一-龥])?")
# the same before what is built for it
DIVERSION = re.compile(
    rf"{DIVERTED.pattern}(?=[一二三四]期|[东西南北中]线|(?:生态|应急)?(?:工程|项目|供水|调水|补水|输水|灌区))"
)
# what a line of a form begins with: 建设单位：某公司
LABEL = re.compile("[一-龥（）()]{2,10}[：:].")
# a member of a list of firms, all of it
LISTED_FIRM = re.compile("(?!.{1,9}[和与及或].{2})[一-龥A-Za-z0-9·]{2,12}(?<![的和与及])")
# what says before a list that it is of firms: 8家企业…是, and 零售行业的
OF_FIRMS = re.compile(
    "(?:[0-9一二两三四五六七八九十]+|[多几数各])家[^。！？!?\n、]{0,24}?[为是：有括]|行业的"
)
# what parts the last two of a list, and what ends it
JOINT = re.compile(r"(?<=\S{2})(?:以及|[和与及])(?=\S{2})")
MORE = re.compile("等|[两二三四五六七八九十]大")
# what begins with the number of a road or the name of a line: 省道218线, 昌平线二期
LINE_NAME = re.compile("[国省县乡]道|[GSXY]?[0-9]{3}|(?!沿)[一-龥]{2,4}线")
# a line that is the name of a firm or body
NAMED_LINE = re.compile("[^，。；：、！？,;:!?]{1,28}(?:公司|集团|[部委局署厅院社办厂会]|政府)")
# what stands behind a bound that something is granted within: ，就可以返还
GRANTED = re.compile("[^。]{0,4}[，,](?:就|即|便|方|才|均)?可以?")
# how a quota of each begins
EACH_OF = ("各", "每", "单个")
