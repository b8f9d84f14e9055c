"""Parameters of the triggers that independent accounts share. Importing this module does not import NumPy."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Fans:
    """Accounts of the crowd that get notifications of an author's posts and retweet them independently.

    Attributes:
        size: Number of fans.
        share: Mean share of the author's posts that a fan retweets. It varies between fans.
        seconds: Median seconds from notification to retweet. It varies between fans.
        late: Median seconds from post to notification. A late notification is late for all fans at once. 0: the
            notification comes with the post.
    """

    size: int = 40
    share: float = 0.7
    seconds: float = 45.0
    late: float = 0.0


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
class Feed:
    """A recommendation feed that shows old posts to many viewers at once, who retweet independently.

    Attributes:
        viewers: Number of accounts of the crowd to which the feed shows the same posts.
        posts: Number of posts that it shows.
        take_up: Minimum and maximum share of the viewers awake that retweet a post.
        seconds: Seconds within which they retweet, uniformly distributed.
    """

    viewers: int = 400
    posts: int = 50
    take_up: tuple[float, float] = (0.1, 0.3)
    seconds: float = 120.0


@dataclass(frozen=True, slots=True)
class Staff:
    """Employees of an outlet who retweet its posts of the last day when work begins, each on their own.

    Attributes:
        size: Number of employees.
        share: Share of working days on which an employee retweets.
        posts: Mean number of posts retweeted on such a day.
        minutes: Work begins at 9:00 in the outlet's time zone, at most this many minutes earlier or later, uniformly
            distributed for each employee and day.
    """

    size: int = 100
    share: float = 0.7
    posts: float = 1.5
    minutes: float = 10.0


@dataclass(frozen=True, slots=True)
class Bots:
    """Openly automated accounts that retweet the posts of some authors, each running a program of its own.

    Attributes:
        size: Number of bots.
        authors: Number of authors from which each bot has its own choice.
        follows: Number of authors that a bot retweets.
        share: Mean share of their posts that a bot retweets. It varies between bots.
        seconds: Minimum and maximum seconds from the program's look at the posts to the retweet, uniformly
            distributed.
        periods: Minutes between two looks; each bot has one of these periods. Empty: programs read a stream and see
            every post at once.
        aligned: Whether bots look at whole multiples of their period, as started by cron. Otherwise each bot has its
            own phase.
    """

    size: int = 80
    authors: int = 12
    follows: int = 4
    share: float = 0.7
    seconds: tuple[float, float] = (2.0, 20.0)
    periods: tuple[int, ...] = ()
    aligned: bool = False


@dataclass(frozen=True, slots=True)
class Schedulers:
    """Accounts that retweet at whole hours, each the newest post of one of the same few outlets.

    Attributes:
        size: Number of accounts.
        outlets: Number of outlets from which each account draws one at every scheduled hour.
        hours: Number of hours of the day at which an account retweets. Each account has its own hours.
        share: Share of its scheduled hours at which it retweets.
        seconds: Retweets follow within this many seconds of the whole hour, uniformly distributed.
    """

    size: int = 80
    outlets: int = 3
    hours: int = 4
    share: float = 0.8
    seconds: float = 20.0


@dataclass(frozen=True, slots=True)
class BatchService:
    """A service that retweets new posts for its users by their own rules, for all users of a post in one batch.

    Attributes:
        users: Number of users.
        authors: Number of authors from which each user has their own choice.
        follows: Number of authors whose posts the service retweets for a user.
        share: Mean share of these posts that match the user's rule. It varies between users.
        delay: Median seconds from a post to its batch.
        seconds: Duration of a batch in seconds.
    """

    users: int = 120
    authors: int = 10
    follows: int = 4
    share: float = 0.7
    delay: float = 1_200.0
    seconds: float = 20.0


Trigger = Fans | Influencer | Feed | Staff | Bots | Schedulers | BatchService
