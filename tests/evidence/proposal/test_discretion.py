"""What audit init writes, asks and tells of files in which persons are named."""

from __future__ import annotations

from pathlib import Path

import pytest

from audit.api import drafted, propose
from audit.evidence.proposal.discretion import personal_labels
from audit.evidence.proposal.model import Question
from tests.evidence.proposal.correcting import written

MOBILE, SPACED, MAIL, CARD = (
    "13800138000",
    "138 0013 8000",
    "wang.marker@mail.example",
    "4111111111111111",
)
NAMES = ["张伟", "李娜", "王芳", "刘洋"]
MARKERS = [MOBILE, SPACED, MAIL, CARD, *NAMES]


def complaints(
    folder: Path, name: str, *, channels: list[str], outcomes: list[str], note: str = "备注"
) -> None:
    rows = [
        f"C{n:03d},2026-03-{n % 28 + 1:02d} 10:00,{channels[n % len(channels)]},2026-03-28 12:00,"
        f"{outcomes[n % len(outcomes)]},第{n}次反映服务太慢"
        for n in range(120)
    ]
    header = f"投诉编号,受理时间,渠道,办结时间,处理结果,{note}"
    (folder / name).write_text("\n".join([header, *rows]) + "\n", encoding="utf-8")


def told(folder: Path) -> str:
    """audit.yaml in both languages, and what scripts are told."""
    proposal = propose(folder, languages=("zh", "en"))
    return "".join(drafted(proposal, ("zh", "en")).values()) + str(proposal.view())


def test_labels_that_are_persons_are_counted_and_not_written(tmp_path: Path) -> None:
    complaints(
        tmp_path, "投诉.csv", channels=["电话", SPACED, MAIL, "李娜"], outcomes=["张伟", "刘洋", "成立"]
    )
    text = told(tmp_path)
    assert [one for one in MARKERS if one in text] == []
    assert "# “渠道”另有 3 种取值像是个人信息，未在此写出：请在文件中改正" in text
    assert (
        "# “处理结果” has 2 more values that look personal and are not written here: mend them in the file"
        in text
    )


def test_a_header_with_a_number_in_it_is_not_written_and_its_column_is_doubtful(tmp_path: Path) -> None:
    complaints(tmp_path, "投诉.csv", channels=["电话"], outcomes=["成立"], note=f"投诉内容 {MOBILE}")
    text = told(tmp_path)
    assert MOBILE not in text
    assert '# text: "‹personal›"' in text


def test_a_file_with_a_number_in_its_name_is_found_by_a_pattern(tmp_path: Path) -> None:
    complaints(tmp_path, f"投诉{MOBILE}.csv", channels=["电话"], outcomes=["成立"])
    proposal = propose(tmp_path)
    (table,) = proposal.tables
    assert (table.files, table.shown) == (("投诉???????????.csv",), ("投诉‹…›.csv",))
    assert MOBILE not in told(tmp_path)
    assert written(tmp_path, proposal)["complaints"]["complaint_id"] == "投诉编号"


def test_nobody_is_asked_with_personal_values(tmp_path: Path) -> None:
    complaints(
        tmp_path,
        f"投诉{MOBILE}.csv",
        channels=["电话", "李娜", SPACED],
        outcomes=["张伟"],
        note=f"备注{CARD}",
    )
    asked = list[str]()

    def ask(question: Question) -> int | None:
        asked.extend([question.text.zh, question.text.en])
        for one in question.choices:
            asked.extend([one.label.zh, one.label.en, *one.examples])
        return None

    propose(tmp_path, ask=ask)
    assert [one for one in MARKERS for line in asked if one in line] == []


@pytest.mark.parametrize(
    ("labels", "header", "hidden"),
    [
        ({"电话": 50, "李娜": 1}, "渠道", {"李娜"}),
        ({"电话": 50, "万达": 4, "网站": 3}, "渠道", set()),
        ({"严重": 50, "一般": 20, "轻微": 3}, "严重程度", set()),
        ({"张伟": 50, "李娜": 20, "其他": 3}, "渠道", {"张伟", "李娜"}),
        ({"万达": 50, "金源": 1, "电话": 3}, "经办人", {"万达", "金源"}),
        ({"电话": 50, MOBILE: 4, "李娜": 9}, "渠道", {MOBILE, "李娜"}),
        ({"Anna Smith": 9, "Phone": 40, "Bob Miller": 8}, "channel", {"Anna Smith", "Bob Miller"}),
    ],
)
def test_names_are_told_from_honest_labels_by_what_they_stand_among(
    labels: dict[str, int], header: str, hidden: set[str]
) -> None:
    assert personal_labels(labels, header) == hidden
