from __future__ import annotations

import http.server
import io
import threading
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pikepdf
import pytest

from audit.report.assets import AssetFetcher
from audit.report.fonts import vendored_fonts
from audit.report.pdf import html_to_pdf

# WeasyPrint leaves the file of its colour profile to the garbage collector.
pytestmark = pytest.mark.filterwarnings("ignore:unclosed file:ResourceWarning")


@pytest.mark.parametrize(
    "url",
    [
        "http://127.0.0.1/x.css",
        "https://127.0.0.1/x.css",
        "ftp://127.0.0.1/x.css",
        "file:///etc/passwd",
        "data:text/css,p{}",
        "asset:other.css",
        "asset:../pdf.py",
        "asset:",
        "asset:/etc/passwd",
        "ASSET:report.css",
        "report.css",
    ],
)
def test_everything_but_a_named_asset_is_refused_and_noted(url: str) -> None:
    fetcher = AssetFetcher({"report.css": b"p{}", "pdf.py": b"secret"})
    with pytest.raises(ValueError, match="refused"):
        fetcher.fetch(url)
    assert fetcher.refused == [url]


def test_a_named_asset_is_answered_with_its_type() -> None:
    response = AssetFetcher({"report.css": b"p{}"}).fetch("asset:report.css")
    assert (response.read(), response.content_type) == (b"p{}", "text/css")


def test_an_asset_of_unknown_type_is_refused() -> None:
    with pytest.raises(ValueError, match="refused"):
        AssetFetcher({"pdf.py": b""}).fetch("asset:pdf.py")


def test_the_vendored_fonts_are_these() -> None:
    assert list(vendored_fonts()) == [
        "han-marks-400.ttf",
        "han-marks-700.ttf",
        "inter-400.ttf",
        "inter-500.ttf",
        "inter-600.ttf",
        "inter-700.ttf",
        "noto-sans-kr-400.ttf",
        "noto-sans-math-400.ttf",
        "noto-sans-sc-400.ttf",
        "noto-sans-sc-700.ttf",
        "source-serif-4-400.ttf",
        "source-serif-4-600.ttf",
        "fonts.css",
    ]


@pytest.fixture
def requests_seen() -> Iterator[tuple[str, list[str]]]:
    """A web server of one's own: its address, and the paths that were asked for."""
    paths: list[str] = []

    class Handler(http.server.BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            paths.append(self.path)
            self.send_response(200)
            self.end_headers()

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002
            """Say nothing."""

    with http.server.HTTPServer(("127.0.0.1", 0), Handler) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}", paths
        server.shutdown()
        thread.join()


def test_hostile_markup_fetches_nothing_and_takes_no_file_along(
    requests_seen: tuple[str, list[str]], tmp_path: Path
) -> None:
    web, paths = requests_seen
    secret = tmp_path / "secret.txt"
    secret.write_text("TOP SECRET", encoding="utf-8")
    hostile = f"""
      <base href="{web}/"><link rel="stylesheet" href="{web}/link.css">
      <link rel="attachment" href="{secret.as_uri()}"><a rel="attachment" href="{secret.as_uri()}">a</a>
      <style>@import url({web}/import.css); body {{ background: url({web}/background) }}
      @font-face {{ font-family: x; src: url({web}/font.ttf) }} i {{ font-family: x }}</style><i>i</i>
      <p style="list-style-image: url({web}/list); display: list-item">p</p>
      <p style="content: url({web}/content)">p</p>
      <img alt="a" src="{web}/image"><img alt="a" src="{secret.as_uri()}"><img alt="a" src="relative.png">
      <svg width="9" height="9"><title>t</title><image href="{web}/svg" width="9" height="9"/>
      <use href="{web}/use#a"/><style>@import url({web}/svg.css);</style></svg>
      <object data="{web}/object"></object><embed src="{web}/embed"><iframe src="{web}/frame"></iframe>"""
    rendered = html_to_pdf(
        f'<html lang="en"><head><title>t</title></head><body>{hostile}</body></html>',
        language="en",
        title="t",
        created=datetime(2026, 4, 18, tzinfo=UTC),
    )
    assert paths == []
    with pikepdf.open(io.BytesIO(rendered.content)) as pdf:
        assert list(pdf.attachments) == []
    assert b"TOP SECRET" not in rendered.content
    assert sum("refused" in warning for warning in rendered.warnings) >= 9
