"""All planted numbers of the campaign ``prc-2021`` at full scale, and how they scale.

A number in parentheses marks a figure of the reports of May 2021 (AP and Oxford Internet Institute), as numbered in
docs/explanation/prc-2021.md. All other values are free choices.
"""

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Final

from explorer.common.errors import UsageError

DAY: Final = 86_400
WEEK: Final = 7 * DAY


def seconds(year: int, month: int, day: int) -> int:
    """Return midnight UTC of a day in seconds since 1970."""
    return int(datetime(year, month, day, tzinfo=UTC).timestamp())


START: Final = seconds(2020, 6, 9)
DAYS: Final = 259
END: Final = START + DAYS * DAY
"""The end, exclusive: midnight after 22 February 2021."""
WAVE: Final = seconds(2021, 3, 1)
"""Day of the wave of suspensions after the campaign, and the day on which labels are counted (8, 11)."""
FIRST_LABELS: Final = seconds(2020, 8, 6)
EDITOR_LABELLED: Final = seconds(2020, 8, 14)
FIRST_MONDAY: Final = START - DAY
"""Start of the first week. 9 June 2020 is a Tuesday, and weeks begin on Monday."""
WEEKS: Final = 38
CORE_WEEKS: Final = range(9, 34)
"""The 25 weeks, from 10 August 2020 to 31 January 2021, in which the core of the fake citizens is active."""

SMALLEST: Final = 0.05


@dataclass(frozen=True, slots=True)
class CampaignPlan:
    """Planted counts. `scale_plan` returns the plan of a smaller campaign of the same shape.

    The state accounts (189 diplomats, 176 accounts of 10 outlets, with their labels and ages) do not scale. Posts,
    retweets, their counts and the accounts that retweet do. Groups shrink to a quarter of their size at most; below
    that scale, their number also shrinks.
    """

    scale: float
    posts: int = 201_382  # (1)
    replies: int = 1_000_000  # (1)
    retweets: int = 1_300_000  # (1)
    likes: int = 7_000_000  # (1)
    outlet_posts: int = 700_000  # (2)
    outlet_replies: int = 9_300_000  # (2): more than 27 million together with reposts
    outlet_reposts: int = 18_000_000  # (2)
    outlet_likes: int = 355_000_000  # (2)
    promoted: int = 40  # (14)
    retweeters: int = 160_000
    top_share: float = 0.49  # (3): of the top 1 percent
    suspended: int = 26_879  # (10)
    suspended_retweets: int = 198_600  # (10)
    wave_share: float = 0.10  # (11)
    ambassador_posts: int = 2_600
    ambassador_retweets: int = 43_400  # (6)
    ambassador_suspended: int = 10_600  # (6)
    busy: int = 17_500  # approximate number of the ambassador's retweets in `CORE_WEEKS`
    citizens: int = 16_400  # (12): retweets and replies of the core and the ring
    core: int = 62  # (12)
    ring: int = 130
    groups: int = 40
    group_size: float = 1.0
    rapid: int = 150
    bursts: int = 60
    editor_before: int = 9_900  # (9): 150 a day until the label
    editor_after: int = 5_790  # (9): 30 a day from then on
    controls: int = 23_400  # (9): retweets of the unlabelled outlets with which the editor is compared
    group_likes: int = 30_000  # (13)

    @property
    def others(self) -> int:
        """Number of retweets of accounts other than diplomats."""
        return self.editor_before + self.editor_after + self.controls


def scale_plan(scale: float) -> CampaignPlan:
    """Return the plan at a scale; 1 is full size.

    Raises:
        UsageError: If the scale is below `SMALLEST` or above 1.
    """
    if not SMALLEST <= scale <= 1:
        raise UsageError(
            f"The scale must be between {SMALLEST} and 1, not {scale:g}.", hint="Set --scale, for example to 0.25."
        )

    def count(full: int, least: int = 1) -> int:
        return max(least, round(full * scale))

    full = CampaignPlan(1)
    return CampaignPlan(
        scale=scale,
        posts=count(full.posts),
        replies=count(full.replies),
        retweets=count(full.retweets),
        likes=count(full.likes),
        outlet_posts=count(full.outlet_posts),
        outlet_replies=count(full.outlet_replies),
        outlet_reposts=count(full.outlet_reposts),
        outlet_likes=count(full.outlet_likes),
        promoted=count(full.promoted, 3),
        retweeters=count(full.retweeters),
        suspended=count(full.suspended),
        suspended_retweets=count(full.suspended_retweets),
        # The core needs enough posts for its moments, even at a small scale.
        ambassador_posts=count(full.ambassador_posts, 400),
        ambassador_retweets=count(full.ambassador_retweets),
        ambassador_suspended=count(full.ambassador_suspended),
        busy=count(full.busy),
        citizens=count(full.citizens),
        core=count(full.core, 8),
        ring=count(full.ring, 10),
        groups=max(4, round(full.groups * min(1.0, scale * 4))),
        group_size=max(scale, 0.25),
        rapid=count(full.rapid, 3),
        bursts=count(full.bursts, 2),
        editor_before=count(full.editor_before),
        editor_after=count(full.editor_after),
        controls=count(full.controls),
        group_likes=count(full.group_likes),
    )
