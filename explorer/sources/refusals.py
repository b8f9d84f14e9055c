"""Refuse a table whose columns are not those of the explorer's tables, with what was understood and the nearest fix."""

import shlex
from collections.abc import Iterable, Sequence
from dataclasses import replace
from difflib import get_close_matches
from typing import Final

from explorer.common.errors import InputError, UsageError
from explorer.model.tables import TABLES, Table
from explorer.sources.column_matching import Proposal, identifying_columns, map_option, propose
from explorer.sources.column_names import Role
from explorer.sources.essentials import is_recognised, missing_columns, named_tables, required_columns
from explorer.sources.examined_columns import has_heading
from explorer.sources.io.input_file import InputFile
from explorer.sources.parsing import tabular

_KINDS: Final = {
    **dict.fromkeys((Role.TIME, Role.OTHER_TIME), "a time"),
    **dict.fromkeys((Role.ID, Role.OTHER_ID), "an id"),
    **dict.fromkeys((Role.SOURCE_POST, Role.REPLY_POST, Role.QUOTED_POST), "a post"),
}
_SHOWN: Final = 10
"""Maximum number of columns that a sentence names."""


def refuse_unused(file: InputFile, table: Table) -> None:
    """Raise an error if a column that looks like an account, a post, a time or an id would go unused.

    Raises:
        InputError: If there is one that the analyst does not leave out with ``--map column=``.
    """
    unused = identifying_columns(file, table.schema)
    if not unused:
        return
    looks = [f"{name} looks like {_KINDS.get(role, 'an account')}" for name, role in unused.items()]
    raise InputError(
        f"{file.name} has columns of the table {table.name}, but {_list(looks)}, and would not be used. "
        f"{_understood(file, table)}",
        hint=_fix(file, propose(file, table.name if table.name in named_tables(file.name) else None)),
    )


def refuse_unknown_targets(file: InputFile, table: Table) -> None:
    """Raise an error if the analyst maps a column to one that the table does not have.

    Raises:
        UsageError: If there is one.
    """
    for name, target in file.layout.columns:
        if target and target not in table.schema:
            raise UsageError(
                f"--map {name}={target}: {file.name} is read as the table {table.name}, which has no column {target}.",
                hint=f"{near(target, table.schema)}Columns of the table {table.name}: {', '.join(table.schema)}. "
                "To read it as another table, use --table NAME.",
            )


def near(name: str, names: Iterable[str]) -> str:
    """Return a question that suggests a similar name; empty if there is none."""
    close = get_close_matches(name, list(names), n=1)
    return f"Did you mean {close[0]}? " if close else ""


def lacks(file: InputFile, table: Table) -> InputError:
    """Return the error for a file that lacks columns of the table that it is named after, or is to be read as."""
    columns = tabular.columns(file)
    return InputError(
        f"{file.name} lacks {_list(missing_columns(required_columns(table), columns))}, "
        f"which the table {table.name} needs; its columns are {', '.join(columns[:20]) or 'unreadable'}. "
        f"Understood: {_list(_known(file, table)) or 'no column'}.",
        hint=_fix(file, propose(file, table.name)),
    )


def likeness(file: InputFile) -> tuple[str, str]:
    """Return which table a file of unknown format is most like, and the nearest fix; empty if it is like none."""
    if len(tabular.heading(file)) < 2 or file.text.lstrip()[:1] in {"{", "["}:
        return "", ""
    if not has_heading(file):
        return "The first line looks like data, not like a heading.", "Add a line with the names of the columns."
    proposal = propose(file)
    if proposal.table is None or not (proposal.complete or len(proposal.matches) > len(proposal.missing)):
        return "", ""
    table = TABLES[proposal.table]
    return f"It is most like the table {table.name}. {_understood(file, table)}", _fix(file, proposal)


def _understood(file: InputFile, table: Table) -> str:
    missing = missing_columns(required_columns(table), tabular.columns(file))
    return f"Understood: {_list(_known(file, table)) or 'no column'}." + (
        f" Missing: {_list(missing)}." if missing else ""
    )


def _known(file: InputFile, table: Table) -> list[str]:
    columns = tabular.columns(file)
    return [name for name in table.schema if name in columns]


def _fix(file: InputFile, proposal: Proposal) -> str:
    """Return what each column probably is, and the command that reads the file."""
    table, given = TABLES[proposal.table or ""], file.layout.columns
    new = [(name, target) for name, target in proposal.columns if (name, target) not in given]
    sentences = [f"`{name}`: did you mean `{target}`?" for name, target in new if target]
    if ignored := [f"`{name}`" for name, target in new if not target]:
        sentences.append(f"The table {table.name} has no column for {_list(ignored)}.")
    if proposal.missing:
        sentences.append(f"No column looks like {_list(proposal.missing)}.")
        used = {*proposal.unused, *(match.column for match in proposal.matches)}
        if unknown := [f"`{name}`" for name in tabular.heading(file) if name and name not in used]:
            sentences.append(f"Not understood: {_list(unknown)}.")
    if missing_columns(required_columns(table), [match.target for match in proposal.matches]):
        sentences.append(
            f"Columns of the table {table.name}: {', '.join(table.schema)}. Name them with --map COLUMN=NAME, and "
            "columns to leave out with --map COLUMN=. To be asked about each column, run: "
            f"{_command(file, (), '')} --guide"
        )
        return " ".join(sentences)
    if table.name not in (named_tables(file.name) or (table.name,)):
        sentences.append(f"The columns are those of the table {table.name}.")
    columns = (*given, *new)
    command = _command(file, columns, "" if _says_table(file, proposal, columns) else table.name)
    return " ".join([*sentences, f"Run: {command}"])


def _command(file: InputFile, columns: Sequence[tuple[str, str]], table: str) -> str:
    """Return the command that imports a file with a mapping, in the layout that the analyst has given."""
    layout = file.layout
    options = {
        "--encoding": layout.encoding,
        "--skip-lines": layout.skip_lines,
        "--sheet": layout.sheet,
        "--map": map_option(columns) or None,
        "--table": table or None,
    }
    words = [word for name, value in options.items() if value is not None for word in (name, str(value))]
    return shlex.join(["explorer", "import", file.location.argument, *words])


def _says_table(file: InputFile, proposal: Proposal, columns: Sequence[tuple[str, str]]) -> bool:
    """Return whether the file is read as the proposed table without ``--table``."""
    if names := named_tables(file.name):
        return proposal.table in names
    mapped = tabular.columns(replace(file, layout=replace(file.layout, columns=tuple(columns))))
    return recognise(mapped) is TABLES[proposal.table or ""]


def recognise(columns: Sequence[str]) -> Table | None:
    """Return the table that columns alone say a file is: the one with the most of them."""
    return max(
        (table for table in TABLES.values() if is_recognised(table, columns)),
        key=lambda table: (len(set(table.schema) & set(columns)), len(required_columns(table))),
        default=None,
    )


def _list(names: Sequence[str]) -> str:
    shown = [*names[:_SHOWN], "…"] if len(names) > _SHOWN else list(names)
    return " and ".join(filter(None, [", ".join(shown[:-1]), *shown[-1:]]))
