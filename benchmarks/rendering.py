"""The report of the kiosk example: from the result to a PDF, with its number of pages."""

from __future__ import annotations

import io
from pathlib import Path

from pikepdf import Pdf

from audit.api import assess, load_result, render
from benchmarks.generated import CACHE


def result(folder: str) -> str:
    """Assess an example; the path of its result."""
    CACHE.mkdir(parents=True, exist_ok=True)
    path = CACHE / f"{Path(folder).name}.json"
    path.write_bytes(assess(Path(folder)).to_json())
    return str(path)


def pages(path: str, language: str) -> int:
    """Render a result; the number of its pages."""
    with Pdf.open(io.BytesIO(render(load_result(Path(path)), language))) as pdf:
        return len(pdf.pages)
