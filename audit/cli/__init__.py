"""The command line: parses, calls the API, prints. Every command is a module of its own, imported when run."""

from __future__ import annotations

import gc
import sys
from collections.abc import Sequence
from importlib import import_module

import click

from audit import __version__
from audit.cli.exit_codes import Exit

# name -> what --help says of it; the module bears the same name. Importing all of them would cost a second.
COMMANDS = {
    "init": "Look at a folder of files and propose its audit.yaml.",
    "run": "Assess the evidence and write the report.",
    "validate": "Check the evidence files and name every problem.",
    "assess": "Measure, judge and conclude; write result.json.",
    "report": "Render a result as a PDF report.",
    "sign": "Put a digital signature on a report.",
    "verify": "Who signed a report, when, and whether anything changed since.",
    "compare": "What became of every item from one audit to the next.",
    "explain": "Print the arithmetic behind one checklist item.",
    "evidence": "The tables that evidence is made of.",
    "checklist": "The checklists: list, show, lint.",
    "instrument": "The questionnaires: list, show, lint, export, score, template, import.",
    "measures": "The measures: list, show.",
    "doctor": "Check fonts, libraries and locale; say how to mend them.",
}


class LazyGroup(click.Group):
    """A group that imports a command only when it is asked for."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """The commands in the order of use, not of the alphabet."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Import one command; None for a name that is none."""
        if cmd_name not in COMMANDS:
            return None
        command = import_module(f"audit.cli.{cmd_name}").command
        assert isinstance(command, click.Command)
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """List the commands without importing them."""
        with formatter.section("Commands"):
            formatter.write_dl(list(COMMANDS.items()))

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Click's own search, with the nearest name said for one that is none."""
        if args and args[0] not in COMMANDS and not args[0].startswith("-"):
            import difflib

            near = difflib.get_close_matches(args[0], COMMANDS, n=1)
            ctx.fail(f"No such command {args[0]!r}." + (f" Did you mean {near[0]!r}?" if near else ""))
        return super().resolve_command(ctx, args)


@click.group(
    cls=LazyGroup,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
    epilog="Example: audit run examples/kiosk -o out",
)
@click.version_option(__version__, prog_name="audit")
def cli() -> None:
    """From a folder of evidence to a traceable service-certification audit report."""


def main(args: Sequence[str] | None = None) -> int:
    """Run the command line; returns the exit code and never lets an exception escape.

    A fault of the tool is not a fault of the data: it ends with 70 and says how to report it.
    """
    # Most of what a command makes lives until it ends: to look for garbage as often as Python does would take
    # a tenth of the time of a small one.
    gc.set_threshold(100_000, 20, 100)
    try:
        code = cli.main(args=args, prog_name="audit", standalone_mode=False)
        return int(code) if isinstance(code, int) else Exit.OK
    except click.exceptions.Exit as done:
        return done.exit_code
    except click.ClickException as error:
        error.show()
        return Exit.USAGE
    except (click.Abort, KeyboardInterrupt):
        click.echo("Interrupted.", err=True)
        return 130
    except BrokenPipeError:
        # The reader of our output went away, as `audit ... | head` does; nothing is left to say.
        sys.stderr.close()
        return Exit.OK
    except Exception as error:
        from audit.cli.failures import tell

        return tell(error, args if args is not None else sys.argv[1:])
