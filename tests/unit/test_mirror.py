"""tests/unit mirrors explorer/: a test module has the path of the module that it tests."""

from pathlib import Path

from tests.helpers.paths import REPOSITORY

UNIT = REPOSITORY / "tests" / "unit"
OTHERS = {
    "browser/test_style.py": "cypher/browser/style.grass",
    "cli/test_layers.py": "what every command may import",
    "cli/test_startup.py": "what help and completion import",
    "detect/network/test_worst_cases.py": "adversarial input for the whole network",
    "detect/test_declarations.py": "what declarations of signals import",
    "model/test_schema.py": "the model against cypher/schema and the reference",
    "registry/test_shipped.py": "the shipped registry",
    "report/html/test_vendored.py": "the vendored JavaScript",
    "runs/test_recorded_parameters.py": "ids of runs that exist",
    "simulate/family/test_edges.py": "what the simulated family is for: detection scored against its truth",
    "simulate/family/test_family.py": "the family as a whole",
    "sources/test_cases.py": "small files that were once read wrongly, in every format",
    "sources/test_defects.py": "small files from the field, in every format",
    "sources/test_fuzz.py": "mutated files, in every format",
    "sources/test_growth.py": "operations on hostile files, in every format",
    "sources/test_sources.py": "what all formats have in common",
}
"""Tests of several modules, or of something beside the code, and what that is."""


def test_every_test_module_has_the_path_of_its_subject() -> None:
    others = {str(path.relative_to(UNIT)) for path in UNIT.glob("*/**/test_*.py") if not _subject(path).exists()}
    assert others == set(OTHERS)


def _subject(path: Path) -> Path:
    folder, name = path.relative_to(UNIT).parent, path.stem.removeprefix("test_")
    for package in ("explorer", "tests", "."):
        subject = REPOSITORY / package / folder / name
        if subject.is_dir() or subject.with_suffix(".py").exists():
            return subject if subject.is_dir() else subject.with_suffix(".py")
    return path.with_suffix(".none")
