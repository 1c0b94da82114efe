"""Whatever was answered, and in whatever order the rows stand, a long file is the same as a wide one."""

from __future__ import annotations

from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from audit.criteria.instrument import Instrument
from tests.evidence.conftest import TakeIn
from tests.evidence.widening.test_widening import COLUMNS, LONG, long, long_rows, respondents, seen, wide


@settings(
    max_examples=6,
    phases=(Phase.generate,),
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(data=st.data())
def test_the_order_of_rows_changes_nothing(
    taken_in: TakeIn, instrument: Instrument, data: st.DataObject
) -> None:
    value = st.sampled_from(["", "1", "4", "7", "5.5", "９"])
    names = data.draw(st.lists(st.sampled_from("ABCDE"), unique=True, min_size=1))
    answers = {name: data.draw(st.dictionaries(st.sampled_from(COLUMNS), value)) for name in names}
    answers["whole"] = {}  # of whom nothing can be wrong: a survey without a single right row is not used
    used = tuple(column for column in COLUMNS if any(column in own for own in answers.values()))
    rows = data.draw(st.permutations(long_rows(answers)))
    files = {"w.csv": wide(answers, used), "s.csv": respondents(list(answers)), "long.csv": long(list(rows))}
    of_wide = taken_in({"survey_customers": {"files": ["w.csv"]}}, files, instrument)
    of_long = taken_in(LONG, files, instrument)
    assert seen(of_long, "respondent_id", *COLUMNS) == seen(of_wide, "respondent_id", *COLUMNS)
    assert sum(one.count for one in of_long.groups if one.code == "E-RANGE") == sum(
        one.count for one in of_wide.groups if one.code == "E-RANGE"
    )
