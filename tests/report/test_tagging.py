from __future__ import annotations

import io
import re
from collections.abc import Iterator
from datetime import UTC, datetime

import pikepdf
import pytest
from pikepdf import Dictionary, Name, Object, Pdf

from audit.report.pdf import html_to_pdf
from audit.report.tagging import mend

# WeasyPrint leaves the file of its colour profile to the garbage collector.
pytestmark = pytest.mark.filterwarnings("ignore:unclosed file:ResourceWarning")

STYLE = b"""@page { size: 400px 400px; margin: 40px; @top-left { content: "RUNNING HEAD" } }
body { margin: 0 } svg { display: block }"""

DOCUMENT = """<!DOCTYPE html><html lang="en"><head><title>t</title>
<link rel="stylesheet" href="asset:s.css"></head><body>
<svg xmlns="http://www.w3.org/2000/svg" width="100" height="50"><title>A chart</title>
<rect width="100" height="50" fill="#eee"/></svg>
<p>one <span></span> two</p> <div></div>
<table><caption>c</caption><thead><tr><th scope="col">Day</th><th scope="col">n</th></tr></thead>
<tbody><tr><th scope="row">Monday</th><td></td></tr></tbody></table></body></html>"""


@pytest.fixture(scope="module")
def pdf() -> Iterator[Pdf]:
    rendered = html_to_pdf(
        DOCUMENT,
        language="en",
        title="t",
        created=datetime(2026, 4, 18, tzinfo=UTC),
        assets={"s.css": STYLE},
    )
    with pikepdf.open(io.BytesIO(rendered.content)) as opened:
        yield opened


def elements(node: Object) -> Iterator[Object]:
    for kid in node.K.as_list():
        if isinstance(kid, Dictionary) and Name.S in kid:
            yield kid
            yield from elements(kid)


def roles(pdf: Pdf) -> list[Object]:
    return list(elements(pdf.Root.StructTreeRoot))


def test_the_running_head_and_page_numbers_are_artifacts(pdf: Pdf) -> None:
    stream = pdf.pages[0].obj.Contents.read_bytes()
    assert len(re.findall(rb"/Artifact\s<</Type/Pagination>>\sBDC", stream)) == 1
    marked = {int(mark) for mark in re.findall(rb"<</MCID (\d+)>>", stream)}
    held = {kid for element in roles(pdf) for kid in element.K.as_list() if not isinstance(kid, Dictionary)}
    assert marked == held


def test_every_mark_that_is_left_finds_its_element_and_no_other_is_listed(pdf: Pdf) -> None:
    (page, marks) = pdf.Root.StructTreeRoot.ParentTree.Nums.as_list()
    assert page == pdf.pages[0].obj.StructParents
    stream = pdf.pages[0].obj.Contents.read_bytes()
    listed = {i for i, owner in enumerate(marks.as_list()) if owner is not None}
    assert listed == {int(mark) for mark in re.findall(rb"<</MCID (\d+)>>", stream)}


def test_header_cells_say_what_they_head(pdf: Pdf) -> None:
    scopes = [str(one.A.Scope) for one in roles(pdf) if str(one.S) == "/TH"]
    assert scopes == ["/Column", "/Column", "/Row"]


def test_headers_are_found_through_the_tree_of_identifiers(pdf: Pdf) -> None:
    names = pdf.Root.StructTreeRoot.IDTree.Names.as_list()
    tree = {bytes(names[i]): names[i + 1].objgen for i in range(0, len(names), 2)}
    assert tree == {bytes(one.ID): one.objgen for one in roles(pdf) if Name.ID in one}
    assert list(tree) == sorted(tree)
    (cell,) = (one for one in roles(pdf) if str(one.S) == "/TD")
    assert len(cell.A.Headers) == 2
    assert {bytes(header) for header in cell.A.Headers.as_list()} < set(tree)


def test_nothing_empty_is_left_but_an_empty_cell(pdf: Pdf) -> None:
    assert [str(one.S) for one in roles(pdf) if len(one.K) == 0] == ["/TD"]


def test_the_box_of_a_figure_is_where_it_is_drawn(pdf: Pdf) -> None:
    (figure,) = (one for one in roles(pdf) if str(one.S) == "/Figure")
    assert str(figure.Alt) == "A chart"
    assert [float(edge) for edge in figure.A.BBox.as_list()] == [30.0, 232.5, 105.0, 270.0]


def test_only_a_tagged_document_can_be_mended() -> None:
    out = io.BytesIO()
    with pikepdf.new() as plain:
        plain.add_blank_page()
        plain.save(out)
    with pytest.raises(ValueError, match="not tagged"):
        mend(out.getvalue())
