"""Words in two languages and messages that carry theirs."""

from __future__ import annotations

import pytest

from audit.text import Message, Text, message

LATE = message(
    "X-LATE",
    zh="“{what}”晚了 {hours} 小时",
    en="{what} came {hours} hours late",
    mend=Text(zh="请核对{what}", en="check {what}"),
)


def test_a_message_speaks_both_languages_and_tells_how_to_mend() -> None:
    said = LATE(what=Text(zh="答复", en="the answer"), hours=2.5)
    assert said.in_("zh") == "“答复”晚了 2.5 小时"
    assert said.in_("en") == "the answer came 2.5 hours late"
    assert said.mend_in("zh") == "请核对答复"
    assert said.mend_in("en") == "check the answer"


def test_plain_parameters_are_shown_as_the_caller_wants() -> None:
    said = LATE(what="A", hours=2.5)
    assert said.in_("en", lambda value: f"<{value}>") == "<A> came <2.5> hours late"


def test_a_message_survives_json_with_its_words() -> None:
    said = LATE(what=Text(zh="答复", en="the answer"), hours=3)
    assert Message.model_validate_json(said.model_dump_json()) == said


def test_a_missing_parameter_is_refused() -> None:
    with pytest.raises(TypeError, match="X-LATE needs hours"):
        LATE(what="A")


def test_placeholders_that_differ_between_the_languages_are_refused() -> None:
    with pytest.raises(ValueError, match="X-ODD: the placeholders differ"):
        message("X-ODD", zh="{a}", en="{b}")


def test_a_value_with_braces_is_not_taken_for_a_placeholder() -> None:
    assert LATE(what="{hours}", hours=1).in_("en") == "{hours} came 1 hours late"


def test_a_message_does_not_say_how_its_numbers_are_written() -> None:
    with pytest.raises(ValueError, match="X-SHARE formats a parameter"):
        message("X-SHARE", zh="占 {share:.0%}", en="{share:.0%} of all")
