"""The folders of tests that ``make test`` runs, in their order."""

import tomllib

from tests.helpers.paths import REPOSITORY


def test_no_test_file_is_left_out() -> None:
    settings = tomllib.loads((REPOSITORY / "pyproject.toml").read_text(encoding="utf-8"))
    folders = settings["tool"]["pytest"]["ini_options"]["testpaths"]
    run = {file for folder in folders for file in (REPOSITORY / folder).rglob("test_*.py")}
    assert run == set((REPOSITORY / "tests").rglob("test_*.py"))
