"""Write explorer/server/neo4j.lock: the files of the local server, their sizes and SHA-256 sums.

For maintainers, after a change of `MAIN` (``make lock``). Resolves the dependencies with jgo, downloads every
file (checked against the repository's own sums) and writes down what came.
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
    # without it every start begins with the logging facade's complaint
    f"org.neo4j:neo4j-slf4j-provider:{NEO4J}",
    # released on its own; the newest in this repository
    "org.neo4j.client:neo4j-browser:5.24.0",
)
HEADER = """\
# The local Neo4j, file by file. Written by scripts/vendor/lock_neo4j.py; do not edit.
"""


def main() -> None:
    """Resolve, download, hash, write."""
    jars: dict[str, Path] = {}
    for artifact in jgo.resolve("+".join(MAIN)):
        file = artifact.resolve()
        # Maven's layout: group/artifact/version/file
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
