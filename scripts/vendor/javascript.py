"""Vendor the JavaScript that the report and its tests use (``make vendor``).

For maintainers, after a change of scripts/vendor/package.json; node and npm are needed. npm downloads the packages in
package-lock.json and verifies their checksums. The files are stored with their licences and a lock file, which contains
the SHA-512 of each file and the packages that it consists of. Users of the package do not need any of this.
"""

import hashlib
import json
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

HOME = Path(__file__).parents[2]
NPM = HOME / "scripts" / "vendor"
REPORT = HOME / "explorer" / "report" / "html" / "static" / "vendor"
TESTS = HOME / "tests" / "browser" / "vendor"
LOCK = "vendor.lock"

ENTRY = """\
import "d3-transition";
export { select } from "d3-selection";
export { zoom, zoomIdentity, zoomTransform } from "d3-zoom";
"""
"""The parts of d3 that the report's script uses, exported as ``d3``."""
BUNDLED = (
    "d3-color", "d3-dispatch", "d3-drag", "d3-ease", "d3-interpolate", "d3-selection", "d3-timer", "d3-transition",
    "d3-zoom",
)  # fmt: skip


def main() -> None:
    """Download, bundle and store the files."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for file in ("package.json", "package-lock.json"):
            shutil.copy(NPM / file, folder)
        _run(folder, "npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund")
        (folder / "entry.js").write_text(ENTRY, encoding="utf-8")
        _run(
            folder, "npx", "esbuild", "entry.js", "--bundle", "--minify", "--format=iife", "--global-name=d3",
            "--charset=utf8", "--legal-comments=none", "--outfile=d3-zoom.min.js",
        )  # fmt: skip
        _put(REPORT, folder, {"d3-zoom.min.js": folder / "d3-zoom.min.js"}, BUNDLED)
        _put(TESTS, folder, {"axe.min.js": folder / "node_modules" / "axe-core" / "axe.min.js"}, ("axe-core",))


def _put(target: Path, folder: Path, files: dict[str, Path], packages: tuple[str, ...]) -> None:
    shutil.rmtree(target, ignore_errors=True)
    target.mkdir(parents=True)
    for name, source in files.items():
        shutil.copy(source, target / name)
    modules = folder / "node_modules"
    licences = [
        f"{package}\n\n{next(modules.joinpath(package).glob('LICENSE*')).read_text(encoding='utf-8').strip()}\n"
        for package in packages
    ]
    (target / "LICENSE.txt").write_text("\n\n".join(licences), encoding="utf-8")
    locked_packages = json.loads((folder / "package-lock.json").read_text(encoding="utf-8"))["packages"]
    lines = ["# Written by scripts/vendor/javascript.py; do not edit.", "packages = ["]
    for package in packages:
        locked = locked_packages[f"node_modules/{package}"]
        lines.append(
            f'  {{ name = "{package}", version = "{locked["version"]}", integrity = "{locked["integrity"]}" }},'
        )
    lines += ["]", "files = ["]
    for file in sorted(target.iterdir()):
        digest = hashlib.sha512(file.read_bytes()).hexdigest()
        lines.append(f'  {{ name = "{file.name}", sha512 = "{digest}" }},')
    (target / LOCK).write_text("\n".join([*lines, "]", ""]), encoding="utf-8")
    print(f"{target}: {', '.join(f'{name}, {(target / name).stat().st_size / 1000:.0f} KB' for name in files)}")


def _run(folder: Path, *command: str) -> None:
    completed = subprocess.run(command, cwd=folder, check=False, capture_output=True, text=True)
    if completed.returncode:
        sys.exit(f"{' '.join(command)}: {completed.stderr}")


if __name__ == "__main__":
    main()
