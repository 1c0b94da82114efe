"""ratings.yaml: what is read from it, and what it is refused for, with line and column."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from audit.errors import UsageError
from audit.findings.ratings import Ratings, load_ratings
from audit.text import Text
from tests.findings.factory import BY_RATING, checklist, item

CRITERIA = [checklist("trial", A=[item("XX-A01", judge=BY_RATING), item("XX-A02")])]

GOOD = """\
ratings:
  - item: XX-A01
    level: 3
    by: r-lee
    at: 2026-10-01
    method: document
    reason: {zh: 见程序, en: See the procedure}
    evidence: [doc:1, record:7]
    expires: 2027-10-01
    self_level: 4
overrides:
  - {item: XX-A02, score: 45, by: r-lee, at: 2026-10-02, reason: {zh: 样本偏差, en: A skewed sample}}
"""


def load(folder: Path, text: str, team: tuple[str, ...] = ()) -> Ratings:
    path = folder / "ratings.yaml"
    path.write_text(text, encoding="utf-8")
    return load_ratings(path, "ratings.yaml", CRITERIA, team=team)


def refusals(folder: Path, text: str, team: tuple[str, ...] = ()) -> list[str]:
    with pytest.raises(UsageError) as caught:
        load(folder, text, team)
    return [one.in_("en") for one in caught.value.located]


def test_ratings_and_overrides_are_read(tmp_path: Path) -> None:
    ratings = load(tmp_path, GOOD, ("r-lee",))
    (rating,) = ratings.of("XX-A01")
    assert (rating.level, rating.by, rating.method, rating.self_level) == (3, "r-lee", "document", 4)
    assert (rating.at, rating.expires) == (dt.date(2026, 10, 1), dt.date(2027, 10, 1))
    assert rating.evidence == ("doc:1", "record:7")
    assert rating.reason == Text(zh="见程序", en="See the procedure")
    override = ratings.override("XX-A02")
    assert override
    assert (override.score, override.by) == (45.0, "r-lee")
    assert ratings.of("XX-A02") == ()
    assert ratings.override("XX-A01") is None
    assert len(ratings.sha256) == 64


def test_an_empty_file_holds_no_judgements(tmp_path: Path) -> None:
    assert load(tmp_path, "").ratings == ()


@pytest.mark.parametrize(
    ("old", "new", "refusal"),
    [
        (
            "    reason: {zh: 见程序, en: See the procedure}\n",
            "",
            "ratings.yaml:2:5  “ratings.0.reason” is missing   [Y-MISSING-KEY]",
        ),
        (
            "en: See the procedure",
            "en: '  '",
            (
                "ratings.yaml:7:5  “ratings.0.reason”: {'zh': '见程序', 'en': '  '} is not allowed: "
                "a judgement needs a reason, in Chinese and in English   [Y-INVALID]"
            ),
        ),
        (
            "item: XX-A01",
            "item: XX-A0l",
            "ratings.yaml:2:5  no checklist has an item XX-A0l; did you mean XX-A02?   [R-ITEM]",
        ),
        (
            "item: XX-A01",
            "item: QQ",
            "ratings.yaml:2:5  no checklist has an item QQ   [R-ITEM]",
        ),
        (
            "[doc:1, record:7]",
            "[doc:1, doc:1]",
            (
                "ratings.yaml:3:5  XX-A01 is rated 3; that takes 2 independent references, and 1 are given — "
                "name more evidence, or rate it 2 at most   [R-REFERENCES]"
            ),
        ),
        (
            "method: document",
            "method: mystery",
            "ratings.yaml:6:5  XX-A01 is assessed by document review, interview, not by mystery visit   [R-METHOD]",
        ),
        (
            "by: r-lee\n",
            "by: r-li\n",
            (
                "ratings.yaml:4:5  “r-li” is not in the audit team — "
                "list the person under “team” in audit.yaml   [R-BY]"
            ),
        ),
        (
            "level: 3",
            "level: 6",
            (
                "ratings.yaml:3:5  “ratings.0.level”: 6 is not allowed: Input should be less than or equal to 5   "
                "[Y-INVALID]"
            ),
        ),
        (
            "score: 45",
            "score: 101",
            (
                "ratings.yaml:12:20  “overrides.0.score”: 101 is not allowed: "
                "Input should be less than or equal to 100   [Y-INVALID]"
            ),
        ),
        (
            "item: XX-A02",
            "item: XX-B02",
            "ratings.yaml:12:6  no checklist has an item XX-B02; did you mean XX-A02?   [R-ITEM]",
        ),
    ],
)
def test_a_judgement_is_refused_with_its_place(tmp_path: Path, old: str, new: str, refusal: str) -> None:
    assert old in GOOD
    assert refusals(tmp_path, GOOD.replace(old, new), ("r-lee",)) == [refusal]


def test_every_wrong_judgement_is_told_in_order_of_its_line(tmp_path: Path) -> None:
    second = GOOD.replace("ratings:\n", "").partition("overrides")[0]
    text = GOOD.replace("overrides:", second + "overrides:").replace("method: document", "method: mystery", 1)
    assert refusals(tmp_path, text) == [
        "ratings.yaml:6:5  XX-A01 is assessed by document review, interview, not by mystery visit   [R-METHOD]",
        "ratings.yaml:11:5  XX-A01 stands here twice (site: —) — keep one of them   [R-TWICE]",
    ]


def test_sites_are_rated_one_by_one(tmp_path: Path) -> None:
    second = (
        GOOD.replace("ratings:\n", "")
        .partition("overrides")[0]
        .replace("level: 3", "level: 2\n    site: north")
    )
    ratings = load(tmp_path, GOOD.replace("overrides:", second + "overrides:"))
    assert [(one.site, one.level) for one in ratings.of("XX-A01")] == [(None, 3), ("north", 2)]


def test_a_rating_may_stand_in_for_a_figure_by_any_method(tmp_path: Path) -> None:
    text = GOOD.partition("overrides")[0].replace("XX-A01", "XX-A02").replace("document", "mystery")
    assert load(tmp_path, text).of("XX-A02")[0].method == "mystery"
