"""How the questions were answered: expectation and perception, answer by answer."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from audit.report.charts.answers import Answered, AnswerShares, Question, answer_shares
from audit.report.panels.levels import question
from audit.report.panels.panel import Panel, panel, value
from audit.report.scales import figure
from audit.report.telling import Teller, capped, of_result
from audit.report.wording import number, percent
from audit.result import Estimate

MOST_QUESTIONS = 24
"""Questions in a chart: two bars each, and more would not stand on a page."""

FACETS = ("expected", "perceived")
_HIGHEST = 2

_Pair = tuple[Estimate, ...]
"""The answers to one question, an estimate a facet."""


def answer_panel(teller: Teller) -> Panel | None:
    """The shares of the answers to every question, in the order in which their gaps are told."""
    measurement = teller.result.measurement("M-G5-ITEM")
    given = {
        (one.result, one.key["item"]): one
        for facet in FACETS
        for one in of_result(measurement, facet, "item")
        if one.answers
    }
    gaps = [one for one in of_result(measurement, "gap", "item") if one.value is not None]
    asked = [one.key["item"] for one in sorted(gaps, key=value)]
    every = {
        item: tuple(given[facet, item] for facet in FACETS)
        for item in asked
        if all((facet, item) in given for facet in FACETS)
    }
    if measurement is None or not every:
        return None
    shown, hidden = capped(list(every), MOST_QUESTIONS)
    w, first = teller.w.panel.answers, every[shown[0]][0]
    detail = teller.said(w.detail, measure=measurement.measure)
    if hidden:
        detail += teller.said(teller.w.figures.first, n=len(shown), of=len(every))
    return panel(
        teller,
        "answer_shares",
        _chart(teller, {item: every[item] for item in shown}, first.ascending()),
        title=answer_sentence(teller, every),
        detail=detail,
        source=teller.source(measurement, max(one[0].n for one in every.values())),
        figures=[_told(teller, item, every[item]) for item in shown],
    )


def _chart(teller: Teller, every: Mapping[str, _Pair], answers: Sequence[str]) -> AnswerShares:
    return answer_shares(
        [
            Question(
                question(teller, item),
                tuple(_answered(teller, item, one, answers) for one in pair),
                pair[0].n,
            )
            for item, pair in every.items()
        ],
        answers,
    )


def _answered(teller: Teller, item: str, one: Estimate, answers: Sequence[str]) -> Answered:
    facet = teller.word("facet", one.result)
    counts = [one.answers.get(name, 0) for name in answers]
    told = teller.w.panel.answers.part
    return Answered(
        facet=facet,
        shares=tuple(count / one.n for count in counts),
        mean=value(one),
        told=tuple(
            teller.said(
                told, item=item, facet=facet, answer=name, n=number(count), share=percent(count / one.n, 1)
            )
            for name, count in zip(answers, counts, strict=True)
        ),
    )


def _told(teller: Teller, item: str, pair: _Pair) -> str:
    """A question in words: for each facet the share of every answer that was given, the mean and n."""
    w, facets = teller.w.panel.answers, []
    for one in pair:
        shares = [
            teller.said(w.share, answer=name, share=percent(one.answers[name] / one.n))
            for name in one.ascending()
            if one.answers[name]
        ]
        facets.append(
            teller.said(
                w.told,
                facet=teller.word("facet", one.result),
                shares=teller.listed(shares),
                mean=figure(value(one), 2),
            )
        )
    told = teller.w.join.list_of_figures.join([*facets, f"{teller.w.chart.n} = {number(pair[0].n)}"])
    return f"{question(teller, item)}{teller.w.join.colon}{told}"


def answer_sentence(teller: Teller, every: Mapping[str, _Pair]) -> str:
    """How much of what was answered lies at the upper end of the scale, and where the two facets lie
    furthest apart there.
    """
    highest = next(iter(every.values()))[0].ascending()[-_HIGHEST:]
    apart = {item: _upper([one], highest) - _upper([other], highest) for item, (one, other) in every.items()}
    most = max(apart, key=lambda item: apart[item])
    return teller.said(
        teller.w.panel.answers.sentence,
        low=highest[0].partition("–")[0],
        expected=percent(_upper([one for one, _ in every.values()], highest)),
        perceived=percent(_upper([other for _, other in every.values()], highest)),
        most=question(teller, most),
    )


def _upper(estimates: Sequence[Estimate], highest: Sequence[str]) -> float:
    """The share of all answers to some questions that are among the highest."""
    given = sum(one.n for one in estimates)
    return sum(one.answers.get(name, 0) for one in estimates for name in highest) / given
