"""Reports beside headless Chromium printing the same HTML: from the result to a PDF, with its number of pages.

Chromium writes neither PDF/A nor PDF/UA, attaches nothing and sets no fixed dates; it is a yardstick of layout.
"""

from __future__ import annotations

import io
import shutil
import subprocess
import tempfile
from pathlib import Path

from pikepdf import Pdf

from audit.report.bilingual import bilingual
from audit.report.document import render_bilingual, render_pdf
from audit.report.fonts import vendored_fonts
from audit.report.markup import Markup, markup
from audit.report.options import FINAL
from audit.reporting import load_result
from audit.result import AuditResult, ChecklistSnapshot
from audit.text import Language
from benchmarks.generated import CACHE

BOTH: tuple[Language, Language] = ("zh", "en")


def result(folder: str) -> str:
    """Assess an example; the path of its result."""
    from audit.api import assess  # noqa: PLC0415  its engines are no part of the memory that a report takes

    CACHE.mkdir(parents=True, exist_ok=True)
    path = CACHE / f"{Path(folder).name}.json"
    path.write_bytes(assess(Path(folder)).to_json())
    return str(path)


def grown(path: str, times: int) -> str:
    """A made-up result whose checklists hold every item of another several times; its path.

    Every item is judged and accounted for as before, so that all pages are as dense as those of the other.
    """
    found = load_result(Path(path))
    names = [f".{number}" for number in range(1, times)]
    more = (one.model_copy(update={"item": one.item + name}) for name in names for one in found.items)
    made = found.model_copy(
        update={
            "items": (*found.items, *more),
            "criteria": tuple(_grown(one, names) for one in found.criteria),
        }
    )
    larger = CACHE / f"{Path(path).stem}.{times}.json"
    larger.write_bytes(made.to_json())
    return str(larger)


def _grown(checklist: ChecklistSnapshot, names: list[str]) -> ChecklistSnapshot:
    more = [one.model_copy(update={"id": one.id + name}) for name in names for one in checklist.items]
    return checklist.model_copy(update={"items": (*checklist.items, *more)})


def pages(path: str, language: Language | None) -> int:
    """Render a result, in both languages at once where none is given; the number of its pages."""
    found = load_result(Path(path))
    made = render_bilingual(found, BOTH, FINAL) if language is None else render_pdf(found, language)
    return _counted(made)


def chromium() -> str | None:
    """The browser to compare with, if there is one."""
    return shutil.which("chromium") or shutil.which("google-chrome")


def printed(path: str, language: Language | None) -> int:
    """The same HTML printed by Chromium, made anew as ours is; the number of pages."""
    found, browser = load_result(Path(path)), chromium()
    assert browser is not None
    with tempfile.TemporaryDirectory() as folder:
        page = _written(_marked_up(found, language), Path(folder))
        made = Path(folder) / "printed.pdf"
        options = ["--headless", "--no-sandbox", "--disable-gpu", "--no-pdf-header-footer"]
        subprocess.run(
            [browser, *options, f"--print-to-pdf={made}", page.as_uri()], check=True, capture_output=True
        )
        return _counted(made.read_bytes())


def _marked_up(found: AuditResult, language: Language | None) -> Markup:
    return bilingual(found, BOTH, FINAL) if language is None else markup(found, language, FINAL)


def _written(made: Markup, folder: Path) -> Path:
    """The document and what it loads as files that a browser can open."""
    for name, content in {**vendored_fonts(), **made.assets}.items():
        (folder / name).write_bytes(content.replace(b"asset:", b"") if name.endswith(".css") else content)
    linked = made.html.replace("asset:", "").replace(
        "<head>", '<head><link rel="stylesheet" href="fonts.css">'
    )
    page = folder / "report.html"
    page.write_text(linked, encoding="utf-8")
    return page


def _counted(made: bytes) -> int:
    with Pdf.open(io.BytesIO(made)) as pdf:
        return len(pdf.pages)
