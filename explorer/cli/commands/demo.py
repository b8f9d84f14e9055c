"""``explorer demo``: the main job once, on a simulated campaign whose truth is known, or on real data."""

import time
from enum import StrEnum
from typing import Annotated, Final

import typer

from explorer.cli.settings import load_settings
from explorer.cli.ui.output import heading, note
from explorer.simulate.campaigns import PRC_2021

SCALE: Final = 0.25
"""A quarter of the reported size: 72 s on two idle cores, where all of it takes four minutes."""


class DemoData(StrEnum):
    """What the demo runs on."""

    SIMULATED = PRC_2021
    REAL = "real"


def demo(
    context: typer.Context,
    data: Annotated[
        DemoData,
        typer.Option(
            help=f"{PRC_2021}: a simulated campaign, whose truth is known; real: the rumour of the Higgs "
            "boson, and influencers who amplify outlets of the PRC."
        ),
    ] = DemoData.SIMULATED,
    scale: Annotated[
        float, typer.Option(help="Of the simulated campaign: 1 is the size that was reported, and takes four minutes.")
    ] = SCALE,
) -> None:
    """Run the main job once: import, registry, detect, who boosts whom, and how much of it is right.

    Without --data, on a campaign that is invented after the reports of May 2021 on the amplification of Chinese
    diplomats: what was planted is known, so that what is found can be held against it. Nothing in it is real. Each demo
    has a local server of its own, so that your graph stays clean. Running it again changes nothing.

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
    heading(f"Done in {time.monotonic() - started:.0f} s. What next")
    for command, purpose in (
        (f"{settings.program} browser", "explore this graph in Neo4j Browser"),
        (f"{settings.program} packs list", "the questions that can be asked of it"),
        ("explorer import YOUR-FILES…", "your own data, into a graph of its own"),
        (f"explorer server stop --name {settings.explorer_server}", "stop the demo's Neo4j"),
    ):
        note(f"  {command:<52} {purpose}")
