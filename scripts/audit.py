"""Look up known vulnerabilities of everything that an installation downloads or ships (``make audit``).

Python packages go to pip-audit. Jars of the local server and JavaScript of the report go to the API of OSV
(https://google.github.io/osv.dev/api/), which knows packages by their package URLs. The checksums of the files on this
machine are compared with the lock files. This is the only part of the project that sends names and versions of its
dependencies to anybody; it sends nothing else.

Exit codes: 0, nothing was found; 1, a vulnerability is known or a file was altered; 2, a check could not be completed.
"""

import argparse
import hashlib
import subprocess
import sys
import tomllib
from collections.abc import Iterable, Iterator
from pathlib import Path, PurePosixPath
from typing import Final
from urllib.parse import quote

import requests

from explorer.common.settings import Settings
from explorer.common.text import printable
from explorer.server.artifacts import Artifacts, read_lock
from explorer.server.local import LocalServer

REPOSITORY: Final = Path(__file__).parent.parent
OSV: Final = "https://api.osv.dev"
TIMEOUT: Final = 60  # seconds
PER_QUERY: Final = 500
"""Packages in one query. The API accepts up to 1,000."""
PYTHON: Final = ("constraints-pip.txt", "constraints.txt", "constraints-maintainers.txt")
VENDORED: Final = (REPOSITORY / "explorer/report/html/static/vendor", REPOSITORY / "tests/browser/vendor")
NOTHING, FOUND, INCOMPLETE = 0, 1, 2


def main() -> None:
    """Run all checks, print what each one found, and exit with the worst result."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--osv-url", default=OSV, metavar="URL", help="server with OSV's API (default: %(default)s)")
    osv = parser.parse_args().osv_url
    server = LocalServer.from_settings(Settings())
    outcomes = [
        audit_python(),
        audit_jars(server.artifacts),
        audit_javascript(),
        # two files of one package, for two processors, are one question
        audit_known(osv, list(dict.fromkeys([*maven_purls(), *npm_purls()]))),
    ]
    # a known vulnerability is more urgent than a check that could not be completed
    worst = FOUND if FOUND in outcomes else max(outcomes)
    print(
        ("Nothing was found.", "A check failed: see above.", "A check could not be completed: see above.")[worst],
        flush=True,
    )
    sys.exit(worst)


def audit_python() -> int:
    """Let pip-audit look up the locked Python packages. A package that its source does not know is a failure."""
    print("Python packages (pip-audit):", flush=True)
    files = [word for name in PYTHON for word in ("--requirement", str(REPOSITORY / name))]
    command = [sys.executable, "-m", "pip_audit", "--strict", "--require-hashes", "--disable-pip", *files]
    completed = subprocess.run([*command, "--progress-spinner", "off"], capture_output=True, text=True, check=False)
    print(completed.stdout + completed.stderr.strip().rpartition("\n")[2])
    if completed.returncode == 0:
        return NOTHING
    # pip-audit ends with 1 in both cases, but prints its table only if it looked up all packages
    return FOUND if completed.stdout.startswith("Name") else INCOMPLETE


def audit_jars(artifacts: Artifacts) -> int:
    """Compare the installed jars with the checksums of the lock file."""
    if not artifacts.installed:
        print("Jars: Neo4j is not installed here, so there are no files to verify.")
        return NOTHING
    return _report_altered(
        "Jars", str(artifacts.folder), len(artifacts.lock.jars), artifacts.find_altered(all_checksums=True)
    )


def audit_javascript(folders: Iterable[Path] = VENDORED) -> int:
    """Compare the vendored JavaScript with the checksums of its lock files."""
    outcomes = []
    for folder in folders:
        files = tomllib.loads((folder / "vendor.lock").read_text(encoding="utf-8"))["files"]
        altered = [
            f"{file['name']} is missing or altered"
            for file in files
            if _sha512(folder / file["name"]) != file["sha512"]
        ]
        outcomes.append(_report_altered("JavaScript", str(folder), len(files), altered))
    return max(outcomes)


def _sha512(path: Path) -> str | None:
    return hashlib.sha512(path.read_bytes()).hexdigest() if path.is_file() else None


def _report_altered(kind: str, folder: str, files: int, altered: list[str]) -> int:
    if altered:
        print(f"{kind}: the files in {folder} are not those of the lock file:", *altered, sep="\n  ")
        return FOUND
    print(f"{kind}: all {files} files in {folder} have the locked checksums.")
    return NOTHING


def maven_purls() -> Iterator[str]:
    """Yield the package URLs of the locked jars, whose paths are group/artifact/version/file."""
    for jar in read_lock().jars:
        *group, artifact, version, _ = PurePosixPath(jar.path).parts
        yield f"pkg:maven/{'.'.join(group)}/{artifact}@{version}"


def npm_purls() -> Iterator[str]:
    """Yield the package URLs of the JavaScript packages in the repository."""
    for folder in VENDORED:
        content = tomllib.loads((folder / "vendor.lock").read_text(encoding="utf-8"))
        for package in content["packages"]:
            yield f"pkg:npm/{package['name']}@{package['version']}"


def audit_known(url: str, purls: list[str]) -> int:
    """Look up package URLs in OSV and print the known vulnerabilities of each.

    Args:
        url: Server with OSV's API.
        purls: Package URLs with versions.
    """
    print(f"Jars and JavaScript: {len(purls)} packages at {url}", flush=True)
    try:
        known = known_vulnerabilities(url, purls)
        for purl, ids in known.items():
            print(f"  {purl}", flush=True)
            for name in ids:
                print(printable(f"    {name}: {_summary(url, name)} (https://osv.dev/{name})"))
    # requests' own errors on unreadable JSON are ValueErrors; an answer of another shape raises the others
    except (requests.RequestException, ValueError, KeyError, TypeError, AttributeError) as error:
        print(f"  The answer is missing or unusable: {error}. Check the connection and run make audit again.")
        return INCOMPLETE
    if not known:
        print("  No vulnerability is known.")
    return FOUND if known else NOTHING


def known_vulnerabilities(url: str, purls: list[str]) -> dict[str, list[str]]:
    """Return the ids of known vulnerabilities by package URL, for packages that have any.

    Raises:
        requests.RequestException: If the server cannot be reached or answers with an error.
        ValueError: If the answer does not fit the question.
    """
    known: dict[str, list[str]] = {}
    waiting = [(purl, "") for purl in purls]
    while waiting:
        asked, waiting = waiting[:PER_QUERY], waiting[PER_QUERY:]
        queries = [{"package": {"purl": purl}} | ({"page_token": token} if token else {}) for purl, token in asked]
        response = requests.post(f"{url}/v1/querybatch", json={"queries": queries}, timeout=TIMEOUT)
        response.raise_for_status()
        for (purl, _), result in zip(asked, response.json()["results"], strict=True):
            if vulnerabilities := result.get("vulns"):
                known.setdefault(purl, []).extend(each["id"] for each in vulnerabilities)
            if token := result.get("next_page_token"):
                waiting.append((purl, token))
    return known


def _summary(url: str, name: str) -> str:
    response = requests.get(f"{url}/v1/vulns/{quote(name, safe='')}", timeout=TIMEOUT)
    response.raise_for_status()
    return str(response.json().get("summary", "no summary"))


if __name__ == "__main__":
    main()
