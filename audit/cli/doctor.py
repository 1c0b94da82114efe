"""``audit doctor``: what this installation can do, and how to mend what it cannot."""

from __future__ import annotations

import json

import click

from audit.cli.exit_codes import Exit
from audit.cli.listing import FORMAT
from audit.cli.options import Voice, with_voice
from audit.text import Text

GOOD = Text(zh="正常", en="ok")
MISSING = Text(zh="缺失", en="missing")


@click.command(epilog="Example: audit doctor")
@FORMAT
@with_voice
def command(form: str, voice: Voice) -> int:
    """Check fonts, libraries and locale, and say how to mend each."""
    from audit.installation import checks

    found = checks()
    if form == "json":
        view = [
            {"id": one.id, "ok": one.ok, "title": one.title.model_dump(), "mend": one.mend.model_dump()}
            for one in found
        ]
        click.echo(json.dumps(view, ensure_ascii=False, indent=2, sort_keys=True))
    else:
        for language in voice.languages:
            for one in found:
                state = (GOOD if one.ok else MISSING).in_(language)
                mend = "" if one.ok else f" — {one.mend.in_(language)}"
                click.echo(f"{state:<8}{one.title.in_(language)}{mend}")
    return Exit.OK if all(one.ok or not one.required for one in found) else Exit.INCOMPLETE
