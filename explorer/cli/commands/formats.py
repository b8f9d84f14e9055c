"""``explorer formats``: what can be imported."""

from explorer.cli.options.output import Format, FormatOption
from explorer.cli.ui.output import print_rows
from explorer.sources.input_formats import INPUT_FORMATS


def formats(form: FormatOption = Format.TABLE) -> None:
    """List the input formats, and what each tells: post ids, times, profiles, links, …

    A file's format is found by its content; import and network take --format to demand one.
    docs/reference/formats.md says more.

    Example: explorer formats --format json
    """
    rows = [(source.name, source.title, ", ".join(source.carries)) for source in INPUT_FORMATS.values()]
    print_rows(("format", "what it is", "what it carries"), rows, form)
