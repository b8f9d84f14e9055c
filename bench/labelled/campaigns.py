"""Find labelled campaigns in a folder and read them; the names of files say which accounts belong to the campaign."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final, Literal, get_args

import polars as pl

from explorer.common.errors import InputError
from explorer.detect.network.events import Events
from explorer.detect.network.parameters import NetworkParameters
from explorer.detect.signals.signal import Signal
from explorer.importing.jobs import find_jobs
from explorer.model.keys import account_key
from explorer.runs.files import FileRecords, read_files
from explorer.runs.network import find_events
from explorer.simulate.campaign.model import TRUTH
from explorer.sources.format_detection import AUTO

Side = Literal["campaign", "control"]
SIDES: Final[tuple[Side, ...]] = get_args(Side)
"""Beginnings of the names of files and folders, in any case: whose actions they contain."""

LAYOUT: Final = (
    "Give each campaign a folder with files (or folders of files) whose names begin with campaign and control: "
    "DATA/Spain/campaign.csv and DATA/Spain/control.csv. docs/howto/labelled.md has examples."
)


@dataclass(frozen=True, slots=True)
class CampaignFiles:
    """The files of one campaign.

    Attributes:
        name: Name of its folder.
        paths: Files and folders of each side, sorted by name.
    """

    name: str
    paths: Mapping[Side, Sequence[Path]]


@dataclass(frozen=True, slots=True)
class LabelledEvents:
    """The events of one campaign and its control accounts.

    Attributes:
        name: Name of the campaign.
        events: Events of all accounts.
        truth: One row for each account with an action of the signal's kind, with the columns `TRUTH`. The group of the
            campaign's accounts is its name, and the group of control accounts is null.
        resolution: Time precision of the coarser side in seconds.
        both: Number of accounts that have actions on both sides. They count as accounts of the campaign.
    """

    name: str
    events: Events
    truth: pl.DataFrame
    resolution: int
    both: int


def find_campaigns(folder: Path) -> list[CampaignFiles]:
    """Return the campaigns in a folder: itself if it has files of both sides, else its subfolders, by name.

    Subfolders without files of either side are skipped.

    Raises:
        InputError: If the folder does not exist, there is no campaign, or a campaign lacks one side.
    """
    if not folder.is_dir():
        raise InputError(f"{folder} is not a folder.", hint=LAYOUT)
    folders = [folder, *sorted(path for path in folder.iterdir() if path.is_dir() and not _side(path))]
    found = [CampaignFiles(path.resolve().name, paths) for path in folders if any((paths := _paths(path)).values())]
    if not found:
        raise InputError(f"{folder} contains no files whose names begin with campaign or control.", hint=LAYOUT)
    for campaign in found:
        for side, other in zip(SIDES, reversed(SIDES), strict=True):
            if not campaign.paths[side]:
                raise InputError(
                    f"{campaign.name} has {other} files but no {side} files (names that begin with {side}).",
                    hint=LAYOUT,
                )
    return found


def read_campaign(
    files: CampaignFiles, signal: Signal, *, format_name: str = AUTO, platform: str | None = None
) -> LabelledEvents:
    """Read a campaign like ``explorer network``, and label its accounts by the side that contains their actions.

    Only actions count: an account that merely wrote a post that others retweeted gets no label.

    Args:
        files: The files.
        signal: What counts as doing the same.
        format_name: Format of the files, or ``auto``.
        platform: Platform of the ids if the rows do not name one; None means each format's default.

    Raises:
        InputError: If a file cannot be read, or a side or all files have no action of the signal's kind.
    """
    actors, resolution = {}, 0
    for side in SIDES:
        reading = read_files(find_jobs(files.paths[side], format_name=format_name, platform=platform), signal.kind)
        actors[side], resolution = _actors(reading), max(resolution, reading.resolution.seconds)
        if actors[side].is_empty():
            raise InputError(
                f"The {side} files of {files.name} contain no {signal.kind.acts}, but {signal.name} needs them.",
                hint="Choose another signal with --signal, or check the files with explorer import --dry-run.",
            )
    every = [path for side in SIDES for path in files.paths[side]]
    reading = read_files(find_jobs(every, format_name=format_name, platform=platform), signal.kind)
    # Each method has a window of its own, so only a window that the times allow is checked here.
    events, _ = find_events(reading, signal, NetworkParameters(window=1_000 * resolution))
    truth = (
        pl.concat(
            [
                actors["campaign"].to_frame().with_columns(group=pl.lit(files.name), role=pl.lit("campaign")),
                actors["control"].to_frame().with_columns(group=pl.lit(None, pl.String), role=pl.lit("control")),
            ]
        )
        .unique("account", keep="first", maintain_order=True)
        .with_columns(pl.col("account").str.splitn(":", 2).struct.rename_fields(["platform", "account_id"]))
        .unnest("account")
        .select(*TRUTH)
    )
    both = sum(map(len, actors.values())) - truth.height
    return LabelledEvents(files.name, events, truth, resolution, both)


def _side(path: Path) -> Side | None:
    return next((side for side in SIDES if path.name.lower().startswith(side)), None)


def _paths(folder: Path) -> dict[Side, list[Path]]:
    entries = sorted(folder.iterdir())
    return {side: [path for path in entries if _side(path) == side] for side in SIDES}


def _actors(reading: FileRecords) -> pl.Series:
    """Return the keys of all accounts that act, sorted."""
    accounts = reading.records.acts.select(pl.col("account").unique().sort().drop_nulls())
    if reading.platform is not None:
        accounts = accounts.select(account_key(pl.lit(reading.platform), pl.col("account")).alias("account"))
    return accounts["account"]
