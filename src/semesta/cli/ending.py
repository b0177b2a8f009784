"""How a command ends: one sentence for people, an exit code for scripts, a traceback only on request."""

from __future__ import annotations

import os
import platform
import sys
import traceback
from collections.abc import Callable

import typer

from semesta import __version__
from semesta.cli import usage
from semesta.cli.console import errors
from semesta.cli.language import current, say
from semesta.faults import InputRefused, MachineFailed, SemestaError, Text, refusal_of_machine

INTERRUPTED = 130
UNFORESEEN = 1


def code_of(command: Callable[[], object], *, debug: bool) -> int:
    """Run a command and return its exit code, saying on stderr what went wrong."""
    try:
        ended = command()
    except SystemExit as done:  # the parser's own end when nobody reads its help any more
        return done.code if isinstance(done.code, int) else int(done.code is not None)
    except (KeyboardInterrupt, typer.Abort):
        return _interrupted()
    except SemestaError as error:
        _tell(error, debug=debug)
        return error.exit_code
    except BrokenPipeError:
        _silence_stdout()
        return 0
    except OSError as error:
        failed = _machine_failed(error)
        _tell(failed, debug=debug)
        return failed.exit_code
    except Exception as error:  # noqa: BLE001  (the outermost loop: whatever happens ends in a sentence)
        if usage.is_help(error):
            return InputRefused.exit_code
        if usage.is_usage_error(error):
            refused = usage.refused(error)
            _tell(refused, debug=debug)
            return refused.exit_code
        if stopped := _database_failed(error):
            _tell(stopped, debug=debug)
            return stopped.exit_code
        _confess(error, debug=debug)
        return UNFORESEEN
    # The parser returns the code of whoever raised typer.Exit, and turns Ctrl-C into one.
    code = ended if isinstance(ended, int) else 0
    return _interrupted() if code == INTERRUPTED else code


def _interrupted() -> int:
    errors().print(say("cli.interrupted"), style="yellow")
    return INTERRUPTED


def _database_failed(error: Exception) -> SemestaError | None:
    """What a database refused outside a transaction of ours, such as a server that is not there."""
    if "semesta.database" not in sys.modules:  # a command that has no use for it does not load it to fail
        return None
    from semesta.database import refused

    return refused(error)


def _machine_failed(error: OSError) -> MachineFailed:
    """A fault of the disk that no room foresaw; its name for the place, no path of ours in the sentence."""
    return MachineFailed(
        place=str(error.filename or ""),
        reason=refusal_of_machine(error),
        remedy=Text(
            "Periksa nama, ruang kosong dan izin tulis folder itu, lalu ulangi.",
            "Check the name, the free space and the permission of that folder, then repeat.",
        ),
    )


def _tell(error: SemestaError, *, debug: bool) -> None:
    errors().print(f"✗ {error.say(current())}", style="bold red", markup=False, highlight=False)
    if debug:
        traceback.print_exception(error)


def _confess(error: Exception, *, debug: bool) -> None:
    """A fault of the program. The message of the error stays away: it could quote a person's data."""
    console = errors()
    console.print(f"✗ {say('cli.unforeseen', kind=type(error).__name__)}", style="bold red", markup=False)
    system = f"semesta {__version__}, Python {platform.python_version()}, {platform.system()}"
    console.print(say("cli.report_it", system=system), markup=False, highlight=False)
    if debug:
        traceback.print_exception(error)


def _silence_stdout() -> None:
    """Whoever read our output has stopped (`| head`); Python must not complain when it flushes at exit."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
