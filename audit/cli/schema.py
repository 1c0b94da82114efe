"""``audit evidence schema``: the tables as Frictionless Table Schemas."""

from __future__ import annotations

from pathlib import Path

import click

from audit.cli.exit_codes import Exit
from audit.cli.options import Voice, with_voice
from audit.cli.template import write_all


@click.command(epilog="Example: audit evidence schema complaints -o schemas")
@click.argument("tables", nargs=-1, metavar="[TABLE]...")
@click.option(
    "-o", "--output", type=click.Path(path_type=Path, file_okay=False), help="Write here instead of stdout."
)
@click.option(
    "--audit", type=click.Path(path_type=Path, exists=True), help="Only what this audit.yaml needs."
)
@click.option("--instrument", help="Questionnaire of the survey columns: one that ships, or a YAML file.")
@with_voice
def command(
    tables: tuple[str, ...], output: Path | None, audit: Path | None, instrument: str | None, voice: Voice
) -> int:
    """Table Schemas (datapackage.org) of TABLEs (default: all), and a datapackage.json that joins them.

    On stdout comes one TABLE's schema alone, or the package with the schemas of several within it.
    """
    from audit.asking import table_schemas, whole_package

    if output is not None:
        write_all(table_schemas(tables, engagement=audit, instrument=instrument), output, voice)
    else:
        click.echo(whole_package(tables, engagement=audit, instrument=instrument), nl=False)
    return Exit.OK
