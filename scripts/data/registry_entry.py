"""Outlets as described by the sources of the registry, and reports about conflicts and gaps in the sources."""

from collections import defaultdict
from dataclasses import dataclass, field

from explorer.registry.accounts import RegistryAccount

REPORTS: dict[str, list[str]] = defaultdict(list)


def report(topic: str, text: str) -> None:
    """Record a conflict or gap in the sources."""
    REPORTS[topic].append(text)


@dataclass(eq=False, slots=True)
class Entry:
    """An outlet as described by one or more sources."""

    sources: list[tuple[str, str]]
    where: str
    name: str
    kind: str
    state: str
    owner: str = ""
    parent: str = ""
    typology: str = ""
    accounts: list[RegistryAccount] = field(default_factory=list)

    def platforms(self) -> set[str]:
        return {account.platform for account in self.accounts}

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
        own_platforms = self.platforms()
        for account in other.accounts:
            if any(account.keys & known.keys for known in self.accounts):
                continue
            if account.platform in own_platforms:
                report("differ", f"{self.where} {self.name!r} has another {account.platform} account than "
                                 f"{account} of {other.where} {other.name!r}; first kept")  # fmt: skip
            else:
                self.accounts.append(account)
        self.sources += [source for source in other.sources if source not in self.sources]
