"""``explorer simulate``: a campaign with known truth, as a folder of tables."""

from pathlib import Path
from typing import Annotated, Literal

import typer

from explorer.cli.ui.output import note, progress_bars
from explorer.simulate.campaigns import CAMPAIGNS


def complete_campaigns(incomplete: str) -> list[str]:
    """Return the names of campaigns that begin with a text, for shell completion."""
    return [name for name in CAMPAIGNS if name.startswith(incomplete)]


def simulate(
    name: Annotated[
        str,
        typer.Argument(
            help="Which: " + "; ".join(f"{name}: {title}" for name, title in CAMPAIGNS.items()) + ".",
            autocompletion=complete_campaigns,
        ),
    ],
    out: Annotated[Path, typer.Option("--out", "-o", help="Folder to write; new or empty.", metavar="DIR")],
    seed: Annotated[int, typer.Option(min=0, help="Of all chance: the same seed gives the same bytes.")] = 0,
    scale: Annotated[
        float, typer.Option(help="How large, 1 being the usual size: 0.1 is a tenth of its crowd and its posts.")
    ] = 1.0,
    file_format: Annotated[Literal["parquet", "csv"], typer.Option("--format", help="Of the tables.")] = "parquet",
    force: Annotated[bool, typer.Option("--force", help="Replace the campaign that the folder holds.")] = False,
) -> None:
    """Make a campaign with known truth, to see what a method finds of what was planted.

    Nothing in it is real, and it says so: ids begin with sim-, names, profiles and posts begin with
    [simulated]. The tables can be imported; truth/ inside tells what was planted, for explorer evaluate.

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
    note(f"Simulated, nothing in it is real: {tables}.")
    note(f"Planted: {len(planted):,} accounts in {planted.n_unique()} groups; see {out / TRUTH_FOLDER}")
