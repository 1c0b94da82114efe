"""What validation found, as one page for people: opens anywhere, loads nothing, works without scripts.

The page holds its style and its small script itself, and a content security policy that allows these two by
their hashes and nothing else. All of it is readable without the script, which only filters and sorts. With
two languages both are in the page and a switch shows one of them, by CSS alone.
"""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from jinja2 import FileSystemLoader, StrictUndefined
from jinja2.sandbox import ImmutableSandboxedEnvironment
from markupsafe import Markup, escape

from audit import __version__
from audit.report import problems
from audit.report.validation_words import GRADES, LEVELS, WORDS
from audit.resources import shipped
from audit.result import Filter, Problem, ProblemGroup, ValidationResult, unsaid
from audit.text import Language, Text

TAGS: dict[Language, str] = {"zh": "zh-CN", "en": "en"}
NO_TABLE = "-"


@dataclass(frozen=True, slots=True)
class Place:
    """One broken place as the page shows it."""

    at: str
    column: str
    shown: str
    wrong: Text


@dataclass(frozen=True, slots=True)
class Group:
    """One rule broken in one file.

    ``one_sentence`` says that the headline holds for every place; ``search`` is what the filter looks through.
    """

    code: str
    level: str
    column: str
    headline: Text
    mend: Text
    rest: Text
    count: int
    places: tuple[Place, ...]
    one_sentence: bool
    search: str

    @property
    def located(self) -> bool:
        """Whether there is more to say of its places than the headline says."""
        return any(one.at or one.shown for one in self.places) or not self.one_sentence


@dataclass(frozen=True, slots=True)
class FileProblems:
    """The broken rules of one file."""

    file: str
    groups: tuple[Group, ...]


@dataclass(frozen=True, slots=True)
class TableProblems:
    """The files of one table with what is wrong in them; ``name`` is ``-`` for what belongs to no table."""

    name: str
    title: Text
    broken: bool
    files: tuple[FileProblems, ...]

    @property
    def count(self) -> int:
        """How many problems the table has."""
        return sum(group.count for file in self.files for group in file.groups)


def render_page(result: ValidationResult, languages: Sequence[Language]) -> str:
    """The page as HTML, the same bytes for the same result.

    Args:
        result: what validation found; its values are masked already.
        languages: one, or both for a page with a switch.
    """
    folder = shipped("templates") / "validation"
    style, script = ((folder / name).read_text(encoding="utf-8") for name in ("page.css", "page.js"))
    env = ImmutableSandboxedEnvironment(
        loader=FileSystemLoader(folder),
        autoescape=True,
        undefined=StrictUndefined,
        finalize=_printed,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    env.filters["t"] = lambda text, **facts: _told(text, languages, facts)
    env.filters["plain"] = lambda text: " / ".join(text.in_(language) for language in languages)
    env.filters["message"] = lambda said: _told(Text(zh=said.in_("zh"), en=said.in_("en")), languages, {})
    return env.get_template("page.html.j2").render(
        w=WORDS,
        levels=LEVELS,
        grades=GRADES,
        languages=[(language, TAGS[language]) for language in languages],
        style=Markup(style),  # noqa: S704  our own file
        script=Markup(script),  # noqa: S704  our own file
        hashes={"style": _source_hash(style), "script": _source_hash(script)},
        version=__version__,
        verdict=_verdict(result),
        not_shown=unsaid.not_shown(result),
        stopped=unsaid.why_stopped(result),
        unread=_unread(result),
        counts={level: result.count(level) for level in ("error", "warning", "note")},
        affected=result.affected,
        tables=tuple(_tables(result)),
        entries=result.manifest.tables,
        titles={entry.table: entry.title for entry in result.manifest.tables},
        missing=tuple(one for one in result.manifest.missing if one.items),
        total=_total(result),
    )


def _printed(value: Any) -> Any:
    """Every value on one line, with what draws nothing or turns the reading direction spelled out."""
    return problems.visible(value) if isinstance(value, str) and not isinstance(value, Markup) else value


def _told(text: Text, languages: Sequence[Language], facts: dict[str, Any]) -> Markup:
    """A text in every language of the page, each marked as such."""
    said = {language: problems.visible(_filled(text, language, facts)) for language in languages}
    if len(said) == 1:
        return escape(said[languages[0]])
    spans = [Markup('<span lang="{}">{}</span>').format(TAGS[one], words) for one, words in said.items()]
    return Markup("").join(spans)


def _filled(text: Text, language: Language, facts: dict[str, Any]) -> str:
    """Without facts the text may be anybody's, and its braces are its own."""
    return text.in_(language).format(**facts) if facts else text.in_(language)


def _source_hash(source: str) -> str:
    return "sha256-" + base64.b64encode(hashlib.sha256(source.encode()).digest()).decode()


def _verdict(result: ValidationResult) -> tuple[str, Text]:
    """The class of the verdict and its words: of all that was found, also of what is not shown."""
    filtered = result.filter or Filter(levels=())
    failed = _failed(result, filtered)
    if failed is not None:
        return "error", WORDS[failed]
    if filtered.known.error:
        return "warning", WORDS["only_known_errors"]
    if result.count("warning") or filtered.hidden.warning or filtered.known.warning:
        return "warning", WORDS["has_warnings"]
    return "good", WORDS["good"]


def _failed(result: ValidationResult, filtered: Filter) -> str | None:
    """The word for why the command fails; None where it does not."""
    if result.stopped is not None:
        return "not_checked" if result.stopped.reason == "usage" else "not_all_checked"
    if result.count("error"):
        return "has_new_errors" if filtered.new_only else "has_errors"
    if filtered.hidden.error:
        return "hides_errors"
    return None if result.manifest.tables else "nothing"


def _unread(result: ValidationResult) -> tuple[tuple[str, Text], ...]:
    """The place of what keeps the evidence from being checked, and what is wrong there."""
    if result.stopped is None:
        return ()
    found = [
        (
            f"{one.place()}   [{one.message.code}]",
            Text(zh=problems.stop(one, "zh"), en=problems.stop(one, "en")),
        )
        for one in result.stopped.located
    ]
    rest = Text(zh=problems.unlisted(result.stopped, "zh"), en=problems.unlisted(result.stopped, "en"))
    return (*found, ("", rest)) if rest.en else tuple(found)


def _total(result: ValidationResult) -> dict[str, int]:
    files = {file.path for entry in result.manifest.tables for file in entry.files}
    return {
        "tables": len(result.manifest.tables),
        "files": len(files),
        "rows": sum(entry.rows for entry in result.manifest.tables),
        "problems": sum(group.count for group in result.groups),
    }


def _tables(result: ValidationResult) -> Iterator[TableProblems]:
    """The tables with problems, in the order in which audit.yaml names them."""
    titles = {entry.table: entry.title for entry in result.manifest.tables}
    named = dict.fromkeys(group.table or NO_TABLE for group in result.groups)
    for name in sorted(named, key=[*titles, *named].index):
        groups = [group for group in result.groups if (group.table or NO_TABLE) == name]
        files = dict.fromkeys(group.file for group in groups)
        yield TableProblems(
            name,
            titles.get(name, WORDS["no_table"] if name == NO_TABLE else Text(zh=name, en=name)),
            name in result.broken,
            tuple(
                FileProblems(file, tuple(_group(one) for one in _worst_first(groups) if one.file == file))
                for file in files
            ),
        )


def _worst_first(groups: Sequence[ProblemGroup]) -> list[ProblemGroup]:
    return sorted(groups, key=lambda group: list(LEVELS).index(group.level))


def _group(group: ProblemGroup) -> Group:
    """A rule in words: those of its places where they agree, else in general, and then each place its own."""
    places = tuple(_place(one) for one in group.examples)
    one_sentence = len({(one.wrong.zh, one.wrong.en) for one in places}) == 1
    columns = {problems.column(one) or "" for one in group.examples} or {group.column or ""}
    first = group.examples[0] if group.examples else None
    general = problems.general(first.message) if first else WORDS["only_counted"]
    texts = [group.code, group.file, group.table or "", *columns]
    for one in places:
        texts += [one.at, one.column, one.shown, one.wrong.zh, one.wrong.en]
    return Group(
        code=group.code,
        level=group.level,
        column=columns.pop() if len(columns) == 1 else "",
        headline=places[0].wrong if one_sentence else general,
        mend=_both(first, problems.mend) if first else Text(zh="", en=""),
        rest=Text(zh=problems.rest(group, "zh"), en=problems.rest(group, "en")),
        count=group.count,
        places=places,
        one_sentence=one_sentence,
        search=" ".join(texts).casefold(),
    )


def _both(problem: Problem, say: Callable[[Problem, Language], str]) -> Text:
    return Text(zh=say(problem, "zh"), en=say(problem, "en"))


def _place(problem: Problem) -> Place:
    at = problems.cell(problem) or problem.at or ""
    theirs = problem.their_column or ""
    return Place(at, theirs, problem.shown or "", _both(problem, problems.wrong))
