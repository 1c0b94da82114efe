"""The catalogue of evidence tables. Names are known at once; a table is imported when it is looked up."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from audit.criteria.instrument import Instrument
    from audit.evidence.catalogue.definition import TableDefinition
    from audit.text import Text

_MODELS = {
    "survey_customers": "SurveyCustomers",
    "survey_answers": "SurveyAnswers",
    "survey_frame": "SurveyFrame",
    "service_standards": "ServiceStandards",
    "service_delivery": "ServiceDelivery",
    "complaints": "Complaints",
    "documents": "Documents",
    "contacts_volume": "ContactsVolume",
    "fieldwork": "Fieldwork",
    "sites": "Sites",
    "double_coding": "DoubleCoding",
    "survey_managers": "SurveyManagers",
    "survey_contact_staff": "SurveyContactStaff",
    "survey_dim_answers": "SurveyDimAnswers",
    "promises": "Promises",
    "promise_checks": "PromiseChecks",
    "failures": "Failures",
    "recovery_actions": "RecoveryActions",
    "survey_recovery": "SurveyRecovery",
    "followups": "Followups",
    "corrective_actions": "CorrectiveActions",
    "early_warnings": "EarlyWarnings",
    "guarantees": "Guarantees",
    "staff_register": "StaffRegister",
    "training": "Training",
    "empowerment": "Empowerment",
    "staff_events": "StaffEvents",
    "research_activities": "ResearchActivities",
    "customers": "Customers",
}


class _Tables(Mapping[str, "TableDefinition"]):
    """Every table by name. Pandera takes over a second to import: only a lookup pays for it."""

    def __init__(self) -> None:
        self._defined: dict[str, TableDefinition] = {}

    def __getitem__(self, name: str) -> TableDefinition:
        if name not in self._defined:
            model = getattr(import_module(f"{__name__}.{name}"), _MODELS[name])
            define_model = import_module(f"{__name__}.definition").define_model
            self._defined[name] = define_model(model)
        return self._defined[name]

    def __contains__(self, name: object) -> bool:
        return name in _MODELS

    def __iter__(self) -> Iterator[str]:
        return iter(_MODELS)

    def __len__(self) -> int:
        return len(_MODELS)

    def __repr__(self) -> str:
        return f"<tables {', '.join(_MODELS)}>"


_SURVEYS = frozenset({"survey_customers", "survey_managers", "survey_contact_staff", "survey_recovery"})

TABLES: Mapping[str, TableDefinition] = _Tables()


def table_title(name: str) -> Text:
    """What a table is called; without its schema, which takes most of the time of a definition."""
    model = getattr(import_module(f"{__name__}.{name}"), _MODELS[name])
    title: Text = model.Config.metadata["title"]
    return title


def table_definition(
    name: str, instrument: Instrument | None = None, satisfaction: tuple[float, float] = (1, 7)
) -> TableDefinition:
    """One table as an engagement needs it.

    The surveys get the columns of their instrument; satisfaction gets the scale it was asked on.

    Raises KeyError for a table that the catalogue does not have.
    """
    if name not in _SURVEYS:
        return TABLES[name]
    survey = import_module(f"{__name__}.survey")
    defined: TableDefinition
    match name:
        case "survey_customers":
            defined = survey.survey_definition(instrument, satisfaction)
        case "survey_managers":
            defined = survey.managers_definition(instrument)
        case "survey_contact_staff":
            defined = survey.staff_definition(instrument)
        case _:
            defined = survey.recovery_definition(satisfaction)
    return defined
