"""Ask the analyst which column of a table each column of a file is."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Final

from rich.box import SIMPLE_HEAD
from rich.table import Table
from rich.text import Text

from explorer.cli.ui.output import messages, note
from explorer.common.errors import InputError
from explorer.common.text import LONGEST_CHARACTER, shorten, squeeze
from explorer.model.tables import TABLES
from explorer.sources.column_matching import Proposal, propose
from explorer.sources.essentials import ESSENTIALS
from explorer.sources.io.input_file import InputFile
from explorer.sources.io.layout import column_name
from explorer.sources.parsing import tabular

Ask = Callable[[str, str], str]
"""Asks a question and returns the answer. Its arguments are the question, and the answer that Enter gives."""
Columns = tuple[tuple[str, str], ...]
"""Pairs of a column of the file and the column that it is read as, as in `explorer.sources.io.layout.Layout`."""

ROWS: Final = 5
"""Number of rows that are shown."""
LONGEST: Final = 60
"""Maximum number of characters of a value that are shown."""
SIDE_BY_SIDE: Final = 8
"""Maximum number of columns that are shown side by side."""
UNUSED: Final = "-"
"""Answer for a column that is not used."""


def show_first_rows(file: InputFile) -> None:
    """Print the heading and the first rows, no wider than the terminal."""
    heading = tabular.heading(file)
    values = tabular.first_values(file, heading, rows=ROWS)
    note(f"{file.name} has {len(heading)} columns. The heading and the first {ROWS} rows:")
    if len(heading) > SIDE_BY_SIDE:
        for name in heading:
            line = Text(f"  {_shown(name)}: {_examples(values.get(name, []))}")
            line.truncate(messages.width, overflow="ellipsis")
            messages.print(line)
        return
    table = Table(header_style="bold", box=SIMPLE_HEAD, padding=(0, 1, 0, 0), pad_edge=False)
    for name in heading:
        table.add_column(Text(_shown(name)), overflow="fold")
    cells = [[_shown(value) for value in values.get(name, [])] for name in heading]
    for row in range(max(map(len, cells), default=0)):
        table.add_row(*(Text(column[row] if row < len(column) else "") for column in cells))
    messages.print(table, soft_wrap=False)


def confirm_mapping(file: InputFile, table: str | None, ask: Ask) -> tuple[str, Columns]:
    """Propose a mapping, and ask to confirm or change each column.

    Args:
        file: A table; columns that its layout maps already are not asked for.
        table: Name of the table that the rows belong to; None: it is asked for.
        ask: Asks a question.

    Returns:
        The name of the table, and the mapping of all columns that are renamed or not used.

    Raises:
        InputError: If the analyst accepts a mapping that lacks a column that the table needs.
    """
    proposal = propose(file, table)
    table = table or _ask_table(proposal, ask)
    decided = dict(file.layout.columns)
    values = tabular.first_values(file, tabular.heading(file), rows=ROWS)
    note(
        f"Enter accepts the answer in brackets. Or type a column of the table {table}, {UNUSED} if the column is not "
        "used, or ? for a list."
    )
    proposal = _propose_again(file, table, decided)
    for name in values:
        match = next((match for match in proposal.matches if match.column == name), None)
        if name in decided or (match is None and name not in proposal.unused):
            continue
        reason = match.reason if match else "it looks like an account, a post, a time or an id"
        note("", f"{_shown(name)}: {_examples(values[name])}", f"  {reason}")
        expected = match.target if match else UNUSED
        answer = _ask_target(name, table, expected, decided, ask)
        decided[name] = answer
        if answer != expected.removeprefix(UNUSED):
            proposal = _propose_again(file, table, decided)
    return table, _ask_for_changes(file, table, decided, ask)


def _ask_table(proposal: Proposal, ask: Ask) -> str:
    while True:
        answer = ask("\nWhich table do the rows belong to?", proposal.table or "retweets").lower()
        if answer in ESSENTIALS:
            return answer
        for name in ESSENTIALS:
            note(f"  {name}: {TABLES[name].description}")


def _ask_target(name: str, table: str, expected: str, decided: Mapping[str, str], ask: Ask) -> str:
    """Return the column of the table that a column is; empty if it is not used."""
    while True:
        answer = ask(f"  Read {_shown(name)} as", expected).lower()
        if problem := _problem(name, answer, table, decided):
            note(*problem.split("\n"))
        else:
            return answer.removeprefix(UNUSED)


def _ask_for_changes(file: InputFile, table: str, decided: dict[str, str], ask: Ask) -> Columns:
    """Ask for changes until there are none; return the mapping."""
    heading = tabular.heading(file)
    while True:
        proposal = _propose_again(file, table, decided)
        columns = _mapping(heading, proposal, decided)
        renamed = dict(columns)
        used = [match.column for match in proposal.matches]
        note("")
        if proposal.missing:
            note(f"The table {table} also needs: {', '.join(proposal.missing)}.")
        if rest := [_shown(name) for name in heading if name not in used]:
            note(f"Not used: {', '.join(rest)}.")
        answer = ask("Change a column, as COLUMN=NEW NAME; Enter if all is right", "")
        if not answer and proposal.missing:
            raise InputError(
                f"{file.name} cannot be read as the table {table}, because nothing is {', '.join(proposal.missing)}.",
                hint=f"Columns of the table {table}: {', '.join(TABLES[table].schema)}. If the file is something "
                "else, run the same command again and choose another table.",
            )
        if not answer:
            return columns
        name, _, target = map(column_name, answer.rpartition("="))
        others = {other: new for other, new in {**{used: used for used in used}, **renamed}.items() if other != name}
        if name not in heading:
            note(f"There is no column {_shown(name)!r}. Columns: {', '.join(map(_shown, heading))}.")
        elif problem := _problem(name, target, table, others):
            note(*problem.split("\n"))
        else:
            decided[name] = target.removeprefix(UNUSED)


def _problem(name: str, answer: str, table: str, decided: Mapping[str, str]) -> str:
    """Return why an answer cannot be used; empty if it can."""
    if answer == UNUSED:
        return ""
    if answer not in TABLES[table].schema:
        listed = "\n".join(f"    {column.name}: {column.description}" for column in TABLES[table].columns)
        return f"  Columns of the table {table}:\n{listed}"
    other = next((other for other, target in decided.items() if target == answer and other != name), None)
    return f"  {_shown(other)} is read as {answer} already." if other else ""


def _propose_again(file: InputFile, table: str, decided: Mapping[str, str]) -> Proposal:
    return propose(replace(file, layout=replace(file.layout, columns=tuple(decided.items()))), table)


def _mapping(heading: tuple[str, ...], proposal: Proposal, decided: Mapping[str, str]) -> Columns:
    targets = {match.column: match.target for match in proposal.matches}
    targets |= dict.fromkeys(proposal.unused, "")
    targets |= {name: "" for name, target in decided.items() if not target}
    return tuple((name, targets[name]) for name in heading if targets.get(name, name) != name)


def _examples(values: list[str | None]) -> str:
    return " | ".join(_shown(value) for value in values)


def _shown(value: str | None) -> str:
    """Return a value on one line, safe to print and not too long."""
    # a long text is cut first, so that white space takes no time
    return shorten(squeeze((value or "")[: LONGEST_CHARACTER * LONGEST]), LONGEST)
