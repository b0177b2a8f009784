"""The `semesta` command: parse, run one command, and end with one sentence and a code."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from types import SimpleNamespace
from typing import Annotated, Any

import typer
import typer.main
from typer import rich_utils

from semesta import __version__
from semesta.cli import (
    audit,
    brief,
    build,
    compare,
    demo,
    ending,
    figures,
    forecast,
    language,
    ledger,
    liability,
    linkage,
    list,
    options,
    plan,
    register,
    rejects,
    report,
    rosters,
    rules,
    show,
    standing,
    synth,
    verify,
    whatif,
)
from semesta.faults import Language
from semesta.reporting.catalogue import Speaker

app = typer.Typer(
    help="cli.app",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)
#: All that a command wants to know of its context before it makes its help option.
_HELP_NAMES = SimpleNamespace(help_option_names=["-h", "--help"])

app.command("demo", help="cli.demo")(demo.demo)
app.command("build", help="cli.build")(build.build)
app.command("show", help="cli.show")(show.show)
app.command("list", help="cli.list")(list.list_people)
app.command("compare", help="cli.compare")(compare.compare)
app.command("verify", help="cli.verify")(verify.verify)
app.command("report", help="cli.report")(report.report)
app.command("brief", help="cli.brief")(brief.brief)
app.command("liability", help="cli.liability")(liability.liability)
app.command("plan", help="cli.plan")(plan.plan)
app.command("standing", help="cli.standing")(standing.standing)
app.command("audit", help="cli.audit")(audit.audit)
app.command("rosters", help="cli.rosters")(rosters.rosters)
app.command("forecast", help="cli.forecast")(forecast.forecast)
app.command("whatif", help="cli.whatif")(whatif.whatif)
app.command("rejects", help="cli.rejects")(rejects.rejects)
app.command("synth", help="cli.synth")(synth.synth)
app.add_typer(rules.app, name="rules", help="cli.rules")
app.add_typer(figures.app, name="figures", help="cli.figures")
app.add_typer(register.app, name="register", help="cli.register")
app.add_typer(ledger.app, name="ledger", help="cli.ledger")
if linkage.app.registered_commands:
    app.add_typer(linkage.app, name="linkage", help="cli.linkage")


def _print_version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"semesta {__version__}")
        raise typer.Exit


@app.callback()
def _program(
    _lang: options.Lang = None,
    _debug: Annotated[bool, typer.Option("--debug", help="cli.debug")] = False,
    _version: Annotated[
        bool, typer.Option("--version", help="cli.version", callback=_print_version, is_eager=True)
    ] = False,
) -> None:
    pass


def main() -> None:
    """Run the program on the arguments of the process and leave with its exit code."""
    raise SystemExit(run(sys.argv[1:]))


def run(arguments: Sequence[str]) -> int:
    """Run one command; the exit code (docs/commands.md). Never a traceback, except with --debug."""
    language.choose_early(arguments)
    parsed = command(language.current())
    # --debug is taken anywhere: whoever repeats a failed command adds it at the end.
    debug = "--debug" in arguments
    rest = [argument for argument in arguments if argument != "--debug"]
    return ending.code_of(
        lambda: parsed.main(args=rest, prog_name="semesta", standalone_mode=False), debug=debug
    )


def command(spoken: Language) -> Any:  # noqa: ANN401  (typer's own click has no public types)
    """The parsed program with every help text in one language."""
    built = typer.main.get_command(app)
    _translate(built, Speaker(spoken))
    _translate_frame(Speaker(spoken))
    return built


def _translate_frame(say: Speaker) -> None:
    """The headings around the help texts."""
    rich_utils.ARGUMENTS_PANEL_TITLE = say("cli.help.arguments")
    rich_utils.OPTIONS_PANEL_TITLE = say("cli.help.options")
    rich_utils.COMMANDS_PANEL_TITLE = say("cli.help.commands")
    rich_utils.REQUIRED_LONG_STRING = say("cli.help.required")
    rich_utils.DEFAULT_STRING = say("cli.help.default")


def _translate(part: Any, say: Speaker) -> None:  # noqa: ANN401
    """Replace the catalogue's keys that stand in the place of help texts."""
    for holder in (part, *part.params):
        key = getattr(holder, "help", None)
        if key and key.startswith("cli."):
            holder.help = say(key)
    part.get_help_option(_HELP_NAMES).help = say("cli.help.help")
    for child in getattr(part, "commands", {}).values():
        _translate(child, say)
