"""The parts of a report that are issued as documents of their own: the summary, the forms, the annex."""

from __future__ import annotations

import io
import re
from pathlib import Path

import pikepdf
import pypdfium2
import pytest

from audit.report.document import render_annex, render_findings, render_summary
from audit.report.sections.certificate import certificate_annex, modes
from audit.report.sections.summary import summary
from audit.report.telling import Teller
from audit.result import AuditResult, Band, Priority
from audit.text import Language, Text, message
from tests.report.rendered import RESULTS
from tests.report.results import delivery_result, empty_result, survey_result

# WeasyPrint leaves the file of its colour profile to the garbage collector.
pytestmark = pytest.mark.filterwarnings("ignore:unclosed file:ResourceWarning")

GOLDEN = Path(__file__).parents[1] / "golden" / "result.json"
LANGUAGES: tuple[Language, Language] = ("zh", "en")


def golden() -> AuditResult:
    return AuditResult.from_json(GOLDEN.read_bytes())


def pages(content: bytes) -> list[str]:
    document = pypdfium2.PdfDocument(content)
    texts = [re.sub(r"\s+", "", document[i].get_textpage().get_text_range()) for i in range(len(document))]
    document.close()
    return texts


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_summary_of_eight_dimensions_and_a_long_note_fits_one_page(language: Language) -> None:
    found = golden()
    measurement = found.measurement("M-G5-DIM")
    assert measurement is not None
    gaps = [one for one in measurement.estimates if one.result == "gap" and tuple(one.key) == ("dimension",)]
    more = [one.model_copy(update={"key": {"dimension": f"d{place}"}}) for place, one in enumerate(gaps[:3])]
    wider = measurement.model_copy(update={"estimates": (*measurement.estimates, *more)})
    measured = tuple(wider if one is measurement else one for one in found.measurements)
    note = Text(zh="长" * 200, en="long " * 60)
    noted = found.engagement.model_copy(update={"notes": (note,)})
    made = render_summary(found.model_copy(update={"measurements": measured, "engagement": noted}), language)
    assert len(pages(made)) == 1


@pytest.mark.parametrize("name", [*RESULTS, "golden"])
@pytest.mark.parametrize("language", LANGUAGES)
def test_the_summary_fits_one_page(name: str, language: Language) -> None:
    made = render_summary(golden() if name == "golden" else RESULTS[name](), language)
    assert len(pages(made)) == 1
    with pikepdf.open(io.BytesIO(made)) as pdf:
        assert "/AF" not in pdf.Root


def test_every_nonconformity_has_a_sheet_with_room_to_write() -> None:
    result = delivery_result()
    cover, sheet = pages(render_findings(result, "en"))
    assert "OrganisationAcmeServices" in cover and "1majornonconformity" in cover
    for words in (
        "NC-01·itemFG-D01",
        "Deliverymeetseachstandardintherequiredshareofepisodes.",
        "Thefiguresgivenasevidencemisstherequirement.",
        "63.4%,95%[60.2%,66.5%],n=890",
        "Source:evidence/service_delivery.csv",
        "Whythisgradenonconform,score",
        "severityoftheitem:major",
        "Correction(fortheorganisationtofillin)",
        "Cause(fortheorganisationtofillin)",
        "Correctiveaction(fortheorganisationtofillin)",
        "Duedate",
        "Verifiedby,date,result",
    ):
        assert words in sheet


@pytest.mark.parametrize(
    ("language", "words"), [("zh", "它不是证书，不授予任何标志"), ("en", "Itisnocertificate,grantsnomark")]
)
def test_the_annex_says_that_it_certifies_nothing(language: Language, words: str) -> None:
    (page,) = pages(render_annex(survey_result(), language))
    assert words in page


def test_the_annex_names_the_band_that_the_score_reaches() -> None:
    bands = golden().scheme.bands
    assert [one.at_least for one in bands] == [95.0, 90.0, 80.0, 70.0]
    assert _band(None, bands) == "None, because no overall score is given."
    assert _band(69.9, bands) == "None; the lowest begins at 70."
    assert _band(80.0, bands) == "three stars (from 80)"
    assert _band(96.0, ()) == "The scheme has no bands."


def _band(score: float | None, bands: tuple[Band, ...]) -> str:
    result = empty_result()
    scores = tuple(
        one.model_copy(update={"score": score}) if one.scope == "overall" else one for one in result.scores
    )
    scheme = result.scheme.model_copy(update={"bands": bands})
    changed = result.model_copy(update={"scores": scores, "scheme": scheme})
    return certificate_annex(Teller(changed, "en")).result[-1].value


def test_modes_are_those_that_the_evidence_speaks_of() -> None:
    assert modes(survey_result()) == ("E", "I")
    assert modes(delivery_result()) == ("F",)
    assert modes(empty_result()) == ()


def test_the_summary_names_what_to_do_first_with_its_gain() -> None:
    wanting = message("J-TRIAL", zh="不足", en="wanting")()
    first = Priority(rank=1, item="FG-D01", gain=2.345, gates=("major",), reason=wanting)
    result = delivery_result().model_copy(update={"priorities": (first,)})
    (step,) = summary(Teller(result, "zh")).steps
    assert (step.mark, step.detail) == ("FG-D01", "（可提高 2.3 分）")
    assert summary(Teller(result, "en")).gates == "1 of 7 gates are met. 1 cannot be judged."
