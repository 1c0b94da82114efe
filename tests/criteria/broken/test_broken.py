"""What people get wrong in a checklist of their own: each fault with its line, in both languages, and none else."""

from __future__ import annotations

from pathlib import Path

import pytest

from audit.text import Text
from tests.criteria.broken.__main__ import PAGE, page
from tests.criteria.broken.lists import GOOD, LISTS, Broken
from tests.criteria.broken.trying import told

SAID = {
    "an unknown measure": Text(
        zh="a.yaml:16:17  没有名为 M-ACC 的指标，是否想写 M-ACK？   [L-UNKNOWN]",
        en="a.yaml:16:17  no measure is called M-ACC; did you mean M-ACK?   [L-UNKNOWN]",
    ),
    "an unknown concept": Text(
        zh="a.yaml:24:16  没有名为 PRACT-EMPOWER 的概念，是否想写 PRACT-EMP？   [L-UNKNOWN]",
        en="a.yaml:24:16  no concept is called PRACT-EMPOWER; did you mean PRACT-EMP?   [L-UNKNOWN]",
    ),
    "a language is missing": Text(
        zh="a.yaml:18:5  缺少“items.OWN-02.en”   [Y-MISSING-KEY]",
        en="a.yaml:18:5  “items.OWN-02.en” is missing   [Y-MISSING-KEY]",
    ),
    "a weight outside 1 to 5": Text(
        zh="a.yaml:12:5  “items.OWN-01.weight”的值 7 不合要求：应不大于 5   [Y-INVALID]",
        en="a.yaml:12:5  “items.OWN-01.weight”: 7 is not allowed: Input should be less than or equal to 5   [Y-INVALID]",
    ),
    "a threshold without origin": Text(
        zh="a.yaml:17:7  缺少“items.OWN-01.judge.score.origin”   [Y-MISSING-KEY]",
        en="a.yaml:17:7  “items.OWN-01.judge.score.origin” is missing   [Y-MISSING-KEY]",
    ),
    "a standard as origin, and not which": Text(
        zh="a.yaml:17:30  阈值来源为 S，但没有写明出处（source） — 请写明标准、法律或文献；若是本工具的默认值，来源写 D   [L-SOURCE]",
        en="a.yaml:17:30  the threshold has the origin S and names no source — name the standard, law or literature, or write D for a default   [L-SOURCE]",
    ),
    "a function that cannot reach 100": Text(
        zh="a.yaml:17:15  steps 无法得到 100 分 — 请更正数值，使 0 分和 100 分都能达到   [L-REACH]",
        en="a.yaml:17:15  “steps” can never give a score of 100 — choose numbers under which 0 and 100 can both be reached   [L-REACH]",
    ),
    "a function that cannot reach 0": Text(
        zh="a.yaml:17:15  target 无法得到 0 分 — 请更正数值，使 0 分和 100 分都能达到   [L-REACH]",
        en="a.yaml:17:15  “target” can never give a score of 0 — choose numbers under which 0 and 100 can both be reached   [L-REACH]",
    ),
    "a function that rewards the opposite": Text(
        zh="a.yaml:17:15  M-ACK 以高为好，而 down 恰好相反 — 请改用 up   [L-DIRECTION]",
        en="a.yaml:17:15  M-ACK is better when higher, and “down” rewards the opposite — write “up”   [L-DIRECTION]",
    ),
    "items that refer to each other": Text(
        zh="a.yaml:5:5  检查项循环引用：OWN-01 → OWN-02 → OWN-01 — 请使其中一项不依赖其他检查项即可判定   [L-CIRCLE]",
        en="a.yaml:5:5  the items refer to each other in a circle: OWN-01 → OWN-02 → OWN-01 — let one of them stand on its own   [L-CIRCLE]",
    ),
    "an id that stands here twice": Text(
        zh="a.yaml:18:5  检查项 OWN-01 重复出现   [L-TWICE]",
        en="a.yaml:18:5  item OWN-01 stands here twice   [L-TWICE]",
    ),
    "a rating without anchors": Text(
        zh="a.yaml:29:5  需要评级，但没有 0 至 5 级的描述（anchors） — 请以中英文各写六句，每级一句   [L-ANCHORS]",
        en="a.yaml:29:5  the item is rated and says not what the levels 0 to 5 look like (“anchors”) — write six sentences in each language, one a level   [L-ANCHORS]",
    ),
    "a figure that is never scored": Text(
        zh="a.yaml:17:7  M-IPA 的 performance 不用于计分 — 请改为 by: rating，并以 shows 列示   [L-UNSCORED]",
        en="a.yaml:17:7  performance of M-IPA is never scored — judge by rating and put the figure under “shows”   [L-UNSCORED]",
    ),
}


def test_the_checklist_in_order_has_no_fault(tmp_path: Path) -> None:
    assert told(GOOD, tmp_path, "en") == []


def test_every_broken_checklist_stands_in_the_table() -> None:
    assert [one.what.en for one in LISTS] == list(SAID)


@pytest.mark.parametrize("broken", LISTS, ids=[one.what.en for one in LISTS])
def test_a_fault_is_told_once_with_its_line_and_how_to_mend_it(broken: Broken, tmp_path: Path) -> None:
    said = SAID[broken.what.en]
    assert told(broken.text, tmp_path, "zh") == [said.zh]
    assert told(broken.text, tmp_path, "en") == [said.en]


def test_the_page_says_the_same() -> None:
    assert PAGE.read_text("utf-8") == page(), "run python -m tests.criteria.broken"
