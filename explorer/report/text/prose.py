"""The sentences of the report, from the templates in explorer/report/text/templates.

A template holds named blocks, one for each text. It owns the words; Python decides which texts apply and passes the
values. The result is plain text: the page escapes it like any other text, and the terminal shows it as it is.
"""

import re
import unicodedata
from functools import cache
from importlib.resources import files

from jinja2 import Environment, FunctionLoader, StrictUndefined

from explorer.report.text.formatting import TEMPLATE_FILTERS

_FOLDER = files("explorer.report.text").joinpath("templates")


def render_text(template: str, block: str, /, **values: object) -> str:
    """Return a text of the report.

    Args:
        template: The template's path below the folder of templates, without its suffix.
        block: The name of the block that holds the text.
        **values: The values that the text mentions.

    Raises:
        jinja2.UndefinedError: If the text mentions a value that is not given.
    """
    loaded = _environment().get_template(template)
    text = "".join(loaded.blocks[block](loaded.new_context(values)))
    # line breaks in a template are not part of the text
    return re.sub(r"[ \n]+", " ", text).strip(" ")


@cache
def _environment() -> Environment:
    # plain text, which the page escapes
    environment = Environment(  # noqa: S701
        loader=FunctionLoader(_read), undefined=StrictUndefined, auto_reload=False, finalize=_isolated
    )
    environment.filters.update(TEMPLATE_FILTERS)
    return environment


def _isolated(value: object) -> object:
    """Return a value so that a name that runs from right to left does not turn the words and numbers around it."""
    if not isinstance(value, str) or value.isascii():
        return value
    turns = any(unicodedata.bidirectional(character) in {"R", "AL", "AN"} for character in value)
    return f"\N{FIRST STRONG ISOLATE}{value}\N{POP DIRECTIONAL ISOLATE}" if turns else value


def _read(template: str) -> str:
    return _FOLDER.joinpath(f"{template}.txt.j2").read_text(encoding="utf-8")
