"""What the elements and classes of the report are in the Word document.

A class that stands in none of these tables changes nothing, and the document is told about it: a chapter of
one's own may bring classes that only its style sheet knows, but no text is ever left out.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping

from lxml import etree
from lxml.etree import _Element as Element

from audit.report.word.styles import verdict_style

HEADINGS: Mapping[str, str] = {f"h{level}": f"heading {level}" for level in range(1, 5)}

PARAGRAPHS: Mapping[str, str] = {
    "kind": "Cover Kind",
    "name": "Title",
    "lead": "Lead",
    "below": "Below",
    "source": "Source",
    "under": "Small Text",
    "detail": "Figure Detail",
}
"""Class of a ``<p>`` -> paragraph style."""

CONTAINERS: Mapping[str, str] = {
    "callout": "Callout",
    "facts": "Cover Note",
}
"""Class of a ``<div>`` -> style of the paragraphs in it that have none of their own."""

LINES: Mapping[str, str] = {
    "subtitle": "Subtitle",
    "detail": "Figure Detail",
    "meaning": "Table Meaning",
    "line": "Table Line",
    "fact": "Table Text",
    "key": "Cover Key",
    "name": "Form Name",
    "figure": "Key Figure",
    "other": "Title Other",
    "twin": "Cover Twin",
}
"""Class of a ``<span>`` that stands on lines of its own -> paragraph style."""

KEY_LINES: Mapping[str, str] = {"name": "Key Name", "detail": "Key Detail"}
"""The same within the figures that carry a page."""

RUNS: Mapping[str, str] = {
    "id": "Identifier",
    "no": "Heading Number",
    "quiet": "Quiet",
    "hot": "Hot",
    "unit": "Key Unit",
}
"""Class of a ``<span>`` within a line -> character style."""

TABLES: Mapping[str, str] = {
    "form": "Report Form",
    "facts-table": "Report Facts",
    "keys": "Report Keys",
}
"""Class of a table -> table style."""

TONES = frozenset(
    {
        *("conform", "partial", "nonconform", "inconclusive"),
        *("critical", "major", "minor", "observation"),
        *("not_evidenced", "not_applicable", "not_assessed"),
    }
)

LAYOUT = frozenset(
    {
        *("box", "charts", "cover", "definition", "digest", "figures", "form", "keep", "level-1", "level-2"),
        *(
            "lines",
            "logo",
            "long",
            "nonconformity",
            "number",
            "of",
            "pair",
            "part",
            "point",
            "received",
            "runs-on",
        ),
        *("said", "signatory", "signature", "signatures", "signing", "small", "soft", "standing", "strong"),
        *("summary", "tag", "toc", "two", "write"),
        *("account", "alone", "counts", "drawn", "fill", "forms", "fresh", "identity"),
        *("plain", "profile", "sheet", "told"),
    }
)
"""Classes that place things on a printed page, or that the walk itself asks for."""

TRANSPARENT = frozenset({"body", "div", "section", "figure", "input", "ul", "li", "span", "tbody", "thead"})
TAGS = TRANSPARENT | frozenset(
    {
        *(
            "a",
            "br",
            "caption",
            "col",
            "colgroup",
            "figcaption",
            "img",
            "p",
            "strong",
            "svg",
            "table",
            "td",
            "th",
        ),
        *("tr", *HEADINGS),
    }
)

CLASSES: Collection[str] = frozenset(
    {*PARAGRAPHS, *CONTAINERS, *LINES, *KEY_LINES, *RUNS, *TABLES, *TONES, *LAYOUT}
)


def classes(node: Element) -> list[str]:
    """The classes of an element."""
    return (node.get("class") or "").split()


def unknown(page: Element) -> list[str]:
    """What of a page no table here knows, such as ``<dl>`` or ``td.novel``; drawings are not looked into."""
    found = set()
    for node in page.iterdescendants(etree.Element):
        if node.tag not in TAGS and not any(one.tag == "svg" for one in node.iterancestors()):
            found.add(f"<{node.tag}>")
        found |= {f"{node.tag}.{one}" for one in classes(node) if one not in CLASSES}
    return sorted(found)


def first(table: Mapping[str, str], node: Element) -> str | None:
    """The entry for the first class of an element that has one."""
    return next((table[one] for one in classes(node) if one in table), None)


def paragraph_style(node: Element, otherwise: str) -> str:
    """The style of a ``<p>`` or of a heading."""
    if node.tag == "h2" and "small" in classes(node):
        return "Heading 2 Small"
    if node.tag in HEADINGS:
        return "Callout Heading" if otherwise == "Callout" else HEADINGS[node.tag]
    return first(PARAGRAPHS, node) or otherwise


def line_style(node: Element, *, in_keys: bool) -> str | None:
    """The style of a ``<span>`` that stands on a line of its own."""
    found = (first(KEY_LINES, node) if in_keys else None) or first(LINES, node)
    if found == "Key Figure":
        tone = next((one for one in ("conform", "nonconform") if one in classes(node.getparent())), None)
        return f"{found} {tone.title()}" if tone else found
    return found


def run_style(node: Element) -> str | None:
    """The character style of an element within a line."""
    if node.tag == "strong":
        return "Strong"
    if "tag" in classes(node):
        return next((verdict_style(one) for one in classes(node) if one in TONES), None)
    return first(RUNS, node)


def cell_style(cell: Element, row: Element, table: str) -> str:
    """The style of the text in a cell."""
    own, of_row = classes(cell), classes(row)
    if row.getparent().tag == "thead":
        return "Table Head Number" if "number" in own else "Table Head"
    if "number" in own:
        soft = "soft" in own or "part" in of_row
        return "Table Number Strong" if "strong" in own else "Table Number Soft" if soft else "Table Number"
    if cell.tag == "th":
        return "Table Group" if "of" in of_row else "Table Part" if "part" in of_row else "Table Row Head"
    if "said" in of_row:
        return "Table Meaning"
    if "digest" in own:
        return "Table Digest"
    return {"Report Form": "Form Text", "Report Keys": "Key Name", "Report Cover": "Cover Value"}.get(
        table, "Table Text"
    )
