"""Opens the evidence of an engagement, and computes every measure on it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import replace
from functools import partial

from audit import spark
from audit.engines import connect
from audit.evidence.intake import EXAMPLES, Intake, take_in
from audit.measures.catalogue import MEASURES
from audit.measures.definition import Measure
from audit.measures.figures import Minimum
from audit.measures.params import in_force
from audit.measures.pseudonyms import Pseudonyms
from audit.measures.runner import Rules, run
from audit.measures.second_run import SecondRun
from audit.preparing import Prepared
from audit.result import Measurement, ParamValue
from audit.text import Text

Progress = Callable[[Text], None]
"""Told what is being done, for someone who waits."""

MEASURING = Text(zh="计算 {measure}", en="Computing {measure}")


@contextmanager
def opened(
    prepared: Prepared,
    progress: Progress | None,
    examples: int = EXAMPLES,
    *,
    measuring: bool = False,
    records: bool = False,
) -> Iterator[Intake]:
    """The evidence as long as it is needed; ``measuring`` asks for it on the engine that audit.yaml names."""
    required = {
        item.id: item.documents
        for checklist in prepared.checklists
        for _, item in checklist.items()
        if item.documents
    }
    instrument = prepared.instrument.instrument if prepared.instrument else None
    master = spark.master_of(prepared.loaded.engagement.engine)
    with connect() as engine, ExitStack() as after:
        intake = take_in(
            prepared.loaded,
            instrument,
            engine,
            required_documents=required,
            progress=progress,
            examples=examples,
            records=records,
        )
        engine.seal()
        if master is not None and measuring:
            session = after.enter_context(spark.start(master))
            evidence = intake.evidence.moved(session, partial(session.take, engine))
            intake = replace(intake, evidence=evidence)
        yield intake


def measured(prepared: Prepared, intake: Intake, progress: Progress | None) -> dict[str, Measurement]:
    """Every measure by its id, with the minimum numbers of the scheme and the constants in force."""
    scheme, engagement = prepared.scheme.scheme, prepared.loaded.engagement
    minimums = scheme.minimums
    rules = Rules(
        share=Minimum(minimums.share.indicative, minimums.share.scored),
        mean=Minimum(minimums.mean.indicative, minimums.mean.scored),
        unknown_share=minimums.unknown,
        smallest_cell=scheme.suppression.customers,
        smallest_staff_cell=scheme.suppression.staff,
    )
    declared = intake.evidence.declared

    def constants(measure: Measure) -> dict[str, ParamValue]:
        return in_force(measure, scheme=scheme.params, declared=declared, engagement=engagement.params)

    second = SecondRun.of(intake.evidence, constants(MEASURES["M-CARELESS"]))
    found = {}
    for name, measure in MEASURES.items():
        if progress:
            progress(
                Text(
                    zh=MEASURING.zh.format(measure=measure.title.zh),
                    en=MEASURING.en.format(measure=measure.title.en),
                )
            )
        params = constants(measure)
        found[name] = run(measure, intake.evidence, params, rules)
        if second is not None:
            found[name] = second.beside(found[name], measure, params, rules)
    return Pseudonyms(intake.evidence).disguised(found)
