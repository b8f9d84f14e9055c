"""Accounts in the notation of registries."""

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from explorer.registry.accounts import HANDLES, RegistryAccount, parse_account


@pytest.mark.parametrize(
    ("platform", "text", "expected"),
    [
        ("x", "zlj517", RegistryAccount("x", "zlj517")),
        ("x", " @MFA_China ", RegistryAccount("x", "MFA_China")),
        ("x", "12345", RegistryAccount("x", "12345")),
        ("x", "CGTNOfficial:1115874631", RegistryAccount("x", "CGTNOfficial", "1115874631")),
        ("x", ":1115874631", RegistryAccount("x", "", "1115874631")),
        ("facebook", "www.rg.ru", RegistryAccount("facebook", "www.rg.ru")),
        ("facebook", ":100064872399", RegistryAccount("facebook", "", "100064872399")),
        (
            "youtube",
            "ThePaper:UCzdgh34HFyN8v2k3ZZA5uNA",
            RegistryAccount("youtube", "ThePaper", "UCzdgh34HFyN8v2k3ZZA5uNA"),
        ),
    ],
)
def test_accounts_are_read(platform: str, text: str, expected: RegistryAccount) -> None:
    assert parse_account(platform, text) == expected


@pytest.mark.parametrize(
    ("platform", "text", "reason"),
    [
        ("x", "cctv.chinese", "handle"),
        ("x", "sixteen_letters_", "handle"),
        ("x", "two words", "handle"),
        ("x", "1.32E+18", "handle"),
        ("x", "https://x.com/zlj517", "address"),
        ("x", ":1.32E+18", "id"),
        ("x", ":1320000000000000000", "rounded"),
        ("facebook", ":100065000000000", "rounded"),
        ("facebook", "100065000000000", "handle"),
        ("facebook", "روسيا", "handle"),
        ("youtube", ":ThePaper", "id"),
        ("telegram", "abc", "handle"),
        ("x", "@", "neither handle nor id"),
        ("x", "zlj517\n", None),
        ("x", "zlj517\x00", "handle"),
        ("x", "zlj５１７", "handle"),  # full-width digits, as a hostile file may have them
    ],
)
def test_invalid_accounts_raise_an_error(platform: str, text: str, reason: str | None) -> None:
    if reason is None:
        assert parse_account(platform, text).handle == text.strip()
        return
    with pytest.raises(ValueError, match=reason):
        parse_account(platform, text)


def test_the_id_takes_precedence_over_the_handle() -> None:
    assert RegistryAccount("x", "zlj517").account_id == "@zlj517"
    assert RegistryAccount("x", "zlj517", "42").account_id == "42"


@given(st.sampled_from(sorted(HANDLES)), st.text(max_size=40))
def test_a_parsed_account_is_written_back(platform: str, text: str) -> None:
    try:
        account = parse_account(platform, text)
    except ValueError:
        return
    assert parse_account(platform, str(account)) == account
    assert account.handle or account.identifier


@given(st.from_regex(HANDLES["x"], fullmatch=True), st.sampled_from([str.lower, str.upper, str.swapcase]))
def test_handles_are_case_insensitive(handle: str, change: Callable[[str], str]) -> None:
    assert parse_account("x", handle).keys == parse_account("x", change(handle)).keys
