"""The differences between two registries."""

from pathlib import Path

from explorer.registry.diff import RegistryChange, compare_registries
from explorer.registry.reader import read_registry

HEADER = "outlet,name,kind,state,x,domains,status,valid_until,source,source_date"
OLD = (
    "aa,A,media,CN,ANews,a.example,,,S,2023",
    "bb,B,media,CN,BNews,,,,S,2023",
    "cc,C,media,CN,,c.example,,,S,2023",
)
NEW = (
    "aa,A,agency,CN,ANews;ALive,a.example,,,S,2023",
    "cc,C,media,CN,,c.example,former,2024,S,2023",
)


def test_additions_removals_and_changes_are_listed_by_outlet(tmp_path: Path) -> None:
    registries = []
    for name, rows in (("old.csv", OLD), ("new.csv", NEW)):
        path = tmp_path / name
        path.write_text("\n".join([HEADER, *rows]) + "\n", encoding="utf-8")
        registries.append(read_registry(path))
    old, new = registries
    assert compare_registries(old, new) == [
        RegistryChange("aa", "changed", "outlet", "kind", "media", "agency"),
        RegistryChange("aa", "added", "x @ALive"),
        RegistryChange("bb", "removed", "outlet"),
        RegistryChange("bb", "removed", "x @BNews"),
        RegistryChange("cc", "changed", "domain c.example", "status", None, "former"),
        RegistryChange("cc", "changed", "domain c.example", "valid_until", None, "2024-12-31"),
    ]
    assert compare_registries(new, new) == []
