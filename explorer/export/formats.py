"""The file formats of exports, which the command line and the documentation list. Imports nothing heavy."""

from dataclasses import dataclass
from typing import Final, Literal

TableFormat = Literal["parquet", "csv", "raw-csv"]


@dataclass(frozen=True, slots=True)
class ExportFormat:
    """A file format of an export.

    Attributes:
        name: The name of the format.
        suffix: The suffix of its files.
        purpose: What the export is for.
        command: The command that writes it.
    """

    name: str
    suffix: str
    purpose: str
    command: str


NETWORK_FORMATS: Final = {
    ".gexf": ExportFormat(
        "GEXF 1.3", ".gexf", "Gephi, with attributes and a timeline", "explorer export network -o run.gexf"
    ),
    ".graphml": ExportFormat(
        "GraphML", ".graphml", "igraph, networkx, Cytoscape, yEd", "explorer export network -o run.graphml"
    ),
}
"""The formats of a run's network by suffix. `explorer.export.network` writes them."""

TABLE_FORMATS: Final[dict[TableFormat, ExportFormat]] = {
    "parquet": ExportFormat(
        "Parquet", ".parquet", "data analysis in Python or R; keeps all types", "explorer export tables -o FOLDER"
    ),
    "csv": ExportFormat(
        "CSV for spreadsheets", ".csv", "Excel and other spreadsheets", "explorer export tables -o FOLDER --form csv"
    ),
    "raw-csv": ExportFormat(
        "CSV, unchanged",
        ".csv",
        "programs that cannot read Parquet",
        "explorer export tables -o FOLDER --form csv --raw",
    ),
}
"""The formats of a run's tables. `explorer.export.folder` writes them."""

MANIFEST_FORMAT: Final = ExportFormat(
    "JSON", ".json", "repeating the run and comparing the results", "explorer export manifest -o run.json"
)

EXPORT_FORMATS: Final = (*NETWORK_FORMATS.values(), *TABLE_FORMATS.values(), MANIFEST_FORMAT)
