"""Sentences come from templates: values are text, whatever they hold, and every block is used."""

import re
from pathlib import Path

import pytest
from jinja2 import UndefinedError

import explorer.report
from explorer.report.text.prose import render_text

REPORT = Path(explorer.report.__file__).parent
TEMPLATES = REPORT / "text" / "templates"
ALL = sorted(path.relative_to(TEMPLATES).as_posix().removesuffix(".txt.j2") for path in TEMPLATES.rglob("*.j2"))


def test_a_text_is_one_line_with_its_values() -> None:
    text = render_text("findings", "suspended_retweets", suspended=1234, all=12_340)
    assert text == ("Accounts that have since been suspended made 10% of all retweets of outlets (1,234 of 12,340).")
    counts = {"clusters": 1, "accounts": 1, "edges": 1, "shown": 1}
    one = render_text(
        "findings",
        "clusters",
        **counts,
        retweets=True,
        repeated=True,
        noun="post",
        window=60_000,
        scanned=None,
        rate=0.05,
    )
    assert one == (
        "The run found 1 cluster of accounts that repeatedly retweeted the same posts within 60 seconds of each other. "
        "The network has 1 account and 1 edge (connected pairs of accounts). Independent reaction is expected to "
        "explain no more than about 5% of the edges, if the null models hold. This does not cover common triggers that "
        "the data do not show."
    )


def test_a_name_from_right_to_left_does_not_turn_the_sentence() -> None:
    boost = {"source": "Cluster 1", "target": "قناة", "text": "2 retweets"}
    text = render_text("network", "description", clusters=1, members=2, outlets=1, widest=boost)
    assert "\u2068قناة\u2069" in text
    assert text.count("\u2068") == text.count("\u2069") == 1


@pytest.mark.parametrize("value", ["{{ 7 * 7 }}", "{% raw %}", "<b>&</b>", "{# x #}"])
def test_values_are_text_and_no_template(value: str) -> None:
    assert render_text("caveats", "outlets_by_one_member", outlets=[value]) == (
        f'A single member made more than half of the cluster\'s retweets of "{value}".'
    )


def test_a_text_without_its_value_is_an_error() -> None:
    with pytest.raises(UndefinedError):
        render_text("findings", "concentration")


def test_every_text_is_used() -> None:
    code = "\n".join(path.read_text(encoding="utf-8") for path in REPORT.rglob("*.py"))
    built = {f"key_{kind}" for kind in ("cluster", "account", "suspended", "outlet", "boosts")}
    for template in ALL:
        for block in re.findall(r"{% block (\w+) %}", (TEMPLATES / f"{template}.txt.j2").read_text(encoding="utf-8")):
            assert f'"{block}"' in code or block in built, f"{template}: {block}"
