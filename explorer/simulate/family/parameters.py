"""Parameters of the campaigns of the family."""

from dataclasses import dataclass, replace
from typing import Final

_HOUR: Final = 3_600


@dataclass(frozen=True, slots=True)
class Fans:
    """Accounts of the crowd that get notifications of an author's posts and retweet them independently.

    Attributes:
        size: Number of fans.
        share: Mean share of the author's posts that a fan retweets. It varies between fans.
        seconds: Median seconds from post to retweet. It varies between fans.
    """

    size: int = 40
    share: float = 0.7
    seconds: float = 45.0


@dataclass(frozen=True, slots=True)
class Influencer:
    """An account whose followers see its retweets and retweet the same posts soon after, independently.

    Attributes:
        followers: Number of followers in the crowd.
        posts: Number of posts that the influencer retweets.
        share: Mean share of these posts that a follower retweets. It varies between followers.
        seconds: Median seconds from the influencer's retweet to a follower's retweet.
    """

    followers: int = 80
    posts: int = 60
    share: float = 0.12
    seconds: float = 420.0


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
        groups: The planted groups.
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
    groups: tuple[GroupParameters, ...] = ()

    def scaled(self, scale: float) -> "CampaignParameters":
        """Return a copy with a scaled background; fans, influencers and groups do not change."""
        return replace(
            self,
            retweets=max(int(self.retweets * scale), 1_000),
            accounts=max(int(self.accounts * scale), 500),
            authors=max(int(self.authors * scale), 20),
            posts=max(int(self.posts * scale), 1_000),
            bursts=int(self.bursts * scale),
        )
