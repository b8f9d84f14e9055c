"""The guide contains all queries, and text from packs stays text."""

import re
from html.parser import HTMLParser
from pathlib import Path

from explorer.browser.guide import FOLDER, chapters, render_guide
from explorer.browser.saved_scripts import parameter_lines, saved_script
from explorer.packs.catalog import Pack, find_packs
from explorer.packs.query_file import read_query

BASE = "http://localhost:7574"
QUERY = """// {title}
// question: Which {title}?
// finding: {finding}
// columns:
//   n "Count": How many {title}.
// parameters:
//   least: fewest
//   name: 'a' & "b"
// view: table
:param least => 3;
:param name => 'it\\'s';
MATCH (a) // not $this
WHERE a.onset = $least AND a.name <> $name AND a.text <> 'not $least'
RETURN count(*) AS n
ORDER BY n;
"""
README = """# A pack

## How to read the answers

- **n, m.** How many. [More](../docs/x.md)
- **other.** Nothing that is asked here.

## How they mislead

- **Chance.** It <img src=x onerror=alert(1)> exists, *often*.

## Something else

Not this.
"""


class Reader(HTMLParser):
    """Collects what a browser would see."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.text = ""
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        self.text += data


def as_browser_gets_it(html: str) -> str:
    """What Neo4j Browser 5.24 removes from a guide before it shows it."""
    html = re.sub(r"""(\s+(on[^\s=]+)[^\s=]*\s*=\s*("[^"]*"|'[^']*'|[\w\-.:]+\s*))""", "", html, flags=re.IGNORECASE)
    return re.sub(r"<script\b[^<]*(?:(?!</script>)<[^<]*)*(</script>)?", "", html, flags=re.IGNORECASE)


def make_pack(folder: Path, *, name: str = "mine", title: str = "posts", finding: str = "3", readme: str = "") -> Pack:
    place = folder / name
    place.mkdir(parents=True)
    (place / "posts.cypher").write_text(QUERY.format(title=title, finding=finding), encoding="utf-8")
    (place / "README.md").write_text(readme, encoding="utf-8")
    return find_packs(folder)[name]


def test_every_shipped_query_is_in_the_guide_and_reaches_browser_whole() -> None:
    packs = find_packs()
    page = Reader(as_browser_gets_it(render_guide(packs, BASE)))
    asks = {about["data-populate"] for _, about in page.tags if "data-populate" in about}
    for pack in packs.values():
        for query in pack.queries:
            assert saved_script(query) in asks
            assert query.statement in page.text
            assert parameter_lines(query) in page.text
            assert query.question in page.text


def test_the_guide_loads_nothing_from_other_machines() -> None:
    page = Reader(render_guide(find_packs(), BASE))
    for tag, about in page.tags:
        assert tag not in {"script", "img", "link", "iframe", "object"}
        assert not {"src", "href"} & about.keys()
        assert not [name for name in about if name.startswith("on")]
    assert "url(" not in (FOLDER / "guide.css").read_text(encoding="utf-8")


def test_text_of_packs_is_escaped(tmp_path: Path) -> None:
    title = """<script>alert(1)</script><b onclick="x">'"&"""
    pack = make_pack(tmp_path, title=title, readme=f"# {title}\n" + README.split("\n", 1)[1])
    html = render_guide({"mine": pack}, BASE)
    page = Reader(as_browser_gets_it(html))
    assert not [tag for tag, _ in page.tags if tag in {"script", "img"}]
    assert not [about for _, about in page.tags if "onclick" in about or "onerror" in about]
    assert title in page.text
    assert "It <img src=x onerror=alert(1)> exists" in page.text


def test_a_query_is_in_every_chapter_of_its_findings(tmp_path: Path) -> None:
    pack = make_pack(tmp_path, finding="3, 4, 6, 7")
    found = list(chapters({"mine": pack}))
    assert [chapter.findings for chapter in found] == [{3}, {4}, {6, 7}]
    assert [entry.query.name for chapter in found for section in chapter.sections for entry in section.entries] == [
        "posts"
    ] * 3


def test_a_pack_with_a_chapter_of_its_own_is_in_no_other(tmp_path: Path) -> None:
    pack = make_pack(tmp_path, name="quality", finding="3")
    assert [chapter.packs for chapter in chapters({"quality": pack})] == [{"quality"}]


def test_a_query_without_a_chapter_comes_last(tmp_path: Path) -> None:
    packs = {"a": make_pack(tmp_path / "1", name="a"), "z": make_pack(tmp_path / "2", name="z", finding="99")}
    titles = [chapter.title for chapter in chapters(packs)]
    assert titles[1:] == ["More questions"]


def test_the_chapters_cover_all_findings_once() -> None:
    import tomllib

    plan = tomllib.loads((FOLDER / "chapters.toml").read_text(encoding="utf-8"))["chapter"]
    assert sorted(number for chapter in plan for number in chapter.get("findings", ())) == list(range(1, 15))


def test_the_readmes_explanations_of_columns_are_shown(tmp_path: Path) -> None:
    pack = make_pack(tmp_path, readme=README)
    html = render_guide({"mine": pack}, BASE)
    assert "<strong>n, m.</strong> How many. More" in html
    assert "Nothing that is asked here" not in html
    assert "<em>often</em>" in html
    assert "Not this" not in html


def test_defaults_replace_parameters(tmp_path: Path) -> None:
    path = tmp_path / "q.cypher"
    path.write_text(QUERY.format(title="posts", finding="3"), encoding="utf-8")
    query = read_query("mine", path)
    assert saved_script(query) == (
        "// posts\n"
        "// Which posts?\n"
        "//   least: fewest\n"
        "//   name: 'a' & \"b\"\n"
        "MATCH (a) // not $this\n"
        "WHERE a.onset = /* least */ 3 AND a.name <> /* name */ 'it\\'s' AND a.text <> 'not $least'\n"
        "RETURN count(*) AS n\n"
        "ORDER BY n;\n"
    )
    assert parameter_lines(query) == ":param least => 3;\n:param name => 'it\\'s';"
