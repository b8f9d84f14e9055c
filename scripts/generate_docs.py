"""Write the generated parts of docs/: the graph model, formats and tables, the list of packs."""

from pathlib import Path

from explorer.packs import find_packs
from explorer.schema import NODES, RELATIONSHIPS, Property
from explorer.sources import SOURCES
from explorer.tables import TABLES, TIME, Table

DOCS = Path(__file__).parent.parent / "docs"


def schema_page() -> str:
    """Return docs/schema.md."""
    lines = [
        "# The graph",
        "",
        "Generated from `explorer/schema.py` by `make docs`; do not edit.",
        "",
        "Keys are strings `platform:id`, so that platforms mix. Times are UTC. A property that is not known is absent.",
        "Nodes labelled `RollupDue` or `OperatorDue` wait for their roll-ups, which the next import, undo or detection",
        "counts, or `explorer rollups`.",
        "",
    ]
    for node in NODES:
        lines += [f"## (:{node.label})", "", f"{node.description} Key: `{node.key}`, unique.", ""]
        lines += _properties(node.properties)
    for relation in RELATIONSHIPS:
        lines += [
            f"## (:{relation.start})-[:{relation.type}]->(:{relation.end})",
            "",
            relation.description,
            "",
        ]
        if relation.key:
            lines += [f"Key: `{relation.key}`, unique.", ""]
        lines += _properties(relation.properties)
    return "\n".join(lines).rstrip() + "\n"


def formats_page(page: str) -> str:
    """Return docs/formats.md with its lists of formats and tables made anew."""
    formats = ["| format | what it is | what it carries |", "| --- | --- | --- |"]
    formats += [f"| {s.name} | {s.title} | {', '.join(s.carries)} |" for s in SOURCES.values()]
    tables = [line for table in TABLES.values() for line in _table(table)]
    return replaced(replaced(page, "formats", formats), "tables", tables)


def packs_page(page: str) -> str:
    """Return docs/packs.md with the list of packs made anew."""
    lines = ["| pack | its questions |", "| --- | --- |"]
    for pack in find_packs().values():
        name, _, about = pack.title.partition(": ")
        queries = ", ".join(f"`{query.name}`" for query in pack.queries)
        lines.append(f"| [{pack.name}](../cypher/packs/{pack.name}/README.md): {about or name} | {queries} |")
    return replaced(page, "packs", lines)


def figures_page(page: str) -> str:
    """Return docs/figures.md with the list of each finding's queries made anew."""
    queries = [query for pack in find_packs().values() for query in pack.queries]
    rows = [
        f"| {number} | {', '.join(f'`{query.full_name}`' for query in queries if number in query.findings)} |"
        for number in sorted({finding for query in queries for finding in query.findings})
    ]
    return replaced(page, "findings", ["| # | queries |", "| --- | --- |", *rows])


def replaced(page: str, name: str, lines: list[str]) -> str:
    """Return a page with other lines between its ``begin`` and ``end`` comments of a name."""
    begin, end = f"<!-- begin {name} -->\n", f"<!-- end {name} -->\n"
    before, rest = page.split(begin)
    return before + begin + "\n" + "\n".join(lines).strip("\n") + "\n\n" + end + rest.split(end)[1]


def _table(table: Table) -> list[str]:
    key = ", ".join(f"`{name}`" for name in table.key)
    about = f"{table.description[0].upper()}{table.description[1:]}. No two rows agree in {key}."
    lines = [f"### {table.name}", "", about, "", "| column | type | needed | meaning |", "| --- | --- | --- | --- |"]
    for column in table.columns:
        needed = "yes" if column.required and column.name != "platform" else ""
        lines.append(f"| {column.name} | {_KINDS[str(column.dtype)]} | {needed} | {column.description} |")
    return [*lines, ""]


_KINDS = {"String": "text", "Int64": "whole number", "Boolean": "true/false", str(TIME): "time"}


def _properties(properties: tuple[Property, ...]) -> list[str]:
    if not properties:
        return []
    rows = [f"| {p.name} | {p.type} | {p.description}{' (indexed)' if p.indexed else ''} |" for p in properties]
    return ["| property | type | meaning |", "| --- | --- | --- |", *rows, ""]


PAGES = {"formats.md": formats_page, "packs.md": packs_page, "figures.md": figures_page}
"""The pages with generated parts, and what makes these anew."""

if __name__ == "__main__":
    (DOCS / "schema.md").write_text(schema_page(), encoding="utf-8")
    for file, made in PAGES.items():
        (DOCS / file).write_text(made((DOCS / file).read_text(encoding="utf-8")), encoding="utf-8")
