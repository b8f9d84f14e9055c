"""Parameters of the campaigns of the family."""

from dataclasses import dataclass, replace
from typing import Final, Literal

from explorer.simulate.family.triggers.parameters import Fans, Influencer, Trigger

_HOUR: Final = 3_600

ObjectKind = Literal["post", "link", "hashtag"]
"""What accounts share: they retweet a post, or post a link or a hashtag of their own accord."""


@dataclass(frozen=True, slots=True)
class GroupParameters:
    """Parameters of a planted group.

    Attributes:
        size: Number of accounts.
        posts: Number of posts that the group retweets together.
        participation: Mean share of the group's actions that a member takes part in. It varies between members.
        delay: Median seconds from a post to the group's action.
        delay_spread: Standard deviation of the logarithm of the delay.
        spread: Seconds within which the members of an action retweet, uniformly distributed.
        camouflage: Members' own retweets, as a multiple of their retweets for the group.
        hours: Working hours of the group: the first hour (UTC) and the number of hours.
        authors: Number of authors of the group's posts.
        echo: Mean number of accounts of the crowd that retweet within minutes after an action, divided by ``size``.
        reacting: Members retweet independently, ``reaction`` seconds after the post, at any hour. ``delay``, ``spread``
            and ``hours`` are ignored.
        reaction: Minimum and maximum seconds from post to retweet if ``reacting`` is set.
        rotating: ``participation`` is the share of the members that acts each time, chosen at random.
        targets: Position of an earlier group in the campaign. Both groups act on its posts, each at moments of its own,
            and ``posts`` and ``authors`` are ignored.
        own: The group acts on objects of its own, which nobody else uses except in echoes. ``authors`` is ignored.
    """

    size: int
    posts: int
    participation: float
    delay: float = 3 * _HOUR
    delay_spread: float = 1.0
    spread: float = 45.0
    camouflage: float = 1.5
    hours: tuple[int, int] = (0, 24)
    authors: int = 4
    echo: float = 0.3
    reacting: bool = False
    reaction: tuple[float, float] = (5.0, 40.0)
    rotating: bool = False
    targets: int | None = None
    own: bool = False


@dataclass(frozen=True, slots=True)
class CampaignParameters:
    """Parameters of a campaign. With the defaults it consists of the background only.

    Attributes:
        retweets: Total number of retweets. The background supplies what the other parts leave; the total may be lower
            if there are too few posts.
        accounts: Number of accounts in the crowd, some of which are inactive.
        authors: Number of authors whose posts are retweeted.
        posts: Number of their posts, without posts about news events.
        days: Length of the observation period in days.
        news: Number of news events. Many authors post about each event within two hours.
        bursts: Number of cascades, each of a single post.
        influencers: Influencers whose followers regularly retweet after them.
        fans: Sets of fans, one set per author.
        triggers: Further sets of accounts with a common trigger.
        groups: The planted groups.
        objects: What accounts share. With several kinds, objects have these kinds in turn, and each account keeps its
            habits for all of them. Links and hashtags have no known origin.
        unit: Precision of all times in seconds: times are cut off to whole multiples.
        batch: Seconds between two collections of retweets. Retweets bear the time of the collection that found them.
            0: they bear their own time.
    """

    retweets: int = 215_000
    accounts: int = 20_000
    authors: int = 500
    posts: int = 9_000
    days: int = 45
    news: int = 4
    bursts: int = 150
    influencers: tuple[Influencer, ...] = (Influencer(),) * 4
    fans: tuple[Fans, ...] = ()
    triggers: tuple[Trigger, ...] = ()
    groups: tuple[GroupParameters, ...] = ()
    objects: tuple[ObjectKind, ...] = ("post",)
    unit: int = 1
    batch: int = 0

    def scaled(self, scale: float) -> "CampaignParameters":
        """Return a copy with a scaled background; accounts with a common trigger and groups do not change."""
        return replace(
            self,
            retweets=max(int(self.retweets * scale), 1_000),
            accounts=max(int(self.accounts * scale), 500),
            authors=max(int(self.authors * scale), 20),
            posts=max(int(self.posts * scale), 1_000),
            bursts=int(self.bursts * scale),
        )
