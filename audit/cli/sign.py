"""``audit sign``: put a digital signature on a report."""

from __future__ import annotations

import os
import sys
from datetime import UTC, datetime
from pathlib import Path

import click

from audit.cli.exit_codes import Exit
from audit.cli.options import Voice, with_voice
from audit.cli.words import WRITTEN, said
from audit.text import Text

PASSPHRASE = "AUDIT_KEY_PASSPHRASE"  # noqa: S105  the name of the variable, not what it holds
ASKED = Text(zh="{key} 的口令", en="Passphrase of {key}")
ROLES = ("lead", "technical_reviewer", "client")
FILE = click.Path(path_type=Path, exists=True, dir_okay=False)


@click.command(
    epilog="Example: audit sign report.zh-CN.pdf -o signed.pdf --key lead.p12 --reason '签发审查报告'"
)
@click.argument("report", type=FILE)
@click.option("-o", "--output", type=click.Path(path_type=Path, dir_okay=False), required=True)
@click.option("--key", type=FILE, required=True, help="PKCS#12 file with private key and certificate.")
@click.option(
    "--as", "role", type=click.Choice(ROLES), default="lead", show_default=True, help="Whose field to sign."
)
@click.option("--name", default="", help="Who signs, where the certificate names only an organisation.")
@click.option("--reason", default="", help="Why it is signed.")
@click.option("--place", default="", help="Where it is signed.")
@click.option("--tsa", metavar="URL", help="Timestamp service (RFC 3161); makes it PAdES B-T.")
@click.option(
    "--long-term", is_flag=True, help="PAdES B-LTA: verifiable years later. Needs --tsa and --trust."
)
@click.option(
    "--trust", "roots", type=FILE, multiple=True, help="Root certificates, PEM or DER; may be repeated."
)
@click.option(
    "--crl", "lists", type=FILE, multiple=True, help="Revocation list, PEM or DER; may be repeated."
)
@click.option("--online", is_flag=True, help="Fetch revocation lists from where the certificates say.")
@click.option("--invisible", is_flag=True, help="Leave the field empty on the page; needs no Pango.")
@click.option("--allow-draft", is_flag=True, help="Sign a draft all the same.")
@with_voice
def command(
    report: Path,
    output: Path,
    key: Path,
    role: str,
    name: str,
    reason: str,
    place: str,
    tsa: str | None,
    long_term: bool,
    roots: tuple[Path, ...],
    lists: tuple[Path, ...],
    online: bool,
    invisible: bool,
    allow_draft: bool,
    voice: Voice,
) -> int:
    """Sign REPORT (a PDF of `audit report`) and write the signed file to OUTPUT.

    The passphrase of the key is read from the environment variable AUDIT_KEY_PASSPHRASE, or asked for on a
    terminal; it is never an argument. A second person signs the signed file in a field of their own.
    """
    from audit.issuing import Signing, sign_report

    if output.exists() and output.samefile(report):
        raise click.BadParameter("OUTPUT must not be REPORT itself", param_hint="-o")
    how = Signing(
        role=role,
        at=datetime.now(UTC).astimezone(),  # noqa: TID251  a signature is made now, as the clock here says
        name=name,
        reason=reason,
        place=place,
        tsa=tsa,
        long_term=long_term,
        roots=roots,
        revocation_lists=lists,
        online=online,
        visible=not invisible,
        allow_draft=allow_draft,
    )
    output.write_bytes(sign_report(report, key, _passphrase(key, voice), how))
    for language in voice.languages:
        voice.say(said(WRITTEN, language, path=str(output)))
    return Exit.OK


def _passphrase(key: Path, voice: Voice) -> bytes | None:
    """From the environment, or from a terminal without showing it; None where there is neither."""
    given = os.environ.get(PASSPHRASE)
    if given is None and sys.stdin.isatty():
        given = click.prompt(
            ASKED.in_(voice.languages[0]).format(key=key.name),
            hide_input=True,
            default="",
            show_default=False,
            err=True,
        )
    return given.encode() if given else None
