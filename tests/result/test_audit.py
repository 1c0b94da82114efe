from __future__ import annotations

import hashlib
import json

from audit.result import AuditResult
from tests.report.results import survey_result


def test_the_canonical_json_is_sorted_indented_and_ends_with_a_line() -> None:
    written = survey_result().to_json()
    data = json.loads(written)
    assert written.decode() == json.dumps(data, ensure_ascii=False, sort_keys=True, indent=2) + "\n"


def test_the_hash_is_that_of_the_bytes_whichever_is_asked_for_first() -> None:
    one, other = survey_result(), survey_result()
    hashed, written = one.sha256(), other.to_json()
    assert hashed == hashlib.sha256(written).hexdigest() == other.sha256()
    assert one.to_json() == written


def test_a_copy_that_was_changed_is_written_anew() -> None:
    before = survey_result()
    written = before.to_json()
    after = before.model_copy(update={"seed": before.seed + 1})
    assert json.loads(after.to_json())["seed"] == before.seed + 1
    assert before.to_json() == written
    assert after.sha256() != before.sha256()


def test_a_result_that_was_written_equals_one_that_was_not() -> None:
    written, fresh = survey_result(), survey_result()
    assert AuditResult.from_json(written.to_json()) == fresh == written
    assert written.model_dump() == fresh.model_dump()
