"""Three small results made by hand: a survey, a delivery log, and nothing at all."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any

from audit.criteria.checklist import load_checklist
from audit.criteria.scheme import load_scheme
from audit.findings.conclude import judge
from audit.findings.ratings import Ratings
from audit.findings.snapshots import checklist_snapshot, scheme_snapshot
from audit.measures.catalogue import MEASURES
from audit.resources import shipped
from audit.result import (
    AuditResult,
    EngagementSnapshot,
    Estimate,
    InstrumentItemSnapshot,
    InstrumentSnapshot,
    Interval,
    Manifest,
    Measurement,
    MissingTable,
    Organisation,
    Problem,
    ProblemGroup,
    SourceFile,
    TableEntry,
    TeamMember,
    Tool,
)
from audit.text import Text, message
from tests.findings.factory import rating

CHECKLISTS = shipped("checklists")
ABSENT = message("E-ABSENT", zh="没有提交数据表“{table}”", en="{table} was not handed over")
GRADED = message("E-TRIAL", zh="方便抽样", en="a convenience sample")()
MARKED = message(
    "M-TRIAL", zh="是否达标以来源系统的标记为准", en="whether it was met is the source's own mark"
)()
OFF_SCALE = message("E-RANGE", zh="{value} 超出范围", en="{value} is out of range")
DIMENSIONS = {"rel": Text(zh="可靠性", en="Reliability"), "tan": Text(zh="有形性", en="Tangibles")}
ITEMS = {"01": "rel", "02": "tan", "03": "tan"}
NOTE = Text(zh="组织系假想。", en="The organisation is imaginary.")


def estimate(
    result: str, value: float | None, ends: tuple[float, float] | None = None, **more: Any
) -> Estimate:
    """A mean in points of 120 cases unless told otherwise."""
    interval = Interval(low=ends[0], high=ends[1], method="t") if ends else None
    facts = {"kind": "mean", "unit": "points", "n": 120, **more}
    return Estimate.model_validate({"result": result, "value": value, "interval": interval, **facts})


def _by(
    of: str, figures: Mapping[str, Sequence[float]], result: str = "gap", **more: Any
) -> tuple[Estimate, ...]:
    return tuple(
        estimate(result, one[0], (one[1], one[2]) if len(one) > 1 else None, key={of: key}, **more)
        for key, one in figures.items()
    )


def _measured(measure: str, estimates: tuple[Estimate, ...], table: str, **more: Any) -> Measurement:
    return Measurement(
        measure=measure, definition="d" * 64, estimates=estimates, tables={table: "0" * 64}, **more
    )


def _absent(measure: str, table: Text) -> Measurement:
    return Measurement(measure=measure, definition="d" * 64, reason=ABSENT(table=table))


LOG = Text(zh="投诉台账", en="Complaint log")
DELIVERY = Text(zh="服务交付记录", en="Service delivery")


def survey_measurements() -> tuple[Measurement, ...]:
    """Two dimensions, three questions: reliability falls short, tangibles do not differ."""
    table = "survey_customers"
    items = {"01": (-0.9, -1.2, -0.6), "02": (0.1, -0.1, 0.3), "03": (-0.05, -0.2, 0.1)}
    performance, importance = {"01": [4.1], "02": [5.6], "03": [5.0]}, {"01": [6.4], "02": [5.1], "03": [6.0]}
    plain: dict[str, Any] = {"unit": "1"}
    ipa = (
        estimate("centre", 4.9, key={"axis": "performance"}, **plain),
        estimate("centre", 5.83, key={"axis": "importance"}, **plain),
        *_by("item", performance, "performance", **plain),
        *_by("item", importance, "importance", **plain),
        *(
            estimate("quadrant", share, key={"item": item}, kind="category", category=where, **plain)
            for item, share, where in (
                ("01", 0.98, "concentrate"),
                ("02", 0.9, "overkill"),
                ("03", 0.6, "keep"),
            )
        ),
    )
    alphas = {"rel": (0.86, 0.8, 0.9), "tan": (0.55, 0.4, 0.67)}
    return (
        _measured(
            "M-G5-ITEM",
            _by("item", items)
            + _by("item", {"01": [0.0001], "02": [0.5], "03": [0.5]}, "p_holm", kind="p_value", unit="1"),
            table,
        ),
        _measured(
            "M-G5-DIM", _by("dimension", {"rel": (-0.9, -1.2, -0.6), "tan": (0.02, -0.1, 0.14)}), table
        ),
        _measured("M-G5-UNW", (estimate("gap", -0.44, (-0.6, -0.28)),), table),
        _measured("M-ALPHA", _by("dimension", alphas, "perceived", kind="reliability", unit="1"), table),
        _measured("M-IPA", ipa, table),
        _absent("M-G3-CONF", DELIVERY),
        _absent("M-ACK", LOG),
    )


def delivery_measurements() -> tuple[Measurement, ...]:
    """One standard of which 63.4 % were met where 90 % are required, and how long it took."""
    table, key = "service_delivery", {"standard": "SLA"}
    met = Estimate(
        result="conform",
        key=key,
        kind="share",
        value=0.634,
        n=890,
        interval=Interval(low=0.602, high=0.665, method="wilson"),
        declared={"service_standards.required_share": 0.9},
    )
    times = tuple(
        Estimate(
            result="duration",
            key={**key, "quantile": name},
            kind="quantile",
            value=value,
            unit="h",
            n=890,
            interval=Interval(low=low, high=high, method="kaplan_meier"),
        )
        for name, value, low, high in (("p50", 17.1, 15.0, 19.8), ("p90", 210.5, 180.0, None))
    )
    return (
        _measured("M-G3-CONF", (met,), table, notes=(MARKED,)),
        _measured("M-G3-LEVEL", times, table),
        _absent("M-ACK", LOG),
    )


def _table(name: str, title: Text, **more: Any) -> TableEntry:
    facts = {
        "files": [
            SourceFile(
                path=f"evidence/{name}.csv",
                sha256="e" * 64,
                bytes=2048,
                rows=130,
                encoding="cp949",
                encoding_how="detected",
            )
        ],
        "rows": 130,
        "used": 120,
        "outside_period": 10,
        "first": "2026-01-05",
        "last": "2026-06-20",
        "sha256": "c" * 64,
        "grade": "C",
        "grade_reason": GRADED,
        **more,
    }
    return TableEntry.model_validate({"table": name, "title": title, **facts})


def _instrument() -> InstrumentSnapshot:
    return InstrumentSnapshot(
        id="trial",
        version="1",
        title=Text(zh="试验问卷", en="Trial questionnaire"),
        sha256="a" * 64,
        scale_min=1,
        scale_max=7,
        expectation_type="normative",
        facets=("expected", "perceived", "importance"),
        dimensions=DIMENSIONS,
        items=tuple(
            InstrumentItemSnapshot(id=item, dimension=one, text=Text(zh=f"题项{item}", en=f"Question {item}"))
            for item, one in ITEMS.items()
        ),
    )


def _problem() -> ProblemGroup:
    example = Problem(
        code="E-RANGE", level="error", file="evidence/survey.csv", at="12", message=OFF_SCALE(value="9")
    )
    return ProblemGroup(
        code="E-RANGE", level="error", file="evidence/survey.csv", column="p01", count=7, examples=(example,)
    )


def result(
    measurements: Sequence[Measurement] = (),
    tables: Sequence[TableEntry] = (),
    missing: Sequence[MissingTable] = (),
    ratings: Ratings | None = None,
    **more: Any,
) -> AuditResult:
    """An audit against the shipped five-gap checklist."""
    checklists = (load_checklist(CHECKLISTS / "five-gap", "five-gap"),)
    scheme = load_scheme(CHECKLISTS / "schemes" / "default.yaml", "default")
    manifest = Manifest(tables=tuple(tables), missing=tuple(missing))
    by_id = {one.measure: one for one in measurements}
    concluded = judge(
        checklists,
        scheme.scheme,
        by_id,
        manifest,
        as_of=dt.date(2026, 7, 1),
        ratings=ratings,
        scale=(1.0, 7.0),
    )
    facts: dict[str, Any] = {
        "tool": Tool(name="service-gap-audit", version="0", engine="duckdb 1"),
        "as_of": "2026-07-01T00:00:00",
        "seed": 7,
        "engagement": engagement(),
        "instruments": (),
        "labels": {},
        "problems": (),
        "team": (TeamMember(id="r-lee", role="lead", name="李"),),
        **more,
    }
    return AuditResult(
        criteria=tuple(checklist_snapshot(one) for one in checklists),
        scheme=scheme_snapshot(scheme),
        definitions=tuple(
            MEASURES[one].in_words()
            for one in dict.fromkeys(
                (*by_id, *(one.metric.measure for one in concluded.items if one.metric is not None))
            )
        ),
        manifest=manifest,
        measurements=tuple(measurements),
        items=concluded.items,
        scores=concluded.scores,
        findings=concluded.findings,
        recommendation=concluded.recommendation,
        **facts,
    )


def engagement(name: Text | None = None, notes: tuple[Text, ...] = (NOTE,)) -> EngagementSnapshot:
    """A self-assessment of the first half of 2026 in Shanghai."""
    return EngagementSnapshot(
        sha256="b" * 64,
        organisation=Organisation(
            id="acme", name=name or Text(zh="某某服务公司", en="Acme Services"), sector="retail"
        ),
        scope=Text(zh="门店服务", en="Store service"),
        type="self",
        period_start="2026-01-01",
        period_end="2026-07-01",
        timezone="Asia/Shanghai",
        clock="calendar",
        notes=notes,
    )


def survey_result(**more: Any) -> AuditResult:
    """The survey, with a problem in its file and one rating."""
    return result(
        survey_measurements(),
        [_table("survey_customers", Text(zh="顾客调查", en="Customer survey"))],
        [MissingTable(table="service_delivery", title=DELIVERY, items=("FG-D01", "FG-D03"))],
        Ratings(ratings=(rating(3, "FG-F05"),)),
        **{
            "instruments": (_instrument(),),
            "labels": {"dimension": DIMENSIONS},
            "problems": (_problem(),),
            **more,
        },
    )


def delivery_result() -> AuditResult:
    """The delivery log."""
    return result(
        delivery_measurements(),
        [_table("service_delivery", DELIVERY)],
        [MissingTable(table="complaints", title=LOG)],
        labels={"standard": {"SLA": Text(zh="约定解决时限", en="Agreed resolution time")}},
    )


def empty_result() -> AuditResult:
    """Nothing was handed over."""
    return result([_absent("M-G3-CONF", DELIVERY), _absent("M-ACK", LOG)])
