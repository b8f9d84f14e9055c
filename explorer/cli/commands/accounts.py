"""``explorer accounts``: what accounts are judged to be, the allow list, and its effect on a run."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from explorer.cli.options.files import save_stdin
from explorer.cli.options.judgements import AuthorOption, NoteOption, VerdictOption, choose_author
from explorer.cli.options.output import Format, FormatOption, TopOption
from explorer.cli.options.runs import RunOption
from explorer.cli.ui.graph import open_graph
from explorer.cli.ui.output import note, print_rows, warn
from explorer.common.errors import InputError, UsageError
from explorer.model.verdicts import Verdict

if TYPE_CHECKING:
    from explorer.judgements.allow_list import AccountRef, AllowListResult

app = typer.Typer(no_args_is_help=True)

NamesArgument = Annotated[
    list[str],
    typer.Argument(
        help="Accounts, as @handle or platform:id, or CSV files with a column account_id or handle, and if you like "
        "note and platform; - for standard input.",
        metavar="FILE|@HANDLE…",
    ),
]


@app.command("judge")
def judge(
    context: typer.Context,
    account: Annotated[str, typer.Argument(help="Handle, id or key (platform:id).", metavar="ACCOUNT")],
    verdict: VerdictOption,
    note_: NoteOption = "",
    author: AuthorOption = None,
) -> None:
    """Keep in the graph what you judge an account to be. It stays whatever runs and imports come and go.

    Who thinks otherwise judges again: the newest counts, and the earlier ones stay in explorer judgements.

    Example: explorer accounts judge @newsroom --verdict organic --note "staff of the paper, see its imprint"
    """
    with open_graph(context) as graph:
        key = graph.judge_account(account, verdict=verdict, author=choose_author(context, author), note=note_)
    note(f"{key} is judged {verdict}.")


@app.command("allow")
def allow_command(
    context: typer.Context,
    names: NamesArgument,
    note_: NoteOption = "",
    author: AuthorOption = None,
    format_: FormatOption = Format.TABLE,
) -> None:
    """Put accounts on the allow list: judge them organic, all at once. Those that are on it already stay as they are.

    Runs find them all the same: explorer accounts effect tells what a run loses without them, and explorer detect
    --leave-out-allowed leaves them out.

    Example: explorer accounts allow @newsroom @fanclub --note "newsroom and fan club"
    """
    accounts = _names(context, names)
    with open_graph(context) as graph:
        listed = graph.allow(accounts, author=choose_author(context, author), note=note_)
    _print_listed(listed, format_, loaded="allowed", duplicates="on the list before or named twice")


@app.command("disallow")
def disallow_command(
    context: typer.Context,
    names: NamesArgument,
    note_: NoteOption = "",
    author: AuthorOption = None,
    format_: FormatOption = Format.TABLE,
) -> None:
    """Take accounts off the allow list: withdraw that they are organic. The history stays in explorer judgements.

    Example: explorer accounts disallow @fanclub --note "run by the outlet itself"
    """
    accounts = _names(context, names)
    with open_graph(context) as graph:
        listed = graph.disallow(accounts, author=choose_author(context, author), note=note_)
    _print_listed(listed, format_, loaded="taken off", duplicates="not on the list or named twice")


@app.command("list")
def list_command(
    context: typer.Context,
    verdict: Annotated[
        Verdict | None, typer.Option(help="Only these; organic is the allow list (default: all but withdrawn).")
    ] = None,
    format_: FormatOption = Format.TABLE,
) -> None:
    """List the judged accounts, each with its newest judgement.

    Example: explorer accounts list --verdict organic --format csv > allowed.csv
    """
    with open_graph(context) as graph:
        accounts = graph.judged_accounts(verdict=verdict)
    # explorer accounts allow reads a file of this table
    accounts = accounts.rename({"account": "account_id"})
    print_rows(accounts.columns, accounts.rows(), format_, spare=("at", "author"))


@app.command("effect")
def effect(
    context: typer.Context,
    run: RunOption = "latest",
    show: Annotated[
        Literal["clusters", "accounts", "boosts"], typer.Option(help="Of what to print the table.")
    ] = "clusters",
    top: TopOption = 25,
    format_: FormatOption = Format.TABLE,
) -> None:
    """Show what a run loses without the accounts on the allow list: clusters that shrink, fall apart or go, and boosts.

    Worked out from what the run found; explorer detect --leave-out-allowed detects without them.

    Example: explorer accounts effect --run latest --show boosts
    """
    with open_graph(context) as graph:
        properties = graph.run(run)
        impact = graph.effect_of_allowed(run=run)
    edges, lost = impact.edges
    note(
        f"Run {properties['runId']}: of {impact.listed:,} accounts on the allow list {impact.accounts.height:,} have "
        f"an edge; without them go {lost:,} of {edges:,} edges, and of {properties['clusters']:,} clusters "
        + ", ".join(f"{len(impact.clusters.filter(outcome=word)):,} {outcome}" for word, outcome in _OUTCOMES.items())
    )
    if not impact.current:
        warn("Retweets changed since the run, so that its boosts without these accounts cannot be told: detect again.")
    table = {"clusters": impact.clusters, "accounts": impact.accounts, "boosts": impact.boosts}[show]
    print_rows(table.columns, table.head(top).rows(), format_, spare=("edges", "edgesLeft", "loose"))
    if table.height > top:
        note(f"The first {top:,} of {table.height:,}; --top shows more.")


_OUTCOMES = {"gone": "go altogether", "falls apart": "fall apart", "shrinks": "shrink"}


def _names(context: typer.Context, names: list[str]) -> "list[AccountRef]":
    from explorer.judgements.allow_list import AccountRef, read_names

    named: list[AccountRef] = []
    for name in names:
        path = Path(name)
        if name != "-" and not path.exists() and (name.startswith("@") or ":" in name):
            named.append(AccountRef(name, None, name))
        elif name != "-" and not path.exists():
            raise UsageError(
                f"There is no file {name}.", hint="Accounts are named @handle or platform:id, all else are files."
            )
        else:
            (path,) = save_stdin(context, [path])
            named += read_names(path)
    return named


def _print_listed(listed: "AllowListResult", form: Format, *, loaded: str, duplicates: str) -> None:
    if listed.rejected or form is not Format.TABLE:
        print_rows(("where", "name", "rejected"), listed.rejected, form)
    note(
        f"{listed.rows:,} read = {listed.loaded:,} {loaded} + {listed.duplicates:,} {duplicates} + "
        f"{len(listed.rejected):,} rejected"
    )
    if len(listed.rejected) == listed.rows:
        raise InputError(
            "No account was found by what it was called: all were rejected, and nothing has changed.",
            hint="The reasons stand above. A key, platform:id, is never ambiguous: explorer clusters show tells keys.",
        )
