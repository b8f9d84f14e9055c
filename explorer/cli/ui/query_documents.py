"""Write the results of queries to files or to standard output, completely or not at all."""

import shutil
import sys
import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from explorer.cli.options.output import Format
from explorer.cli.ui.documents import as_array, as_document, to_json
from explorer.cli.ui.output import note, print_line
from explorer.cli.ui.query_rows import QueryRows
from explorer.common.errors import GraphError, InputError
from explorer.common.files import force_to_disk, umask
from explorer.common.temporary import temporary
from explorer.common.text import count

_MARGIN: Final = "  "
"""Spaces before the lines of one query's rows in the JSON of a pack."""
Written = Sequence[tuple[QueryRows, Path]]


@contextmanager
def query_documents(form: Format, out: Path | None) -> Iterator[Callable[[QueryRows], None]]:
    """Return a function that takes the rows of a query. At the end, publish the rows of all queries.

    Args:
        form: Output format.
        out: Folder for one file per query. None: standard output, as one document.

    Raises:
        InputError: If a file cannot be written. No file has changed then.
    """
    written: list[tuple[QueryRows, Path]] = []
    try:
        if out:
            out.mkdir(parents=True, exist_ok=True)
        with temporary(out or Path(tempfile.gettempdir()), is_folder=True) as parts:

            def write(rows: QueryRows) -> None:
                part = parts / str(len(written))
                with part.open("w", encoding="utf-8", newline="") as file:
                    file.writelines(_texts(rows, form, in_pack=out is None))
                written.append((rows, part))

            yield write
            if out:
                _put_files(written, form, out)
            else:
                _print(written, form)
    except BrokenPipeError:
        raise
    except OSError as error:
        where = f"The folder {out}" if out else "A temporary file"
        raise InputError(
            f"{where} cannot be written: {error.strerror or error}.",
            hint="Check whether the disk is full, or give --out another folder.",
        ) from error


def print_document(rows: QueryRows, form: Format) -> None:
    """Print the rows of one query while they arrive.

    Raises:
        GraphError: If the query ends early; the message says that the output is incomplete.
    """
    try:
        sys.stdout.writelines(as_document(rows.columns, rows.rows(), form))
    except GraphError as error:
        sys.stdout.flush()
        message = f"{error.message.rstrip('. ')}. The output is incomplete: it ends after {count(rows.read, 'row')}."
        raise GraphError(message, hint=error.hint) from error


def _texts(rows: QueryRows, form: Format, *, in_pack: bool) -> Iterator[str]:
    if not in_pack:
        return as_document(rows.columns, rows.rows(), form)
    records = (dict(zip(rows.columns, row, strict=True)) for row in rows.rows())
    if form is Format.JSON:
        return as_array(records, _MARGIN)
    return (f"{to_json({'query': rows.query.name} | record)}\n" for record in records)


def _put_files(written: Written, form: Format, out: Path) -> None:
    for _, part in written:
        part.chmod(0o666 & ~umask())
        force_to_disk(part)
    for rows, part in written:
        path = out / f"{rows.query.name}.{form.value}"
        part.replace(path)
        note(f"{path}: {count(rows.read, 'row')}")


def _print(written: Written, form: Format) -> None:
    for number, (rows, part) in enumerate(written):
        if form is Format.JSON:
            sys.stdout.write(f"{',' if number else '{'}\n{_MARGIN}{to_json(rows.query.name)}: ")
        with part.open(encoding="utf-8", newline="") as file:
            shutil.copyfileobj(file, sys.stdout)
    if form is Format.JSON:
        print_line("\n}" if written else "{}")
