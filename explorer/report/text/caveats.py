"""What these data demand to be said beside a figure: nothing that is not so in them."""

from explorer.registry.schema import is_registry_format
from explorer.report.data.gather import Data
from explorer.report.data.queries import Row
from explorer.report.figures.parts import ENOUGH, percent

LOW_STABILITY = 0.9
"""Below it, the border of a cluster is partly chance (cypher/packs/boosts/README.md)."""
FEW_MEMBERS = 5
"""Active members below which an interval over members says next to nothing."""
MOSTLY = 0.5


def no_outlets(data: Data) -> str:
    """Return why there is nothing of outlets."""
    if not any(is_registry_format(row["format"]) for row in data.imports.rows) and not data.boosts.rows:
        return "No registry of outlets was loaded, or none of its outlets is in these data: explorer registry load."
    return "No outlet of the registry was retweeted in these data."


def no_boosts(data: Data) -> str:
    """Return why there are no boosts."""
    return "None of these clusters retweets an outlet of the registry." if data.weekly.rows else no_outlets(data)


def no_suspensions(data: Data, of: str = "accounts that retweeted outlets") -> str:
    """Return why there are no suspensions."""
    first = next(iter(data.status.rows), None)
    if first is None or not first["known"]:
        return "Of no account that retweets outlets is it known what became of it."
    return f"None of the {of} is known to have been suspended on a known day."


def of_boosts(data: Data, rows: list[Row]) -> list[str]:
    """Return caveats of some of the boosts."""
    told = []
    if old := sum(row["ofMost"] is None for row in rows):
        told.append(
            f"{old} of {len(rows):,} lifts have no interval: data came or went since the run, which counted others. "
            "Detect anew."
        )
    if wide := sum(row["low"] is not None and row["low"] <= 1 <= row["high"] for row in rows):
        told.append(
            f"The interval of {wide:,} of {len(rows):,} lifts includes 1: these boosts may as well be no preference."
        )
    if by_one := sum((row["ofMost"] or 0) > MOSTLY and row["accounts"] > 1 for row in rows):
        told.append(f"{by_one:,} of {len(rows):,} boosts are for the most part the work of one member.")
    if small := sum(row["accounts"] < FEW_MEMBERS for row in rows):
        told.append(f"{small:,} of {len(rows):,} boosts are by fewer than {FEW_MEMBERS} members.")
    return told + of_sample(data) + of_changes(data)


def of_sample(data: Data) -> list[str]:
    """Return caveats of what the data are a sample of."""
    total = data.run.get("retweets")
    inside = sum(cluster.about["retweets"] or 0 for cluster in data.clusters)
    if total and inside > MOSTLY * total:
        return [
            f"These clusters made {percent(inside / total)} of all retweets in the data, so that what is usual is "
            "mostly they themselves: lifts are too low, and shares tell of the collection, not of the platform."
        ]
    return []


def of_changes(data: Data) -> list[str]:
    """Return caveats of data that changed since the run."""
    told = []
    if later := [row["file"] for row in data.imports.rows if row["later"]]:
        more = f" and {len(later) - 5:,} more" if len(later) > 5 else ""
        told.append(f"Imported after the run, and not in its clusters: {', '.join(map(str, later[:5]))}{more}.")
    if data.due:
        told.append("Roll-ups are not counted yet, so that sums by day may be off: explorer rollups.")
    return told


def of_weeks(data: Data) -> list[str]:
    """Return caveats of weeks."""
    told = []
    first, last = data.run.get("dataFrom"), data.run.get("dataUntil")
    if first and last and (first.weekday(), last.weekday()) != (0, 6):
        told.append(f"The first or last week is not whole: the data run from {first:%Y-%m-%d} to {last:%Y-%m-%d}.")
    return told + of_platforms(data) + of_changes(data)


def of_status(data: Data) -> list[str]:
    """Return caveats of unknown statuses."""
    first = next(iter(data.status.rows), None)
    if first is None or first["share"] == 1 or not first["known"]:
        return []
    return [
        f"The status of {percent(1 - first['share'])} of the {first['accounts']:,} accounts that retweet outlets is "
        f"not known; "
        "they count as not suspended."
    ]


def of_delays(data: Data) -> list[str]:
    """Return caveats of delays."""
    told = []
    if (coarse := data.run.get("resolution", 1)) > 1:
        told.append(f"Times are told to {coarse} s only: shorter delays cannot be told apart.")
    rows = [*data.delays.rows, *data.everyone.rows]
    retweets, known = (sum(row[name] for row in rows) for name in ("retweets", "known"))
    if retweets and known < retweets:
        told.append(f"The delay of {percent(1 - known / retweets)} of these retweets is not known.")
    return told


def of_waves(rows: list[Row], counted: str) -> list[str]:
    """Return caveats of waves, of accounts that a column counts."""
    told = []
    undated = sum(row[counted] for row in rows if row["wave"] is None)
    if undated:
        told.append(f"Of {undated:,} suspended accounts the day is not known; they are not drawn.")
    if len({row["wave"] for row in rows} - {None}) == 1:
        told.append("All suspensions are of one day, which may be the day on which somebody looked.")
    return told


def of_labels(data: Data) -> list[str]:
    """Return caveats of labels' effects."""
    few = sum(bool(row["note"]) for row in data.labels.rows)
    told = [f"{few} of {len(data.labels.rows)} labelled accounts have too few data for an effect."] if few else []
    days = {row["labelled"] for row in data.labels.rows}
    if len(data.labels.rows) > 1 and len(days) == 1:
        told.append("All were labelled on one day: whatever else happened then is in the effect as well.")
    return told


def of_grid(data: Data) -> list[str]:
    """Return caveats of the grid."""
    if data.grid.missing:
        return []
    told = []
    if data.run.get("significance") is not None:
        told.append(
            "The grid has fixed weights, no test of significance: the run itself has fewer edges where chance explains "
            "some."
        )
    if data.grid.filtered:
        told.append("The run's filters are left out of the grid: the run itself has fewer edges.")
    if data.grid.other_events:
        told.append("The grid is of other events than the run: the data, or the allow list, changed since.")
    return told


def of_platforms(data: Data) -> list[str]:
    """Return caveats of figures that look at all accounts, on whatever platform."""
    if not data.elsewhere:
        return []
    return [
        f"This counts all accounts that retweet, those on {', '.join(data.elsewhere)} too, which the run did not "
        "analyse."
    ]


def of_cluster(about: Row, boosts: list[Row]) -> list[str]:
    """Return caveats of one cluster."""
    told = []
    stability = about.get("stability")
    if stability is not None and stability < LOW_STABILITY:
        told.append(
            f"Stability {stability:.2f}: with other seeds members part, so that its border is partly chance."
            + (" Do not speak of it as one group." if stability < MOSTLY else "")
        )
    if about.get("density") is not None and about["density"] < 0.1 and about["size"] > FEW_MEMBERS:
        told.append(
            f"Only {percent(about['density'])} of its pairs of members share an edge: it is a crowd rather than a team."
        )
    by_one = [row["outlet"] for row in boosts if (row["ofMost"] or 0) > MOSTLY and row["retweets"] >= ENOUGH]
    if by_one:
        told.append(f"One member made most of the retweets of {', '.join(map(str, by_one[:3]))}.")
    if about.get("known") is not None and about["known"] < about["size"]:
        told.append(f"The status of {about['size'] - about['known']:,} of {about['size']:,} members is not known.")
    if about["size"] < FEW_MEMBERS:
        told.append("So few members make wide intervals.")
    return told
