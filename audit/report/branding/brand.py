"""A folder of one's own for ``--template``: what may stand in it, and what is said of what is wrong with it.

==========================  ==========================================================================
file                        what it does
==========================  ==========================================================================
``brand.yaml``              name, logo, colours, order of the chapters
``words.zh-CN.yaml``,       words of the templates, those that differ, in the structure of
``words.en.yaml``           ``templates/locale/``
``brand.css``               linked after the style sheet of the printed report
``web.css``                 the same for the page that browsers show
``*.svg``, ``*.png``,       pictures and fonts, which templates and styles name as ``asset:NAME``
``*.ttf``
``*.html.j2``               in place of the template of that name, which stays at hand as
                            ``shipped/NAME`` to be extended
``styles.docx``,            styles, pages, head and foot of the Word document
``styles.dotx``
==========================  ==========================================================================
"""

from __future__ import annotations

import difflib
import string
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field

from audit.errors import Located, UsageError
from audit.report.branding.palette import LEAST_CONTRAST, Palette
from audit.report.wording import TAGS, Words, shipped_words
from audit.text import Language, Message, Text, message
from audit.yamlfile import UNKNOWN_KEY, UNKNOWN_KEY_NEAR, YamlFile, checked, read_yaml

NO_FOLDER = message(
    "R-NO-FOLDER",
    zh="模板文件夹不存在",
    en="there is no such folder of templates",
    mend=Text(zh="请检查 --template 后的路径", en="check the path after --template"),
)
NOTHING_THERE = message(
    "R-NOTHING",
    zh="模板文件夹中没有 brand.yaml、brand.css、words.*.yaml 或 *.html.j2，不会改变任何内容",
    en="the folder holds no brand.yaml, brand.css, words.*.yaml or *.html.j2, so it changes nothing",
    mend=Text(zh="请检查路径，或见 docs/branding.md", en="check the path, or see docs/branding.md"),
)
NO_LOGO = message(
    "R-LOGO",
    zh="找不到标志文件“{name}”",
    en="there is no logo “{name}” in the folder",
    mend=Text(zh="请放入同一文件夹，格式为 SVG 或 PNG", en="put it into the same folder, as SVG or PNG"),
)
PALE = message(
    "R-PALE",
    zh="颜色“{name}”（{colour}）与底色的对比度为 {contrast}，文字至少需要 {least}",
    en="the colour “{name}” ({colour}) has a contrast of {contrast} with its ground; text needs {least}",
    mend=Text(zh="请选用更深的颜色", en="choose a darker one"),
)
NOT_A_CHAPTER = message(
    "R-CHAPTER",
    zh="没有名为“{name}”的章节，现有：{known}",
    en="there is no chapter “{name}”; there are {known}",
)
CHAPTERS_LEFT_OUT = message(
    "R-LEFT-OUT",
    zh="章节顺序中缺少：{names}",
    en="the order of the chapters leaves out {names}",
    mend=Text(
        zh="审查报告不得省略章节（ISO 19011 6.5.1），请补上；顺序可自定",
        en="an audit report may leave none of them out (ISO 19011, 6.5.1); add them, in any order",
    ),
)
NOT_A_SENTENCE = message(
    "R-WORDS",
    zh="“{key}”应为一段文字",
    en="“{key}” should be a text",
)
FIELDS = message(
    "R-FIELDS",
    zh="“{key}”用到了 {{{name}}}，原文中没有；可用的有：{known}",
    en="“{key}” uses {{{name}}}, which the sentence that it replaces does not have; it has {known}",
)

_SHOWN = frozenset({".css", ".png", ".svg", ".ttf"})
_MINE = ("brand.yaml", "brand.css", "web.css", "words.*.yaml", "*.html.j2", "styles.docx", "styles.dotx")
_LOGO = r"^[^/\\]+\.(svg|png)$"


class BrandFile(BaseModel):
    """``brand.yaml``. ``chapters`` is their order, all of them."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    brand: Literal[1]
    name: Text
    logo: str | None = Field(default=None, pattern=_LOGO)
    colours: Palette = Palette()
    chapters: tuple[str, ...] = ()


@dataclass(frozen=True)
class Brand:
    """What a body changes of the report; ``PLAIN`` changes nothing.

    ``words``: language -> key, such as ``document.kind``, -> text.
    ``order``: ids of all chapters, or empty for the order of the report.
    ``logo``: its file name.
    ``files``: name -> content of what its templates may show as ``asset:NAME``.
    """

    folder: Path | None = None
    name: Text | None = None
    logo: str | None = None
    palette: Palette = field(default_factory=Palette)
    order: tuple[str, ...] = ()
    words: Mapping[Language, Mapping[str, str]] = field(default_factory=dict)
    files: Mapping[str, bytes] = field(default_factory=dict)

    def words_in(self, language: Language) -> Words:
        """The words of the templates in one language, the body's own before ours."""
        return shipped_words(language, tuple(self.words.get(language, {}).items()))

    def ordered(self, chapters: tuple[str, ...]) -> tuple[str, ...]:
        """The ids of the chapters in the body's order.

        Raises:
            UsageError: the order names a chapter that there is not, or leaves one out.
        """
        if not self.order:
            return chapters
        wrong = list(_misordered(self.order, chapters))
        if wrong:
            file = f"{self.folder}/brand.yaml"
            raise UsageError(Located(file=file, message=one) for one in wrong)
        return self.order


PLAIN = Brand()


def _misordered(order: tuple[str, ...], chapters: tuple[str, ...]) -> Iterator[Message]:
    known = ", ".join(chapters)
    yield from (NOT_A_CHAPTER(name=one, known=known) for one in order if one not in chapters)
    if left := [one for one in chapters if one not in order]:
        yield CHAPTERS_LEFT_OUT(names=", ".join(left))


def load_brand(folder: Path) -> Brand:
    """The brand of a folder.

    Raises:
        UsageError: there is nothing in it, or something in it is wrong; with file and line.
    """
    if not folder.is_dir():
        raise UsageError([Located(file=str(folder), message=NO_FOLDER())])
    if not any(next(folder.glob(pattern), None) for pattern in _MINE):
        raise UsageError([Located(file=str(folder), message=NOTHING_THERE())])
    words = {language: _words(folder, language) for language in TAGS}
    files = {one.name: one.read_bytes() for one in sorted(folder.iterdir()) if one.suffix in _SHOWN}
    own = Brand(folder=folder, words=words, files=files)
    path = folder / "brand.yaml"
    return _described(own, read_yaml(path, str(path))) if path.is_file() else own


def _described(own: Brand, file: YamlFile) -> Brand:
    """A brand with what its ``brand.yaml`` says."""
    said = checked(file, BrandFile)
    wrong = [
        file.at(
            ("colours", name), PALE(name=name, colour=colour, contrast=round(found, 1), least=LEAST_CONTRAST)
        )
        for name, colour, found in said.colours.pale()
    ]
    if said.logo is not None and said.logo not in own.files:
        wrong.append(file.at(("logo",), NO_LOGO(name=said.logo)))
    if wrong:
        raise UsageError(wrong)
    return replace(own, name=said.name, logo=said.logo, palette=said.colours, order=said.chapters)


def _words(folder: Path, language: Language) -> dict[str, str]:
    """The body's own words of one language by key; each must stand for one of ours."""
    path = folder / f"words.{TAGS[language]}.yaml"
    if not path.is_file():
        return {}
    file, ours = read_yaml(path, str(path)), shipped_words(language).flat()
    found, wrong = {}, []
    for place, value in _leaves(file.data):
        key = ".".join(map(str, place))
        fault = _fault(key, value, ours)
        if fault is None:
            found[key] = value
        else:
            wrong.append(file.at(place, fault))
    if wrong:
        raise UsageError(wrong)
    return found


def _leaves(node: Any, place: tuple[str | int, ...] = ()) -> Iterator[tuple[tuple[str | int, ...], Any]]:
    if isinstance(node, dict):
        for key, value in node.items():
            yield from _leaves(value, (*place, str(key)))
    elif node is not None or place:
        yield place, node


def _fault(key: str, value: Any, ours: Mapping[str, str]) -> Message | None:
    """What is wrong with one text of the body's own."""
    if key not in ours:
        near = difflib.get_close_matches(key, ours, n=1, cutoff=0.6)
        return UNKNOWN_KEY_NEAR(key=key, near=near[0]) if near else UNKNOWN_KEY(key=key)
    if not isinstance(value, str):
        return NOT_A_SENTENCE(key=key)
    known = _fields(ours[key])
    extra = sorted(_fields(value) - known)
    return FIELDS(key=key, name=extra[0], known=", ".join(sorted(known)) or "–") if extra else None


def _fields(sentence: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(sentence) if name}
