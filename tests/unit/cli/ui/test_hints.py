"""Commands in hints reach the graph in use."""

import pytest

from explorer.cli.ui.hints import InHints
from explorer.cli.ui.imports import next_commands
from explorer.common.settings import Settings
from explorer.graph.summary import Summary


@pytest.mark.parametrize(
    ("hint", "wanted"),
    [
        ("Their ids: explorer imports list", "Their ids: explorer --server one imports list"),
        ("explorer … -", "explorer … -"),
        ("take another server: explorer --server NAME import", "take another server: explorer --server NAME import"),
        ("explorer server start --name two", "explorer server start --name two"),
    ],
)
def test_hints_name_the_server(hint: str, wanted: str) -> None:
    hints = InHints()
    assert hints.reach(hint) == hint
    hints.program = "explorer --server one"
    assert hints.reach(hint) == wanted


@pytest.mark.parametrize(
    ("uri", "server", "program"),
    [
        (None, "default", "explorer"),
        (None, "one", "explorer --server one"),
        ("bolt://127.0.0.1:7687", "one", "explorer"),
    ],
)
def test_the_program_that_reaches_the_graph(uri: str | None, server: str, program: str) -> None:
    assert Settings(neo4j_uri=uri, explorer_server=server).program == program


def test_next_commands_follow_from_what_is_there() -> None:
    def summary(**known: int) -> Summary:
        every = dict.fromkeys(("accounts", "posts", "retweets", "without_post", "outlets", "matched"), 0) | known
        return Summary(**every, data_from=None, data_until=None, resolution=86400, unmatched=None)

    assert [command.split()[0] for command in next_commands(summary())] == ["registry"]
    assert next_commands(summary(outlets=1, retweets=2)) == ["detect --signal co-retweet --window 1d"]
    assert next_commands(summary(outlets=1, retweets=2, without_post=2)) == ["detect --signal co-amplify --window 1d"]
