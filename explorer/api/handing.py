"""What is handed over: reports."""

from pathlib import Path

from explorer.api.opened import Opened
from explorer.pseudonyms import Pseudonyms
from explorer.report import TOP, Report


class Handing(Opened):
    """The part of `explorer.Graph` that writes what others read."""

    def write_report(
        self,
        path: Path | str,
        *,
        run: str = "latest",
        top: int = TOP,
        sensitivity: bool | None = None,
        pseudonyms: Pseudonyms | None = None,
        force: bool = False,
    ) -> Report:
        """Write a report on a run: one HTML page that needs no network.

        Args:
            path: the file, written whole or not at all.
            run: the run.
            top: most clusters, those with the highest score.
            sensitivity: whether other windows and weights are tried; None: where it takes seconds.
            pseudonyms: what puts keyed hashes in the place of accounts, names and texts; None for none.
            force: whether a file that is there may be replaced.

        Raises:
            UsageError: if there is no such run, or the file is there.
            InputError: if the file cannot be written.
        """
        # what draws takes a second to load
        from explorer.report.page import write_report  # noqa: PLC0415

        return write_report(
            self.connection,
            Path(path),
            run=run,
            top=top,
            sensitivity=sensitivity,
            pseudonyms=pseudonyms,
            force=force,
            progress=self._progress,
        )
