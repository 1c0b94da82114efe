from __future__ import annotations

import hashlib
import io
import subprocess
import sys
from pathlib import Path

import pikepdf
import pypdfium2
import pytest

from audit.report.document import render, render_pdf
from audit.report.options import Options
from audit.result import AuditResult, Step
from audit.text import Language, Text, message
from tests.report.rendered import RESULTS, report
from tests.report.results import (
    DIMENSIONS,
    empty_result,
    engagement,
    survey_measurements,
    survey_result,
)

# WeasyPrint leaves the file of its colour profile to the garbage collector.
pytestmark = pytest.mark.filterwarnings("ignore:unclosed file:ResourceWarning")

HOSTILE = "</td><script>x</script>{{ 7*7 }}\u202e\u0000\U0001f600" + "A" * 3000


def rendered(name: str, language: Language) -> bytes:
    return report(name, language).content


def pages(content: bytes) -> list[str]:
    """The text of every page without white space: where a line breaks is not the point here."""
    document = pypdfium2.PdfDocument(content)
    texts = ["".join(document[i].get_textpage().get_text_range().split()) for i in range(len(document))]
    document.close()
    return texts


def text(content: bytes) -> str:
    return "".join(pages(content))


@pytest.mark.parametrize(
    "sentence",
    [
        "In1of2dimensionsperceptionfallsshortofexpectation,mostinReliability(−0.90points)",
        "1of3itemsisimportantandperformsbelowaverage:tobeimprovedfirst",
        "Overallgap,unweightedM-G5-UNW−0.44points[−0.60,−0.28]120",
        "01Question01Reliability−0.90[−1.20,−0.60]120<0.001",
        "Reliability0.86[0.80,0.90]120",
        "Gap3:delivery",
        "Notmeasuredinthisaudit:Servicedeliverywasnothandedover.",
        "CustomersurveyisofgradeC:aconveniencesample.",
        "evidence/survey_customers.csv;130rows;2kB;CP949(detected);SHA-256eeeeeeeeeeee…",
        "Outsidetheauditperiod10",
        "E-RANGEevidence/survey.csv,p01error712:9isoutofrangeand6moreplaces",
        "Rated3of5byr-leeon1October2026(documentreview):Seethedocuments.",
        "Itisnotadecision",
        "thatitisnotrepresentativeofthewhole",
        "Theorganisationisimaginary.",
        "1January2026to30June2026",
    ],
)
def test_an_english_report_says(sentence: str) -> None:
    assert sentence in text(rendered("survey", "en"))


@pytest.mark.parametrize(
    "sentence",
    [
        "2个维度中有1个的感知低于期望，以可靠性为甚（−0.90分）",
        "3个题项中有1个重要而绩效低于平均，应优先改进",
        "服务质量总差距（未加权）M-G5-UNW−0.44分[−0.60,−0.28]120",
        "差距三：交付差距",
        "本次审查未测量：没有提交数据表“服务交付记录”。",
        "“顾客调查”的证据等级为C：方便抽样。",
        "不是认证决定",
        "未必能代表服务的整体",
        "组织系假想。",
        "2026年1月1日至2026年6月30日",
    ],
)
def test_a_chinese_report_says(sentence: str) -> None:
    assert sentence in text(rendered("survey", "zh"))


def test_without_a_survey_the_summary_shows_delivery_and_times() -> None:
    page = pages(rendered("delivery", "en"))[2]
    assert "63.4%ofthedeliveriesmetthestandard,shortofthe90.0%required" in page
    assert "Halfofthecasestookatmost17.1hours,nineintenatmost210.5hours" in page
    assert "n=890" in page
    assert "dimension" not in page


def test_an_open_interval_and_the_mark_of_the_source_are_told() -> None:
    whole = text(rendered("delivery", "en"))
    assert "210.5hours[180.0,notestimable]" in whole
    assert "Whetheritwasmetisthesource'sownmark" in whole


def test_what_is_not_evidenced_is_listed_with_its_reason_and_never_as_zero() -> None:
    whole = text(rendered("survey", "en"))
    assert (
        "FG-D01Deliverymeetseachstandardintherequiredshareofepisodes.majornotevidenced—Servicedeliverywasnothandedover"
        in whole
    )
    assert "notevidencedServicedeliverywasnothandedoverTobehandedover:Servicedelivery" in whole
    assert "Evidencenotreceived:Servicedelivery(2items)." in whole


def test_a_score_that_does_not_count_stands_in_brackets() -> None:
    found = survey_result()
    first = next(one for one in found.items if one.state == "scored")
    shown = found.model_copy(
        update={
            "items": tuple(
                one.model_copy(update={"counts": False}) if one is first else one for one in found.items
            )
        }
    )
    assert f"({first.score:.1f})" in text(render_pdf(shown, "en"))


def test_with_nothing_measured_there_is_still_a_report() -> None:
    whole = text(rendered("empty", "en"))
    for sentence in (
        "Noevidencewashandedoverthatcouldberead.",
        "Noevidencewasreceived;noneofthefivegapswasmeasured.",
        f"Noneofthe{len(RESULTS['empty']().items)}itemscouldbeassessed.",
        "Thatisnofindingofconformity.",
    ):
        assert sentence in whole


@pytest.mark.parametrize(
    ("name", "least", "most"), [("survey", 18, 31), ("delivery", 16, 27), ("empty", 14, 24)]
)
@pytest.mark.parametrize("language", ["zh", "en"])
def test_reports_keep_their_length_and_the_layout_has_no_complaint(
    name: str, least: int, most: int, language: Language
) -> None:
    made = report(name, language)
    assert made.warnings == ()
    assert least <= made.pages <= most


@pytest.mark.parametrize("name", RESULTS)
@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_summary_has_one_page(name: str, language: Language) -> None:
    starts = [
        one
        for one in pages(rendered(name, language))
        if one.startswith(("01Recommendationandsummary", "01推荐意见与摘要"))
    ]
    assert len(starts) == 1


def test_text_from_outside_breaks_nothing() -> None:
    hostile = Text(zh=HOSTILE, en=HOSTILE)
    found = survey_result(
        engagement=engagement(hostile, notes=(hostile,) * 4),
        labels={"dimension": {**DIMENSIONS, "rel": hostile}},
        opinions=(hostile,),
    )
    made = render(found, "en")
    assert made.warnings == ()
    whole = text(made.content)
    assert "</td><script>x</script>{{7*7}}⟦U+202E⟧⟦U+0000⟧⟦U+1F600⟧AAAA" in whole
    assert len([one for one in pages(made.content) if one.startswith("01Recommendationandsummary")]) == 1


def test_a_long_table_is_capped_and_the_cap_is_said() -> None:
    many = next(one for one in survey_measurements() if one.measure == "M-G5-UNW")
    row = many.estimates[0]
    rows = tuple(row.model_copy(update={"key": {"standard": f"c{i:03d}"}}) for i in range(45))
    measurements = tuple(
        one.model_copy(update={"estimates": rows}) if one.measure == "M-G5-UNW" else one
        for one in survey_measurements()
    )
    whole = text(render_pdf(survey_result().model_copy(update={"measurements": measurements}), "en"))
    assert "c015" in whole and "c016" not in whole
    assert "29morerowsareintheattachedresult" in whole


def test_a_breakdown_takes_one_row_that_says_how_far_it_spreads() -> None:
    whole = next(one for one in survey_measurements() if one.measure == "M-G5-UNW")
    total = whole.estimates[0]
    cells = tuple(
        total.model_copy(update={"key": {"site_id": f"S-{i}"}, "value": value, "sufficiency": sufficiency})
        for i, (value, sufficiency) in enumerate(
            [
                (-0.9, "enough"),
                (0.2, "enough"),
                (-0.4, "indicative"),
                (None, "insufficient"),
                (1.0, "suppressed"),
            ]
        )
    )
    measurements = tuple(
        one.model_copy(update={"estimates": (total, *cells)}) if one.measure == whole.measure else one
        for one in survey_measurements()
    )
    made = render(survey_result().model_copy(update={"measurements": measurements}), "en")
    told = text(made.content)
    # Every page but the cover keeps its foot, those with such a row as well.
    assert told.count("service-gap-audit0·result") == made.pages - 1
    assert "bysite:5groups−0.90to+0.20pointsLowestS-0,highestS-1;2withoutavalue" in told


def test_the_result_and_its_moment_travel_inside() -> None:
    found = survey_result()
    with pikepdf.open(io.BytesIO(rendered("survey", "zh"))) as pdf:
        file = pdf.Root.AF[0]
        assert (str(file.AFRelationship), str(file.UF)) == ("/Data", "result.json")
        assert AuditResult.from_json(file.EF.F.read_bytes()) == found
        # Midnight in Shanghai.
        assert str(pdf.docinfo.CreationDate) == "D:20260630160000Z"
        assert (str(pdf.Root.Lang), str(pdf.docinfo.Title)) == ("zh-CN", "服务质量审查：某某服务公司")


def test_the_full_hash_of_the_result_stands_in_the_annex() -> None:
    assert survey_result().sha256() in text(rendered("survey", "en"))


def test_a_draft_is_marked_and_a_final_report_is_not() -> None:
    draft = pages(render_pdf(empty_result(), "en", Options(draft=True)))
    assert all("DRAFT" in one for one in draft[1:])
    assert "DRAFT" not in text(rendered("empty", "en"))


def test_the_same_result_gives_the_same_bytes_in_another_process() -> None:
    script = (
        "import sys, hashlib\n"
        "from audit.report.document import render_pdf\n"
        "from tests.report.results import delivery_result\n"
        "sys.stdout.write(hashlib.sha256(render_pdf(delivery_result(), 'en')).hexdigest())"
    )
    done = subprocess.run(
        [sys.executable, "-c", script],
        cwd=Path(__file__).parents[2],
        env={
            "PATH": "/usr/bin:/bin",
            "PYTHONHASHSEED": "9",
            "TZ": "Pacific/Auckland",
            "HOME": "/nonexistent",
        },
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout == hashlib.sha256(rendered("delivery", "en")).hexdigest()


def test_the_arithmetic_of_a_points_scheme_stands_beside_its_score() -> None:
    found = survey_result()
    step = Step(message=message("J-TRIAL", zh="扣 1 分：试验", en="less 1 point: a trial")(), value=-1.0)
    scores = tuple(
        one.model_copy(update={"steps": (step,)}) if one.scope == "overall" else one for one in found.scores
    )
    assert "less1point:atrial" in text(render_pdf(found.model_copy(update={"scores": scores}), "en"))
