"""Write explorer/server/neo4j.lock: the files of the local server, their sizes and SHA-256 sums.

For maintainers, after a change of `MAIN` (``make lock``). The script resolves the dependencies with jgo, downloads
every file, verifies it with the repository's checksums, and writes the lock file.
"""

import hashlib
from pathlib import Path

import jgo
from jgo.constants import MAVEN_CENTRAL_URL

LOCK = Path(__file__).parents[2] / "explorer" / "server" / "neo4j.lock"
NEO4J = "5.26.25"  # the long-term support series
MAIN = (
    f"org.neo4j:neo4j:{NEO4J}",
    f"org.neo4j.app:neo4j-server:{NEO4J}",
    # Without it, every start prints a warning of the logging facade.
    f"org.neo4j:neo4j-slf4j-provider:{NEO4J}",
    # Browser has its own releases; this is the latest one in this repository.
    "org.neo4j.client:neo4j-browser:5.24.0",
)
HEADER = """\
# The local Neo4j, file by file. Written by scripts/vendor/lock_neo4j.py; do not edit.
"""


def main() -> None:
    """Resolve, download and hash the files, and write the lock file."""
    jars: dict[str, Path] = {}
    for artifact in jgo.resolve("+".join(MAIN)):
        file = artifact.resolve()
        # Maven's layout is group/artifact/version/file.
        path = f"{artifact.component.path_prefix.as_posix()}/{artifact.filename}"
        jars[path] = file
    lines = [
        HEADER,
        f'repository = "{MAVEN_CENTRAL_URL}"',
        f'neo4j = "{NEO4J}"',
        "main = [" + ", ".join(f'"{name}"' for name in MAIN) + "]",
        "jars = [",
    ]
    for path, file in sorted(jars.items()):
        data = file.read_bytes()
        digest = hashlib.sha256(data).hexdigest()
        lines.append(f'  {{ path = "{path}", size = {len(data)}, sha256 = "{digest}" }},')
    LOCK.write_text("\n".join([*lines, "]", ""]), encoding="utf-8")
    size = sum(file.stat().st_size for file in jars.values())
    print(f"{LOCK}: {len(jars)} files, {size / 1e6:.0f} MB")


if __name__ == "__main__":
    main()
