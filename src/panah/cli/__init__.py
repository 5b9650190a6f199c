"""The command line: one verb a file, a thin shell over the Python API.

The rooms are imported inside the verbs, so that `panah --help` loads none of them.
"""

from __future__ import annotations

import os
import sys
from typing import Annotated

import typer

from panah.cli import add, bulletin, demo, export, needs, outlook, picture, read, score, serve, user, watch
from panah.cli.screen import note
from panah.errors import PanahError

__all__ = ["app", "main"]

USAGE, BROKEN_PIPE, INTERRUPTED, UNEXPECTED = 2, 141, 130, 1

# Typer carries a click of its own or uses the one beside it, depending on its version; this base is UsageError in both.
UsageError: type[Exception] = typer.BadParameter.__mro__[1]

app = typer.Typer(
    name="panah",
    help="From what is reported at a border to a place for everyone who crosses it.",
    epilog="Exit codes: 0 done, 2 usage, 3 input, 4 conflict, 5 something needed is not there. Start with: panah demo",
    add_completion=False,
    no_args_is_help=True,
    rich_markup_mode=None,  # Typer's rich help triples the time of `panah --help`
    pretty_exceptions_enable=False,
)
app.command("demo")(demo.demo)
app.command("read")(read.read)
app.command("add")(add.add)
app.command("watch")(watch.watch)
app.command("picture")(picture.picture)
app.command("outlook")(outlook.outlook)
app.command("score")(score.score)
app.command("needs")(needs.needs)
app.command("bulletin")(bulletin.bulletin)
app.command("export")(export.export)
app.command("serve")(serve.serve)
app.command("user")(user.user)


def _version(wanted: bool) -> None:
    if wanted:
        from importlib.metadata import version

        typer.echo(f"panah {version('panah')}")
        raise typer.Exit


@app.callback()
def _options(
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Say which one.")
    ] = False,
    traceback: Annotated[
        bool, typer.Option("--traceback", envvar="PANAH_TRACEBACK", help="Show where an unexpected error arose.")
    ] = False,
) -> None:
    if traceback:
        os.environ["PANAH_TRACEBACK"] = "1"


def main(arguments: list[str] | None = None) -> None:
    """Run the command line and leave with its exit code; an error is one sentence on stderr, never a traceback."""
    code = _run(arguments)
    try:
        sys.stdout.flush()
    except BrokenPipeError:
        code = BROKEN_PIPE
    if code == BROKEN_PIPE:  # else the interpreter would complain when it flushes stdout once more
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    sys.exit(code)


def _run(arguments: list[str] | None) -> int:
    try:
        return app(arguments, prog_name="panah", standalone_mode=False) or 0
    except PanahError as error:
        note(f"panah: {error.sentence}")
        return error.exit_code
    except UsageError as error:
        return _usage(error)
    except (typer.Abort, KeyboardInterrupt):
        return INTERRUPTED
    except BrokenPipeError:
        return BROKEN_PIPE
    except SystemExit as stop:  # Typer leaves this way when the reader of a pipe has gone
        return BROKEN_PIPE if isinstance(stop.__context__, BrokenPipeError) else int(stop.code or 0)
    except OSError as error:
        note(f"panah: {error.filename or 'a file'}: {(error.strerror or str(error)).lower()}.")
        return PanahError.exit_code
    except Exception as error:  # the last line before the person: a bug must not throw a traceback at them
        return _unexpected(error)


def _usage(error: Exception) -> int:
    context = getattr(error, "ctx", None)
    if type(error).__name__ == "NoArgsIsHelpError":  # `panah` alone: the list of verbs is the answer
        typer.echo(context.get_help() if context else "", err=True)
        return USAGE
    command = context.command_path if context else "panah"
    sentence = getattr(error, "format_message", error.__str__)().rstrip(".")
    end = "" if sentence.endswith("?") else "."
    note(f"{command}: {sentence[:1].lower()}{sentence[1:]}{end} Options are listed by {command} --help.")
    return USAGE


def _unexpected(error: Exception) -> int:
    if os.environ.get("PANAH_TRACEBACK", "0").lower() not in ("", "0", "false", "no"):
        import traceback

        traceback.print_exc()
    else:
        note(
            f"panah: this should not have happened ({type(error).__name__}: {' '.join(str(error).split())}). "
            "It is a bug; panah --traceback and the same words again show where it arose."
        )
    return UNEXPECTED
