"""Every kind of chart with labels and figures that are hard to draw."""

from __future__ import annotations

from dataclasses import replace

from audit.report.charts.answers import Answered, Question, answer_shares
from audit.report.charts.bars import Measured, interval_bars
from audit.report.charts.cells import Cell, Group, heat_map
from audit.report.charts.dots import Compared, Dot, dots, multiples
from audit.report.charts.marks import Reference
from audit.report.charts.pairs import Pair, paired_levels
from audit.report.charts.pieces import Part
from audit.report.charts.promises import Course, Done, Promised, Reached, promise_curves
from audit.report.charts.quadrants import Rated, importance_performance
from audit.report.charts.quantiles import Duration, Quantile, quantile_bars
from audit.report.charts.score import score_bar
from audit.report.charts.stacks import Fill, Whole, stacked_bars
from audit.report.charts.stages import Stage, stages
from audit.report.charts.timeline import Phase, timeline
from audit.report.charts.trend import Course as Trended
from audit.report.charts.trend import Then, trend
from audit.text import Language

FILLS: tuple[Fill, ...] = ("conform", "partial", "nonconform", "inconclusive", "missing", "outside", "void")


def specimens(language: Language) -> tuple[tuple[str, object], ...]:
    """The macro of each kind with what it draws."""
    zh = language == "zh"
    long = (
        "从顾客提出请求到问题最终得到彻底解决所经历的全部时间（含等待）"
        if zh
        else ("From the request of the customer to the final and complete resolution, waiting included")
    )
    short = "响应性" if zh else "Responsiveness"
    bars = interval_bars(
        [
            Measured("差距一" if zh else "Gap 1", -0.5, (-0.7, -0.3), 312, "conform"),
            Measured("差距二" if zh else "Gap 2", -1.6, (-1.8, -1.4), 1284, "nonconform"),
            Measured("差距三" if zh else "Gap 3", None),
            Measured("差距四" if zh else "Gap 4", -0.9, (-1.1, -0.7), 40, "partial"),
            Measured(long, 0.2, (-0.1, 0.5), 40, "inconclusive"),
        ],
        signed=True,
        reference=Reference(-0.8, "60"),
    )
    times = quantile_bars(
        [
            Duration(short, Quantile(5, 4, 6), Quantile(20, 18, None)),
            Duration(long, Quantile(96, 80, 120), Quantile(None, beyond=True)),
            Duration("</text><script>alert(1)</script>", Quantile(3), Quantile(None)),
        ]
    )
    matrix = importance_performance(
        [Rated(1, 3.0, 6.0, "concentrate"), Rated(2, 3.0, 6.0, "concentrate")], mean=(4.5, 5.5), scale=(1, 7)
    )
    course = Course(
        long, (Reached(0.5, 20, 10, 30), Reached(0.9, 80, 60, None)), Promised(40, 0.7, (0.6, 0.8)), 400
    )
    kept = replace(
        course, done=(Done(5, 0.1, None, 0.3), Done(20, 0.5, 0.4, 0.6), Done(4000, 1.0, None, 1.0))
    )
    sites = tuple(
        Dot(
            f"S-{i:03}",
            None if i == 3 else 40.0 + i,
            None if i == 3 else (30.0 + i, 50.0 + i),
            20,
            i % 2 == 0,
        )
        for i in range(20)
    )
    return (
        ("interval_bars", bars),
        ("score_bar", score_bar(71.4, (58.2, 83.9), 0.74, limit=Reference(60, "60"))),
        ("quantile_bars", times),
        ("importance_performance", matrix),
        (
            "paired_levels",
            paired_levels(
                [Pair(long, 6.2, 4.8, -1.4, (-1.5, -1.3), 395), Pair(short, 5, 5.2, 0.2)], scale=(1, 7)
            ),
        ),
        (
            "stacked_bars",
            stacked_bars(
                [
                    Whole(
                        long, tuple(Part(fill, n, str(n)) for n, fill in enumerate(FILLS, 1)), "74%", "28 项"
                    ),
                    Whole(short, (Part("low", 3, "3"), Part("middle", 4, "4"), Part("high", 5, "5"))),
                ],
                [(fill, long if fill == "missing" else short) for fill in FILLS],
            ),
        ),
        (
            "dots",
            dots(
                [
                    Dot(long, -0.85, (-1.15, -0.55), 272),
                    Dot(short, 0.8, (0.48, 1.13), 187, firm=False),
                    Dot("—", None),
                ],
                margin=0.16,
            ),
        ),
        (
            "multiples",
            multiples(
                [
                    Compared(long, 52.0, sites, 1, bounds=(0, 100)),
                    Compared(short, -0.4, sites[:3], 2, signed=True),
                ]
            ),
        ),
        (
            "promise_curves",
            promise_curves([course, Course(short, (Reached(0.5, None),), Promised(24, None)), kept]),
        ),
        ("stages", stages([Stage(long, long, 0.38, (0.34, 0.42), 487), Stage(short, short, None)])),
        (
            "timeline",
            timeline(
                [
                    Phase(short, 0.0, (0.0, 0.1), short),
                    Phase(short, 0.945, (0.815, 0.986), long),
                    Phase(long, 1.0),
                    Phase(short, None),
                ],
                start=long,
            ),
        ),
        (
            "answer_shares",
            answer_shares(
                [
                    Question(
                        long,
                        (Answered(short, (0.2,) * 5, 3.0), Answered(long, (0, 0, 0, 0.5, 0.5), 4.5)),
                        392,
                    ),
                    Question("</text>", (Answered("a", (0.996, 0.001, 0.001, 0.001, 0.001), 1.0),), 1284),
                ],
                ("1", "2", "3", "4", "5"),
            ),
        ),
        (
            "trend",
            trend(
                [
                    Trended(long, (Then(100.0, (90, 100), comparable=False), Then(0.0), Then(60, (50, 70)))),
                    Trended(short, (Then(None), Then(None), Then(None))),
                ],
                ("2023-12", "2024-12", "</text>"),
                bounds=(0, 100),
                limit=60,
            ),
        ),
        (
            "heat_map",
            heat_map(
                [
                    Group(long, tuple(Cell(f"PRACT-LONGNAME{i}", 7.0 * i, i / 14) for i in range(15))),
                    Group(short, (Cell("A", None, 0.0),)),
                ]
            ),
        ),
    )
