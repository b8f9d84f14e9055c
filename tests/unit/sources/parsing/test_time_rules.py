import pytest

from explorer.common.errors import UsageError
from explorer.sources.parsing.parser import ReadOptions
from explorer.sources.parsing.time_rules import TimeRules


@pytest.mark.parametrize(
    ("text", "format_", "iso"),
    [
        ("1.3.2021", "%d.%m.%Y", "2021-03-01"),
        ("1.3.2021 10", "%d.%m.%Y %H", "2021-03-01T10:00"),
        ("1.3.2021 10:05", "%d.%m.%Y %H:%M", "2021-03-01T10:05"),
        ("1.3.2021 10:05:06 PM", "%d.%m.%Y %I:%M:%S %p", "2021-03-01T22:05:06"),
        ("1.3.2021 10:05:06,25", "%d.%m.%Y %H:%M:%S,%f", "2021-03-01T10:05:06.250"),
        ("1.3.2021 10:05 +0200", "%d.%m.%Y %H:%M %z", "2021-03-01T10:05+02:00"),
        ("1.3.2021 10:05", "%d.%m.%Y", None),
        ("31.2.2021", "%d.%m.%Y", None),
    ],
)
def test_a_format_keeps_its_precision(text: str, format_: str, iso: str | None) -> None:
    assert TimeRules(format=format_).to_iso(text) == iso


@pytest.mark.parametrize("text", ["%Q", "%", "%d/%m", "yyyy-mm-dd", ""])
def test_formats_that_cannot_be_used_are_refused(text: str) -> None:
    with pytest.raises(UsageError, match="format"):
        ReadOptions(time_format=text)


@pytest.mark.parametrize("name", ["Europe/Berlin", "UTC", "+02:00", "-0330", "America/Argentina/Buenos_Aires"])
def test_time_zones(name: str) -> None:
    assert ReadOptions(timezone=name).times.zone


@pytest.mark.parametrize("name", ["Berlin", "CET+1", "+25:00", "", "../etc/passwd", "+2"])
def test_unknown_time_zones_are_refused(name: str) -> None:
    with pytest.raises(UsageError, match="There is no time zone"):
        ReadOptions(timezone=name)
