"""What the report tells of where evidence came from, how far it reaches and what personal data it held."""

from __future__ import annotations

import pytest

from audit.report.sections.evidence import evidence
from audit.report.telling import Teller
from audit.result import Manifest, PersonalData
from audit.text import Language, Text
from tests.report.results import empty_result
from tests.report.validation import table

EXPECTED: dict[Language, list[tuple[str, str]]] = {
    "zh": [
        ("覆盖时段", "2026年1月5日至2026年3月30日（3 个月中 2 个月有记录）"),
        ("来源", "客服系统导出；采集时间 2026年4月10日"),
        ("个人信息", "“备用”：手机号，1,200 个单元格，经批准采用；监管要求；r-lee"),
    ],
    "en": [
        ("Period covered", "5 January 2026 to 30 March 2026 (2 of 3 months with a record)"),
        ("Source", "export of the desk; collected 10 April 2026"),
        ("Personal data", "“备用”: mobile numbers, 1,200 cells, admitted; asked for; r-lee"),
    ],
}


@pytest.mark.parametrize("language", EXPECTED)
def test_origin_reach_and_personal_data_stand_with_the_table(language: Language) -> None:
    entry = table("complaints").model_copy(
        update={
            "first": "2026-01-05",
            "last": "2026-03-30",
            "months": 3,
            "months_covered": 2,
            "collected_at": "2026-04-10T08:00:00",
            "source": Text(zh="客服系统导出", en="export of the desk"),
            "personal": (
                PersonalData(
                    column="备用",
                    kind=Text(zh="手机号", en="mobile numbers"),
                    count=1200,
                    share=0.9,
                    decision="admitted",
                    reason=Text(zh="监管要求", en="asked for"),
                    approved_by="r-lee",
                ),
            ),
        }
    )
    result = empty_result().model_copy(update={"manifest": Manifest(tables=(entry,))})
    (received,) = evidence(Teller(result, language)).received
    assert list(received.facts[-3:]) == EXPECTED[language]
