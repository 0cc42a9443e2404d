"""Lists of firms: members that end as no firm does are firms where others of the list are, or where the words before it say so."""

from __future__ import annotations

import pytest

from kg.extract import Tools, read_sentence


def firms(text: str, tools: Tools) -> set[str]:
    _, mentions = read_sentence(text, tools)
    return {m.text for m in mentions if m.kind == "Company"}


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        (
            "有8家公司市值超过百亿元，它们是：远川集团310亿元、白麓280亿元、青钢260亿元和青石银行150亿元。",
            {"远川集团", "白麓", "青钢", "青石银行"},
        ),
        ("零售行业的远川集团、青钢、白麓，均利用节日促销。", {"远川集团", "青钢", "白麓"}),
        ("远川集团、青钢、青石水务有限公司都派人参加。", {"远川集团", "青钢", "青石水务有限公司"}),
        ("远川集团、青钢、青石电气等诸多风电零部件厂商参加。", {"远川集团", "青钢", "青石电气"}),
        ("远川集团、通信、电力都派人参加。", {"远川集团"}),  # one firm tells of no list
        ("远川集团、青石水务公司、通信三方签约。", {"远川集团", "青石水务公司"}),  # a common word
        ("低端市场，核磁、设备等高附加值产品被远川集团、青石电气等企业占有。", {"远川集团", "青石电气"}),
    ],
)
def test_members(text: str, wanted: set[str], tools: Tools) -> None:
    assert firms(text, tools) == wanted
