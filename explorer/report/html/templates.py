"""The templates of the page, in explorer/report/html/templates. Everything that they write is escaped."""

from functools import cache
from importlib.resources import files

from jinja2 import Environment, FunctionLoader, StrictUndefined

from explorer.report.text.formatting import TEMPLATE_FILTERS

_FOLDER = files("explorer.report.html").joinpath("templates")


def render_page(template: str, /, **values: object) -> str:
    """Return a page.

    Args:
        template: The file name of the template.
        **values: The values that it writes.

    Raises:
        jinja2.UndefinedError: If the template writes a value that is not given.
    """
    return _environment().get_template(template).render(values)


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=FunctionLoader(lambda name: _FOLDER.joinpath(name).read_text(encoding="utf-8")),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
    )
    environment.filters.update(TEMPLATE_FILTERS)
    return environment
