"""`semesta rules`: the law as data, what follows from it for one case, and what a reform would change."""

from __future__ import annotations

import typer

from semesta.cli import rules_check, rules_compare, rules_explain, rules_list, rules_show

app = typer.Typer(no_args_is_help=True)
app.command("list", help="cli.rules.list")(rules_list.list_parameters)
app.command("show", help="cli.rules.show")(rules_show.show_parameter)
app.command("explain", help="cli.rules.explain")(rules_explain.explain_case)
app.command("compare", help="cli.rules.compare")(rules_compare.compare_reform)
app.command("check", help="cli.rules.check")(rules_check.check)
