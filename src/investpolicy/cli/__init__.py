"""The command line: parse, call, print. Exit codes: 0 fine, 1 findings, 2 bad input, 130 stopped; never a traceback."""

from __future__ import annotations

import os
import sys
from io import TextIOWrapper
from typing import Annotated, Final, Literal

try:
    import typer
except ModuleNotFoundError:  # the extra is not installed
    sys.stderr.write('The command line needs an extra: pip install "investpolicy[cli]"\n')
    raise SystemExit(2) from None

from investpolicy.cli.claims import check, explain
from investpolicy.cli.records import decide, list_policies, show, show_readings, show_schema, verify_files
from investpolicy.errors import PolicyError
from investpolicy.version import version_of_library

STOPPED: Final = 130
"""The exit code after Ctrl-C, as shells have it."""

app = typer.Typer(no_args_is_help=True, add_completion=True, pretty_exceptions_enable=False, help=__doc__)
app.command()(check)
app.command()(explain)
app.command(name="policies")(list_policies)
app.command()(show)
app.command(name="readings")(show_readings)
app.command()(decide)
app.command(name="verify")(verify_files)
app.command(name="schema")(show_schema)


@app.callback(invoke_without_command=True)
def _options(version: Annotated[bool, typer.Option("--version", help="Print the version.")] = False) -> None:
    if version:
        typer.echo(f"investpolicy {version_of_library()}")
        raise typer.Exit


def main(arguments: list[str] | None = None) -> Literal[0, 1, 2, 130]:
    """Run a command; what goes wrong is said on standard error."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):  # a console in another code page; the name of a file that is no Unicode
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")
    try:
        code = app(arguments, standalone_mode=False)
    except PolicyError as error:
        for problem in error.problems:
            typer.echo(f"error: {problem}", err=True)
        return 2
    except (typer.Abort, KeyboardInterrupt):
        code = STOPPED
    except BrokenPipeError:  # the reader of a pipe went away
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 2
    except Exception as error:  # noqa: BLE001 (no traceback from the command line)
        show_usage = getattr(error, "show", None)
        if callable(show_usage):  # a misused command
            show_usage()
        else:
            typer.echo(
                f"error: {type(error).__name__}: {error}; this is a fault of the library, please report it", err=True
            )
        return 2
    if code == STOPPED:  # Typer answers so by itself
        typer.echo("stopped", err=True)
    return code if code in (1, 2, 130) else 0


__all__ = ["app", "main"]
