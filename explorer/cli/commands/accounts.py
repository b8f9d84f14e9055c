"""``explorer accounts``: judge accounts, and manage the allow list."""

import re
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Final, Literal

import typer

from explorer.cli.options.files import save_stdin
from explorer.cli.options.judgements import AuthorOption, NoteOption, VerdictOption, choose_author
from explorer.cli.options.output import Format, FormatOption, TopOption
from explorer.cli.options.runs import RunOption
from explorer.cli.ui.graph import open_graph
from explorer.cli.ui.labels import EFFECT_LABELS, JUDGEMENT_LABELS
from explorer.cli.ui.output import note, print_rows, warn
from explorer.common.errors import InputError, UsageError
from explorer.common.text import count
from explorer.model.verdicts import Verdict

if TYPE_CHECKING:
    from explorer.judgements.allow_list import AccountRef, AllowListResult

app = typer.Typer(no_args_is_help=True)

NamesArgument = Annotated[
    list[str],
    typer.Argument(
        help="Accounts as @handle or platform:id, or CSV files with a column account_id or handle. The columns "
        "note and "
        "platform are optional. - reads standard input.",
        metavar="FILE|@HANDLE…",
    ),
]


@app.command("judge")
def judge(
    context: typer.Context,
    account: Annotated[str, typer.Argument(help="Handle, ID or account key (platform:id).", metavar="ACCOUNT")],
    verdict: VerdictOption,
    note_: NoteOption = "",
    author: AuthorOption = None,
) -> None:
    """Store your judgement of an account. The judgement is kept when runs and imports are deleted.

    If you judge an account again, the newest judgement applies. `explorer judgements` lists all of them.

    Example: explorer accounts judge @newsroom --verdict organic --note "staff of the paper, see its imprint"
    """
    with open_graph(context) as graph:
        key = graph.judge_account(account, verdict=verdict, author=choose_author(context, author), note=note_)
    note(f"Judged {key} as {verdict}.")


@app.command("allow")
def allow_command(
    context: typer.Context,
    names: NamesArgument,
    note_: NoteOption = "",
    author: AuthorOption = None,
    format_: FormatOption = Format.TABLE,
) -> None:
    """Add accounts that you judge to be organic (not coordinated) to the allow list.

    Accounts that are already on the list do not change. Detection still includes them, unless you use
    `explorer detect --leave-out-allowed`. `explorer accounts effect` shows how a run changes without them.

    Example: explorer accounts allow @newsroom @fanclub --note "newsroom and fan club"
    """
    accounts = _names(context, names)
    with open_graph(context) as graph:
        listed = graph.allow(accounts, author=choose_author(context, author), note=note_)
    _print_listed(listed, format_, loaded="added", duplicates="already on the list or named twice")


@app.command("disallow")
def disallow_command(
    context: typer.Context,
    names: NamesArgument,
    note_: NoteOption = "",
    author: AuthorOption = None,
    format_: FormatOption = Format.TABLE,
) -> None:
    """Remove accounts from the allow list, and withdraw your judgement that they are organic (not coordinated).

    `explorer judgements` still lists the earlier judgements.

    Example: explorer accounts disallow @fanclub --note "operated by the outlet itself"
    """
    accounts = _names(context, names)
    with open_graph(context) as graph:
        listed = graph.disallow(accounts, author=choose_author(context, author), note=note_)
    _print_listed(listed, format_, loaded="removed", duplicates="not on the list or named twice")


@app.command("list")
def list_command(
    context: typer.Context,
    verdict: Annotated[
        Verdict | None,
        typer.Option(help="Show only this verdict; organic is the allow list. Default: all except withdrawn."),
    ] = None,
    format_: FormatOption = Format.TABLE,
) -> None:
    """List judged accounts, each with its newest judgement.

    Example: explorer accounts list --verdict organic --format csv > allowed.csv
    """
    with open_graph(context) as graph:
        accounts = graph.judged_accounts(verdict=verdict)
    # explorer accounts allow reads a file of this table
    accounts = accounts.rename({"account": "account_id"})
    print_rows(accounts.columns, accounts.rows(), format_, labels=JUDGEMENT_LABELS, spare=("at", "author"))


@app.command("effect")
def effect(
    context: typer.Context,
    run: RunOption = "latest",
    show: Annotated[Literal["clusters", "accounts", "boosts"], typer.Option(help="Which table to print.")] = "clusters",
    top: TopOption = 25,
    format_: FormatOption = Format.TABLE,
) -> None:
    """Show how the clusters and boosts of a run change without the accounts on the allow list.

    Lists the clusters that shrink, split or disappear, and the boosts that change. The effect is calculated from the
    stored run. To detect without these accounts, use `explorer detect --leave-out-allowed`.

    Example: explorer accounts effect --run latest --show boosts
    """
    with open_graph(context) as graph:
        properties = graph.run(run)
        impact = graph.effect_of_allowed(run=run)
    edges, lost = impact.edges
    note(
        f"Run {properties['runId']}: {impact.accounts.height:,} of {count(impact.listed, 'account')} on the allow list "
        f"{'has' if impact.accounts.height == 1 else 'have'} an edge. Without the list, {lost:,} of "
        f"{count(edges, 'edge')} {'disappears' if lost == 1 else 'disappear'}. Of "
        f"{count(properties['clusters'], 'cluster')}, "
        + ", ".join(f"{len(impact.clusters.filter(outcome=word)):,} {outcome}" for word, outcome in _OUTCOMES.items())
    )
    if not impact.current:
        warn(
            "Retweets have changed since the run, so its boosts without these accounts are unknown. Run explorer "
            "detect again."
        )
    table = {"clusters": impact.clusters, "accounts": impact.accounts, "boosts": impact.boosts}[show]
    print_rows(
        table.columns, table.head(top).rows(), format_, labels=EFFECT_LABELS, spare=("edges", "edgesLeft", "loose")
    )
    if table.height > top:
        note(f"Showing {top:,} of {count(table.height, 'row')}. Use --top to show more.")


_OUTCOMES = {"gone": "disappear", "falls apart": "split", "shrinks": "shrink"}


_ACCOUNT_KEY: Final = re.compile(r"[a-z0-9_-]+:[\w-]+", re.ASCII)


def _names(context: typer.Context, names: list[str]) -> "list[AccountRef]":
    from explorer.judgements.allow_list import AccountRef, read_names

    named: list[AccountRef] = []
    for name in names:
        path = Path(name)
        # a file in the working folder must not replace an account that was named
        if name.startswith("@") or (":" in name and not path.exists()):
            named.append(AccountRef(name, None, name))
        elif _ACCOUNT_KEY.fullmatch(name):
            raise UsageError(
                f"{name} is the key of an account, and there is a file of this name.",
                hint=f"For the file, write ./{name}. For the account, work in another folder.",
            )
        elif name != "-" and not path.exists():
            raise UsageError(
                f"There is no file {name}.",
                hint="Write accounts as @handle or platform:id. Other names are read as files.",
            )
        else:
            (path,) = save_stdin(context, [path])
            named += read_names(path)
    return named


def _print_listed(listed: "AllowListResult", form: Format, *, loaded: str, duplicates: str) -> None:
    if listed.rejected or form is not Format.TABLE:
        print_rows(("where", "name", "rejected"), listed.rejected, form, labels=JUDGEMENT_LABELS)
    note(
        f"{count(listed.rows, 'row')} read = {listed.loaded:,} {loaded} + {listed.duplicates:,} {duplicates} + "
        f"{len(listed.rejected):,} rejected"
    )
    if len(listed.rejected) == listed.rows:
        raise InputError(
            "None of the accounts was found. All were rejected, and nothing has changed.",
            hint="See the reasons above. Use account keys (platform:id), which are unambiguous; explorer clusters "
            "show lists them.",
        )
