"""Who runs which account: state outlets, diplomats and the like, from a list that names its sources."""

from explorer.registry.accounts import HANDLES, Account, parse_account
from explorer.registry.loader import (
    COLUMNS,
    KINDS,
    SHIPPED,
    TYPOLOGY,
    Problem,
    Registry,
    check,
    is_registry,
    read_registry,
)

__all__ = [
    "COLUMNS",
    "HANDLES",
    "KINDS",
    "SHIPPED",
    "TYPOLOGY",
    "Account",
    "Problem",
    "Registry",
    "check",
    "is_registry",
    "parse_account",
    "read_registry",
]
