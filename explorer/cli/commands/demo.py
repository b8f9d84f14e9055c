"""``explorer demo``: the whole analysis on a simulated campaign or on real data."""

import time
from enum import StrEnum
from typing import Annotated, Final

import typer

from explorer.cli.ui.graph import graph_settings
from explorer.cli.ui.output import heading, note
from explorer.simulate.campaigns import PRC_2021

SCALE: Final = 0.25
"""A quarter of the reported size. Takes one to four minutes on two cores; the full size takes longer."""


class DemoData(StrEnum):
    """Data of the demo."""

    SIMULATED = PRC_2021
    REAL = "real"


def demo(
    context: typer.Context,
    data: Annotated[
        DemoData,
        typer.Option(
            help=f"Data to use. {PRC_2021}: a simulated campaign, whose coordinated accounts are known. real: "
            "retweets about the Higgs boson, and retweets of Chinese state outlets by eight influencers."
        ),
    ] = DemoData.SIMULATED,
    scale: Annotated[
        float,
        typer.Option(
            help="Size of the simulated campaign as a share of the size reported in 2021. 0.25 takes one to four "
            "minutes; 1 takes longer.",
            metavar="NUMBER",
        ),
    ] = SCALE,
) -> None:
    """Run the whole analysis on example data: find clusters, show which outlets they boost, and write a report.

    By default, the data are a simulated campaign. It is modelled on reports that the Associated Press and the Oxford
    Internet Institute published in May 2021 about accounts that amplified Chinese diplomats. All accounts and posts are
    invented; the outlets, except one, have real names. The coordinated accounts in the campaign are known, so the demo
    can compare the clusters with them. The demo uses its own local server, so your graph does not change. You can run
    the demo again; it replaces its earlier results.

    Example: explorer demo

    Example: explorer demo --data real
    """
    settings = graph_settings(context)
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
