"""Whatever happens in a command, its user reads a sentence and the next step, never a traceback."""

import errno
import json
import os
import subprocess
import sys
import textwrap
from pathlib import Path

import pytest

from tests.helpers.program import EXPLORER

FAULT = """
import sys, threading
from explorer.cli import main
class Panic(BaseException): ...
def broken(*_, **__):
    {statement}
import explorer.cli.program as program
program.app = broken
sys.argv = ["explorer", "--server", "x", "clusters", "list", "--format", "csv"]
main()
"""


UNEXPECTED = "explorer clusters list stopped because of an error that it did not expect"


def fail(statement: str, home: Path) -> tuple[int, str, list[Path]]:
    """Run a command that executes a statement; return its exit code, what it prints, and the logs that it wrote."""
    program = FAULT.format(statement=statement.replace("\n", "\n    "))
    done = subprocess.run(
        [sys.executable, "-c", program],
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ, "EXPLORER_HOME": str(home)},
    )
    assert done.stdout == ""
    return done.returncode, done.stderr, [*home.glob("logs/*")]


@pytest.mark.parametrize(
    ("statement", "sentence"),
    [
        ("raise KeyError('x')", f"{UNEXPECTED} (KeyError: 'x')."),
        ("raise AssertionError", f"{UNEXPECTED} (AssertionError)."),
        ("raise Panic('rust')", f"{UNEXPECTED} (Panic: rust)."),
        ("raise ValueError('\\x1b[31m\\u202e\\n' + 'x' * 999)", f"(ValueError: \\u001b[31m\\u202e {'x' * 271}…)"),
        ("raise EOFError('ended')", "(EOFError: ended)."),
        ("def f(): f()\nf()", "explorer clusters list stopped because something in its input is nested too deeply."),
        ("raise MemoryError", "The computer has too little memory for this command."),
        ("bytes(1 << 62)", "The computer has too little memory for this command."),
        ("import nothing_there", "A library cannot be loaded (ModuleNotFoundError: No module named 'nothing_there')."),
        ("b'\\xff'.decode()", "explorer clusters list met a character that it cannot convert (UnicodeDecodeError"),
    ],
)  # fmt: skip
def test_a_fault_is_a_sentence_and_a_log(statement: str, sentence: str, tmp_path: Path) -> None:
    code, said, logs = fail(statement, tmp_path)
    assert code == 1
    assert said.startswith("Error: ")
    assert sentence in said.splitlines()[0]
    assert "Traceback" not in said
    (log,) = logs
    assert f"\nLog: {log}\n" in said
    assert "Traceback" in log.read_text(encoding="utf-8")
    assert "CONTRIBUTING.md" in said.splitlines()[-1]


@pytest.mark.parametrize(
    ("number", "sentence"),
    [
        (errno.ENOSPC, "The disk is full: /data/x."),
        (errno.EDQUOT, "Your disk quota is used up: /data/x."),
        (errno.EACCES, "Permission denied: /data/x."),
        (errno.EROFS, "The file system is read-only: /data/x."),
        (errno.EMFILE, "The command needs more open files than the system allows."),
    ],
)
def test_what_the_user_can_solve_needs_no_log(number: int, sentence: str, tmp_path: Path) -> None:
    code, said, logs = fail(f"raise OSError({int(number)}, 'words', '/data/x')", tmp_path)
    assert (code, said.splitlines()[0], logs) == (1, f"Error: {sentence}", [])
    assert len(said.splitlines()) == 2
    # as Polars writes it
    _, said, logs = fail(f"raise RuntimeError('cannot write (os error {int(number)})')", tmp_path)
    assert (said.splitlines()[0], logs) == (f"Error: {sentence.replace(': /data/x', '')}", [])


def test_errors_of_threads_and_of_deleted_objects_are_reported(tmp_path: Path) -> None:
    thread = "t = threading.Thread(target=lambda: 1 / 0)\nt.start()\nt.join()"
    code, said, logs = fail(thread, tmp_path / "thread")
    assert (code, len(logs), "ZeroDivisionError" in said, "Traceback" in said) == (1, 1, True, False)
    deleted = "class Lost:\n    def __del__(self): raise RuntimeError('lost')\nLost()"
    code, said, logs = fail(deleted, tmp_path / "deleted")
    assert (code, len(logs), "RuntimeError: lost" in said, "Traceback" in said) == (1, 1, True, False)


@pytest.mark.parametrize("error", ["KeyboardInterrupt", "ImportError('x') from KeyboardInterrupt()"])
def test_an_interrupt_is_not_a_fault(error: str, tmp_path: Path) -> None:
    assert fail(f"raise {error}", tmp_path) == (130, "Interrupted.\n", [])


def test_a_library_that_cannot_be_imported(tmp_path: Path) -> None:
    (tmp_path / "rich.py").write_text("raise ImportError('libbroken.so.1: cannot open shared object file')\n")
    done = subprocess.run(
        [sys.executable, "-m", "explorer", "formats"],
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ, "EXPLORER_HOME": str(tmp_path), "PYTHONPATH": str(tmp_path)},
    )
    assert (done.returncode, done.stdout) == (1, "")
    assert "A library cannot be loaded (ImportError: libbroken.so.1" in done.stderr
    assert "Traceback" not in done.stderr


def test_main_imports_nothing_before_it_handles_errors() -> None:
    program = textwrap.dedent("""
        import sys
        before = set(sys.modules)
        import explorer.cli
        print(*sorted(set(sys.modules) - before))
    """)
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["explorer", "explorer.cli", "explorer.common", "explorer.common.version"]


def shell(command: str, home: Path, **environment: str) -> "subprocess.CompletedProcess[str]":
    return subprocess.run(
        ["bash", "-c", f"set -o pipefail; {command.replace('explorer', str(EXPLORER), 1)}"],
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ, "EXPLORER_HOME": str(home), **environment},
    )


@pytest.mark.parametrize(
    ("command", "code", "said"),
    [
        ("explorer formats >/dev/full", 1, "Error: The disk is full.\nFree some space, then run the command again.\n"),
        ("explorer formats >&-", 0, ""),
        ("explorer formats <&- >/dev/null", 0, ""),
        ("explorer formats >/dev/null 2>&-", 0, ""),
        ("explorer nonsense <&- >&- 2>&-", 2, ""),
        ("explorer nonsense 2>/dev/full", 1, ""),
        ("explorer formats | true", 0, ""),
        ("explorer formats --format csv | head -c 1 >/dev/null", 0, ""),
        ("explorer formats 2>&1 | true", 0, ""),
        ("explorer formats 1</dev/null", 1, "Error: Standard input or output is closed, or is opened the wrong way.\n"),
    ],
)
def test_streams_that_are_closed_full_or_broken(command: str, code: int, said: str, tmp_path: Path) -> None:
    done = shell(command, tmp_path)
    assert done.returncode == code
    assert done.stderr.startswith(said)
    assert "Traceback" not in done.stderr
    assert "Exception ignored" not in done.stderr
    assert done.stderr == said or code


def test_any_encoding_of_the_terminal_is_enough(tmp_path: Path) -> None:
    plain = {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}
    for environment in ({"PYTHONIOENCODING": "ascii"}, {"PYTHONIOENCODING": "latin-1"}, plain):
        for command in ("explorer formats", "explorer --help", "explorer formats --format json"):
            done = shell(command, tmp_path, **environment)
            assert (done.returncode, done.stderr) == (0, "")
            assert done.stdout
    ascii_only = shell("explorer formats --format json", tmp_path, PYTHONIOENCODING="ascii")
    assert json.loads(ascii_only.stdout) == json.loads(shell("explorer formats --format json", tmp_path).stdout)
    assert "\\u2026" in ascii_only.stdout
