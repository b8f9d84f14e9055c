"""``explorer demo``: the main job once, on a simulated campaign whose truth is known, or on real data."""

import time
from enum import StrEnum
from typing import Annotated

import typer

from explorer.cli.commands import demo_real, demo_simulated
from explorer.cli.ui.output import heading, note
from explorer.common.settings import Settings


class Data(StrEnum):
    """What the demo runs on."""

    SIMULATED = demo_simulated.NAME
    REAL = "real"


def demo(
    context: typer.Context,
    data: Annotated[
        Data,
        typer.Option(
            help=f"{demo_simulated.NAME}: a simulated campaign, whose truth is known; real: the rumour of the Higgs "
            "boson, and influencers who amplify outlets of the PRC."
        ),
    ] = Data.SIMULATED,
    scale: Annotated[
        float, typer.Option(help="Of the simulated campaign: 1 is the size that was reported, and takes four minutes.")
    ] = demo_simulated.SCALE,
) -> None:
    """Run the main job once: import, registry, detect, who boosts whom, and how much of it is right.

    Without --data, on a campaign that is invented after the reports of May 2021 on the amplification of Chinese
    diplomats: what was planted is known, so that what is found can be held against it. Nothing in it is real. Each demo
    has a local server of its own, so that your graph stays clean. Running it again changes nothing.

    Example: explorer demo

    Example: explorer demo --data real
    """
    settings: Settings = context.obj
    if settings.neo4j_uri is None and settings.explorer_server == "default":
        server = f"demo-{data}" + (
            "" if scale == demo_simulated.SCALE or data is Data.REAL else f"-{scale:g}".replace(".", "_")
        )
        settings = settings.model_copy(update={"explorer_server": server})
    started = time.monotonic()
    if data is Data.REAL:
        demo_real.run(settings)
    else:
        demo_simulated.run(settings, scale)
    heading(f"Done in {time.monotonic() - started:.0f} s. What next")
    for command, purpose in (
        (f"{settings.program} browser", "explore this graph in Neo4j Browser"),
        (f"{settings.program} packs list", "the questions that can be asked of it"),
        ("explorer import YOUR-FILES…", "your own data, into a graph of its own"),
        (f"explorer server stop --name {settings.explorer_server}", "stop the demo's Neo4j"),
    ):
        note(f"  {command:<52} {purpose}")
