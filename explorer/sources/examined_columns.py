"""What the columns of an unknown table hold, from their names and first values."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from explorer.sources.column_names import NameMeaning, Role, attributes_of, is_other, meaning, words_of
from explorer.sources.column_values import IDENTIFYING, Look, look_of
from explorer.sources.io.input_file import InputFile
from explorer.sources.parsing import tabular

_UNNAMED: Final = 20
"""Rank of a role that only the values show."""
_NO_TIME: Final = frozenset({Look.CLOCKS, Look.LINKS, Look.HANDLES, Look.HASHTAGS, Look.ADDRESSES})
_NO_ID: Final = frozenset({Look.TEXT, Look.TIMES, Look.CLOCKS, Look.HASHTAGS})
POST_ID: Final = NameMeaning(Role.ID)
"""Meaning of a name that says that the column is the id of a post or retweet."""
_ID_LOOKS: Final = frozenset({Look.LONG_IDS, Look.NUMBERS, Look.UNIX_TIMES, Look.ADDRESSES})
_ROLE_OF_LOOK: Final = {Look.TIMES: Role.TIME, Look.UNIX_TIMES: Role.TIME, Look.HANDLES: Role.ACCOUNT}


@dataclass(frozen=True, slots=True)
class ExaminedColumn:
    """A column of a file and what its name and its first values say.

    Attributes:
        name: Name in the file, in lower case.
        own: The name as columns of tables are written, with _ for spaces and signs.
        given: What the analyst maps it to, empty if it is left out; None if it is not mapped.
        meaning: What it holds; None if it is neither an account nor a post nor a time.
        attribute: Column of a table that its name usually means.
        look: What most values look like; None if they differ or there are none.
        by_name: Whether its name gives the meaning, not only its values.
    """

    name: str
    own: str
    given: str | None
    meaning: NameMeaning | None
    attribute: str | None
    look: Look | None
    by_name: bool

    @property
    def identifies(self) -> bool:
        """Whether it looks like an account, a post, a time or an id."""
        return self.given != "" and self.meaning is not None

    @property
    def is_retweet_id(self) -> bool:
        """Whether its name says that it is the id of a retweet, not of its original."""
        return self.meaning == POST_ID and "retweet" in words_of(self.name)

    @property
    def is_of_retweet(self) -> bool:
        """Whether its name is that of an account, with the word retweet: the account that retweets, or is retweeted."""
        return self.meaning is not None and self.meaning.role is Role.SOURCE_AUTHOR and "retweet" in words_of(self.name)

    @property
    def is_of_post(self) -> bool:
        """Whether its name is that of an account, with a word for posts, as in tweet_author."""
        words = {"tweet", "post", "status"} & set(words_of(self.name))
        return self.meaning is not None and self.meaning.role in {Role.ACCOUNT, Role.AUTHOR} and bool(words)


def examine(file: InputFile, names: Sequence[str]) -> list[ExaminedColumn]:
    """Return what the columns with these names hold, from their names and first values.

    Raises:
        InputError: If the file is damaged.
    """
    given = dict(file.layout.columns)
    values = tabular.first_values(file, names)
    return [_column(name, given.get(name), look_of(texts)) for name, texts in values.items()]


def _column(name: str, given: str | None, look: Look | None) -> ExaminedColumn:
    what = meaning(name)
    by_name = what is not None
    if what is not None and _contradicts(what, look):
        what = None
    if what is None and not is_other(name) and look in IDENTIFYING:
        what, by_name = NameMeaning(_ROLE_OF_LOOK.get(look, Role.ID), _UNNAMED), False
    own = re.sub("[^0-9a-z]+", "_", name).strip("_")
    return ExaminedColumn(name, own, given, what, attributes_of(name), look, by_name)


def _contradicts(what: NameMeaning, look: Look | None) -> bool:
    """Return whether the values of a column cannot be what its name says."""
    if look is None:
        return False
    if what.role in {Role.TIME, Role.OTHER_TIME}:
        return look in _NO_TIME
    if what.role is Role.ID and what.rank > 1:
        # a column named tweet or message is a text unless its values are ids
        return look not in _ID_LOOKS
    return look in _NO_ID


def has_heading(file: InputFile) -> bool:
    """Return whether the first line has names, not values such as ids and times."""
    return not any(look_of([name]) in IDENTIFYING for name in tabular.heading(file))
