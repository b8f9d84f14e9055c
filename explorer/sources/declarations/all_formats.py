"""The input formats by name.

The declarations import no parser, so that ``explorer --help`` and shell completion stay fast.
`InputFormat.load_parser` imports a format's parser when a file is read.

To add a format, write a parser module in ``explorer/sources/formats``, declare it in another module of this package,
and add a section to ``docs/reference/formats.md``.
"""

from collections.abc import Mapping
from typing import Final

from explorer.sources.declarations.apis import API_FORMATS
from explorer.sources.declarations.input_format import InputFormat
from explorer.sources.declarations.tables import TABLE_FORMATS

INPUT_FORMATS: Final[Mapping[str, InputFormat]] = {
    input_format.name: input_format for input_format in (*API_FORMATS, *TABLE_FORMATS)
}
"""The formats by name, the most specific first: detection tries them in this order."""
