"""How a command ends: one sentence for people, an exit code for scripts, a traceback only on request."""

from __future__ import annotations

import os
import platform
import sys
import traceback
from collections.abc import Callable

from semesta import __version__
from semesta.cli.console import errors
from semesta.cli.language import current, say
from semesta.faults import SemestaError

INTERRUPTED = 130
UNFORESEEN = 1


def code_of(command: Callable[[], object], *, debug: bool) -> int:
    """Run a command and return its exit code, saying on stderr what went wrong."""
    try:
        command()
    except SystemExit as done:
        code = done.code if isinstance(done.code, int) else int(done.code is not None)
        if code == INTERRUPTED:  # the parser turns Ctrl-C into this
            errors().print(say("cli.interrupted"), style="yellow")
        return code
    except KeyboardInterrupt:
        errors().print(say("cli.interrupted"), style="yellow")
        return INTERRUPTED
    except SemestaError as error:
        _tell(error, debug=debug)
        return error.exit_code
    except BrokenPipeError:
        _silence_stdout()
        return 0
    except Exception as error:  # noqa: BLE001  (the outermost loop: whatever happens ends in a sentence)
        _confess(error, debug=debug)
        return UNFORESEEN
    return 0


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
