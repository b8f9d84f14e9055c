"""Why a server died while starting, from its logs."""

from pathlib import Path


def read_log(path: Path, start: int) -> str:
    """Return a log from byte ``start`` on, an empty text if it cannot be read."""
    try:
        with path.open("rb") as file:
            file.seek(start)
            return file.read().decode("utf-8", "replace")
    except OSError:
        return ""


def startup_error(log: str) -> str:
    """Return the line of a log that best explains why the server died, an empty text if the log is empty."""
    lines = [line.strip() for line in log.splitlines() if line.strip()]
    for sign in ("Caused by:", "Exception", "ERROR"):
        matches = [line for line in lines if sign in line]
        if matches:
            return matches[-1]
    return lines[-1] if lines else ""


def is_port_conflict(error: str) -> bool:
    """Return whether an error, as Java or Neo4j words it, means that another program listens on a port."""
    return "already in use" in error
