"""Build the site of docs/ into build/site: its pages, gathered in the repository's layout, through Zensical."""

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
    "CHANGELOG.md",
    "docs/**/*",
    "cypher/packs/*/README.md",
    "explorer/demo/README.md",
)
"""The files of the site, by patterns of the repository."""


def gather(pages: Path) -> None:
    """Copy the site's files into an empty folder, each to its own path in the repository."""
    shutil.rmtree(pages, ignore_errors=True)
    for pattern in GATHERED:
        for file in filter(Path.is_file, REPOSITORY.glob(pattern)):
            copy = pages / file.relative_to(REPOSITORY)
            copy.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(file, copy)


def build() -> None:
    """Build the site; a page that is missing, an anchor or a link that leads nowhere ends the program."""
    gather(PAGES)
    shutil.rmtree(SITE, ignore_errors=True)
    # as a module of this Python, whatever is on the path
    built = subprocess.run(
        [sys.executable, "-m", "zensical", "build", "--strict", "--clean"],
        cwd=REPOSITORY,
        check=False,
        capture_output=True,
        text=True,
    )
    if built.returncode:
        # its last lines are a traceback of its own
        sys.exit(f"{built.stdout}{built.stderr.split('Traceback')[0]}")
    print(f"The site is in {SITE}: open index.html")


if __name__ == "__main__":
    build()
