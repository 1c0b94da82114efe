"""Where measures come from is told in both languages; the works are cited as they were published."""

from __future__ import annotations

from audit.measures.catalogue import MEASURES
from audit.measures.sources import CENSUS, DEFAULT, cited
from audit.result import MeasureDefinition
from audit.text import Text


def test_sources_are_joined_as_each_language_joins_them() -> None:
    assert cited("Hart (1988)", DEFAULT, CENSUS) == Text(
        zh="Hart (1988)；本工具的默认值；依据全部记录，不作区间估计",
        en="Hart (1988); default of this toolkit; a census, so without interval",
    )


def test_a_definition_of_an_earlier_result_with_its_source_as_a_string_is_read() -> None:
    now = MEASURES["M-DOC"].in_words()
    earlier = {**now.model_dump(mode="json"), "source": "ISO 9001:2015 7.5"}
    assert MeasureDefinition.model_validate(earlier).source == Text(
        zh="ISO 9001:2015 7.5", en="ISO 9001:2015 7.5"
    )
    assert MeasureDefinition.model_validate_json(now.model_dump_json()) == now
