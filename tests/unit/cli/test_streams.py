"""What reaches a terminal is visible; what reaches a file or a pipe is unchanged."""

import io
import json
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pytest
import typer
from rich.console import Console

from explorer.cli.options.output import Format
from explorer.cli.streams import TerminalStream, prepare_streams, safe_terminal
from explorer.cli.ui.documents import as_document
from explorer.cli.ui.output import print_line, print_rows

PAYLOADS = ("\x1b]52;c;ZXZpbA==\x07", "bio\x1b[2J\x1b[31m \u202e.", "\x9b31mx", "\r\x1b[1A", "cgtn\u200b", "\x07\x7f")
COLUMNS, ROWS = ("id", "text"), [(str(number), text) for number, text in enumerate(PAYLOADS)]
HIDDEN = "\x1b\x9b\x07\x7f\r\u202e\u200b"


class Screen(io.StringIO):
    def isatty(self) -> bool:
        return True


@contextmanager
def streams(stream: io.StringIO) -> Iterator[io.StringIO]:
    earlier = sys.stdout, sys.stderr
    sys.stdout = sys.stderr = stream
    try:
        with safe_terminal():
            yield stream
    finally:
        sys.stdout, sys.stderr = earlier


@pytest.mark.parametrize("form", [Format.CSV, Format.JSON, Format.JSONL])
def test_rows_are_escaped_on_a_terminal_and_unchanged_elsewhere(form: Format) -> None:
    expected = io.StringIO()
    expected.writelines(as_document(COLUMNS, ROWS, form))
    with streams(io.StringIO()) as file:
        print_rows(COLUMNS, ROWS, form)
    assert file.getvalue() == expected.getvalue()
    with streams(Screen()) as screen:
        print_rows(COLUMNS, ROWS, form)
    assert not set(screen.getvalue()) & set(HIDDEN)
    assert r"\u001b[2J" in screen.getvalue()
    if form is Format.JSON:
        assert json.loads(screen.getvalue()) == [{"id": number, "text": text} for number, text in ROWS]


@pytest.mark.parametrize(
    "write",
    [print_line, typer.echo, lambda text: sys.stderr.write(text + "\n"), lambda text: sys.stdout.writelines([text])],
)
def test_whatever_writes_to_a_terminal_is_escaped(write: Callable[[str], object]) -> None:
    with streams(Screen()) as screen:
        write("".join(PAYLOADS))
    assert not set(screen.getvalue()) & set(HIDDEN)


def test_consoles_write_their_colours_to_the_terminal_itself() -> None:
    screen = Screen()
    assert Console(file=TerminalStream(screen)).file is screen  # type: ignore[arg-type]


@pytest.mark.parametrize("encoding", ["ascii", "latin-1", "cp1252", "utf-8", "utf-16"])
def test_json_stays_json_in_any_encoding(encoding: str, monkeypatch: pytest.MonkeyPatch) -> None:
    # letters, emoji and a byte of a file name that is not text
    text = "é … 😀 🇩🇪 قناة \udc80"
    written = io.BytesIO()
    monkeypatch.setattr(sys, "stdout", io.TextIOWrapper(written, encoding=encoding))
    prepare_streams()
    sys.stdout.write(json.dumps({"text": text}, ensure_ascii=False))
    sys.stdout.flush()
    assert json.loads(written.getvalue().decode(encoding)) == {"text": text}
