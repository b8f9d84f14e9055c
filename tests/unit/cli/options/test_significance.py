"""Options that set the significance of edges."""

import pytest
from typer.testing import CliRunner

from explorer.cli.app import app
from explorer.common.errors import UsageError


def refused(*arguments: str) -> str:
    """Return the message of the usage error that a command raises."""
    error = CliRunner().invoke(app, arguments).exception
    assert isinstance(error, UsageError)
    return error.message


@pytest.mark.parametrize("command", [("detect",), ("network", "retweets.csv")])
@pytest.mark.parametrize(
    ("options", "says"),
    [
        (("--window", "60s"), "--windows cannot be combined with --window"),
        (("--significance", "off"), "only with a significance test"),
        (("--weighting", "cosine"), "only with a significance test"),
        (("--weighting", "pairs", "--significance", "0.05"), "only with a significance test"),
        (("--signal", "handle-sharing"), "only with a significance test"),
    ],
)
def test_a_scan_of_windows_is_refused_where_it_has_no_meaning(
    command: tuple[str, ...], options: tuple[str, ...], says: str
) -> None:
    assert says in refused(*command, "--windows", "10s,10m", *options)


def test_a_scan_needs_several_windows() -> None:
    assert "two or more windows" in refused("detect", "--windows", "60s")
