"""Instruments that ship, and their questionnaires."""

from __future__ import annotations

from audit.criteria.instrument import Instrument, load_instrument
from audit.questionnaire.background import BACKGROUNDS
from audit.questionnaire.paper import Questionnaire, compose
from audit.resources import shipped
from audit.text import Language


def instrument(name: str) -> Instrument:
    """One that ships."""
    return load_instrument(shipped("checklists") / "instruments" / f"{name}.yaml", name).instrument


def questionnaire(name: str, language: Language = "en") -> Questionnaire:
    """With its usual background questions."""
    one = instrument(name)
    return compose(one, BACKGROUNDS[one.audience].asked, language)
