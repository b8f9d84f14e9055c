"""The published figures: the query that returns each of them for the simulated campaign, and how to read its rows.

``python -m scripts.docs.figures`` runs all queries on the campaign at full size, on a separate local server, and writes
the results into docs/figures.md.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Any, Final

import polars as pl
import typer

from explorer.cli.commands.demo_simulated import run_simulated_demo
from explorer.common.settings import Settings
from explorer.detect.network.parameters import NetworkParameters
from explorer.detect.significance.parameters import SignificanceParameters
from explorer.graph.connection.connect import Connection, open_connection
from explorer.importing.jobs import find_jobs, import_files, import_registry
from explorer.packs.catalog import find_query
from explorer.packs.names import resolve_names
from explorer.packs.query import COMMON_PARAMETERS
from explorer.packs.run import run_query
from explorer.registry.reader import read_registry
from explorer.runs.detect import detect
from explorer.runs.parameters import DetectionParameters
from explorer.simulate.campaign.files import write_campaign
from explorer.simulate.simulation import simulate
from scripts.docs.generate import replaced

PAGE: Final = Path(__file__).parents[2] / "docs" / "figures.md"
Rows = Sequence[Mapping[str, Any]]


@dataclass(frozen=True, slots=True)
class Asked:
    """A figure: its query with parameters, and how to read the rows.

    Attributes:
        number: Number of the published finding.
        what: Name of the figure in `explorer.simulate.prc2021.figures`.
        query: Name of the query.
        given: Parameters other than the defaults, as typed on the command line.
        read: Description of the column or value that contains the figure.
        take: Returns the figure from the rows.
    """

    number: int
    what: str
    query: str
    given: Mapping[str, str]
    read: str
    take: Callable[[Rows], float]

    def command(self) -> str:
        """Return the command line that runs the query."""
        words = [
            f"--{name} {_quoted(value)}" if name in COMMON_PARAMETERS else f"--param {_quoted(f'{name}={value}')}"
            for name, value in self.given.items()
        ]
        return " ".join(["explorer packs run", self.query, *words])


def _quoted(text: str) -> str:
    return f'"{text}"' if " " in text or "|" in text else text


def column(name: str) -> Callable[[Rows], float]:
    """Return a function that returns a column of the first row."""
    return lambda rows: float(rows[0][name])


def month(name: str) -> Callable[[Rows], float]:
    """Return a function that returns year and month of a date in the first row, such as 201910."""
    return lambda rows: rows[0][name].year * 100 + rows[0][name].month


def total(*names: str) -> Callable[[Rows], float]:
    """Return a function that sums columns over all rows."""
    return lambda rows: float(sum(row[name] for row in rows for name in names))


def how_many(rows: Rows) -> float:
    """Return the number of rows."""
    return float(len(rows))


_DIPLOMATS: Final = {"state": "CN", "by": "kind", "kind": "diplomat"}
_BRANDS: Final = {
    "state": "CN",
    "by": "names",
    "names": "CGTN,CRI,People,Xinhua|Chine Nouvelle,China Daily|CD,Global Times|GT,CCTV,"
    "China News Service,China.org,Beijing Review",
}
_AMBASSADOR: Final = {"outlet": "liu xiaoming"}
_EDITOR: Final = {"outlet": "hu xijin", "days": "365", "partialDays": "true"}
_WAVE: Final = {"by": "kind", "state": "CN", "wave": "2021-03-01", "since": "2020-06-01", "until": "2021-01-31"}
_ALL: Final = {"top": "10000"}
_ALL_SESSIONS: Final = {"maxAccounts": "10000", **_ALL}
_CITIZENS: Final = {"place": "united kingdom"}
_PLACE: Final = "London, United Kingdom"
_MISSION: Final = "liu xiaoming,ma hui,united kingdom,belfast,edinburgh"
_XINJIANG: Final = {"tag": "xinjiang", "maxAmplifiers": "10000"}


def _there(rows: Rows, location: str = "location") -> Rows:
    return [row for row in rows if row[location] == _PLACE]


def _first_cluster(rows: Rows) -> Mapping[str, Any]:
    return max((row for row in rows if row["accountGroup"] == "in a cluster"), key=lambda row: row["topicRetweets"])


FIGURES: Final = (
    Asked(1, "diplomats", "posts-per-day", _DIPLOMATS, "activeAccounts", column("activeAccounts")),
    Asked(1, "posts of diplomats", "posts-per-day", _DIPLOMATS, "posts", column("posts")),
    Asked(1, "posts a day", "posts-per-day", _DIPLOMATS, "postsPerDay", column("postsPerDay")),
    Asked(1, "comments on them", "posts-per-day", _DIPLOMATS, "replies", column("replies")),
    Asked(1, "retweets of them", "posts-per-day", _DIPLOMATS, "retweets", column("retweets")),
    Asked(1, "likes of them", "posts-per-day", _DIPLOMATS, "likes", column("likes")),
    Asked(2, "outlets", "posts-per-day", _BRANDS, "rows", how_many),
    Asked(
        2, "their accounts on Facebook and X", "posts-per-day", _BRANDS,
        "activeAccounts, summed", total("activeAccounts"),
    ),
    Asked(2, "posts of the 10 outlets", "posts-per-day", _BRANDS, "posts, summed", total("posts")),
    Asked(
        2, "comments and reshares", "posts-per-day", _BRANDS, "replies and reposts, summed", total("replies", "reposts")
    ),
    Asked(2, "their likes", "posts-per-day", _BRANDS, "likes, summed", total("likes")),
    Asked(3, "accounts that retweet", "concentration", {"top": "1"}, "accounts", column("accounts")),
    Asked(3, "share of the top 1 percent", "concentration", {"top": "1"}, "topShare", column("topShare")),
    Asked(4, "accounts within 10 s of the post most of the time", "rapid-accounts", _ALL, "rows", how_many),
    Asked(4, "accounts within 6 s of their last retweet most of the time", "sessions", _ALL_SESSIONS, "rows", how_many),
    Asked(
        5, "share of diplomats who joined since March 2019", "outlet-ages",
        {"by": "kind", "kind": "diplomat", "state": "CN", "asOf": "2021-03-01"}, "newShare", column("newShare"),
    ),
    Asked(6, "ambassador joined (year and month)", "outlet-accounts", _AMBASSADOR, "createdDay", month("createdDay")),
    Asked(6, "followers", "outlet-accounts", _AMBASSADOR, "followers", column("followers")),
    Asked(6, "retweets of the ambassador", "outlet-accounts", _AMBASSADOR, "retweets", column("retweets")),
    Asked(
        6, "of these, by accounts suspended later", "outlet-accounts", _AMBASSADOR, "suspendedRetweets",
        column("suspendedRetweets"),
    ),
    Asked(
        7, "weeks with 30 to 50 percent by such accounts", "weeks-in-range", _AMBASSADOR, "weeksInRange",
        column("weeksInRange"),
    ),
    Asked(
        8, "share of diplomats labelled on 1 March 2021", "label-coverage",
        {"asOf": "2021-03-01", "state": "CN"}, "labelledShare of the kind diplomat",
        lambda rows: next(row["labelledShare"] for row in rows if row["group"] == "diplomat"),
    ),
    Asked(8, "first label (year and month)", "labels-by-month", {"state": "CN"}, "first month", month("month")),
    Asked(
        9, "an editor's retweets a day before 14 August", "label-effect", _EDITOR,
        "retweetsPerDayBefore", column("retweetsPerDayBefore"),
    ),
    Asked(9, "from then on", "label-effect", _EDITOR, "retweetsPerDayAfter", column("retweetsPerDayAfter")),
    Asked(
        9, "change of unlabelled outlets, after over before", "label-effect", _EDITOR,
        "comparisonChange", column("comparisonChange"),
    ),
    Asked(
        10, "accounts suspended later", "suspended-amplification", {"state": "CN"},
        "suspendedAccounts", column("suspendedAccounts"),
    ),
    Asked(
        10, "retweets by them", "suspended-amplification", {"state": "CN"},
        "suspendedRetweets", column("suspendedRetweets"),
    ),
    Asked(
        10, "of these, made after the suspension", "suspended-amplification", {"state": "CN"},
        "retweetsAfterSuspension", column("retweetsAfterSuspension"),
    ),
    Asked(
        11, "share of June to January by the wave of 1 March 2021", "wave-outlets", _WAVE,
        "waveShare of the kind diplomat",
        lambda rows: next(row["waveShare"] for row in rows if row["group"] == "diplomat"),
    ),
    Asked(
        12, "accounts posing as one country's citizens", "place-hours", _CITIZENS,
        "accounts, first row", column("accounts"),
    ),
    Asked(
        12, "retweets and replies of core and ring", "place-hours", _CITIZENS, "actions of those in a cluster, summed",
        lambda rows: total("actions")([row for row in rows if row["accountGroup"] == "in a cluster"]),
    ),
    Asked(
        12, "their retweets of others than that country's diplomats", "exclusive-accounts",
        {"outlets": _MISSION, "minShare": "0", "minRetweets": "1", **_ALL},
        f"allRetweets less retweets, of the accounts in {_PLACE}",
        lambda rows: sum(row["allRetweets"] - row["retweets"] for row in _there(rows)),
    ),
    Asked(
        12, "share of their acts from 01:00 to 10:00 UTC", "posting-hours", _ALL,
        f"actionsByHour from 01 to 09 divided by actions, of the clusters in {_PLACE}",
        lambda rows: sum(sum(row["actionsByHour"][1:10]) for row in _there(rows)) / total("actions")(_there(rows)),
    ),
    Asked(
        12, "days on which they were created, by group, at most", "cluster-profiles", _ALL,
        f"most creationDays of the clusters in {_PLACE}",
        lambda rows: float(max(row["creationDays"] for row in _there(rows, "commonLocation"))),
    ),
    Asked(
        13, "share of the Xinjiang group that retweets unrelated posts, too", "also-amplified-share", _XINJIANG,
        "offTopicAmplifierShare of the cluster with the most retweets of the topic",
        lambda rows: _first_cluster(rows)["offTopicAmplifierShare"],
    ),
    Asked(
        13, "likes by that group", "also-amplified-share", _XINJIANG, "likesGiven of the same cluster",
        lambda rows: _first_cluster(rows)["likesGiven"],
    ),
    Asked(
        14, "promoted posts of one agency", "posts-per-day", {"by": "names", "names": "Xinhua|Chine Nouvelle"},
        "promotedPosts", column("promotedPosts"),
    ),
)  # fmt: skip
"""Figures of the campaign that a single query returns, in the order of the published findings."""


def ask(graph: Connection, asked: Asked) -> float:
    """Run the query of a figure, and return the figure."""
    query = find_query(asked.query)
    result = run_query(graph, query, resolve_names(graph, query.bind(asked.given)))
    return asked.take([dict(zip(result.columns, row, strict=True)) for row in result.rows])


def fill(graph: Connection, folder: Path, *, scale: float) -> pl.DataFrame:
    """Simulate the campaign, import it together with the registry, and run a detection.

    Returns:
        Planted and counted figures, with the columns `explorer.simulate.prc2021.figures.COLUMNS`.
    """
    campaign = simulate("prc-2021", scale=scale)
    write_campaign(campaign, folder, command="", force=True)
    import_files(graph, find_jobs([folder]))
    import_registry(graph, read_registry().select(state="CN"))
    detect(graph, DetectionParameters(network=NetworkParameters(), significance=SignificanceParameters()))
    return campaign.figures


def table(planted: pl.DataFrame, returned: Mapping[str, float]) -> list[str]:
    """Return the page's table of published, planted and returned figures with their queries."""
    lines = ["| # | figure | published | planted | returned | value | query |", "| --- " * 7 + "|"]
    rows = {row["what"]: row for row in planted.to_dicts()}
    for asked in FIGURES:
        row = rows[asked.what]
        figures = f"{_number(row['planted'])} | {_number(returned[asked.what])}"
        query = find_query(asked.query)
        place = f"[{asked.query}](../cypher/packs/{query.pack}/README.md)"
        lines.append(f"| {asked.number} | {asked.what} | {row['reported']} | {figures} | {asked.read} | {place} |")
    return lines


def commands() -> list[str]:
    """Return the page's distinct command lines, with the numbers of their figures."""
    by_command: dict[str, set[int]] = {}
    for asked in FIGURES:
        by_command.setdefault(asked.command(), set()).add(asked.number)
    width = max(map(len, by_command))
    return [
        f"    {command.ljust(width)}  # {', '.join(map(str, sorted(numbers)))}"
        for command, numbers in by_command.items()
    ]


def _number(value: float) -> str:
    return f"{value:,.0f}" if value == round(value) else f"{value:,.3g}"


def main(
    scale: Annotated[float, typer.Option(help="Scale of the campaign; 1 is full size.")] = 1.0,
    server: Annotated[str, typer.Option(help="Local server for the campaign's graph.")] = "figures",
) -> None:
    """Ask every figure of the campaign and write docs/figures.md."""
    settings = Settings().model_copy(update={"explorer_server": server, "neo4j_uri": None})
    planted = run_simulated_demo(settings, scale).figures
    with open_connection(settings) as graph:
        returned = {asked.what: ask(graph, asked) for asked in FIGURES}
    page = replaced(PAGE.read_text(encoding="utf-8"), "figures", table(planted, returned))
    PAGE.write_text(replaced(page, "commands", commands()), encoding="utf-8")


if __name__ == "__main__":
    typer.run(main)
