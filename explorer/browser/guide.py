"""The guide for Neo4j Browser: chapters of questions, built from the packs and their READMEs."""

import re
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Final

from jinja2 import Environment, StrictUndefined
from markupsafe import Markup

from explorer.browser.saved_scripts import parameter_lines, saved_script
from explorer.common.package_files import package_folder
from explorer.packs.catalog import Pack
from explorer.packs.query import Query
from explorer.packs.readme import Readme, read_readme

FOLDER: Final = package_folder("cypher") / "browser"
"""Folder of the template, the chapters and the style."""


@dataclass(frozen=True, slots=True)
class GuideQuery:
    """A query in the guide.

    Attributes:
        query: The query.
        script: The query with its defaults written out, which runs without ``:param`` lines.
        parameters: Its ``:param`` lines.
        reading: What the pack's README says about its columns.
    """

    query: Query
    script: str
    parameters: str
    reading: list[Markup]


@dataclass(frozen=True, slots=True)
class GuideSection:
    """The queries of one pack in a chapter; ``misleading`` is the warnings of its README."""

    title: str
    misleading: Markup
    entries: list[GuideQuery]


@dataclass(frozen=True, slots=True)
class Chapter:
    """A page of the guide: a question and the queries that answer it."""

    title: str
    text: str
    findings: frozenset[int] = frozenset()
    packs: frozenset[str] = frozenset()
    sections: list[GuideSection] = field(default_factory=list)


def render_guide(packs: Mapping[str, Pack], base: str) -> str:
    """Return the guide as HTML.

    Args:
        packs: Packs whose queries it contains.
        base: Address that serves it, without a slash at the end.
    """
    environment = Environment(autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True)
    template = environment.from_string((FOLDER / "guide.html.j2").read_text(encoding="utf-8"))
    css = (FOLDER / "guide.css").read_text(encoding="utf-8")
    html = template.render(chapters=list(chapters(packs)), base=base, css=Markup(css))  # noqa: S704 - our own file
    # Browser removes anything that looks like an event handler, even from text such as: WHERE onset = 3
    return _EVENT_HANDLER.sub(lambda match: match[0].replace("=", "&#61;"), html)


def chapters(packs: Mapping[str, Pack]) -> Iterator[Chapter]:
    """Yield the chapters that have queries."""
    with (FOLDER / "chapters.toml").open("rb") as file:
        plan = [
            Chapter(c["title"], c["text"], frozenset(c.get("findings", ())), frozenset(c.get("packs", ())))
            for c in tomllib.load(file)["chapter"]
        ]
    readmes = {name: read_readme(pack.readme) for name, pack in packs.items()}
    # The order of the READMEs goes from general questions to questions about their results.
    queries = [
        query
        for pack in packs.values()
        for query in sorted(pack.queries, key=lambda query: pack.readme.find(f"`{query.name}`"))
    ]
    shown: set[str] = set()
    own_chapter = {name for chapter in plan for name in chapter.packs}
    for chapter in plan:
        selected = [
            query
            for query in queries
            if (query.pack in chapter.packs if query.pack in own_chapter else chapter.findings & {*query.findings})
        ]
        shown.update(query.full_name for query in selected)
        chapter.sections.extend(_sections(selected, packs, readmes))
        if selected:
            yield chapter
    if rest := [query for query in queries if query.full_name not in shown]:
        yield Chapter("More questions", "", sections=list(_sections(rest, packs, readmes)))


def _sections(
    queries: Iterable[Query], packs: Mapping[str, Pack], readmes: Mapping[str, Readme]
) -> Iterator[GuideSection]:
    by_pack: dict[str, list[GuideQuery]] = {}
    for query in queries:
        reading = readmes[query.pack].of_columns(column.name for column in query.columns)
        by_pack.setdefault(query.pack, []).append(
            GuideQuery(query, saved_script(query), parameter_lines(query), reading)
        )
    for name, entries in by_pack.items():
        yield GuideSection(packs[name].title, readmes[name].misleading, entries)


_EVENT_HANDLER: Final = re.compile(r"\son[^\s=]*\s*=", re.IGNORECASE)
