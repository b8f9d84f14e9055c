"""Parts of a README."""

import pytest

from explorer.packs.readme import read_readme


@pytest.mark.parametrize("text", ["", "# Only a title\n", "## How to read it\n\nNo list.\n"])
def test_a_readme_may_say_nothing(text: str) -> None:
    readme = read_readme(text)
    assert readme.of_columns(["n"]) == []
    assert readme.misleading == ""
