"""Parse option values that are lists: ``a,b,c``."""

from explorer.common.errors import UsageError


def split_list(text: str) -> list[str]:
    """Split a list written as ``a,b,c``, and strip the items."""
    return [item.strip() for item in text.split(",") if item.strip()]


def parse_numbers(text: str, option: str) -> list[float]:
    """Parse a list of numbers written as ``1,0.5``.

    Raises:
        UsageError: If one is not a number.
    """
    try:
        return [float(item) for item in split_list(text)]
    except ValueError:
        raise UsageError(
            f"{option} {text} is not a list of numbers.", hint=f"Separate numbers by commas: {option} 1,0.5"
        ) from None
