"""``audit compare``: two results side by side."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import click

from audit.cli.exit_codes import Exit
from audit.cli.listing import FORMAT
from audit.cli.options import Voice, with_voice
from audit.cli.profile import KINDS, OVERALL
from audit.cli.words import figure, said
from audit.states import STATES, VERDICTS
from audit.text import Language, Text

if TYPE_CHECKING:
    from audit.api import Changes, ItemChange, Side, Standing

HEADINGS = {
    "improved": Text(zh="改进", en="Improved"),
    "worse": Text(zh="变差", en="Worse"),
    "not_comparable": Text(zh="不可比", en="Not comparable"),
    "new": Text(zh="新增", en="New"),
    "gone": Text(zh="取消", en="Gone"),
    "unchanged": Text(zh="未变", en="Unchanged"),
}
HEADING = Text(zh="{what}：{count} 项", en="{what}: {count:item}")
SIDE = Text(
    zh="{name}，{start} 至 {end}，数据截止 {cut}，结果 {result}",
    en="{name}, {start} to {end}, cut-off {cut}, result {result}",
)
NOT_COMPARABLE = Text(zh="以下各处使得分不可比", en="Scores cannot be compared because of this")
REMARKS = Text(zh="另请注意", en="To be known as well")
SCORES = Text(zh="得分", en="Scores")
NOT_GIVEN = Text(zh="不予评分", en="not given")
INCOMPARABLE = Text(zh="（不可比）", en=" (not comparable)")
BOUNDS = Text(zh="{score}（{low}–{high}）", en="{score} ({low}–{high})")


@click.command(epilog="Example: audit compare 2025/result.json out/result.json")
@click.argument("old", type=click.Path(path_type=Path))
@click.argument("new", type=click.Path(path_type=Path))
@click.option("--fail-on-worse", is_flag=True, help="End with 1 if an item is worse.")
@FORMAT
@with_voice
def command(old: Path, new: Path, fail_on_worse: bool, form: str, voice: Voice) -> int:
    """Tell what became of every item from the audit of OLD to that of NEW.

    Better or worse is an item whose verdict is, or whose score moved beyond its bounds. An item is not compared
    where the item itself, the scheme, the constants of its measure or the questionnaire were changed: then the
    reason is given. Text names unchanged items with -v only; JSON holds all.
    """
    from audit.api import compare

    found = compare(old, new)
    if form == "json":
        click.echo(json.dumps(found.model_dump(mode="json"), ensure_ascii=False, indent=2, sort_keys=True))
    else:
        for language in voice.languages:
            click.echo("\n".join(_lines(found, language, whole=voice.verbose)))
    return Exit.FINDINGS if fail_on_worse and found.of("worse") else Exit.OK


def _lines(found: Changes, language: Language, *, whole: bool) -> Iterator[str]:
    """Both audits, what hinders a comparison, the scores, then the items by what became of them."""
    yield f"  {_side(found.then, language)}"
    yield f"→ {_side(found.now, language)}"
    general = [one.message for one in found.differences]
    for label, messages in ((NOT_COMPARABLE, general), (REMARKS, found.remarks)):
        if messages:
            yield f"{label.in_(language)}{_colon(language)}".rstrip()
            yield from dict.fromkeys(f"  · {one.in_(language)}" for one in messages)
    yield f"{SCORES.in_(language)}{_colon(language)}".rstrip()
    yield from _scores(found, language)
    for change, heading in HEADINGS.items():
        items = [one for one in found.items if one.change == change]
        yield said(HEADING, language, what=heading.in_(language), count=len(items))
        if change != "unchanged" or whole:
            for one in items:
                yield from _item(one, language, {message.in_(language) for message in general})


def _side(side: Side, language: Language) -> str:
    """The period by its first and last day, as reports write it; in a result its end is exclusive."""
    return SIDE.in_(language).format(
        name=side.name.in_(language),
        start=side.period_start,
        end=date.fromisoformat(side.period_end) - timedelta(days=1),
        cut=side.as_of[:10],
        result=side.result[:12],
    )


def _scores(found: Changes, language: Language) -> Iterator[str]:
    names = {"overall": OVERALL, **KINDS}
    for one in found.scores:
        if one.scope == "section":
            continue
        title = names.get(one.id) or one.title
        name = title.in_(language) if title else one.id
        then, now = (
            NOT_GIVEN.in_(language) if value is None else f"{value:.1f}" for value in (one.then, one.now)
        )
        yield f"  {name}  {then} → {now}{'' if one.comparable else INCOMPARABLE.in_(language)}"


def _item(one: ItemChange, language: Language, told: set[str]) -> Iterator[str]:
    """An item as it stood and stands; reasons that hold of all items stand above, and are not told again."""
    sides = [_standing(side, language) for side in (one.then, one.now) if side is not None]
    place = one.id if one.site is None else f"{one.id} @ {one.site}"
    yield f"  {place}  {' → '.join(sides)}  {one.text.in_(language)}"
    for reason in one.reasons:
        if (words := reason.in_(language, figure)) not in told:
            yield f"      · {words}"


def _standing(side: Standing, language: Language) -> str:
    if side.verdict is None or side.score is None:
        return STATES[side.state].in_(language)
    score, low, high = (f"{value:.1f}" for value in (side.score, side.low, side.high) if value is not None)
    between = BOUNDS.in_(language).format(score=score, low=low, high=high) if low != high else score
    return f"{VERDICTS[side.verdict].in_(language)} {between}"


def _colon(language: Language) -> str:
    return "：" if language == "zh" else ": "
