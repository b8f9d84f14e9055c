"""What imports what: pyproject.toml declares the order of the folders, and no circle is allowed."""

import pytest
from importlinter.cli import lint_imports

from tests.helpers.paths import REPOSITORY


def test_folders_import_only_what_is_below_them(capsys: pytest.CaptureFixture[str]) -> None:
    exit_code = lint_imports(config_filename=str(REPOSITORY / "pyproject.toml"), no_cache=True, no_logo=True)
    report = capsys.readouterr().out
    assert exit_code == 0, report
    assert "Contracts: 2 kept, 0 broken" in report


def test_the_package_root_stays_readable() -> None:
    modules = {path.name for path in (REPOSITORY / "explorer").glob("*.py")} - {"__init__.py", "__main__.py"}
    assert len(modules) <= 3, modules
