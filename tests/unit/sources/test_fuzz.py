"""Mutated files of every format never cause a traceback, and every row is accepted or rejected.

``EXPLORER_SOAK`` is how many times more examples than usual there are (``make soak``).
"""

import gzip
import json
import os
import random
from collections.abc import Callable
from importlib import import_module
from pathlib import Path
from pkgutil import iter_modules
from types import ModuleType

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from explorer.common.errors import InputError
from explorer.sources.declarations.all_formats import INPUT_FORMATS
from explorer.sources.declarations.apis import API_FORMATS
from explorer.sources.format_detection import detect_format
from explorer.sources.io.input_file import InputFile
from explorer.sources.parsing.parser import ReadOptions
from explorer.sources.reading import read_batches
from tests.helpers.compression import zstd_compress
from tests.unit.sources import formats
from tests.unit.sources.parsing import test_message_tables
from tests.unit.sources.reading import SAMPLE_ROWS

EXAMPLES = 30 * int(os.environ.get("EXPLORER_SOAK", "1"))


TESTED: tuple[ModuleType, ...] = (
    *(import_module(f"{formats.__name__}.{module.name}") for module in iter_modules(formats.__path__)),
    test_message_tables,
)
_ALL = [item for module in TESTED for item in getattr(module, "SAMPLES", {}).items()]
SAMPLES: dict[str, bytes] = dict(sorted(_ALL, key=lambda item: len(item[1])))
"""A small file of each format, from the tests of the formats; the longest one if several modules have one."""

ODD = (
    b"\0",
    b"\xff",
    b'"',
    b"\r",
    b"\n",
    b",",
    b"{",
    b"[",
    b"1e999",
    b"null",
    b"\\u0000",
    b"\\ud800",
    b"-1",
    b"9" * 30,
)


def mutate(content: bytes, chance: random.Random) -> bytes:
    """Damage a file in some places."""
    data = bytearray(content)
    for _ in range(chance.randint(1, 8)):
        at, end = sorted(chance.randrange(len(data) + 1) for _ in range(2))
        part = slice(at, min(end, at + chance.choice((1, 1, 2, 8, 200))))
        match chance.randrange(6):
            case 0:
                del data[part]
            case 1:
                data[part] = chance.choice(ODD)
            case 2:
                data[at:at] = data[part]
            case 3:
                data[at:at] = chance.choice(ODD)
            case 4 if at < len(data):
                data[at] ^= 1 << chance.randrange(8)
            case _:
                data[part] = chance.randbytes(len(data[part]))
    return bytes(data)


def spread(content: bytes) -> bytes:
    """Convert JSON lines to an array that spans many lines; leave other data unchanged."""
    try:
        return json.dumps([json.loads(line) for line in content.splitlines()], indent=1).encode()
    except ValueError:
        return content


def test_every_format_has_a_sample_that_is_read(tmp_path: Path) -> None:
    assert SAMPLES.keys() == INPUT_FORMATS.keys()
    for name, content in SAMPLES.items():
        path = tmp_path / "sample"
        path.write_bytes(content)
        assert sum(batch.rows.height for batch in read_batches(path, INPUT_FORMATS[name])) >= SAMPLE_ROWS / 2, name


@pytest.mark.parametrize("layout", [bytes, spread])
@pytest.mark.parametrize("name", SAMPLES)
def test_a_sample_is_taken_by_its_own_format_only(tmp_path: Path, name: str, layout: Callable[[bytes], bytes]) -> None:
    path = tmp_path / "sample"
    path.write_bytes(layout(SAMPLES[name]))
    assert detect_format(path).name == name
    file = InputFile.open(path)
    json_formats = [each.name for each in API_FORMATS if each.load_parser().matches(file)]
    assert json_formats == ([name] if name in {each.name for each in API_FORMATS} else [])


@pytest.mark.parametrize("name", SAMPLES)
@settings(max_examples=EXAMPLES, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    seed=st.integers(0, 2**32),
    pack=st.sampled_from([bytes, bytes, spread, gzip.compress, zstd_compress]),
    late=st.booleans(),
)
def test_every_row_of_a_damaged_file_is_accepted_or_rejected(
    tmp_path: Path, name: str, seed: int, pack: Callable[[bytes], bytes], late: bool
) -> None:
    chance = random.Random(seed)
    # damaged before or after compression
    content = mutate(pack(SAMPLES[name]), chance) if late else pack(mutate(SAMPLES[name], chance))
    path = tmp_path / "sample"
    path.write_bytes(content)
    for format_ in (name, "auto"):
        rows = 0
        try:
            input_format = detect_format(path) if format_ == "auto" else INPUT_FORMATS[name]
            for batch in read_batches(path, input_format, ReadOptions(input_format.platform, batch_rows=5)):
                # Batch itself checks that rows = accepted + rejected
                rows += batch.rows_read
                assert batch.rows_read == batch.rows.height + batch.rejects.height
                assert batch.rejects["reason"].null_count() == 0
                assert all(frame.height for _, frame in batch.embedded)
        except InputError:
            pass  # a message for the analyst, not a traceback
        # a line contains at most one row, or all rows of a page
        assert rows <= (SAMPLES[name].count(b"\n") + content.count(b"\n") + 300) * 3
