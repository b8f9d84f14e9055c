"""Write the generated parts of docs/: the graph model, formats and tables, commands, packs, the Python interface."""

from collections.abc import Iterator
from pathlib import Path

from explorer.export.formats import EXPORT_FORMATS
from explorer.model.nodes import NODES
from explorer.model.properties import Property
from explorer.model.relationships import RELATIONSHIPS
from explorer.model.tables import TABLES, TIME, Table
from explorer.packs.catalog import find_packs
from explorer.packs.query import FINDINGS, Query
from explorer.packs.values import show_value
from explorer.sources.declarations.all_formats import INPUT_FORMATS
from scripts.docs.commands_page import commands_page
from scripts.docs.python_page import python_page

DOCS = Path(__file__).parents[2] / "docs"


def schema_page() -> str:
    """Return docs/reference/schema.md."""
    lines = [
        "# The graph",
        "",
        "Generated from `explorer/model/nodes.py` and `explorer/model/relationships.py` by `make docs`; do not edit.",
        "",
        "Keys are strings `platform:id`, so one graph can hold several platforms. Times are UTC.",
        "Unknown properties are absent.",
        "Nodes labelled `RollupDue` or `OperatorDue` have outdated roll-ups. The next import, undo, detection or",
        "`explorer rollups` recalculates them.",
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


def queries_page() -> str:
    """Return docs/reference/queries.md."""
    lines = [
        "# Every query",
        "",
        "Generated from `cypher/packs` by `make docs`; do not edit. [Query packs](packs.md)",
        "describes how to run queries and the parameters that all queries share. Times are UTC.",
        "",
    ]
    for pack in find_packs().values():
        readme = f"../../cypher/packs/{pack.name}/README.md"
        lines += [f"## {pack.title}", "", f"[How to read the results, and their limits]({readme}).", ""]
        for query in pack.queries:
            lines += _query(query)
    lines += ["## Queries by published figure", "", "The figures are numbered in [figures.md](../figures.md).", ""]
    lines += ["| # | queries |", "| --- | --- |"]
    lines += [f"| {finding} | {', '.join(_queries_of(finding))} |" for finding in FINDINGS]
    return "\n".join(lines).rstrip() + "\n"


def _queries_of(finding: int) -> Iterator[str]:
    return (
        f"`{query.full_name}`" for pack in find_packs().values() for query in pack.queries if finding in query.findings
    )


def _query(query: Query) -> list[str]:
    findings = f" Published figure {', '.join(map(str, query.findings))}." if query.findings else ""
    lines = [
        f"### {query.name}",
        "",
        f"{query.question}{findings}",
        "",
        f"    explorer packs run {query.full_name}",
        "",
    ]
    if query.view == "graph":
        lines[-2:-2] = ["A graph view for Neo4j Browser; the terminal prints one path per line.", ""]
    lines += ["| column | label | meaning |", "| --- | --- | --- |"]
    lines += [f"| {c.name} | {_cell(c.label)} | {_cell(c.description)} |" for c in query.result_columns]
    if query.parameters:
        lines += ["", "| parameter | meaning | default |", "| --- | --- | --- |"]
        lines += [
            f"| {name} | {_cell(query.meanings[name])} | `{_cell(show_value(value))}` |"
            for name, value in query.parameters.items()
        ]
    return [*lines, ""]


def _cell(text: str) -> str:
    return text.replace("|", "\\|").replace("<", "&lt;").replace("*", "&#42;")


def formats_page(page: str) -> str:
    """Return docs/reference/formats.md with new lists of formats and tables."""
    formats = ["| format | description | content |", "| --- | --- | --- |"]
    formats += [f"| {s.name} | {s.title} | {', '.join(s.carries)} |" for s in INPUT_FORMATS.values()]
    tables = [line for table in TABLES.values() for line in _table(table)]
    return replaced(replaced(page, "formats", formats), "tables", tables)


def packs_page(page: str) -> str:
    """Return docs/reference/packs.md with its list of packs replaced; `queries_page` lists their queries."""
    lines = ["| pack | questions |", "| --- | --- |"]
    for pack in find_packs().values():
        name, _, about = pack.title.partition(": ")
        lines.append(f"| [{pack.name}](../../cypher/packs/{pack.name}/README.md) | {about or name} |")
    return replaced(page, "packs", lines)


def exports_page(page: str) -> str:
    """Return docs/reference/exports.md with its list of exports replaced."""
    lines = ["| command | purpose | format |", "| --- | --- | --- |"]
    lines += [f"| `{export.command}` | {export.purpose} | {export.name} |" for export in EXPORT_FORMATS]
    return replaced(page, "exports", lines)


def replaced(page: str, name: str, lines: list[str]) -> str:
    """Return a page with the lines between its ``begin`` and ``end`` comments of this name replaced."""
    begin, end = f"<!-- begin {name} -->\n", f"<!-- end {name} -->\n"
    before, rest = page.split(begin)
    return before + begin + "\n" + "\n".join(lines).strip("\n") + "\n\n" + end + rest.split(end)[1]


def _table(table: Table) -> list[str]:
    key = ", ".join(f"`{name}`" for name in table.key)
    about = f"{table.description[0].upper()}{table.description[1:]}. Unique key: {key}."
    lines = [f"### {table.name}", "", about, "", "| column | type | required | meaning |", "| --- | --- | --- | --- |"]
    for column in table.columns:
        needed = "yes" if column.required and column.name != "platform" else ""
        lines.append(f"| {column.name} | {_KINDS[str(column.dtype)]} | {needed} | {column.description} |")
    return [*lines, ""]


_KINDS = {
    "String": "text",
    "Int64": "whole number",
    "Boolean": "true/false",
    "Date": "day, such as 2022-03-31",
    str(TIME): "time",
}


def _properties(properties: tuple[Property, ...]) -> list[str]:
    if not properties:
        return []
    rows = [f"| {p.name} | {p.type} | {p.description}{' (indexed)' if p.indexed else ''} |" for p in properties]
    return ["| property | type | meaning |", "| --- | --- | --- |", *rows, ""]


WHOLE = {
    "reference/schema.md": schema_page,
    "reference/cli.md": commands_page,
    "reference/api.md": python_page,
    "reference/queries.md": queries_page,
}
"""The pages that are generated completely, and the functions that generate them."""

PAGES = {
    "reference/exports.md": exports_page,
    "reference/formats.md": formats_page,
    "reference/packs.md": packs_page,
}
"""The pages with generated parts, and the functions that generate them."""

if __name__ == "__main__":
    for file, page in WHOLE.items():
        (DOCS / file).write_text(page(), encoding="utf-8")
    for file, made in PAGES.items():
        (DOCS / file).write_text(made((DOCS / file).read_text(encoding="utf-8")), encoding="utf-8")
