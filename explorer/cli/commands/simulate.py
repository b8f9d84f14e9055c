"""``explorer simulate``: write a simulated campaign with known ground truth."""

from pathlib import Path
from typing import Annotated, Literal

import typer

from explorer.cli.ui.output import note, progress_bars
from explorer.common.text import count
from explorer.simulate.campaigns import CAMPAIGNS, CAMPAIGNS_BY_SUBJECT


def complete_campaigns(incomplete: str) -> list[str]:
    """Return the names of campaigns that start with a text, for shell completion."""
    return [name for name in CAMPAIGNS if name.startswith(incomplete)]


def _list_campaigns(subject: str) -> str:
    """Return the campaigns about a subject, one per line."""
    titles = CAMPAIGNS_BY_SUBJECT[subject]
    return f"\n\n{subject}:" + "".join(f"\n{name}: {title}" for name, title in titles.items())


def simulate(
    name: Annotated[
        str,
        typer.Argument(
            help="Campaign to simulate." + "".join(map(_list_campaigns, CAMPAIGNS_BY_SUBJECT)) + "\n",
            autocompletion=complete_campaigns,
        ),
    ],
    out: Annotated[
        Path, typer.Option("--out", "-o", help="Folder to write to. It must be new or empty.", metavar="DIR")
    ],
    seed: Annotated[int, typer.Option(min=0, help="Random seed; the same seed gives identical files.")] = 0,
    scale: Annotated[
        float, typer.Option(help="Size of the campaign, relative to 1. 0.1 has a tenth of the accounts and posts.")
    ] = 1.0,
    groups: Annotated[
        bool,
        typer.Option(
            "--groups/--no-groups",
            help="Plant the coordinated groups of the campaign. Without them, every edge that a method finds is false.",
        ),
    ] = True,
    file_format: Annotated[
        Literal["parquet", "csv"], typer.Option("--format", help="Format of the tables.")
    ] = "parquet",
    force: Annotated[bool, typer.Option("--force", help="Replace the campaign in the folder.")] = False,
) -> None:
    """Simulate a campaign in which the coordinated accounts are known.

    Use it to measure how many planted accounts a method finds. Accounts and posts are invented: IDs start with sim-,
    and names, profiles and posts start with [simulated]. Import the tables with `explorer import`. The folder truth/
    lists the planted accounts for `explorer evaluate`.

    In half of the campaigns, innocent accounts act at the same moments because they share a trigger, for example a
    feed, a schedule or an influencer. --no-groups leaves only them.

    Example: explorer simulate base -o campaign --seed 7

    Example: explorer simulate schedulers -o campaign --no-groups
    """
    from explorer.simulate.campaign.files import TRUTH_FOLDER, check_folder, write_campaign
    from explorer.simulate.simulation import simulate as make_campaign

    check_folder(out, force=force)
    command = f"explorer simulate {name} -o DIR --seed {seed} --scale {scale:g} --format {file_format}"
    command += "" if groups else " --no-groups"
    with progress_bars() as progress:
        progress(f"simulating {name}", 0, None)
        campaign = make_campaign(name, seed=seed, scale=scale, groups=groups)
        progress(f"writing {out}", 0, None)
        write_campaign(campaign, out, command=command, file_format=file_format, force=force)
    planted = campaign.truth["accounts"]["group"].drop_nulls()
    tables = ", ".join(f"{table.height:,} {name}" for name, table in campaign.tables.items())
    note(f"Simulated {tables}. Nothing in these data is real.")
    note(
        f"Planted: {count(len(planted), 'account')} in {count(planted.n_unique(), 'group')}. The list of planted "
        "accounts is in "
        f"{out / TRUTH_FOLDER}"
    )
