"""``explorer registry``: list, load and check registries of outlets and their accounts."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from explorer.cli.options.output import Format, FormatOption, ReportFormatOption
from explorer.cli.settings import read_settings
from explorer.cli.ui.files import raise_failures
from explorer.cli.ui.graph import open_graph
from explorer.cli.ui.imports import print_import_reports, print_unmatched
from explorer.cli.ui.output import note, print_rows
from explorer.common.errors import InputError
from explorer.common.text import count
from explorer.registry.schema import KINDS

if TYPE_CHECKING:
    from explorer.registry.reader import Registry

app = typer.Typer(no_args_is_help=True, epilog="Example: explorer registry list --state CN --kind diplomat")

_COLUMNS = ("outlet", "name", "kind", "state", "owner", "x", "source")
_LABELS = {
    "outlet": "Outlet ID",
    "name": "Name",
    "kind": "Kind",
    "state": "State",
    "owner": "Owner",
    "x": "Handles on X",
    "source": "Source",
    "line": "Line",
    "column": "Column",
    "problem": "Problem",
    "change": "Change",
    "entry": "Entry",
    "value": "Value",
    "old": "Old value",
    "new": "New value",
}

PathArgument = Annotated[
    Path | None,
    typer.Argument(
        help="Your own registry, as CSV with the columns of the built-in one. Default: the built-in registry.",
        metavar="FILE",
    ),
]
StateOption = Annotated[
    str,
    typer.Option(
        help="Only outlets of this state, as a two-letter ISO 3166-1 code such as CN, RU or IR. Hong Kong and "
        "Macao have their own codes, HK and MO. Influencers have no state; leave this option out to include them.",
        metavar="CODE",
    ),
]
SourceOption = Annotated[
    str,
    typer.Option(
        help="Only outlets, accounts and domains from this source: CANIS (China), twiplomacy (China), Hamilton or "
        "embassies (Russia, Iran and China), matrix (157 states; its accounts are the least reliable), newsmap (IDs on "
        "X), v2fly (domains) or VIGINUM (a covert network).",
        metavar="NAME",
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
        typer.Option(help="Only outlets with this text in their ID, name, owner, parent or a handle. Ignores case."),
    ] = "",
    format_: FormatOption = Format.TABLE,
) -> None:
    """List outlets with their handles on X. For long lists, use --format csv and open the output in a spreadsheet.

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
    print_rows(_COLUMNS, rows.rows(), format_, labels=_LABELS)
    _print_rejects(registry)


@app.command("load")
def load(
    context: typer.Context,
    path: PathArgument = None,
    state: StateOption = "",
    source: SourceOption = "",
    output: ReportFormatOption = Format.TABLE,
) -> None:
    """Load outlets and their accounts into the graph, so that queries can show which outlets a cluster boosts.

    Each outlet and each account counts as a row. You can load a registry before or after the retweets, and load it
    again. Accounts are matched by handle, ignoring case, or by ID. A new version of a file with the same name replaces
    the earlier version. Accounts that the new version does not list are no longer linked to the outlet.

    Example: explorer registry load --state CN
    """
    from explorer.registry.reader import read_registry

    registry = read_registry(path)
    if not registry.outlets.height:
        raise InputError(
            f"{registry.path} contains no valid outlet.",
            hint=f"See the problems: explorer registry check {registry.path}",
        )
    outcome = registry.outcome()
    registry = registry.select(state=state, source=source)
    with open_graph(context) as graph:
        report = graph.load_registry(registry)
        summary = graph.summary()
    print_import_reports([report], output, program=read_settings(context).program)
    note(f"{_contents(registry)} are now in the graph.")
    print_unmatched(summary)
    raise_failures([outcome])


@app.command("check")
def check_command(
    path: Annotated[
        Path, typer.Argument(help="Registry to check, as CSV with the columns of the built-in one.", metavar="FILE")
    ],
    format_: FormatOption = Format.TABLE,
) -> None:
    """Check your own registry before loading it, and print each problem with its line number.

    The exit code is 1 if there are problems.

    Example: explorer registry check my-outlets.csv
    """
    from explorer.registry.reader import check_registry, read_registry

    problems = check_registry(path)
    rows = [(p.line, p.outlet, p.column, p.problem) for p in problems]
    if problems or format_ is not Format.TABLE:
        print_rows(("line", "outlet", "column", "problem"), rows, format_, labels=_LABELS)
    if problems:
        raise InputError(
            f"{path} has {count(len(problems), 'problem')}.",
            hint="Correct the rows above. Rows with problems are rejected when the registry is loaded.",
        )
    registry = read_registry(path)
    note(f"{path}: {_contents(registry)}, no problems found.")


@app.command("diff")
def diff_command(
    old: Annotated[Path, typer.Argument(help="Earlier registry, as CSV.", metavar="OLD")],
    new: Annotated[
        Path | None, typer.Argument(help="Later registry, as CSV. Default: the built-in registry.", metavar="NEW")
    ] = None,
    format_: FormatOption = Format.TABLE,
) -> None:
    """Show which outlets, accounts and domains differ between two registries.

    Example: explorer registry diff my-outlets-2024.csv my-outlets.csv
    """
    from explorer.registry.diff import compare_registries
    from explorer.registry.reader import read_registry

    earlier, later = read_registry(old), read_registry(new)
    changes = compare_registries(earlier, later)
    rows = [(one.outlet, one.change, one.entry, one.value, one.old, one.new) for one in changes]
    print_rows(("outlet", "change", "entry", "value", "old", "new"), rows, format_, labels=_LABELS)
    for registry in (earlier, later):
        _print_rejects(registry)


def _contents(registry: "Registry") -> str:
    domains = f" and {count(registry.domains.height, 'domain')}" if registry.domains.height else ""
    return f"{count(registry.outlets.height, 'outlet')} with {count(registry.accounts.height, 'account')}{domains}"


def _print_rejects(registry: "Registry") -> None:
    note(f"{_contents(registry)}.")
    if registry.rejects.height:
        note(
            f"{count(registry.rejects.height, 'row')} of {registry.path} "
            f"{'was' if registry.rejects.height == 1 else 'were'} rejected. See why: explorer registry check "
            f"{registry.path}"
        )
