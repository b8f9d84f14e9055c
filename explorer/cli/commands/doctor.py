"""``explorer doctor``: what is wrong with the setup."""

from typing import Annotated

import typer

from explorer.cli.options.output import Format, FormatOption
from explorer.cli.settings import load_settings
from explorer.cli.ui.output import print_rows


def doctor(
    context: typer.Context,
    verify: Annotated[
        bool,
        typer.Option("--verify", help="Also read Neo4j's files again and compare their SHA-256 with the lock."),
    ] = False,
    form: FormatOption = Format.TABLE,
) -> None:
    """Check Java, Neo4j's files, the server, versions, schema, memory and disk, and say what to do.

    Starts and changes nothing. Exits with 1 if something keeps the program from working; a warning does not.

    Example: explorer doctor --verify
    """
    from explorer.doctor import CheckOutcome, run_checks

    checks = run_checks(load_settings(context), verify=verify)
    print_rows(
        ("check", "state", "finding", "next step"),
        [(check.name, check.state.value, check.finding, check.next_step) for check in checks],
        form,
    )
    if any(check.state is CheckOutcome.PROBLEM for check in checks):
        raise typer.Exit(1)
