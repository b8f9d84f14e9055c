"""Build the documentation site into build/site: copy the pages in the repository's layout, and run Zensical."""

import shutil
import subprocess
import sys
from pathlib import Path

REPOSITORY = Path(__file__).parents[2]
PAGES = REPOSITORY / "build" / "site-pages"
SITE = REPOSITORY / "build" / "site"
GATHERED = (
    "README.md",
    "CONTRIBUTING.md",
    "SECURITY.md",
    "CHANGELOG.md",
    "docs/**/*",
    "cypher/packs/*/README.md",
    "explorer/demo/README.md",
)
"""Patterns of the site's files in the repository."""


def gather(pages: Path) -> None:
    """Copy the site's files into an empty folder, each to its own path in the repository."""
    shutil.rmtree(pages, ignore_errors=True)
    for pattern in GATHERED:
        for file in filter(Path.is_file, REPOSITORY.glob(pattern)):
            copy = pages / file.relative_to(REPOSITORY)
            copy.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(file, copy)


def build() -> None:
    """Build the site; exit with an error if a page is missing or a link or anchor is broken."""
    gather(PAGES)
    shutil.rmtree(SITE, ignore_errors=True)
    # Run it as a module of this Python, independent of the path.
    built = subprocess.run(
        [sys.executable, "-m", "zensical", "build", "--strict", "--clean"],
        cwd=REPOSITORY,
        check=False,
        capture_output=True,
        text=True,
    )
    if built.returncode:
        # Its output ends with a traceback, which is left out.
        sys.exit(f"{built.stdout}{built.stderr.split('Traceback')[0]}")
    print(f"The site is in {SITE}: open index.html")


if __name__ == "__main__":
    build()
