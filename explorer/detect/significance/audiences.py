"""Audiences: groups whose members may only read the same.

A group may be the subscribers of a **source**: it acts on nearly all posts of the same authors, on most of them within
`LATE`, as notifications and rules make accounts do. Posts that no third account acts on are not counted, since data
rarely contain the posts that nobody acted on. A group may be a **crowd**: it is large, or its members take part in some
of its moments only, and what they share comes from many authors, as in the audience of a feed. Authors are judged by
the objects whose author is known, if these are enough: combined signals have posts, which have authors, and links,
which have none. If **origins are unknown**, a group may react to them: it is at the beginning of most of its objects,
and other accounts use them, too. A group that nearly alone uses what it begins has no audience to be part of.
"""

from dataclasses import dataclass
from typing import Final, Self

import numpy as np

from explorer.detect.kernels.arrays import Counts, Flags, expand_ranges
from explorer.detect.network.events import Events
from explorer.detect.significance.account_actions import AccountActions
from explorer.detect.significance.groups import Group

COVERED: Final = 0.9
"""Share of the posts of its authors that a group of subscribers acts on at least."""
LATE: Final = 7_200_000
"""Time after a post within which a group of subscribers acts on `IN_TIME` of its objects: two hours, in milliseconds.

Notifications may be late by an hour. Campaigns choose their own time.
"""
IN_TIME: Final = 0.8
_FEWEST_POSTS: Final = 5
"""Minimum number of an author's posts from which their coverage is known."""
TAKE_UP: Final = 0.6
"""Maximum share of the members at a typical moment of a crowd, unless it is large."""
LARGE: Final = 200
"""Number of members of a large crowd."""
AUTHORS: Final = 7.0
"""Minimum effective number of authors of a crowd's objects."""
AUTHORS_PER_OBJECT: Final = 0.4
"""Minimum number of authors per object of a crowd."""
KNOWN: Final = 0.1
"""Share of a group's actions that are on objects with a known author, from which these objects decide alone."""
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
    """

    actions: AccountActions
    number: Counts
    first: Counts
    written: Counts

    @classmethod
    def of(cls, events: Events, members: Flags) -> Self:
        """Look up the events; ``members``, bool (accounts), are the members of groups."""
        by_author = np.argsort(events.author, kind="stable")
        written = np.bincount(events.author)
        number = np.bincount(events.object, minlength=len(events.objects))
        first = np.concatenate([[0], np.cumsum(written)])
        return cls(AccountActions.of(events, members), number, first, by_author)

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
    if (delay[judged] <= LATE).mean() < IN_TIME:
        return None
    authors, author = np.unique(events.author[objects], return_inverse=True)
    actions, squares = np.bincount(author, count), np.bincount(author, count**2)
    written = np.sort(audiences.written[expand_ranges(audiences.first[authors], audiences.first[authors + 1])[0]])
    acting, third = audiences.members_and_others(group, written)
    origin, span = events.origin[written], events.origin[objects]
    counted = (third > 0) & (origin >= span.min()) & (origin <= span.max())
    writer = np.searchsorted(authors, events.author[written])
    acted = counted & (acting >= np.maximum(1, (squares / actions)[writer] / 4))
    posts = np.bincount(writer[counted], minlength=len(authors))
    covered = np.bincount(writer[acted], minlength=len(authors))
    known = posts >= _FEWEST_POSTS
    if 2 * actions[known].sum() < actions.sum():
        return None
    if (actions[known] * covered[known] / posts[known]).sum() < COVERED * actions[known].sum():
        return None
    return int(covered[known].sum()), int(posts[known].sum())


def is_crowd(group: Group, events: Events) -> bool:
    """Return whether a group may be the audience of a feed."""
    judged = _with_known_author(group, events)
    if np.count_nonzero(judged) < AUTHORS:
        judged = group.main
    objects, count = group.objects[judged], group.count[judged]
    if not len(objects):
        return False
    author = events.author[objects]
    # objects without a known author have one each
    author = np.where(author == UNKNOWN, len(events.objects) + objects.astype(np.int64), author)
    names, place = np.unique(author, return_inverse=True)
    actions = np.bincount(place, count)
    effective = actions.sum() ** 2 / (actions**2).sum()
    broad = effective >= AUTHORS and len(names) >= AUTHORS_PER_OBJECT * len(objects)
    loose = group.typical < TAKE_UP * len(group.members)
    return bool(broad and (loose or len(group.members) > LARGE))


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
