"""``explorer formats``: list the input formats."""

from explorer.cli.options.output import Format, FormatOption
from explorer.cli.ui.output import print_rows
from explorer.sources.declarations.all_formats import INPUT_FORMATS

_LABELS = {"format": "Format", "what it is": "Description", "what it carries": "Data"}


def formats(form: FormatOption = Format.TABLE) -> None:
    """List the input formats and the data that each can contain.

    The data can be post IDs, times, profiles, links and more. The format of a file is detected from its content; set it
    with the option --format of import and network. docs/reference/formats.md has the details.

    Example: explorer formats --format json
    """
    rows = [(source.name, source.title, ", ".join(source.carries)) for source in INPUT_FORMATS.values()]
    print_rows(("format", "what it is", "what it carries"), rows, form, labels=_LABELS)
