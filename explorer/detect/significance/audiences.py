"""Audiences: groups whose members may only read the same.

A group may be the subscribers of a **source**: it acts on nearly all posts of the same authors in time, as
notifications and rules make accounts do. Posts that no third account acts on are not counted, since data
rarely contain the posts that nobody acted on. A group may be a **crowd**: it is large, or its members take part in some
of its moments only, and what they share comes from many authors, as in the audience of a feed; or its few members act
in the company of many accounts without an edge. Authors are judged by the objects whose author is known, if these are
enough: combined signals have posts, which have authors, and links, which have none. If **origins are unknown**, a group
may react to them: it is at the beginning of most of its objects, and other accounts use them, too. A group that nearly
alone uses what it begins has no audience to be part of.
"""

from dataclasses import dataclass
from typing import Final, Self

import numpy as np

from explorer.detect.kernels.arrays import Codes, Counts, Flags, Reals, expand_ranges, read_only_views
from explorer.detect.kernels.co_action_kernel import events_before
from explorer.detect.network.events import Events
from explorer.detect.significance.account_actions import AccountActions
from explorer.detect.significance.groups import Group

COVERED: Final = 0.9
"""Share of the posts of its authors that a group of subscribers acts on at least."""
LATE: Final = 7_200_000
"""Time after a post within which subscribers act: two hours, in milliseconds. Notifications may be late by an hour."""
FULLY_COVERED: Final = 0.97
"""Share of the posts of its authors from which a group may be subscribers whose notifications are late by hours."""
VERY_LATE: Final = 43_200_000
"""Time after a post within which these act: twelve hours, in milliseconds. Campaigns choose their posts."""
IN_TIME: Final = 0.9
"""Share of its objects that a group of subscribers acts on in time."""
PARTS_OF_DAY: Final = 6
_PART: Final = 14_400_000
_FEWEST_POSTS: Final = 5
"""Minimum number of an author's posts in a part of the day from which their coverage is known."""
TAKE_UP: Final = 0.75
"""Maximum share of the members at a typical moment of a crowd, unless it is large."""
TAKE_UP_UNKNOWN: Final = 0.6
"""The same if most authors are unknown, so that objects may come from few."""
LARGE: Final = 100
"""Number of members of a large crowd, if most authors are known."""
AUTHORS: Final = 8
"""Minimum number of authors of a crowd's objects."""
COMPANY: Final = 15
"""Minimum number of accounts in no group at the moments of at most `FEW` members of a crowd."""
FEW: Final = 4
AUTHORS_PER_OBJECT: Final = 0.4
"""Minimum number of authors per object of a crowd."""
KNOWN: Final = 0.1
"""Share of a group's actions that are on objects with a known author, from which these objects decide alone."""
_FEWEST_KNOWN: Final = 5
"""Minimum number of objects with a known author that can show that a group acts on few authors."""
BEGINNING: Final = 900_000
"""Time from an object's first event to the group's within which the group is at its beginning, in milliseconds."""
HALF: Final = 0.5
"""Share of its actions on objects that a group begins if it may react to their origins."""
OTHERS: Final = 0.25
"""Share of the actions on its objects by others, from which a group does not use them nearly alone."""

UNKNOWN: Final = 0
"""Code of unknown authors, see `explorer.detect.network.events.Events`."""


@dataclass(frozen=True, slots=True)
class Audiences:
    """Who acts on each object, and who wrote it.

    Attributes:
        actions: The events of the members of groups.
        number: int64 (objects), number of events on the object.
        first: int64 (authors + 1): author a wrote ``written[first[a]:first[a + 1]]``.
        written: int64, objects by author, ascending.
        alone: int64 (events + 1), number of events by accounts in no group before each event.
    """

    actions: AccountActions
    number: Counts
    first: Counts
    written: Counts
    alone: Counts

    @classmethod
    def of(cls, events: Events, members: Flags) -> Self:
        """Look up the events; ``members``, bool (accounts), are the members of groups."""
        by_author = np.argsort(events.author, kind="stable")
        written = np.bincount(events.author)
        number = np.bincount(events.object, minlength=len(events.objects))
        first = np.concatenate([[0], np.cumsum(written)])
        alone = np.concatenate([[0], np.cumsum(~members[events.account])])
        return cls(AccountActions.of(events, members), number, first, by_author, alone)

    def members_and_others(self, group: Group, objects: Counts) -> tuple[Counts, Counts]:
        """Return how many members and how many others act on each of some objects, which ascend, int64."""
        acted = self.actions.events.object[self.actions.positions(group.members)]
        place = np.minimum(np.searchsorted(objects, acted), len(objects) - 1)
        inside = np.bincount(place[objects[place] == acted], minlength=len(objects))
        return inside, self.number[objects] - inside


def covered_posts(group: Group, audiences: Audiences) -> tuple[int, int] | None:
    """Return how many posts of its authors a group acts on and how many there are; None if it leaves out several."""
    events = audiences.actions.events
    judged = _with_known_author(group, events)
    objects, count = group.objects[judged], group.count[judged]
    if not len(objects):
        return None
    first = np.flatnonzero(np.diff(events.object[group.position], prepend=-1))
    delay = events.time[group.position[first]] - events.origin[group.objects]
    needed = COVERED if (delay[judged] <= LATE).mean() >= IN_TIME else FULLY_COVERED
    if (delay[judged] <= VERY_LATE).mean() < IN_TIME:
        return None
    authors = np.unique(events.author[objects])
    written = np.sort(audiences.written[expand_ranges(audiences.first[authors], audiences.first[authors + 1])[0]])
    acting, third = audiences.members_and_others(group, written)
    origin, span = events.origin[written], events.origin[objects]
    counted = (third > 0) & (origin >= span.min()) & (origin <= span.max())
    # authors also post while their subscribers sleep, so each part of the day counts by the group's actions in it
    parts, part = np.unique(_author_and_part_of_day(events, written), return_inverse=True)
    writer = parts // PARTS_OF_DAY
    of_group = np.searchsorted(parts, _author_and_part_of_day(events, objects))
    actions = np.bincount(of_group, count, len(parts))
    squares = np.bincount(of_group, count**2, len(parts))
    typical = _by_author(squares, writer) / np.maximum(_by_author(actions, writer), 1)
    acted = counted & (acting >= np.maximum(1, typical[part] / 4))
    posts = np.bincount(part[counted], minlength=len(parts)).astype(np.float64)
    covered = np.bincount(part[acted], minlength=len(parts)).astype(np.float64)
    author_posts, author_covered = _by_author(posts, writer), _by_author(covered, writer)
    few = posts < _FEWEST_POSTS
    share = np.where(few, author_covered / np.maximum(author_posts, 1), covered / np.maximum(posts, 1))
    known = (actions > 0) & (author_posts >= _FEWEST_POSTS)
    if 2 * actions[known].sum() < actions.sum() or np.average(share[known], weights=actions[known]) < needed:
        return None
    chosen = np.isin(writer, writer[known])
    return int(covered[chosen].sum()), int(posts[chosen].sum())


def _by_author(values: Counts | Reals, writer: Counts) -> Reals:
    """Return for each part of an author's day the sum over all parts, float64."""
    place = np.unique(writer, return_inverse=True)[1]
    sums: Reals = np.bincount(place, values)[place].astype(np.float64)
    return sums


def _author_and_part_of_day(events: Events, objects: Codes | Counts) -> Counts:
    """Return a number for the author and the part of the day, in UTC, of each object, int64."""
    part: Counts = events.author[objects].astype(np.int64) * PARTS_OF_DAY
    return part + events.origin[objects] // _PART % PARTS_OF_DAY


def is_crowd(group: Group, events: Events) -> bool:
    """Return whether a group may be the audience of a feed, given the authors of what it acts on."""
    judged = _with_known_author(group, events)
    known = np.count_nonzero(judged) >= AUTHORS
    if np.count_nonzero(judged) >= _FEWEST_KNOWN:
        written = events.author[group.objects[judged]]
        # so few authors of a sample would be rare if the objects came from many
        if 2 * len(np.unique(written)) < len(written) < AUTHORS:
            return False
    objects = group.objects[judged if known else group.main]
    if not len(objects):
        return False
    author = events.author[objects]
    # objects without a known author have one each
    author = np.where(author == UNKNOWN, len(events.objects) + objects.astype(np.int64), author)
    authors = len(np.unique(author))
    broad = authors >= AUTHORS and authors >= AUTHORS_PER_OBJECT * len(objects)
    loose = group.typical < (TAKE_UP if known else TAKE_UP_UNKNOWN) * len(group.members)
    return bool(broad and (loose or (known and len(group.members) > LARGE)))


def company(group: Group, audiences: Audiences, window: int) -> int:
    """Return how many accounts that are in no group act at the group's typical moment: the median over its objects.

    Args:
        group: The group.
        audiences: Who acts on each object.
        window: Milliseconds before the group's first and after its last event on an object.
    """
    main = group.main
    if not main.any():
        return 0
    time = audiences.actions.events.time
    end = np.cumsum(group.count)
    objects = group.objects[main]
    first = np.concatenate([[0], np.cumsum(audiences.number)])
    begins, ends = time[group.position[end - group.count]][main], time[group.position[end - 1]][main]
    low = events_before(*read_only_views(objects, begins - window, first, time), 0)[1]
    high = events_before(*read_only_views(objects, ends + window + 1, first, time), 0)[1]
    return int(np.median(audiences.alone[high] - audiences.alone[low]))


def _with_known_author(group: Group, events: Events) -> Flags:
    """Return which of the main objects have a known author, bool (objects); none if they are too few to judge all by.

    Combined signals have both: posts have authors, links and hashtags have none.
    """
    known: Flags = group.main & (events.author[group.objects] != UNKNOWN)
    enough = group.count[known].sum() >= KNOWN * group.count[group.main].sum()
    return known if enough else np.zeros_like(known)


def share_of_others(group: Group, audiences: Audiences) -> float | None:
    """Return the share of the actions on a group's objects by others if the group may react to their unknown origins.

    Returns:
        The mean over the group's actions of the share on their object; None if the group does not begin its objects, or
        uses them nearly alone.
    """
    events = audiences.actions.events
    objects, count = group.objects[group.main], group.count[group.main]
    if not len(objects) or 2 * np.count_nonzero(events.without_origin()[objects]) < len(objects):
        return None
    begin = np.flatnonzero(np.diff(events.object[group.position], prepend=-1))[group.main]
    opens = np.searchsorted(events.object, objects)
    begun = events.time[group.position[begin]] - events.time[opens] <= BEGINNING
    members, others = audiences.members_and_others(group, objects.astype(np.int64))
    share = float(np.average(others / (members + others), weights=count))
    return share if np.average(begun, weights=count) >= HALF and share >= OTHERS else None
