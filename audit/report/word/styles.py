"""The named styles of the document: every look of the report is one of them.

They are written here rather than shipped as a file, so that a change of one can be read in a review. Whoever
wants other looks changes the styles in any report, saves it as ``styles.docx`` and hands that over.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Literal

from lxml.etree import _Element as Element

from audit.report.branding.palette import Palette
from audit.report.word.ooxml import POINT, element, qualified, style_id, value
from audit.report.wording import TAGS
from audit.text import Language

Kind = Literal["paragraph", "character"]
Face = Literal["sans", "serif"]

FACES: dict[Face, tuple[str, str]] = {
    "sans": ("Calibri", "Microsoft YaHei"),
    "serif": ("Cambria", "Microsoft YaHei"),
}
"""Latin and Chinese, both on every machine that has Word; a document carries no font."""

INK, SOFT, MUTE, GRID, WASH, PAPER = "10243E", "33455E", "56637A", "DDE3EA", "F5F7FA", "FFFFFF"
ACCENT, CONFORM, PARTIAL, NONCONFORM = "B93A2B", "14605B", "8A5F0E", "B93A2B"

WORD_LANGUAGES: dict[Language, str] = {"zh": TAGS["zh"], "en": "en-GB"}


@dataclass(frozen=True, slots=True)
class Look:
    """A style. Lengths are points; ``None`` is whatever it is based on.

    ``bar``: the colour of a line on the left; ``rule``: of one above; ``line``: of the line height;
    ``outline``: its level among the headings, from 0, for a style that Word does not know as one.
    """

    name: str
    kind: Kind = "paragraph"
    based_on: str | None = None
    next: str | None = None
    face: Face | None = None
    size: float | None = None
    bold: bool | None = None
    colour: str | None = None
    shade: str | None = None
    before: float | None = None
    after: float | None = None
    line: float | None = None
    align: Literal["left", "right", "center", "both"] | None = None
    indent: float | None = None
    hanging: float | None = None
    keep_next: bool = False
    page_break: bool = False
    bar: str | None = None
    rule: str | None = None
    outline: int | None = None
    tab: float | None = None
    bullets: bool = False


TEXT_WIDTH = 481.9
"""Points between the margins of A4, 20 mm on either side."""


def looks() -> Iterator[Look]:
    """The paragraph and character styles, each after the one that it is based on."""
    yield Look("Normal", face="sans", size=10, colour=INK)
    yield from _headings()
    yield from _cover()
    yield from _text()
    yield from _tables()
    yield from _characters()


def _headings() -> Iterator[Look]:
    body = "Body Text"
    yield Look(body, based_on="Normal", before=3, after=6, line=1.3)
    heads = [
        Look("heading 1", face="serif", size=24, after=8, line=1.1, page_break=True, outline=0),
        Look("heading 2", size=13.5, before=20, after=6, outline=1),
        Look("heading 3", size=11, before=12, after=4, outline=2),
        Look("heading 4", size=10, before=9, after=2, outline=3),
    ]
    for one in heads:
        yield replace(one, based_on="Normal", next=body, bold=True, keep_next=True)
    yield Look("Heading 2 Small", based_on="heading 2", next=body, size=10, before=10, after=2)
    yield Look("TOC Heading", based_on="Normal", next=body, face="serif", size=24, bold=True, after=12)
    yield Look("toc 1", based_on="Normal", size=10.5, bold=True, before=5, after=1, tab=TEXT_WIDTH)
    yield Look("toc 2", based_on="Normal", colour=SOFT, indent=14, after=0, tab=TEXT_WIDTH)


def _cover() -> Iterator[Look]:
    yield Look("Cover Kind", based_on="Normal", size=11, bold=True, colour=ACCENT, before=190, after=8)
    yield Look("Title", based_on="Normal", face="serif", size=30, bold=True, line=1.2, after=8)
    yield Look("Title Other", based_on="Title", size=19)
    yield Look("Subtitle", based_on="Normal", face="serif", size=14, colour=SOFT, line=1.3, after=110)
    yield Look("Cover Note", based_on="Normal", size=9, colour=MUTE, line=1.3, after=8)
    yield Look("Cover Key", based_on="Normal", size=8, colour=MUTE, before=6)
    yield Look("Cover Value", based_on="Normal", size=9.5, bold=True, after=6)
    yield Look("Cover Twin", based_on="Normal", size=9.5, colour=SOFT, after=6)


def _text() -> Iterator[Look]:
    body = "Body Text"
    yield Look("Lead", based_on=body, face="serif", size=12.5, before=8, after=12, indent=14, bar=ACCENT)
    yield Look("Callout", based_on=body, indent=8, bar=SOFT, shade=WASH)
    yield Look("Callout Heading", based_on="Callout", bold=True, keep_next=True, outline=2)
    yield Look("Small Text", based_on=body, size=8.5, before=0, after=2, line=1.2)
    yield Look("Below", based_on=body, size=8, colour=MUTE, line=1.2)
    yield Look("Source", based_on=body, size=8, colour=MUTE, before=2, after=12, line=1.2)
    yield Look("Figure Title", based_on="Normal", bold=True, before=10, after=2, rule=INK, keep_next=True)
    yield Look("Figure Detail", based_on="Normal", size=9, colour=MUTE, after=4, keep_next=True)
    yield Look("Figure", based_on="Normal", keep_next=True, after=2)
    yield Look("caption", based_on="Normal", size=9.5, bold=True, before=6, after=3, keep_next=True)
    yield Look("List Bullet", based_on=body, before=0, after=3, indent=14, hanging=14, bullets=True)
    yield Look("header", based_on="Normal", size=8.5, colour=MUTE, tab=TEXT_WIDTH)
    yield Look("footer", based_on="header")
    yield Look("Separator", based_on="Normal", size=2)


def _tables() -> Iterator[Look]:
    text = "Table Text"
    yield Look(text, based_on="Normal", size=8.5, line=1.15)
    yield Look("Table Head", based_on=text, bold=True, keep_next=True)
    yield Look("Table Head Number", based_on="Table Head", align="right")
    yield Look("Table Row Head", based_on=text, bold=True)
    yield Look("Table Group", based_on="Table Row Head", before=6, keep_next=True)
    yield Look("Table Part", based_on=text, colour=SOFT, indent=11)
    yield Look("Table Number", based_on=text, align="right")
    yield Look("Table Number Strong", based_on="Table Number", bold=True)
    yield Look("Table Number Soft", based_on="Table Number", colour=MUTE)
    yield Look("Table Meaning", based_on=text, size=8, colour=MUTE)
    yield Look("Table Line", based_on=text, before=2, indent=7, bar=GRID)
    yield Look("Table Digest", based_on=text, size=7, colour=SOFT)
    yield Look("Form Name", based_on=text, size=7.5, bold=True, colour=MUTE, after=2)
    yield Look("Form Text", based_on=text)
    yield Look("Key Figure", based_on="Normal", face="serif", size=22, bold=True, keep_next=True)
    yield Look("Key Figure Conform", based_on="Key Figure", colour=CONFORM)
    yield Look("Key Figure Nonconform", based_on="Key Figure", colour=NONCONFORM)
    yield Look("Key Name", based_on="Normal", size=9, bold=True, before=2)
    yield Look("Key Detail", based_on="Normal", size=8, colour=MUTE)


def _characters() -> Iterator[Look]:
    yield Look("Strong", kind="character", bold=True)
    yield Look("Hyperlink", kind="character")
    yield Look("Quiet", kind="character", colour=MUTE)
    yield Look("Hot", kind="character", bold=True, colour=ACCENT)
    yield Look("Identifier", kind="character", bold=False, colour=MUTE)
    yield Look("Heading Number", kind="character", face="sans", size=12, colour=ACCENT)
    yield Look("Key Unit", kind="character", face="sans", size=9, bold=False, colour=MUTE)
    yield Look("Draft Mark", kind="character", bold=True, colour=ACCENT)
    shades = {
        "conform": CONFORM,
        "partial": PARTIAL,
        "nonconform": NONCONFORM,
        "major": NONCONFORM,
        "critical": NONCONFORM,
        "minor": PARTIAL,
        "observation": SOFT,
    }
    for tone, shade in shades.items():
        yield Look(verdict_style(tone), kind="character", size=7.5, bold=True, colour=PAPER, shade=shade)
    for tone in ("inconclusive", "not_evidenced", "not_applicable", "not_assessed"):
        yield Look(verdict_style(tone), kind="character", size=7.5, bold=True, colour=MUTE)


def verdict_style(tone: str) -> str:
    """The style of the word of a verdict."""
    return f"Verdict {tone.replace('_', ' ').title()}"


# --- as WordprocessingML ---


def style_elements(languages: tuple[Language, ...], palette: Palette, bullets: int) -> Iterator[Element]:
    """The defaults of the document, then every style.

    Args:
        languages: of the document, the first that of its metadata.
        palette: of the body that issues it.
        bullets: the number of the list that bullets belong to.
    """
    yield _defaults(languages)
    made = [*(_style(look, bullets) for look in looks()), *table_styles()]
    colours = {ours.lstrip("#").upper(): getattr(palette, name) for name, ours in Palette()}
    for one in made:
        for node in one.iter():
            for key in _COLOURED:
                own = colours.get(node.get(key))
                if own:
                    node.set(key, own.lstrip("#").upper())
        yield one


_COLOURED = tuple(qualified(f"w:{name}") for name in ("val", "color", "fill"))


def _defaults(languages: tuple[Language, ...]) -> Element:
    """Latin text is in the language of the report, unless that is only one of two."""
    latin, chinese = FACES["sans"]
    tag = WORD_LANGUAGES[languages[0] if len(languages) == 1 else "en"]
    character = element(
        "w:rPr",
        children=[
            element("w:rFonts", {"ascii": latin, "hAnsi": latin, "eastAsia": chinese, "cs": latin}),
            value("w:sz", 20),
            value("w:szCs", 20),
            element("w:lang", {"val": tag, "eastAsia": "zh-CN", "bidi": "ar-SA"}),
        ],
    )
    return element(
        "w:docDefaults",
        children=[
            element("w:rPrDefault", children=[character]),
            element("w:pPrDefault", children=[element("w:pPr", children=[element("w:widowControl")])]),
        ],
    )


def _style(look: Look, bullets: int) -> Element:
    attributes: dict[str, object] = {"type": look.kind, "styleId": style_id(look.name)}
    if look.name == "Normal":
        attributes["default"] = 1
    head = [value("w:name", look.name)]
    if look.based_on:
        head.append(value("w:basedOn", style_id(look.based_on)))
    if look.next:
        head.append(value("w:next", style_id(look.next)))
    head.append(element("w:qFormat"))
    parts: Iterable[Element] = (_paragraph(look, bullets), _character(look))
    return element("w:style", attributes, [*head, *(one for one in parts if len(one))])


def _paragraph(look: Look, bullets: int) -> Element:
    stop = element("w:tab", {"val": "right", "pos": round((look.tab or 0) * POINT)})
    asked: tuple[tuple[object, Element], ...] = (
        (look.keep_next, element("w:keepNext")),
        (look.page_break, element("w:pageBreakBefore")),
        (look.bullets, element("w:numPr", children=[value("w:numId", bullets)])),
        (look.rule or look.bar, element("w:pBdr", children=_borders(look))),
        (look.shade and look.kind == "paragraph", shading(look.shade or "")),
        (look.tab, element("w:tabs", children=[stop])),
        (_spacing(look), element("w:spacing", _spacing(look))),
        (look.indent, element("w:ind", _indent(look))),
        (look.align, value("w:jc", look.align)),
        (look.outline is not None, value("w:outlineLvl", look.outline)),
    )
    return element("w:pPr", children=[made for wanted, made in asked if wanted])


def _indent(look: Look) -> dict[str, object]:
    found: dict[str, object] = {"left": round((look.indent or 0) * POINT)}
    return found | ({"hanging": round(look.hanging * POINT)} if look.hanging else {})


def _borders(look: Look) -> list[Element]:
    found = []
    if look.rule:
        found.append(line("w:top", look.rule, size=6, space=4))
    if look.bar:
        found.append(line("w:left", look.bar, size=18, space=8))
    return found


def _spacing(look: Look) -> dict[str, object]:
    found: dict[str, object] = {}
    if look.before is not None:
        found["before"] = round(look.before * POINT)
    if look.after is not None:
        found["after"] = round(look.after * POINT)
    if look.line is not None:
        found |= {"line": round(look.line * 240), "lineRule": "auto"}
    return found


def _character(look: Look) -> Element:
    found = []
    if look.face:
        latin, chinese = FACES[look.face]
        found.append(element("w:rFonts", {"ascii": latin, "hAnsi": latin, "eastAsia": chinese, "cs": latin}))
    if look.bold is not None:
        found += [value("w:b", int(look.bold)), value("w:bCs", int(look.bold))]
    if look.colour:
        found.append(value("w:color", look.colour))
    if look.size:
        found += [value("w:sz", round(look.size * 2)), value("w:szCs", round(look.size * 2))]
    if look.shade and look.kind == "character":
        found.append(shading(look.shade))
    return element("w:rPr", children=found)


def shading(colour: str) -> Element:
    """A background."""
    return element("w:shd", {"val": "clear", "color": "auto", "fill": colour})


def line(name: str, colour: str, *, size: int, space: int = 0) -> Element:
    """One side of a border; ``size`` in eighths of a point."""
    return element(name, {"val": "single", "sz": size, "space": space, "color": colour})


def table_styles() -> Iterator[Element]:
    """The styles of tables: rules across, or cells to write in."""
    rules = [
        line("w:top", INK, size=8),
        line("w:bottom", GRID, size=4),
        line("w:insideH", GRID, size=4),
    ]
    sides = ("w:top", "w:left", "w:bottom", "w:right", "w:insideH", "w:insideV")
    yield _table_style("Normal Table", [], default=True)
    yield _table_style("Report Table", rules, head=True)
    yield _table_style("Report Facts", rules[1:])
    yield _table_style("Report Keys", [line("w:top", INK, size=16)])
    yield _table_style("Report Cover", rules[:1])
    yield _table_style("Report Form", [line(side, "B7C1CE", size=4) for side in sides])


def _table_style(name: str, borders: list[Element], *, head: bool = False, default: bool = False) -> Element:
    margins = element(
        "w:tblCellMar",
        children=[
            element(f"w:{side}", {"w": width, "type": "dxa"})
            for side, width in (("top", 60), ("left", 90), ("bottom", 60), ("right", 90))
        ],
    )
    properties = [margins]
    if borders:
        properties.append(element("w:tblBorders", children=borders))
    attributes: dict[str, object] = {"type": "table", "styleId": style_id(name)}
    top = [value("w:name", name)]
    if default:
        attributes["default"] = 1
    else:
        top.append(value("w:basedOn", style_id("Normal Table")))
    parts = [*top, element("w:tblPr", children=properties)]
    if head:
        parts.append(_first_row())
    return element("w:style", attributes, parts)


def _first_row() -> Element:
    below = element("w:tcBorders", children=[line("w:bottom", INK, size=6)])
    cell = element("w:tcPr", children=[below, value("w:vAlign", "bottom")])
    return element("w:tblStylePr", {"type": "firstRow"}, [cell])
