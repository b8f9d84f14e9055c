"""The manifest of a run: a JSON document with everything needed to repeat it, and to compare the repetition with it."""

import json
import platform
from collections.abc import Iterator, Mapping, Sequence
from hashlib import sha256
from importlib.metadata import version
from pathlib import Path
from typing import Any, Final

import msgspec
import polars as pl
import polars.selectors as cs

from explorer.common.errors import InputError, UsageError
from explorer.common.progress import Progress, silent
from explorer.common.version import __version__
from explorer.communities.clusters import draw_seeds
from explorer.export.run import RunTables, read_run_tables
from explorer.graph.connection.connect import Connection
from explorer.graph.runs.provenance import read_counts, read_imports, read_server_version
from explorer.output.pseudonyms import Pseudonyms
from explorer.runs.parameters import DetectionParameters

MANIFEST_VERSION: Final = 1
_LARGEST: Final = 50_000_000
_LIBRARIES: Final = ("numpy", "scipy", "numba", "polars", "igraph", "leidenalg", "neo4j")
_HASHED: Final = ("edges", "clusters", "members", "amplification")
_COUNTS: Final = (
    "edges",
    "tierB",
    "tierTrigger",
    "tierJoined",
    "accounts",
    "clusters",
    "modularity",
    "clusterResolution",
)
_NAMED: Final = ("file", "registry")
_HINT: Final = "Write a manifest with explorer export manifest."


class AnalysedData(msgspec.Struct, kw_only=True, forbid_unknown_fields=True):
    """The data of a run.

    Attributes:
        fingerprint: The fingerprint of the analysed events. Empty if there are pseudonyms and an allow list, because
            the list could be guessed from it.
        counts: The number of nodes in the graph when the manifest was written.
        imports: One map for each import before the run that is still in the graph, in the order of their ids.
        registries: The same for registries.
    """

    fingerprint: str
    counts: dict[str, int]
    imports: list[dict[str, Any]]
    registries: list[dict[str, Any]]


class Outcome(msgspec.Struct, kw_only=True, forbid_unknown_fields=True):
    """The results of a run.

    Attributes:
        figures: Edges, accounts, clusters, modularity and the like. Unknown figures are null.
        hashes: SHA-256 of edges, clusters, members and amplification, sorted, with all their figures. Empty if there
            are pseudonyms, because the accounts of a small run could be guessed from it.
    """

    figures: dict[str, int | float | None]
    hashes: dict[str, str]


class Manifest(msgspec.Struct, kw_only=True, forbid_unknown_fields=True):
    """The manifest of a run.

    Attributes:
        manifest: The version of the manifest's format.
        version: The version of this tool that wrote the manifest.
        versions: The versions of Python, of the libraries that are used, and of the Neo4j server.
        simulated: Whether the graph contains simulated data.
        pseudonyms: Whether names of files were replaced.
        run: The properties of the run without its parameters.
        parameters: All parameters, see `explorer.runs.parameters.DetectionParameters.from_json`.
        seeds: The seeds of the community detection, derived from the run's seed.
        data: The analysed data.
        outcome: The results.
    """

    manifest: int
    version: str
    versions: dict[str, str]
    simulated: bool
    pseudonyms: bool
    run: dict[str, Any]
    parameters: dict[str, Any]
    seeds: list[int]
    data: AnalysedData
    outcome: Outcome


def make_manifest(
    graph: Connection, name: str = "latest", *, pseudonyms: Pseudonyms | None = None, progress: Progress = silent
) -> Manifest:
    """Return the manifest of a run.

    Args:
        graph: The graph.
        name: The run's id, the beginning of it, or ``latest``.
        pseudonyms: Replace names of files.
        progress: Called with the number of rows read.

    Raises:
        UsageError: If there is no such run, or if its parameters are unknown.
    """
    tables = read_run_tables(graph, name, dated=False, progress=progress)
    run = dict(tables.run)
    if not run.get("parameters"):
        raise UsageError(
            f"The parameters of run {run['runId']} are unknown.", hint="Repeat the detection: explorer detect"
        )
    parameters = json.loads(run.pop("parameters"))
    if pseudonyms is not None:
        run = pseudonyms.run(run)
    imports = [_hidden(row, pseudonyms) for row in read_imports(graph, tables.run["runId"])]
    return Manifest(
        manifest=MANIFEST_VERSION,
        version=__version__,
        versions={"python": platform.python_version(), "neo4j server": read_server_version(graph)}
        | {library: version(library) for library in _LIBRARIES},
        simulated=tables.simulated,
        pseudonyms=pseudonyms is not None,
        run=run,
        parameters=parameters,
        seeds=draw_seeds(DetectionParameters.from_json(parameters).clusters),
        data=AnalysedData(
            fingerprint=run.get("fingerprint", ""),
            counts=read_counts(graph),
            imports=[row for row in imports if row["registry"] is None],
            registries=[row for row in imports if row["registry"] is not None],
        ),
        outcome=Outcome(
            figures={name: run.get(name) for name in _COUNTS}, hashes={} if pseudonyms else dict(_hashes(tables))
        ),
    )


def manifest_as_json(manifest: Manifest) -> bytes:
    """Return the JSON document. The same manifest gives the same bytes."""
    return msgspec.json.format(msgspec.json.encode(manifest, order="sorted"), indent=2) + b"\n"


def read_manifest(path: Path) -> Manifest:
    """Return the manifest in a file. The file may come from anyone.

    Raises:
        InputError: If the file cannot be read, or is not a manifest of a known version.
    """
    try:
        with path.open("rb") as file:
            content = file.read(_LARGEST + 1)
    except OSError as error:
        raise InputError(f"{path} cannot be read: {error.strerror}.", hint="Check the file name.") from error
    if len(content) > _LARGEST:
        raise InputError(f"{path} is too large for a manifest (more than {_LARGEST:,} bytes).", hint=_HINT)
    try:
        document = msgspec.json.decode(content)
        if (
            isinstance(document, dict)
            and isinstance(document.get("manifest"), int)
            and document["manifest"] > MANIFEST_VERSION
        ):
            raise InputError(
                f"{path} has manifest version {document['manifest']}, but this version of explorer reads only versions "
                f"up to {MANIFEST_VERSION}.",
                hint="Install the version of explorer that the manifest names, or a newer one.",
            )
        return msgspec.convert(document, Manifest)
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError) as error:
        raise InputError(f"{path} is not a run's manifest: {error}.", hint=_HINT) from error


def describe_differences(before: Manifest, now: Manifest) -> list[str]:
    """Return how a run differs from the run that it repeats, one sentence each. Empty if they are identical."""
    differences = []
    if allow_list_differs(before, now):
        differences.append("The allow list differs, so different accounts were left out.")
    if before.data.fingerprint and before.data.fingerprint != now.data.fingerprint:
        # the allow list is part of the fingerprint
        if not differences:
            differences.append(
                f"The data differ: fingerprint {before.data.fingerprint[:12]} before, {now.data.fingerprint[:12]} now."
            )
        differences += _missing("not in this graph", before.data.imports, now.data.imports)
        differences += _missing("only in this graph", now.data.imports, before.data.imports)
    for name, figure in before.outcome.figures.items():
        if (after := now.outcome.figures.get(name)) != figure:
            differences.append(f"The result differs: {name} {_figure(figure)} before, {_figure(after)} now.")
    for name, hashed in before.outcome.hashes.items():
        # an earlier version had other tables
        if now.outcome.hashes.get(name, hashed) != hashed:
            differences.append(f"The result differs: {name} are not identical.")
    if differences:
        differences += _missing("registry not in this graph", before.data.registries, now.data.registries)
        differences += _missing("registry only in this graph", now.data.registries, before.data.registries)
    return differences


def allow_list_differs(before: Manifest, now: Manifest) -> bool:
    """Return whether the runs left out different allow lists. False with pseudonyms, where this is unknown."""
    return not before.pseudonyms and before.run.get("allowList") != now.run.get("allowList")


def describe_version_differences(before: Manifest, now: Manifest) -> list[str]:
    """Return which versions differ: ``numpy 2.0 before, 2.1 now``."""
    then, today = ({"coordination explorer": manifest.version} | manifest.versions for manifest in (before, now))
    return [
        f"{name} {then.get(name, 'none')} before, {today.get(name, 'none')} now"
        for name in sorted(then.keys() | today.keys())
        if then.get(name) != today.get(name)
    ]


def _missing(where: str, these: Sequence[Mapping[str, Any]], those: Sequence[Mapping[str, Any]]) -> Iterator[str]:
    hashes = {row.get("sha256") for row in those}
    for row in these:
        if row.get("sha256") not in hashes:
            yield f"{row.get('file')} ({_figure(row.get('rows'))} rows): {where}."


def _figure(value: Any) -> str:
    return f"{value:,}" if isinstance(value, int | float) else "unknown"


def _hidden(row: Mapping[str, Any], pseudonyms: Pseudonyms | None) -> dict[str, Any]:
    if pseudonyms is None:
        return dict(row)
    return {name: pseudonyms.value(name, value) if name in _NAMED else value for name, value in row.items()}


def _hashes(tables: RunTables) -> Iterator[tuple[str, str]]:
    for name in _HASHED:
        yield name, hash_frame(getattr(tables, name))


def hash_frame(frame: pl.DataFrame) -> str:
    """Return SHA-256 of all values of a frame in their order. It is the same on every machine."""
    digest = sha256()
    plain = frame.with_columns(cs.datetime().dt.cast_time_unit("us").cast(pl.Int64))
    for column in plain:
        kind = "text" if column.dtype == pl.String else "real" if column.dtype.is_float() else "whole"
        digest.update(f"{column.name} {kind} {len(column)}\0".encode())
        digest.update(column.is_null().to_numpy().tobytes())
        if kind == "text":
            texts = column.fill_null("")
            digest.update(texts.str.len_bytes().cast(pl.Int64).to_numpy().astype("<i8").tobytes())
            digest.update("".join(texts).encode())
        else:
            digest.update(column.fill_null(0).to_numpy().astype("<f8" if kind == "real" else "<i8").tobytes())
    return digest.hexdigest()
