"""Count the steps of Python's regular expressions, which go back and try again where a text does not match.

A simple matcher walks the parsed pattern as `re` does and counts each comparison of a character. Its steps grow as
those of `re` do, up to a factor, and unlike seconds they are the same on every machine.
"""

import re
from collections.abc import Iterator, Sequence
from re import _constants as codes  # type: ignore[attr-defined]  # where the standard library keeps them
from re import _parser as parser  # type: ignore[attr-defined]
from typing import Any

Nodes = Sequence[tuple[Any, Any]]
_ONE_CHARACTER = {codes.LITERAL, codes.NOT_LITERAL, codes.ANY, codes.IN}
_CATEGORIES = {codes.CATEGORY_DIGIT: r"\d", codes.CATEGORY_SPACE: r"\s", codes.CATEGORY_WORD: r"\w"}
_NOT_CATEGORIES = {codes.CATEGORY_NOT_DIGIT: r"\D", codes.CATEGORY_NOT_SPACE: r"\S", codes.CATEGORY_NOT_WORD: r"\W"}


def steps(pattern: re.Pattern[str], text: str, *, search: bool) -> int:
    """Return the number of steps of a match at the start of a text, or of finding all matches in it."""
    matcher = _Matcher(pattern, text)
    at = 0
    while at <= len(text):
        end = next(matcher.run(matcher.nodes, 0, at), None)
        if not search:
            break
        at = end if end is not None and end > at else at + 1
    return matcher.steps


class _Matcher:
    def __init__(self, pattern: re.Pattern[str], text: str) -> None:
        self.nodes: Nodes = list(parser.parse(pattern.pattern, pattern.flags))
        self.text, self.steps = text, 0
        self._ignore_case = bool(pattern.flags & re.IGNORECASE)
        self._dot_all = bool(pattern.flags & re.DOTALL)

    def run(self, nodes: Nodes, first: int, at: int) -> Iterator[int]:
        """Yield where the nodes from ``first`` on may end if they begin at a position, in the order of `re`."""
        if first == len(nodes):
            yield at
            return
        for end in self._one(*nodes[first], at):
            yield from self.run(nodes, first + 1, end)

    def _one(self, code: Any, argument: Any, at: int) -> Iterator[int]:
        self.steps += 1
        if code in _ONE_CHARACTER:
            if self._fits(code, argument, at):
                yield at + 1
        elif code in {codes.MAX_REPEAT, codes.MIN_REPEAT}:
            low, high, inner = argument
            yield from self._repeat(list(inner), low, high, at, lazy=code is codes.MIN_REPEAT)
        elif code is codes.POSSESSIVE_REPEAT:
            low, high, inner = argument
            yield from [end for end, _ in zip(self._repeat(list(inner), low, high, at), range(1), strict=False)]
        elif code is codes.ATOMIC_GROUP:
            yield from [end for end, _ in zip(self.run(list(argument), 0, at), range(1), strict=False)]
        elif code is codes.SUBPATTERN:
            yield from self.run(list(argument[3]), 0, at)
        elif code is codes.BRANCH:
            for inner in argument[1]:
                yield from self.run(list(inner), 0, at)
        elif code in {codes.ASSERT, codes.ASSERT_NOT}:
            direction, inner = argument
            begins = [at if direction > 0 else at - inner.getwidth()[0]]
            found = any(
                end == at or direction > 0 for begin in begins if begin >= 0 for end in self.run(list(inner), 0, begin)
            )
            if found is (code is codes.ASSERT):
                yield at
        elif code is codes.AT:
            # for other places, more steps than if they were checked
            if argument is not codes.AT_BEGINNING_STRING or at == 0:
                yield at
        else:
            raise NotImplementedError(code)

    def _repeat(self, inner: Nodes, low: int, high: int, at: int, *, lazy: bool = False) -> Iterator[int]:
        ends = [at]
        if len(inner) == 1 and inner[0][0] in _ONE_CHARACTER:  # without recursion
            while len(ends) <= high and self._fits(*inner[0], ends[-1]):
                self.steps += 1
                ends.append(ends[-1] + 1)
            found = ends[low:]
            for end in found if lazy else reversed(found):
                self.steps += 1
                yield end
            return
        if lazy and low <= 0:
            yield at
        if high > 0:
            for end in self.run(inner, 0, at):
                if end > at:
                    yield from self._repeat(inner, low - 1, high - 1, end, lazy=lazy)
        if not lazy and low <= 0:
            yield at

    def _fits(self, code: Any, argument: Any, at: int) -> bool:
        if at >= len(self.text):
            return False
        character = self.text[at]
        if code is codes.ANY:
            return self._dot_all or character != "\n"
        if code is codes.IN:
            negated = argument[0][0] is codes.NEGATE
            return negated is not any(self._in(item, character) for item in argument[negated:])
        return (code is codes.LITERAL) is self._in((codes.LITERAL, argument), character)

    def _in(self, item: tuple[Any, Any], character: str) -> bool:
        code, argument = item
        forms = {character, character.lower(), character.upper()} if self._ignore_case else {character}
        match code:
            case codes.LITERAL:
                return any(ord(form) == argument for form in forms if len(form) == 1)
            case codes.RANGE:
                return any(argument[0] <= ord(form) <= argument[1] for form in forms if len(form) == 1)
            case _:
                return re.match((_CATEGORIES | _NOT_CATEGORIES)[argument], character) is not None
