"""A page as a list of elements, for tests of what it holds and of what it must not hold."""

from __future__ import annotations

import base64
import hashlib
import re
from html.parser import HTMLParser

VOID = {"br", "col", "img", "input", "meta"}


class Outline(HTMLParser):
    """Every element with its attributes and the text right inside it; complains of what is not closed."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.open: list[str] = []
        self.text: list[str] = []
        self.feed(page)
        assert self.open == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        if self.open and self.open[-1] not in ("style", "script") and data.strip():
            self.text.append(data.strip())

    def every(self, name: str) -> list[str]:
        """The values of an attribute, in the order of the page."""
        return [one[name] or "" for _, one in self.elements if name in one]


def allowed(page: str) -> dict[str, str]:
    """The content security policy of a page."""
    (policy,) = re.findall(r'http-equiv="Content-Security-Policy" content="([^"]*)"', page)
    return dict(part.strip().split(" ", 1) for part in policy.split(";"))


def source_hash(page: str, tag: str) -> str:
    """The only style or script of a page, as a policy names it."""
    (source,) = re.findall(rf"<{tag}>(.*?)</{tag}>", page, re.DOTALL)
    return f"'sha256-{base64.b64encode(hashlib.sha256(source.encode()).digest()).decode()}'"
