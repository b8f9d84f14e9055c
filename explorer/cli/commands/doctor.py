"""``explorer doctor``: check the installation."""

from typing import Annotated

import typer

from explorer.cli.options.output import Format, FormatOption
from explorer.cli.settings import load_settings, read_settings
from explorer.cli.ui.output import print_rows
from explorer.common.errors import ExplorerError


def doctor(
    context: typer.Context,
    verify: Annotated[
        bool,
        typer.Option("--verify", help="Also verify the SHA-256 checksums of the Neo4j files. Takes a few seconds."),
    ] = False,
    form: FormatOption = Format.TABLE,
) -> None:
    """Check the installation, and explain how to fix any problems.

    Checks Java, the Neo4j files, the server, versions, the schema, memory and disk space. The command starts and
    changes nothing. The exit code is 1 if there is a problem; warnings do not count.

    Example: explorer doctor --verify
    """
    from explorer.common.env_files import UnconfirmedServerError
    from explorer.doctor import CheckOutcome, run_checks

    unconfirmed: ExplorerError | None = None
    try:
        settings = read_settings(context)
    except UnconfirmedServerError as error:
        settings, unconfirmed = load_settings(context), error
    checks = run_checks(settings, verify=verify, unconfirmed=unconfirmed)
    print_rows(
        ("check", "state", "finding", "next step"),
        [(check.name, check.state.value, check.finding, check.next_step) for check in checks],
        form,
        labels={"check": "Check", "state": "State", "finding": "Finding", "next step": "Next step"},
    )
    if any(check.state is CheckOutcome.PROBLEM for check in checks):
        raise typer.Exit(1)
