"""``explorer demo``: the whole analysis on a simulated campaign or on real data."""

import time
from enum import StrEnum
from typing import Annotated, Final

import typer

from explorer.cli.settings import load_settings
from explorer.cli.ui.output import heading, note
from explorer.simulate.campaigns import PRC_2021

SCALE: Final = 0.25
"""A quarter of the reported size. Takes 72 s on two idle cores; the full size takes four minutes."""


class DemoData(StrEnum):
    """Data of the demo."""

    SIMULATED = PRC_2021
    REAL = "real"


def demo(
    context: typer.Context,
    data: Annotated[
        DemoData,
        typer.Option(
            help=f"Data to use. {PRC_2021}: a simulated campaign with known ground truth. real: retweets about the "
            f"Higgs boson, "
            "and influencers who amplify state outlets of China."
        ),
    ] = DemoData.SIMULATED,
    scale: Annotated[
        float,
        typer.Option(
            help="Size of the simulated campaign. 1 is the size reported in 2021 and takes about four minutes.",
            metavar="NUMBER",
        ),
    ] = SCALE,
) -> None:
    """Run the whole analysis on a simulated campaign: import, detect clusters, measure boosts, write a report.

    The campaign is modelled on the reports of May 2021 on the amplification of Chinese diplomats. Nothing in it is
    real. Because its ground truth is known, the demo can compare the clusters with the planted accounts. The demo uses
    its own local server, so your graph does not change. You can repeat the demo.

    Example: explorer demo

    Example: explorer demo --data real
    """
    settings = load_settings(context)
    if settings.neo4j_uri is None and settings.explorer_server == "default":
        server = f"demo-{data}" + ("" if scale == SCALE or data is DemoData.REAL else f"-{scale:g}".replace(".", "_"))
        settings = settings.model_copy(update={"explorer_server": server})
    started = time.monotonic()
    if data is DemoData.REAL:
        from explorer.cli.commands.demo_real import run_real_demo

        run_real_demo(settings)
    else:
        from explorer.cli.commands.demo_simulated import run_simulated_demo

        run_simulated_demo(settings, scale)
    heading(f"Done in {time.monotonic() - started:.0f} s. Next steps")
    for command, purpose in (
        (f"{settings.program} browser", "explore this graph in Neo4j Browser"),
        (f"{settings.program} packs list", "list the queries that you can run"),
        ("explorer import YOUR-FILES…", "import your own data into a separate graph"),
        (f"explorer server stop --name {settings.explorer_server}", "stop the Neo4j server of the demo"),
    ):
        note(f"  {command:<52} {purpose}")
