"""Download Neo4j's files, which are listed in neo4j.lock, and verify that they are complete and unaltered."""

import hashlib
import logging
import shutil
import tomllib
from concurrent.futures import as_completed
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path, PurePosixPath

from requests import RequestException

from explorer.common.errors import ServerError
from explorer.common.pools import thread_pool
from explorer.common.progress import Progress, silent
from explorer.server.files import file_errors, hold_lock, make_folders, write_private
from explorer.server.verification import LockedFile, find_altered, is_intact, remove_unknown

LOCK_FILE = Path(__file__).with_name("neo4j.lock")
THREADS = 8  # the files are small, so latency takes more time than the transfer
TIMEOUT = 30  # seconds without receiving data


@dataclass(frozen=True, slots=True)
class Jar:
    """One file: its path in the repository and in the installation, its size in bytes and its SHA-256 checksum."""

    path: str
    size: int
    sha256: str


@dataclass(frozen=True, slots=True)
class ArtifactLock:
    """The files of an installation.

    Attributes:
        repository: URL of the Maven repository from which the SHA-256 checksums were taken.
        neo4j: Version of the server.
        jars: Files of the installation.
        digest: SHA-256 of the lock file itself.
    """

    repository: str
    neo4j: str
    jars: tuple[Jar, ...]
    digest: str

    @property
    def size(self) -> int:
        """Total size of all files in bytes."""
        return sum(jar.size for jar in self.jars)


@cache
def read_lock(path: Path = LOCK_FILE) -> ArtifactLock:
    """Read a lock file."""
    data = path.read_bytes()
    content = tomllib.loads(data.decode())
    jars = tuple(Jar(**jar) for jar in content["jars"])
    for jar in jars:
        parts = PurePosixPath(jar.path)
        if parts.is_absolute() or ".." in parts.parts:
            raise ValueError(f"{path}: {jar.path!r} leaves the installation")
    return ArtifactLock(content["repository"], content["neo4j"], jars, hashlib.sha256(data).hexdigest())


class Artifacts:
    """An installation of Neo4j's files, shared by all local servers of a user.

    Args:
        home: Folder of installations; this one is ``neo4j-<version>`` in it.
        repository: Mirror to download from instead of the lock file's repository; the checksums stay the same.
        lock: Files to install. Default: the lock file of this package.
    """

    def __init__(self, home: Path, *, repository: str | None = None, lock: ArtifactLock | None = None) -> None:
        self.lock = lock or read_lock()
        self.folder = home / f"neo4j-{self.lock.neo4j}"
        self.jars = self.folder / "lib"
        self._repository = (repository or self.lock.repository).rstrip("/")
        self._marker = self.folder / "complete"

    @property
    def installed(self) -> bool:
        """Whether the installation is complete and matches this lock."""
        try:
            return self._marker.read_text(encoding="utf-8").strip() == self.lock.digest
        except (OSError, UnicodeDecodeError):
            return False

    @cached_property
    def _files(self) -> dict[str, LockedFile]:
        return {f"lib/{jar.path}": LockedFile(jar.size, jar.sha256) for jar in self.lock.jars}

    def verified_class_path(self) -> str:
        """Verify the installation, and return the Java class path, which contains only the locked files.

        Raises:
            ServerError: If a file is missing or altered, or does not belong to the installation.
        """
        with file_errors(self.folder):
            altered = find_altered(self.folder, self._files, remember=True)
        if altered:
            more = f" ({len(altered) - 1} more)" if len(altered) > 1 else ""
            raise ServerError(
                f"Neo4j is not started, because its files were tampered with or damaged: {altered[0]}{more}.",
                hint="Download the original files: explorer server install --repair",
            )
        return ":".join(str(self.jars / jar.path) for jar in self.lock.jars)

    def find_altered(self, *, all_checksums: bool = False) -> list[str]:
        """Return which files are missing or altered, or do not belong to the installation; see `verification`."""
        return find_altered(self.folder, self._files, all_checksums=all_checksums)

    def install(self, *, progress: Progress = silent) -> None:
        """Download the files that are missing or altered. Does nothing if the installation is complete.

        The marker of a complete installation is written last. An interrupted installation is therefore never used, and
        the next call resumes it.

        Args:
            progress: Called with the number of bytes downloaded.

        Raises:
            ServerError: If the repository cannot be reached or sends different files, the disk is full, or the folder
                cannot be used.
        """
        if self.installed:
            return
        with file_errors(self.folder):
            make_folders(self.folder)
            with hold_lock(self.folder / "lock", waiting_for="installation", progress=progress):
                if not self.installed:
                    self._fetch(progress)

    def repair(self, *, progress: Progress = silent) -> None:
        """Verify all files, download those that are missing or altered, and remove those that do not belong here."""
        with file_errors(self.folder):
            self._marker.unlink(missing_ok=True)
        self.install(progress=progress)

    def _fetch(self, progress: Progress) -> None:
        stage = f"downloading Neo4j {self.lock.neo4j}"
        # Remove partial downloads, files of earlier locks, and links, behind which other files may be.
        remove_unknown(self.folder, self._files)
        # Files of an interrupted installation are kept; disk space is needed only for the rest.
        missing = [jar for jar in self.lock.jars if not is_intact(self.jars / jar.path, self._files[f"lib/{jar.path}"])]
        self._check_room(sum(jar.size for jar in missing))
        for jar in missing:
            make_folders((self.jars / jar.path).parent)
        # Only downloads need pooch, and in a notebook importing it requires another package.
        import pooch  # noqa: PLC0415

        # By default, pooch logs every file to standard error.
        pooch.get_logger().setLevel(logging.ERROR)
        store = pooch.create(
            path=self.jars,
            base_url=f"{self._repository}/",
            registry={jar.path: f"sha256:{jar.sha256}" for jar in missing},
            retry_if_failed=2,
        )
        done = self.lock.size - sum(jar.size for jar in missing)
        progress(stage, done, self.lock.size, unit="bytes")
        download = pooch.HTTPDownloader(timeout=TIMEOUT, chunk_size=1 << 16)
        with thread_pool(THREADS) as pool:
            fetching = {pool.submit(store.fetch, jar.path, downloader=download): jar for jar in missing}
            for future in as_completed(fetching):
                self._raise_error(future.exception(), fetching[future])
                done += fetching[future].size
                progress(stage, done, self.lock.size, unit="bytes")
        write_private(self._marker, f"{self.lock.digest}\n")

    def _raise_error(self, error: BaseException | None, jar: Jar) -> None:
        resume_hint = "Complete files are kept; explorer server install resumes the download."
        if isinstance(error, RequestException):
            raise ServerError(
                f"{self._repository}/{jar.path} cannot be downloaded: {error}",
                hint=f"Check the connection. Set HTTPS_PROXY for a proxy, or EXPLORER_MAVEN_REPOSITORY for a "
                f"mirror. {resume_hint}",
            ) from error
        if isinstance(error, ValueError):
            raise ServerError(
                f"{jar.path} from {self._repository} is not the pinned file: its SHA-256 checksum differs.",
                hint=f"A proxy or mirror may have changed the file, which was discarded. {resume_hint}",
            ) from error
        if error is not None:
            raise error

    def _check_room(self, needed: int) -> None:
        free = shutil.disk_usage(self.folder).free
        if free < needed + (16 << 20):
            raise ServerError(
                f"Neo4j needs {needed / 1e6:.0f} MB more in {self.folder}, but the disk has {free / 1e6:.0f} MB left.",
                hint="Free disk space, or set EXPLORER_HOME to a folder on another disk.",
            )
