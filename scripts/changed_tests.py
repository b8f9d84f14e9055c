"""Run the tests for changes since the main branch (``make fast``).

These are: changed test files; the unit tests of a changed file's folder; unit tests that import a changed module,
directly or indirectly; integration tests and oracles that import one directly; and the tests of a pack if one of its
queries changed.
"""

import subprocess
import sys
from collections.abc import Iterator, Set
from pathlib import Path
from typing import Final

import grimp
import pytest

REPOSITORY: Final = Path(__file__).parent.parent
_PACKAGES: Final = ("explorer", "tests", "scripts", "bench")
_LONG: Final = ("tests.slow", "tests.bench", "tests.browser")
"""Long tests, which ``make test`` runs. They run here only if they changed themselves."""


def changed_files() -> set[str]:
    """Return the paths in the repository of files that are new or differ from the last common commit with main."""
    base = next((commit for name in ("origin/main", "main") if (commit := _git("merge-base", name, "HEAD"))), ["HEAD"])
    new = _git("ls-files", "--others", "--exclude-standard")
    return {path for path in (*_git("diff", "--name-only", *base), *new) if (REPOSITORY / path).exists()}


def _git(*words: str) -> list[str]:
    completed = subprocess.run(["git", *words], cwd=REPOSITORY, capture_output=True, text=True, check=False)
    return completed.stdout.splitlines()


def select_tests(changed: Set[str]) -> list[str]:
    """Return the test files to run for these changed files, all as paths in the repository."""
    imports = grimp.build_graph(*_PACKAGES, cache_dir=None)
    short = {module for module in imports.modules if not module.startswith(_LONG)}
    unit = {module for module in short if module.startswith("tests.unit.")}
    files = {file for path in changed for file in _beside(Path(path))}
    for path in changed:
        module = path.removesuffix(".py").removesuffix("/__init__").replace("/", ".")
        if path.endswith(".py") and module in imports.modules:
            importers = imports.find_modules_that_directly_import(module) & short
            importers |= imports.find_downstream_modules(module) & unit
            files |= {Path(*importer.split(".")).with_suffix(".py") for importer in {module, *importers}}
    return sorted(str(file) for file in files if file.name.startswith("test_") and (REPOSITORY / file).is_file())


def _beside(path: Path) -> Iterator[Path]:
    """Yield the test files that belong to a file because of its folder."""
    match path.parts[:-1]:
        case ("explorer", folder, *rest) if path.suffix == ".py":
            yield from _tests_in(Path(folder, *rest))
        case ("explorer", folder, *_):
            # Templates, styles and data affect all tests of the folder.
            yield from _tests_in(Path(folder), "**/test_*.py")
            yield Path(f"tests/integration/test_{folder}.py")
        case ("cypher", "packs", pack, *_):
            yield from _tests_in(Path("packs"))
            yield Path(f"tests/integration/packs/test_{pack.replace('-', '_')}.py")
        case ("cypher", folder, *_):
            yield from _tests_in(Path("browser" if folder == "browser" else "model"))
        case ("docs" | "notebooks", *_):
            yield Path("tests/unit/test_docs.py")


def _tests_in(folder: Path, pattern: str = "test_*.py") -> Iterator[Path]:
    for file in (REPOSITORY / "tests" / "unit" / folder).glob(pattern):
        yield file.relative_to(REPOSITORY)


def main() -> None:
    """Select and run the tests."""
    files = select_tests(changed_files())
    if not files:
        sys.exit("No changed file has a test.")
    print(f"{len(files)} test files cover the changes:", *files, sep="\n  ")
    sys.exit(pytest.main(["--numprocesses", "2", "--dist", "loadfile", *files]))


if __name__ == "__main__":
    main()
