"""``explorer simulate``: write a simulated campaign with known ground truth."""

from pathlib import Path
from typing import Annotated, Literal

import typer

from explorer.cli.ui.output import note, progress_bars
from explorer.common.text import count
from explorer.simulate.campaigns import CAMPAIGNS


def complete_campaigns(incomplete: str) -> list[str]:
    """Return the names of campaigns that start with a text, for shell completion."""
    return [name for name in CAMPAIGNS if name.startswith(incomplete)]


def simulate(
    name: Annotated[
        str,
        typer.Argument(
            help="Campaign to simulate. " + "; ".join(f"{name}: {title}" for name, title in CAMPAIGNS.items()) + ".",
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
    file_format: Annotated[
        Literal["parquet", "csv"], typer.Option("--format", help="Format of the tables.")
    ] = "parquet",
    force: Annotated[bool, typer.Option("--force", help="Replace the campaign in the folder.")] = False,
) -> None:
    """Simulate a campaign in which the coordinated accounts are known.

    Use it to measure how many planted accounts a method finds. Accounts and posts are invented: IDs start with sim-,
    and names, profiles and posts start with [simulated]. Import the tables with `explorer import`. The folder truth/
    lists the planted accounts for `explorer evaluate`.

    Example: explorer simulate base -o campaign --seed 7
    """
    from explorer.simulate.campaign.files import TRUTH_FOLDER, check_folder, write_campaign
    from explorer.simulate.simulation import simulate as make_campaign

    check_folder(out, force=force)
    command = f"explorer simulate {name} -o DIR --seed {seed} --scale {scale:g} --format {file_format}"
    with progress_bars() as progress:
        progress(f"simulating {name}", 0, None)
        campaign = make_campaign(name, seed=seed, scale=scale)
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
