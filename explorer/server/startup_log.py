"""Find out from its logs why a server died while starting."""

from pathlib import Path


def read_log(path: Path, start: int) -> str:
    """Return a log from byte ``start`` on, or an empty string if it cannot be read."""
    try:
        with path.open("rb") as file:
            file.seek(start)
            return file.read().decode("utf-8", "replace")
    except OSError:
        return ""


def startup_error(log: str) -> str:
    """Return the line of a log that best explains why the server died, or an empty string if the log is empty."""
    lines = [line.strip() for line in log.splitlines() if line.strip()]
    for marker in ("Caused by:", "Exception", "ERROR"):
        matches = [line for line in lines if marker in line]
        if matches:
            return matches[-1]
    return lines[-1] if lines else ""


def is_port_conflict(error: str) -> bool:
    """Return whether an error message of Java or Neo4j means that another program listens on a port."""
    return "already in use" in error
