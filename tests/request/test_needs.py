"""What an engagement asks for, what it has, and which items wait for the rest."""

from __future__ import annotations

from audit.criteria.checklist import Checklist, load_shipped, shipped_checklists
from audit.criteria.instrument import Instrument
from audit.evidence.catalogue import table_definition
from audit.measures.catalogue import MEASURES
from audit.request.needs import HandedOver, Request, WantedTable, compile_request, needed
from audit.result import Manifest, ValidationResult
from audit.result.manifest import TableEntry
from audit.text import Message, Text

NAMES = ("survey_customers", "service_standards", "service_delivery", "complaints", "documents", "fieldwork")
WORDS = Text(zh="样例", en="sample")


def checklists() -> list[Checklist]:
    return [load_shipped(name) for name in shipped_checklists()]


def asked(there: HandedOver, instrument: Instrument | None = None) -> Request:
    definitions = [table_definition(name, instrument) for name in NAMES]
    return compile_request(checklists(), MEASURES, definitions, instrument, there)


def of(request: Request, name: str) -> WantedTable:
    [one] = [one for one in request.tables if one.definition.name == name]
    return one


def entry(table: str, *columns: str) -> TableEntry:
    reason = Message(code="G-DEFAULT", text=WORDS)
    return TableEntry(
        table=table, title=WORDS, rows=1, used=1, sha256="", grade="B", grade_reason=reason, columns=columns
    )


def validated(*entries: TableEntry, broken: tuple[str, ...] = ()) -> HandedOver:
    result = ValidationResult(manifest=Manifest(tables=entries), groups=(), broken=broken)
    return HandedOver(frozenset(one.table for one in entries), result)


def test_what_the_reviewers_fill_in_is_not_asked_for() -> None:
    assert [one.definition.name for one in asked(HandedOver()).tables] == list(NAMES[:-1])


def test_without_evidence_every_item_that_stands_on_data_waits() -> None:
    request = asked(HandedOver())
    assert {one.state for one in request.tables} == {"absent"}
    items = [item for checklist in checklists() for _, item in checklist.items()]
    on_these = [
        item.id
        for item in items
        if item.pick and any(table in NAMES[:-1] for table in MEASURES[item.pick.id].needs)
    ]
    assert [one.item.id for one in request.waiting] == on_these
    assert all(one.tables and not one.columns for one in request.waiting)


def test_a_column_is_required_needed_by_a_measure_or_optional() -> None:
    complaints = of(asked(HandedOver()), "complaints")
    needs = {one.column.name: one.need for one in complaints.columns}
    assert (needs["received_ts"], needs["acknowledged_ts"], needs["text"]) == (
        "required",
        "wanted",
        "optional",
    )
    [acknowledged] = [one for one in complaints.columns if one.column.name == "acknowledged_ts"]
    assert "M-ACK" in acknowledged.measures


def test_a_column_that_is_missing_leaves_exactly_its_items_waiting() -> None:
    definition = table_definition("complaints")
    columns = [column.name for column in definition.columns if column.name != "acknowledged_ts"]
    request = asked(validated(entry("complaints", *columns)))
    complaints = of(request, "complaints")
    assert (complaints.state, [one.name for one in complaints.missing]) == ("lacking", ["acknowledged_ts"])
    by_column = {one.item.id: one for one in request.waiting if one.columns}
    assert {one.measure.id for one in by_column.values()} == {
        one.id for one in MEASURES.values() if "acknowledged_ts" in one.needs.get("complaints", ())
    } & {use.measure.id for use in complaints.uses}
    assert [(table.name, column.name) for one in by_column.values() for table, column in one.columns] == [
        ("complaints", "acknowledged_ts")
    ] * len(by_column)


def test_a_table_that_cannot_be_used_counts_as_missing() -> None:
    names = [column.name for column in table_definition("complaints").columns]
    request = asked(validated(entry("complaints", *names), broken=("complaints",)))
    assert of(request, "complaints").state == "broken"
    waiting = {one.item.id for one in request.waiting if "complaints" in [table.name for table in one.tables]}
    assert waiting == {item.id for item in of(request, "complaints").items}


def test_a_whole_table_leaves_nothing_waiting_for_it() -> None:
    names = [column.name for column in table_definition("documents").columns]
    request = asked(validated(entry("documents", *names)))
    assert of(request, "documents").state == "complete"
    assert [one for one in request.waiting if "documents" in [table.name for table in one.tables]] == []


def test_a_measure_of_answers_needs_the_columns_of_its_facets(instrument: Instrument) -> None:
    columns = needed(MEASURES["M-G5-DIM"], "survey_customers", instrument)
    items = range(1, 7)
    assert columns == (*(f"e{place:02d}" for place in items), *(f"p{place:02d}" for place in items))


def test_documents_are_asked_for_once_with_all_their_items() -> None:
    found = {one.document.zh: [item.id for item in one.items] for one in asked(HandedOver()).documents}
    expected: dict[str, list[str]] = {}
    for checklist in checklists():
        for _, item in checklist.items():
            for document in item.documents:
                expected.setdefault(document.zh, []).append(item.id)
    assert found == expected
