"""The HTML of our own templates as the tree that WeasyPrint lays out, without what only other people's HTML needs.

Our templates close every element and quote every attribute, so that expat reads them as XML in a thirtieth of
the time that an HTML parser in Python takes, and to the same tree. They hold no notes, so that the five pseudo-elements
which WeasyPrint's own style sheet gives to every element, for the calls and marks of notes, need no styles.
"""

from __future__ import annotations

import re
from functools import cache
from importlib.resources import files
from typing import Any
from xml.etree import ElementTree
from xml.etree.ElementTree import Element

from weasyprint import CSS, HTML

from audit.report.drawings import lighten

# "<" and ">" are escaped in every value, so that none stands in an attribute.
_VOID = re.compile(r"<((?:br|col|img|input|link|meta)\b[^>]*?)/?>")
_DOCTYPE = "<!DOCTYPE html>"

_OF_NOTES = re.compile(r"^::(?:foot)?note-[^}]*}$", re.MULTILINE)
_OF_LISTS = re.compile(r"^::marker ", re.MULTILINE)


def element_tree(html: str) -> Element:
    """The tree of a document that is well-formed but for the end of void elements.

    Raises:
        xml.etree.ElementTree.ParseError: it is not.
    """
    return ElementTree.fromstring(_VOID.sub(r"<\1/>", html.lstrip().removeprefix(_DOCTYPE)))  # noqa: S314  ours


class TemplateHTML(HTML):  # type: ignore[misc]  # WeasyPrint has no types
    """A document made by the templates that ship, under their style sheets; loads and renders as any other.

    What is not well-formed after all is read as HTML is.
    """

    wrapper_element: Any
    etree_element: Element

    def __init__(self, string: str, **arguments: object) -> None:
        try:
            tree = element_tree(string)
        except ElementTree.ParseError:
            super().__init__(string=string, **arguments)
            return
        super().__init__(string=_DOCTYPE, **arguments)
        lighten(tree)
        self.wrapper_element = type(self.wrapper_element).from_html_root(tree)
        self.etree_element = tree

    def _ua_stylesheets(self, forms: bool = False) -> list[CSS]:
        first, *others = super()._ua_stylesheets(forms)
        return [_without_notes() or first, *others]


@cache
def _without_notes() -> CSS | None:
    """WeasyPrint's style sheet with marks for list items only and without notes; None where it reads otherwise."""
    whole = (files("weasyprint.css") / "html5_ua.css").read_text(encoding="utf-8")
    narrowed = _OF_LISTS.sub("li::marker ", _OF_NOTES.sub("", whole))
    return CSS(string=narrowed) if narrowed != whole else None
