"""Lists that are typed as ``a,b,c``."""

from explorer.common.errors import UsageError


def split_list(text: str) -> list[str]:
    """Return the items of a list written ``a,b,c``, without blanks around them."""
    return [item.strip() for item in text.split(",") if item.strip()]


def parse_numbers(text: str, option: str) -> list[float]:
    """Return the numbers of a list written ``1,0.5``.

    Raises:
        UsageError: if one is not a number.
    """
    try:
        return [float(item) for item in split_list(text)]
    except ValueError:
        raise UsageError(f"{option} {text} is not a list of numbers.", hint=f"Write it as {option} 1,0.5") from None
