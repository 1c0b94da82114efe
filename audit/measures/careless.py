"""Careless responding: answers that were given without reading."""

from __future__ import annotations

import functools
import operator
from collections.abc import Iterator, Sequence

import ibis
import ibis.expr.types as ir

from audit.evidence.dataset import Evidence
from audit.measures.definition import Described, Param, Params, measure
from audit.measures.figures import Flag, Rows, Share
from audit.measures.sources import cited
from audit.text import Text, message

_BROKEN_DOWN_BY = ("site_id", "channel")
_COUNT = "int16"
"""The type in which the answers of one respondent are counted: a fraction of the time of a longer one."""

MUCH_CARELESS = message("M-CARELESS-MUCH", zh="敷衍作答的答卷较多", en="many respondents answered carelessly")


@measure(
    "M-CARELESS",
    title=Text(zh="敷衍作答", en="Careless responding"),
    formula=Text(
        zh="出现下列任一情形的答卷比例：感知部分连续相同答案达已答题的 80%；全部答案相同；作答用时不足每题 2 秒。",
        en="Share of respondents with any of these: a run of equal answers in the perceptions of 80% of those given; all "
        "answers equal; fewer than 2 seconds an answer.",
    ),
    tex=r"c = \frac{1}{n} \sum_{i=1}^{n} \mathbf{1}[\ell_i \ge 0.8 m_i \lor \min_j x_{ij} = \max_j x_{ij} "
    r"\lor \tau_i \lt 2 q_i], \qquad m_i \ge 8",
    inclusion=Text(
        zh="感知部分至少回答 8 题的答卷；按题项次序、以反向题转换之前的原始答案判断；只作标记，不予删除；没有作答用时的，不用该项判断。",
        en="Respondents with 8 perceptions or more, by the raw answers in the order in which they were asked, before reversed "
        "items are turned; they are marked and never deleted; without a duration that rule is not applied.",
    ),
    source=cited(
        "Meade & Craig (2012), Psychol. Methods 17:437",
        "Curran (2016), J. Exp. Soc. Psychol. 66:4",
        "Wilson (1927)",
    ),
    needs={"survey_customers": ()},
    facets=("perceived",),
    results={
        "careless": Text(zh="敷衍作答的比例", en="Careless"),
        "straight": Text(zh="连续相同", en="A long run of equal answers"),
        "uniform": Text(zh="全部相同", en="All answers equal"),
        "hasty": Text(zh="用时过短", en="Too fast"),
    },
    headline="careless",
    better="none",
    scored=False,
    excludes={
        "few_answers": Text(zh="感知部分回答不足 8 题", en="fewer than 8 perceptions"),
        "no_duration": Text(zh="没有作答用时", en="no duration is recorded"),
    },
    params={
        "answers": Param(8, "answers", "D"),
        "run": Param(0.8, "1", "D"),
        "seconds": Param(2, "s", "D"),
        "much": Param(0.10, "1", "D"),
    },
)
def careless(ev: Evidence, p: Params) -> Iterator[Described]:
    """A mark, and no verdict on the person: an honest customer may be content with everything."""
    s = marks(ev, p.run, p.seconds)
    few = {"few_answers": s.answered < p.answers}
    flags = (Flag(MUCH_CARELESS, above=p.much),)
    yield Share("careless", Rows(s, excluded=few), s.careless, by=_BROKEN_DOWN_BY, flags=flags)
    yield Share("straight", Rows(s, excluded=few), s.straight)
    yield Share("uniform", Rows(s, excluded=few), s.uniform)
    if ev.handed_over("survey_customers", "duration_s"):
        timed = Rows(s, excluded=few | {"no_duration": s.duration_s.isnull()})
        yield Share("hasty", timed, s.hasty)


def careful(ev: Evidence, p: Params) -> tuple[int, Evidence] | None:
    """How many respondents count as careless, and the evidence without them; None where none does, or where no
    answers were handed over.
    """
    if ev.instrument is None or "perceived" not in ev.facets:
        return None
    s = marks(ev, p.run, p.seconds)
    counted = s.filter(s.careless & (s.answered >= p.answers))
    left_out = ev.derived("careless_respondents", lambda: counted.select("_file", "_row"))
    n = int(ev.run(left_out.aggregate(n=left_out.count()))[0]["n"])
    if not n:
        return None
    kept = ev.survey_customers.anti_join(left_out, ["_file", "_row"])
    return n, ev.with_rows("careful", "survey_customers", kept)


def marks(ev: Evidence, run: float, seconds: float) -> ir.Table:
    """By respondent ``answered`` (perceptions given) and the marks ``straight``, ``uniform``, ``hasty``, ``careless``,
    beside the row, the duration and what respondents are told apart by.
    """

    def build() -> ir.Table:
        instrument, s = ev.survey, ev.survey_customers
        asked = sorted(instrument.items, key=lambda item: item.position)
        perceived = [instrument.column("perceived", item) for item in asked]
        perceived = [name for name in perceived if ev.handed_over("survey_customers", name)]
        every = [instrument.column(facet, item) for facet in instrument.facets for item in instrument.items]
        every = [name for name in every if ev.handed_over("survey_customers", name)]
        beside = ["_file", "_row", "duration_s"]
        beside += [name for name in _BROKEN_DOWN_BY if ev.handed_over("survey_customers", name)]
        cells = [s[name] for name in every]
        s = s.select(
            *beside,
            _cells=_total([_one(cell) for cell in cells]),
            uniform=(ibis.least(*cells) == ibis.greatest(*cells)).fill_null(False),
            **_steps([s[name].cast("float64") for name in perceived]),
        )
        given, again = ([s[f"_{step}{i}"] for i in range(len(perceived))] for step in ("given", "again"))
        s = s.select(
            *beside,
            "uniform",
            answered=_total(given),
            straight=ibis.greatest(*_runs(given, again)) >= run * _total(given),
            hasty=(s.duration_s < seconds * s._cells).fill_null(False),
        )
        return s.mutate(careless=s.straight | s.uniform | s.hasty)

    return ev.derived("careless", build)


def _steps(answers: Sequence[ir.NumericColumn]) -> dict[str, ir.IntegerValue]:
    """Of every answer 1 or 0: ``_given<i>``, and ``_again<i>``, 0 where it differs from the one given before it."""
    steps = {}
    for i, answer in enumerate(answers):
        before = ibis.coalesce(*reversed(answers[:i])) if i else answer
        steps[f"_given{i}"] = _one(answer)
        steps[f"_again{i}"] = (answer == before).fill_null(True).cast(_COUNT)
    return steps


def _runs(given: Sequence[ir.IntegerValue], again: Sequence[ir.IntegerValue]) -> Iterator[ir.IntegerValue]:
    """How many equal answers stand in a row, up to every answer; a blank adds none and breaks no run.

    Each stands once in the next: with a condition it would stand twice, and all double with every answer.
    """
    length: ir.IntegerValue = ibis.literal(0, _COUNT)
    for one, same in zip(given, again, strict=True):
        length = length * same + one
        yield length


def _one(answer: ir.NumericColumn) -> ir.IntegerValue:
    """1 for an answer, 0 for none."""
    return answer.notnull().cast(_COUNT)


def _total(counts: Sequence[ir.IntegerValue]) -> ir.IntegerValue:
    return functools.reduce(operator.add, counts)
