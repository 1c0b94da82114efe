"""Careless responding: answers that were given without reading."""

from __future__ import annotations

from collections.abc import Iterator

import ibis
import ibis.expr.types as ir

from audit.evidence.dataset import Evidence
from audit.measures.definition import Described, Param, Params, measure
from audit.measures.figures import Flag, Rows, Share
from audit.text import Text, message

MUCH_CARELESS = message("M-CARELESS-MUCH", zh="敷衍作答的答卷较多", en="many respondents answered carelessly")


@measure(
    "M-CARELESS",
    title=Text(zh="敷衍作答", en="Careless responding"),
    formula=Text(
        zh="出现下列任一情形的答卷份额：感知部分连续相同答案达已答题的 80%；全部答案相同；作答用时不足每题 2 秒。",
        en="Share of respondents with any of these: a run of equal answers in the perceptions of 80 % of those given; all "
        "answers equal; fewer than 2 seconds an answer.",
    ),
    tex=r"c = \frac{1}{n} \sum_{i=1}^{n} \mathbf{1}[\ell_i \ge 0.8 m_i \lor \min_j x_{ij} = \max_j x_{ij} "
    r"\lor \tau_i \lt 2 q_i], \qquad m_i \ge 8",
    inclusion=Text(
        zh="感知部分至少回答 8 题的答卷；按题项次序、以反向题转换之前的原始答案判断；只作标记，不予删除；没有作答用时的，不用该项判断。",
        en="Respondents with 8 perceptions or more, by the raw answers in the order in which they were asked, before reversed "
        "items are turned; they are marked and never deleted; without a duration that rule is not applied.",
    ),
    source="Meade & Craig (2012), Psychol. Methods 17:437; Curran (2016), J. Exp. Soc. Psychol. 66:4; Wilson (1927)",
    needs={"survey_customers": ()},
    facets=("perceived",),
    results={
        "careless": Text(zh="敷衍作答的份额", en="Careless"),
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
    yield Share("careless", Rows(s, excluded=few), s.careless, by=("site_id", "channel"), flags=flags)
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
    counted = s.careless & (s.answered >= p.answers)
    n = int(ev.run(s.aggregate(n=counted.sum()))[0]["n"] or 0)
    if not n:
        return None
    kept = s.filter(~counted).select(*ev.survey_customers.columns)
    return n, ev.with_rows("careful", "survey_customers", kept)


def marks(ev: Evidence, run: float, seconds: float) -> ir.Table:
    """The survey with ``answered`` (perceptions given) and the marks ``straight``, ``uniform``, ``hasty``, ``careless``."""

    def build() -> ir.Table:
        instrument, s = ev.survey, ev.survey_customers
        asked = sorted(instrument.items, key=lambda item: item.position)
        perceived = [instrument.column("perceived", item) for item in asked]
        perceived = [name for name in perceived if ev.handed_over("survey_customers", name)]
        every = [instrument.column(facet, item) for facet in instrument.facets for item in instrument.items]
        every = [name for name in every if ev.handed_over("survey_customers", name)]
        s = _with_longest_run(s, perceived)
        cells = sum(
            (s[name].notnull().cast("int64") for name in every[1:]), s[every[0]].notnull().cast("int64")
        )
        smallest = ibis.least(*(s[name].fill_null(float("inf")) for name in every))
        largest = ibis.greatest(*(s[name].fill_null(float("-inf")) for name in every))
        straight = s.longest >= run * s.answered
        uniform = smallest == largest
        hasty = (s.duration_s < seconds * cells).fill_null(False)
        marked = s.mutate(straight=straight, uniform=uniform, hasty=hasty)
        return marked.mutate(careless=marked.straight | marked.uniform | marked.hasty)

    return ev.derived("careless", build)


def _with_longest_run(s: ir.Table, columns: list[str]) -> ir.Table:
    """``answered`` of the columns, and the ``longest`` run of equal answers among them; blanks do not break a run.

    A step a column, each on the state that the one before it left: written as one expression the state would
    be repeated, and double with every column.
    """
    zero = ibis.literal(0, "int64")
    s = s.mutate(answered=zero, longest=zero, _run=zero, _last=ibis.null("float64"))
    for name in columns:
        given = s[name].notnull()
        again = ibis.ifelse((s[name] == s._last).fill_null(False), s._run + 1, ibis.literal(1, "int64"))
        state = {
            "answered": s.answered + given.cast("int64"),
            "_run": ibis.ifelse(given, again, s._run),
            "_last": ibis.coalesce(s[name].cast("float64"), s._last),
        }
        s = s.mutate(**state)
        s = s.mutate(longest=ibis.greatest(s.longest, s._run))
    return s.drop("_run", "_last")
