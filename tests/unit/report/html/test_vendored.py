"""The JavaScript of others is what its lock says, and nothing else."""

import hashlib
import json
import tomllib
from pathlib import Path

import pytest

from scripts.vendor.javascript import BUNDLED, LOCK, NPM, REPORT, TESTS

FOLDERS = {REPORT: BUNDLED, TESTS: ("axe-core",)}


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.parent.name)
def test_files_are_those_that_were_fetched(folder: Path) -> None:
    lock = tomllib.loads((folder / LOCK).read_text(encoding="utf-8"))
    hashes = {
        file.name: hashlib.sha512(file.read_bytes()).hexdigest() for file in folder.iterdir() if file.name != LOCK
    }
    assert hashes == {file["name"]: file["sha512"] for file in lock["files"]}, "run: make vendor"
    # of the versions that npm's own lock names, each with its licence
    known = json.loads((NPM / "package-lock.json").read_text(encoding="utf-8"))["packages"]
    licences = (folder / "LICENSE.txt").read_text(encoding="utf-8")
    for package in lock["packages"]:
        npm = known[f"node_modules/{package['name']}"]
        assert (package["version"], package["integrity"]) == (npm["version"], npm["integrity"])
        assert f"{package['name']}\n" in licences
    assert [package["name"] for package in lock["packages"]] == list(FOLDERS[folder])
