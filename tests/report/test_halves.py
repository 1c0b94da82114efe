"""A long document in two halves: where it is cut, and that what comes out is the document in one piece."""

from __future__ import annotations

import io
import re
import subprocess
import sys
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from functools import cache
from pathlib import Path

import pikepdf
import pypdfium2
import pytest
from pikepdf import Array, Dictionary, Name, Object, Pdf

from audit.report import halves as halving
from audit.report import second_process, typesetting
from audit.report.bilingual import bilingual
from audit.report.halves import halves, second_language
from audit.report.options import FINAL
from audit.report.pdf import Rendered, html_to_pdf
from tests.report.results import empty_result

# WeasyPrint leaves the file of its colour profile to the garbage collector.
pytestmark = pytest.mark.filterwarnings("ignore:unclosed file:ResourceWarning")

STYLE = b"""
@page { size: 300px 300px; margin: 40px;
  @top-left { content: string(chapter, start) }
  @bottom-right { content: counter(page) " / " counter(pages) } }
@page cover { margin: 0; @top-left { content: none } @bottom-right { content: none } }
.cover { page: cover; height: 300px }
h1 { break-before: page; string-set: chapter attr(data-run); bookmark-level: 1; font-size: 16px }
h1.runs-on { break-before: auto }
h2 { bookmark-level: 2; font-size: 14px }
.toc a::after { content: leader(".") target-counter(attr(href), page) }
"""

CONTENTS = """<section class="toc"><h1 id="contents" data-run="Contents">Contents</h1>
<p><a href="#one">One</a></p><p><a href="#two">Two</a></p><p><a href="#end">End</a></p></section>"""
TABLE = """<table><thead><tr><th scope="col">Day</th><th scope="col">n</th></tr></thead>
<tbody><tr><th scope="row">Monday</th><td>3</td></tr></tbody></table>"""
ONE = f"""<section>
<h1 id="one" data-run="1 One">One</h1>{TABLE}<p>See <a href="#end">the end</a>.</p>
<h2 id="more">More</h2>{"<p>text of the first</p>" * 6}</section>"""
TWO = f"""<section><h1 id="two" data-run="2 Two">Two</h1>{TABLE}
<p class="toc">After <a href="#more">more</a>, <a href="#contents">contents</a>.</p>{"<p>text of the second</p>" * 6}</section>
<section><h1 id="end" class="runs-on" data-run="3 End">End</h1>
<p><input type="checkbox" style="appearance: auto" name="lead" title="Signature"></p></section>"""


COVER = '<section class="cover"><p class="toc">A report, <a href="#two">page</a></p></section>'


def document(body: str) -> str:
    return (
        '<!DOCTYPE html><html lang="en"><head><title>t</title><link rel="stylesheet" href="asset:s.css"/></head>'
        f"<body>{COVER}{body}</body></html>"
    )


REPORT = document(CONTENTS + ONE + TWO)


@pytest.fixture(autouse=True)
def every_document_is_long(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(halving, "LONG", 0)


def rendered(html: str = REPORT) -> Rendered:
    return html_to_pdf(
        html,
        language="en",
        title="t",
        created=datetime(2026, 4, 18, tzinfo=UTC),
        assets={"s.css": STYLE},
        ours=True,
    )


def in_one_piece(monkeypatch: pytest.MonkeyPatch, html: str = REPORT) -> Rendered:
    with monkeypatch.context() as patch:
        patch.setattr(halving, "LONG", len(html) + 1)
        return rendered(html)


@cache
def by_two_processes() -> Rendered:
    return rendered()


def without_a_process(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(second_process, "_started", lambda folder: None)


# --- the cut ---


def places(half: str) -> list[str]:
    return re.findall(r' id="([^"]*)"', half)


def test_the_cut_stands_before_the_chapter_nearest_to_the_middle() -> None:
    first, second = halves(REPORT) or ("", "")
    assert places(first) == ["contents", "one", "more", "elsewhere", "end", "two"]
    assert places(second) == ["two", "end", "elsewhere", "contents", "more"]


def test_a_chapter_that_runs_on_is_no_place_to_cut() -> None:
    assert halves(document('<section><h1 id="a" class="runs-on" data-run="a">a</h1></section>')) is None


def test_two_languages_are_cut_between_them_however_long_each_is() -> None:
    other = '<div class="part" lang="en"><section><h1 id="en-a" data-run="a">a</h1></section></div>'
    first, second = halves(document(f'<div class="part" lang="zh">{CONTENTS}{ONE}{TWO}</div>{other}')) or (
        "",
        "",
    )
    assert first == document(f'<div class="part" lang="zh">{CONTENTS}{ONE}{TWO}</div>')
    assert second == document(other).replace(COVER, '<section class="cover"></section>')


def test_a_document_without_a_cover_stays_whole() -> None:
    assert halves(REPORT.replace(COVER, "")) is None


def test_a_short_document_stays_whole(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(halving, "LONG", len(REPORT) + 1)
    assert halves(REPORT) is None


def test_the_second_language_is_cut_off_before_the_first_is_made() -> None:
    told: list[tuple[str, Mapping[str, bytes]]] = []
    made = bilingual(empty_result(), ("zh", "en"), FINAL, lambda html, assets: told.append((html, assets)))
    _, second = halves(made.html) or ("", "")
    assert [(second_language(html), assets) for html, assets in told] == [(second, made.assets)]


# --- what comes out ---


def test_pages_names_outline_and_tags_are_those_of_the_document_in_one_piece(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    without_a_process(monkeypatch)
    cut, piece = rendered(), in_one_piece(monkeypatch)
    assert (cut.pages, cut.warnings) == (piece.pages, piece.warnings) == (6, ())
    assert said(cut) == said(piece)
    assert (
        outline(cut) == outline(piece) == [("Contents", 1), ("One", 2), ("More", 2), ("Two", 4), ("End", 5)]
    )
    with opened(cut) as one, opened(piece) as other:
        assert list(tags(one)) == list(tags(other))
        assert destinations(one) == destinations(other)
        assert [int(field.SigFlags) for field in (one.Root.AcroForm, other.Root.AcroForm)] == [3, 3]


def test_numbers_of_pages_are_those_of_the_whole() -> None:
    pages = said(by_two_processes())
    named = [re.findall(r"\.+(\d)", page) for page in pages]
    assert named == [["5"], ["3", "5", "6"], [], [], ["3", "2"], []]
    assert [re.findall(r"\d / \d", page) for page in pages] == [[], *[[f"{n} / 6"] for n in range(2, 7)]]


def test_every_mark_annotation_and_header_cell_is_found_through_its_tree(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    without_a_process(monkeypatch)
    with opened(rendered()) as pdf:
        root = pdf.Root.StructTreeRoot
        numbers = root.ParentTree.Nums.as_list()
        owners = dict(zip(map(int, numbers[::2]), numbers[1::2], strict=True))
        assert list(owners) == sorted(owners)
        for page in pdf.pages:
            assert {mark.Pg.objgen for mark in owners[int(page.obj.StructParents)].as_list() if mark} <= {
                page.obj.objgen
            }
            for annotation in page.obj.get(Name.Annots, Array()).as_list():
                held = owners[int(annotation.StructParent)].K.as_list()
                assert annotation.objgen in {
                    kid.Obj.objgen for kid in held if isinstance(kid, Dictionary) and Name.Obj in kid
                }
        indexed = [bytes(name) for name in root.IDTree.Names.as_list()[::2]]
        named = {bytes(one.ID) for one in elements(root) if Name.ID in one}
        heard = {
            bytes(name) for one in elements(root) if one.S == Name.TD for name in one.A.Headers.as_list()
        }
    assert len(indexed) == 6
    assert indexed == sorted(named)
    assert len(heard) == 4
    assert heard <= named


# --- the other process ---


def test_one_process_and_two_write_the_same_bytes(monkeypatch: pytest.MonkeyPatch) -> None:
    two = by_two_processes()
    without_a_process(monkeypatch)
    assert rendered() == two


def test_the_other_process_leaves_no_file_behind(monkeypatch: pytest.MonkeyPatch) -> None:
    start, folders = second_process._started, list[Path]()
    before = by_two_processes()

    def started(folder: str) -> subprocess.Popen[bytes] | None:
        folders.append(Path(folder))
        return start(folder)

    monkeypatch.setattr(second_process, "_started", started)
    assert rendered() == before
    assert [folder.exists() for folder in folders] == [False]


@pytest.mark.parametrize("does", ["pass", "print('no answer', flush=True); input()", "import os; os.abort()"])
def test_what_another_process_fails_to_do_is_done_here(does: str, monkeypatch: pytest.MonkeyPatch) -> None:
    done = by_two_processes()

    def started(folder: str) -> subprocess.Popen[bytes]:
        return subprocess.Popen([sys.executable, "-c", does], stdin=subprocess.PIPE, stdout=subprocess.PIPE)

    monkeypatch.setattr(second_process, "_started", started)
    assert rendered() == done


def test_what_the_layout_complains_of_in_another_process_is_told_here(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    faulty = REPORT.replace('<p class="toc">After', '<p style="colour: red">After')
    told = rendered(faulty).warnings
    assert len(told) == 1
    assert "colour: red" in told[0]
    assert in_one_piece(monkeypatch, faulty).warnings == told


def test_a_half_that_its_numbers_make_longer_is_laid_out_with_the_other(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    without_a_process(monkeypatch)
    laid_out = typesetting.remake_page

    def longer(index: int, *arguments: object) -> tuple[object, object]:
        page, _ = laid_out(index, *arguments)
        return page, {"elsewhere": None}

    monkeypatch.setattr(typesetting, "remake_page", longer)
    assert rendered().content == in_one_piece(monkeypatch).content


def test_a_place_that_neither_half_has_is_complained_of(monkeypatch: pytest.MonkeyPatch) -> None:
    without_a_process(monkeypatch)
    nowhere = rendered(REPORT.replace('href="#end"', 'href="#nowhere"'))
    assert any("#nowhere" in warning for warning in nowhere.warnings)
    assert nowhere == in_one_piece(monkeypatch, REPORT.replace('href="#end"', 'href="#nowhere"'))


def opened(made: Rendered) -> Pdf:
    return pikepdf.open(io.BytesIO(made.content))


def said(made: Rendered) -> list[str]:
    return [page.get_textpage().get_text_range() for page in pypdfium2.PdfDocument(made.content)]


def outline(made: Rendered) -> list[tuple[str, int | None]]:
    pdf = pypdfium2.PdfDocument(made.content)
    return [
        (one.get_title(), dest.get_index() if (dest := one.get_dest()) else None) for one in pdf.get_toc()
    ]


def destinations(pdf: Pdf) -> dict[str, list[str]]:
    at = {page.obj.objgen: str(place) for place, page in enumerate(pdf.pages)}
    found = pdf.Root.Names.Dests.Names.as_list()
    return {
        str(name): [at[where[0].objgen], *map(str, where.as_list()[1:])]
        for name, where in zip(found[::2], found[1::2], strict=True)
    }


def elements(node: Object) -> Iterator[Object]:
    for kid in node.K.as_list():
        if isinstance(kid, Dictionary) and Name.S in kid:
            yield kid
            yield from elements(kid)


def tags(pdf: Pdf) -> Iterator[tuple[str, int | None, int]]:
    """Every element in reading order: what it is, on which page, and how much it holds."""
    at = {page.obj.objgen: place for place, page in enumerate(pdf.pages)}
    for one in elements(pdf.Root.StructTreeRoot):
        yield str(one.S), at[one.Pg.objgen] if Name.Pg in one else None, len(one.K.as_list())
