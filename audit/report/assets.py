"""What a report may load while it is rendered: named, bundled files, and nothing else."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from weasyprint.urls import URLFetcher, URLFetcherResponse

SCHEME = "asset:"

_TYPES = {
    ".css": "text/css; charset=utf-8",
    ".png": "image/png",
    ".svg": "image/svg+xml",
    ".ttf": "font/ttf",
}


class AssetFetcher(URLFetcher):  # type: ignore[misc]  # WeasyPrint has no types
    """Answers ``asset:NAME`` for the names it was given; every other URL is refused and noted.

    No network, no files, no ``data:`` URLs: evidence is written by others, and a report must neither
    fetch for them nor show what lies on the reviewer's disk.
    """

    def __init__(self, assets: Mapping[str, bytes]) -> None:
        super().__init__(allowed_protocols=frozenset({SCHEME.rstrip(":")}), allow_redirects=False)
        self._assets = assets
        self.refused: list[str] = []

    def fetch(self, url: str, headers: Mapping[str, str] | None = None) -> URLFetcherResponse:
        """The asset behind an ``asset:`` URL.

        Raises:
            ValueError: the URL has another scheme, or names no asset. WeasyPrint logs it and goes on.
        """
        name = url.removeprefix(SCHEME)
        content_type = _TYPES.get(Path(name).suffix)
        if not url.startswith(SCHEME) or name not in self._assets or content_type is None:
            self.refused.append(url)
            raise ValueError(f"refused: {url[:200]}")
        return URLFetcherResponse(url, self._assets[name], {"Content-Type": content_type})
