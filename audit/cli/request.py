"""``audit evidence request``: the data-request list of an engagement."""

from __future__ import annotations

from pathlib import Path
from typing import Literal, get_args

import click

from audit.cli.exit_codes import Exit
from audit.cli.options import Voice, with_voice
from audit.cli.template import chosen, write_all

Form = Literal["xlsx", "md"]
FORMS: tuple[Form, ...] = get_args(Form)


@click.command(epilog="Example: audit evidence request examples/service-desk -o out --lang both")
@click.argument("path", type=click.Path(path_type=Path), default=".")
@click.option(
    "-o", "--output", type=click.Path(path_type=Path, file_okay=False), default=".", show_default=True
)
@click.option("--format", "forms", default="xlsx,md", show_default=True, help="xlsx, md, or both.")
@with_voice
def command(path: Path, output: Path, forms: str, voice: Voice) -> int:
    """Write what the organisation is asked for in the engagement of PATH (audit.yaml or its folder).

    Which files and columns, why, what has come already and what is wrong with it, which items wait for what,
    what to remove before sending, and how to check the files beforehand. One file a language; with them goes
    self-check.yaml, and the questionnaire where it is one of your own: what that check needs of the engagement.
    """
    from audit.asking import handed_out, request

    for form in chosen(forms, FORMS):
        write_all(request(path, voice.languages, form), output, voice)
    write_all(handed_out(path), output, voice)
    return Exit.OK
