from pathlib import Path

from explorer.graph.imports.imports import import_identity
from explorer.sources.io.layout import Layout
from explorer.sources.io.locations import FileLocation
from explorer.sources.parsing.parser import ReadOptions
from tests.unit.sources.reading import write


def test_an_import_stores_the_options_that_it_was_read_with(tmp_path: Path) -> None:
    location = FileLocation(write(tmp_path / "a.csv", "post_id\n1\n"))
    plain = import_identity(location, "native", ReadOptions())
    assert "options" not in plain
    options = ReadOptions(timezone="Europe/Berlin", layout=Layout(columns=(("user", "account_id"), ("notes", ""))))
    told = import_identity(location, "native", options)
    assert told["options"] == "timezone: Europe/Berlin, columns: {'notes': '', 'user': 'account_id'}"
    # another way to read the same file is another import
    assert told["importId"] != plain["importId"]
