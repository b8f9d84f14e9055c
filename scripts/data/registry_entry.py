"""Outlets as described by the sources of the registry, and reports about conflicts and gaps in the sources."""

from collections import defaultdict
from dataclasses import dataclass, field, replace

from explorer.registry.accounts import RegistryAccount

Source = tuple[str, str]
"""Name and date of a list."""

REPORTS: dict[str, list[str]] = defaultdict(list)


def report(topic: str, text: str) -> None:
    """Record a conflict or gap in the sources."""
    REPORTS[topic].append(text)


@dataclass(slots=True)
class Holding:
    """An account or a domain of an outlet, and the sources that list it."""

    item: RegistryAccount | str
    sources: list[Source]
    status: str = ""

    @property
    def keys(self) -> frozenset[str]:
        """Keys that identify the account or domain."""
        return frozenset({self.item}) if isinstance(self.item, str) else self.item.keys

    def confirm(self, other: "Holding") -> None:
        """Add the sources of another entry of the same account or domain, and its handle or id if one is missing."""
        self.sources += [source for source in other.sources if source not in self.sources]
        self.status = self.status if other.status else ""
        if not isinstance(self.item, str) and not isinstance(other.item, str):
            self.item = replace(
                self.item,
                handle=self.item.handle or other.item.handle,
                identifier=self.item.identifier or other.item.identifier,
            )


@dataclass(eq=False, slots=True)
class Entry:
    """An outlet as described by one or more sources."""

    sources: list[Source]
    where: str
    name: str
    kind: str
    state: str
    owner: str = ""
    parent: str = ""
    typology: str = ""
    status: str = ""
    holdings: list[Holding] = field(default_factory=list)

    def add(self, item: RegistryAccount | str) -> None:
        """Add an account or domain that the entry's own source lists."""
        new = Holding(item, [*self.sources], self.status)
        if not any(known.keys & new.keys for known in self.holdings):
            self.holdings.append(new)

    @property
    def accounts(self) -> list[RegistryAccount]:
        """The accounts without the domains."""
        return [holding.item for holding in self.holdings if not isinstance(holding.item, str)]

    @property
    def domains(self) -> list[str]:
        """The domains without the accounts."""
        return [holding.item for holding in self.holdings if isinstance(holding.item, str)]

    def absorb(self, other: "Entry") -> None:
        """Add the other entry's data to this one. If the two differ, report it and keep this entry's value."""
        for name in ("kind", "state", "typology"):
            mine, theirs = getattr(self, name), getattr(other, name)
            if mine and theirs and mine != theirs:
                report(
                    "differ",
                    f"{self.where} {self.name!r}: {name} {mine!r}; {other.where}: {theirs!r}; first kept",
                )
        for name in ("owner", "parent", "typology"):
            setattr(self, name, getattr(self, name) or getattr(other, name))
        own_platforms = {account.platform for account in self.accounts}
        for holding in other.holdings:
            same = next((known for known in self.holdings if known.keys & holding.keys), None)
            if same:
                same.confirm(holding)
            elif not isinstance(holding.item, str) and holding.item.platform in own_platforms:
                report("differ", f"{self.where} {self.name!r} has another {holding.item.platform} account than "
                                 f"{holding.item} of {other.where} {other.name!r}; first kept")  # fmt: skip
            else:
                self.holdings.append(holding)
        self.sources += [source for source in other.sources if source not in self.sources]
