"""The lock files list a checksum for everything that make installs, and fit pyproject.toml."""

import re
import tomllib
from collections.abc import Iterator
from importlib.metadata import Distribution, distributions

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from tests.helpers.paths import REPOSITORY

PROJECT = tomllib.loads((REPOSITORY / "pyproject.toml").read_text(encoding="utf-8"))
GROUPS = PROJECT["dependency-groups"]
EXTRAS = PROJECT["project"]["optional-dependencies"]
DECLARED = {
    "constraints-pip.txt": GROUPS["pip"],
    "constraints.txt": [
        *PROJECT["build-system"]["requires"],
        *PROJECT["project"]["dependencies"],
        *EXTRAS["local"],
        *EXTRAS["py2neo"],
        *GROUPS["build"],
        *GROUPS["dev"],
        *GROUPS["bench"],
    ],
    "constraints-maintainers.txt": [*GROUPS["lock"], *GROUPS["audit"]],
}
"""What each file has to lock."""
ENTRY = re.compile(
    r"(?P<name>[a-z0-9-]+)==(?P<version>[^\s;]+)(?P<marker> ; .+)?(?: \\\n    --hash=sha256:[0-9a-f]{64})+"
)
PYTHONS = ("3.11.7", "3.12.1", "3.13.0", "3.14.0")
MACHINES = (
    {"sys_platform": "linux", "platform_machine": "x86_64", "os_name": "posix", "platform_system": "Linux"},
    {"sys_platform": "linux", "platform_machine": "aarch64", "os_name": "posix", "platform_system": "Linux"},
    {"sys_platform": "darwin", "platform_machine": "arm64", "os_name": "posix", "platform_system": "Darwin"},
    {"sys_platform": "win32", "platform_machine": "AMD64", "os_name": "nt", "platform_system": "Windows"},
)
ENVIRONMENTS = [
    {**machine, "python_full_version": full, "python_version": full.rpartition(".")[0]}
    for machine in MACHINES
    for full in PYTHONS
]


def text(name: str) -> str:
    return (REPOSITORY / name).read_text(encoding="utf-8")


def locked(name: str, environment: dict[str, str]) -> dict[str, str]:
    """The versions that a file locks for an environment; one per package."""
    versions: dict[str, str] = {}
    for entry in ENTRY.finditer(text(name)):
        requirement = Requirement(entry["name"] + (entry["marker"] or ""))
        if requirement.marker is None or requirement.marker.evaluate(environment):
            assert entry["name"] not in versions, f"{entry['name']} is locked twice for {environment}"
            versions[entry["name"]] = entry["version"]
    return versions


@pytest.mark.parametrize("name", DECLARED)
def test_every_package_has_checksums_and_no_line_names_a_machine(name: str) -> None:
    rest = ENTRY.sub("", text(name)).splitlines()
    assert [line for line in rest if line.strip() and not line.lstrip().startswith("#")] == []
    assert "://" not in text(name)
    assert re.findall(r"\s/", text(name)) == []


@pytest.mark.parametrize("name", DECLARED)
@pytest.mark.parametrize(
    "environment", ENVIRONMENTS, ids=lambda each: f"{each['sys_platform']}-{each['python_version']}"
)
def test_all_that_is_declared_is_locked_within_its_bounds(name: str, environment: dict[str, str]) -> None:
    versions = locked(name, environment)
    for line in DECLARED[name]:
        requirement = Requirement(line)
        if requirement.marker is None or requirement.marker.evaluate(environment):
            found = versions.get(canonicalize_name(requirement.name))
            assert found is not None, f"{line}. Run: make lock"
            assert requirement.specifier.contains(found), f"{line}, but {found} is locked. Run: make lock"


def test_what_the_locked_packages_need_is_locked_here() -> None:
    """pip installs the lists without looking at dependencies, so the lists must be complete."""
    versions = locked("constraints.txt", {})
    installed: dict[str, Distribution] = {canonicalize_name(each.name): each for each in distributions()}
    present = [installed[name] for name in versions if name in installed]
    missing = [f"{each.name}: {needed}" for each in present for needed in _needed(each) if needed not in versions]
    assert missing == []


def _needed(installed: Distribution) -> Iterator[str]:
    for line in installed.requires or ():
        requirement = Requirement(line)
        if requirement.marker is None or requirement.marker.evaluate({"extra": ""}):
            yield canonicalize_name(requirement.name)


def test_files_agree_on_versions() -> None:
    everything = {**locked("constraints.txt", {}), **locked("constraints-pip.txt", {})}
    for package, found in locked("constraints-maintainers.txt", {}).items():
        assert everything.get(package, found) == found, package


def test_make_installs_only_what_is_locked() -> None:
    recipes = [line for line in text("Makefile").splitlines() if "pip install" in line]
    assert len(recipes) == 2
    install, project = recipes
    assert all(option in install for option in ("--require-hashes", "--no-deps", "--only-binary :all:"))
    assert all(option in project for option in ("--no-index", "--no-deps", "--no-build-isolation"))
