"""Parameters of the campaigns of the family."""

from dataclasses import dataclass, replace
from typing import Final

_HOUR: Final = 3_600


@dataclass(frozen=True, slots=True)
class Fans:
    """Accounts of the crowd that are notified of what their author posts, and retweet it each for themselves.

    Attributes:
        size: how many.
        share: the part of the posts that a fan retweets, on average; fans differ.
        seconds: median time from post to retweet; fans differ.
    """

    size: int = 40
    share: float = 0.7
    seconds: float = 45.0


@dataclass(frozen=True, slots=True)
class Influencer:
    """Somebody whose retweets the followers see, and retweet soon after, each for themselves.

    Attributes:
        followers: how many there are in the crowd.
        posts: how many posts the influencer retweets.
        share: the part of these that a follower retweets, on average; followers differ.
        seconds: median time from the influencer's retweet to a follower's.
    """

    followers: int = 80
    posts: int = 60
    share: float = 0.12
    seconds: float = 420.0


@dataclass(frozen=True, slots=True)
class GroupParameters:
    """A planted group.

    Attributes:
        size: how many accounts.
        posts: how many posts it acts on.
        participation: the part of its actions that a member takes part in, on average; members differ.
        delay: median seconds from a post to the group's action.
        delay_spread: of the logarithm of that delay.
        spread: seconds within which an action's members retweet, evenly.
        camouflage: members' retweets of their own accord, as a multiple of those for the group.
        hours: UTC hours between which the group acts, the first and how many.
        authors: how many authors its posts are by.
        echo: accounts of the crowd that retweet within minutes after an action, as a part of the size.
        reacting: members retweet each for themselves, ``reaction`` seconds after the post, at any hour; delay, spread
            and hours do not apply.
        reaction: least and most seconds from post to retweet where ``reacting``.
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
    """The parameters; the defaults are the background alone.

    Attributes:
        retweets: of the campaign as a whole; the background fills up what the rest leaves, fewer where it runs dry.
        accounts: of the crowd, some of which do nothing.
        authors: whose posts are retweeted.
        posts: theirs, without those about news events.
        days: that are observed.
        news: events that many authors post about within two hours.
        bursts: cascades, each of one post.
        influencers: whose followers retweet after them, again and again.
        fans: that are notified of their author's posts.
        groups: what is planted.
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
        """Return it with the background's numbers multiplied; fans, influencers and groups stay as they are."""
        return replace(
            self,
            retweets=max(int(self.retweets * scale), 1_000),
            accounts=max(int(self.accounts * scale), 500),
            authors=max(int(self.authors * scale), 20),
            posts=max(int(self.posts * scale), 1_000),
            bursts=int(self.bursts * scale),
        )
