"""``explorer registry``: known outlets and diplomats, and their accounts."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from explorer.cli.options.output import Format, FormatOption, ReportFormatOption
from explorer.cli.settings import load_settings
from explorer.cli.ui.graph import open_graph
from explorer.cli.ui.imports import print_import_reports
from explorer.cli.ui.output import note, print_rows
from explorer.common.errors import InputError
from explorer.registry.schema import KINDS

if TYPE_CHECKING:
    from explorer.registry.reader import Registry

app = typer.Typer(no_args_is_help=True, epilog="Start here: explorer registry list --state CN --kind diplomat")

PathArgument = Annotated[
    Path | None,
    typer.Argument(help="A registry of your own, CSV in the shipped one's columns (default: the shipped one)."),
]
StateOption = Annotated[
    str,
    typer.Option(
        help="Only outlets of this state, by its ISO 3166-1 alpha-2 code: CN, RU, IR. Hong Kong and Macao "
        "have codes of their own (HK, MO). Influencers have no state: leave this out to have them too."
    ),
]
SourceOption = Annotated[
    str,
    typer.Option(
        help="Only outlets that a source of this name lists: CANIS (PRC media and diplomats), "
        "twiplomacy (PRC diplomats, media, influencers), matrix (157 states; its links are the least "
        "reliable)."
    ),
]


@app.command("list")
def list_command(
    path: PathArgument = None,
    state: StateOption = "",
    kind: Annotated[
        str,
        typer.Option(help="Only this kind: " + "; ".join(f"{name} ({text})" for name, text in KINDS.items()) + "."),
    ] = "",
    source: SourceOption = "",
    search: Annotated[
        str,
        typer.Option(help="Only outlets with this text in id, name, owner, parent or a handle, in any case."),
    ] = "",
    format_: FormatOption = Format.TABLE,
) -> None:
    """List outlets with their X handles. A list of many is easier to read as csv, in a spreadsheet.

    Example: explorer registry list --state CN --kind diplomat --search embassy
    """
    import polars as pl

    from explorer.registry.reader import read_registry

    registry = read_registry(path).select(state=state, kind=kind, source=source, search=search)
    handles = (
        registry.accounts.filter(pl.col("platform") == "x")
        .group_by("outlet_id", maintain_order=True)
        .agg(pl.coalesce("handle", "account_id").alias("x"))
    )
    rows = registry.outlets.join(handles, on="outlet_id", how="left", maintain_order="left").select(
        "outlet_id", "name", "kind", "state", "owner", pl.col("x").list.join(" "), "source"
    )
    print_rows(("outlet", "name", "kind", "state", "owner", "x", "source"), rows.rows(), format_)
    _print_rejects(registry)


@app.command("load")
def load(
    context: typer.Context,
    path: PathArgument = None,
    state: StateOption = "",
    source: SourceOption = "",
    output: ReportFormatOption = Format.TABLE,
) -> None:
    """Load outlets and their accounts into the graph, so that clusters can be asked which outlets they boost.

    Rows are the outlets, and then their accounts. Loading is idempotent. Accounts meet those that retweets
    name, by handle in any case or by id, whichever is loaded first. A changed list takes the place of what was loaded
    from a file of the same name before: accounts that it no longer gives to an outlet lose it.

    Example: explorer registry load --state CN
    """
    from explorer.registry.reader import read_registry

    registry = read_registry(path)
    if not registry.outlets.height:
        raise InputError(
            f"{registry.path} holds no usable outlet.",
            hint=f"explorer registry check {registry.path} says why.",
        )
    registry = registry.select(state=state, source=source)
    with open_graph(context) as graph:
        report = graph.load_registry(registry)
    print_import_reports([report], output, program=load_settings(context).program)
    note(f"{registry.outlets.height:,} outlets with {registry.accounts.height:,} accounts are in the graph.")


@app.command("check")
def check_command(
    path: Annotated[Path, typer.Argument(help="The registry to check, CSV in the shipped one's columns.")],
    format_: FormatOption = Format.TABLE,
) -> None:
    """Check a registry of your own before loading it: every broken rule with its line, and exit code 1.

    Example: explorer registry check my-outlets.csv
    """
    from explorer.registry.reader import check_registry, read_registry

    problems = check_registry(path)
    rows = [(p.line, p.outlet, p.column, p.problem) for p in problems]
    if problems or format_ is not Format.TABLE:
        print_rows(("line", "outlet", "column", "problem"), rows, format_)
    if problems:
        raise InputError(
            f"{path} breaks {len(problems):,} rules.",
            hint="Rows with a broken rule are rejected when it is loaded.",
        )
    registry = read_registry(path)
    note(f"{path}: {registry.outlets.height:,} outlets with {registry.accounts.height:,} accounts, nothing to mend.")


def _print_rejects(registry: "Registry") -> None:
    note(f"{registry.outlets.height:,} outlets with {registry.accounts.height:,} accounts.")
    if registry.rejects.height:
        note(
            f"{registry.rejects.height:,} rows of {registry.path} cannot be used: explorer registry check "
            f"{registry.path}"
        )
