"""Figures on what platforms did: suspensions and labels."""

from typing import Final

from explorer.output import plots
from explorer.report.data.gather import Data
from explorer.report.figures.draw import as_frame, with_picture
from explorer.report.figures.parts import Figure, percent, table
from explorer.report.text import caveats

LABELS: Final = 25
"""Labelled accounts drawn: those retweeted most around their label."""
WAVE_DAYS: Final = 15
"""Days shown of those that took members of clusters: the ones that took most."""


def waves(data: Data) -> Figure:
    """Waves of suspensions."""
    rows = [row for row in data.waves.rows if row["wave"]]
    largest = max(rows, key=lambda row: row["retweets"], default=None)
    finding = (
        f"The largest is {largest['wave']}: {largest['amplifiers']:,} accounts, which had made {largest['retweets']:,} "
        f"retweets "
        f"of outlets, {percent(largest['share'] or 0)} of all."
        if largest
        else ""
    )
    return with_picture(
        Figure(
            "waves",
            "Waves of suspensions",
            "Each bar is a day on which accounts that had retweeted outlets were found suspended; its height is how "
            "many "
            f"retweets of outlets these had made, at whatever time. {finding}",
            None,
            table(
                "table-waves",
                "Days on which accounts were found suspended",
                sorted(data.waves.rows, key=lambda row: (row["wave"] is None, str(row["wave"]))),
                ("wave", "accounts", "amplifiers", "retweets", "share"),
            ),
            caveats.of_waves(data.waves.rows, "accounts") + caveats.of_status(data) + caveats.of_platforms(data),
            missing="" if rows else caveats.no_suspensions(data),
        ),
        lambda: plots.waves(as_frame(rows)),
        finding,
    )


def wave_clusters(data: Data) -> Figure:
    """What waves took from clusters."""
    ranks = {cluster.rank for cluster in data.clusters}
    rows = [row for row in data.wave_clusters.rows if row["cluster"] in ranks]
    dated = [row for row in rows if row["wave"]]
    # days that took most, as many as there is room for
    by_day: dict[object, int] = {}
    for row in dated:
        by_day[row["wave"]] = by_day.get(row["wave"], 0) + row["taken"]
    days = sorted(by_day, key=lambda day: (-by_day[day], str(day)))[:WAVE_DAYS]
    drawn = [row for row in dated if row["wave"] in days]
    most = max(drawn, key=lambda row: row["taken"], default=None)
    return with_picture(
        Figure(
            "wave-clusters",
            "What suspensions took from the clusters",
            "Each row is a cluster, each column a day. The number is how many of its members were found suspended on "
            "that day, and the stronger the colour, the larger their share of the cluster. "
            f"Shown are the {len(days)} days that took most.",
            None,
            table(
                "table-wave-clusters",
                "Members found suspended, by day and cluster",
                rows,
                ("wave", "cluster", "size", "taken", "share", "suspended", "active", "deleted", "unknown"),
            ),
            caveats.of_waves(rows, "taken"),
            missing="" if drawn else caveats.no_suspensions(data, of="members of these clusters"),
        ),
        lambda: plots.wave_clusters(as_frame(drawn)),
        f"Cluster {most['cluster']} lost {most['taken']:,} of {most['size']:,} members on {most['wave']}."
        if most
        else "",
    )


def label_effects(data: Data) -> Figure:
    """What labels changed."""
    rows = [row | {"who": row["handle"] or row["account"]} for row in data.labels.rows]
    told = [row for row in rows if row["effect"] is not None]
    less, more = sum(row["high"] < 1 for row in told), sum(row["low"] > 1 for row in told)
    finding = (
        f"Of {len(told):,} labelled accounts with enough data, {less:,} were retweeted less than comparable accounts "
        f"with an interval wholly below 1, {more:,} more with one wholly above; of the others nothing can be told."
        if told
        else ""
    )
    cut = f"Drawn are the {LABELS} of them that were retweeted most. " if len(told) > LABELS else ""
    why = (
        f"Of {len(rows)} labelled accounts none has enough to compare: {rows[0]['note']}."
        if rows
        else "No outlet's account is known to carry the platform's label."
    )
    return with_picture(
        Figure(
            "labels",
            "What the platform's labels changed",
            "For each labelled account: retweets a day in the weeks after its label over those before, divided by the "
            "same of "
            "unlabelled accounts of outlets of the same kind and state. Left of 1 it lost. A line that crosses 1 tells "
            f"of no effect. {cut}{finding}",
            None,
            table(
                "table-labels",
                "Labelled accounts: retweets a day before and after, and the effect with its 95 percent interval",
                rows,
                (
                    "who",
                    "outlet",
                    "labelled",
                    "before",
                    "after",
                    "change",
                    "n",
                    "comparison",
                    "effect",
                    "low",
                    "high",
                    "note",
                ),
            ),
            caveats.of_labels(data),
            missing="" if told else why,
        ),
        lambda: plots.label_effects(as_frame(told[:LABELS])),
        finding,
    )
