"""Write small workbooks, cell by cell as spreadsheet programs do."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path
from xml.sax.saxutils import escape
from zipfile import ZIP_DEFLATED, ZipFile

_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
# style 1 is a date with a time, style 2 a date
_STYLES = (
    f'<styleSheet xmlns="{_MAIN}"><cellXfs count="3"><xf numFmtId="0"/><xf numFmtId="22"/><xf numFmtId="14"/>'
    "</cellXfs></styleSheet>"
)


@dataclass(frozen=True)
class Formula:
    """A formula with the value that was stored."""

    text: str
    value: str


@dataclass(frozen=True)
class Error:
    """An error such as #N/A."""

    text: str = "#N/A"


Cell = str | int | float | bool | datetime | date | Formula | Error | None
Rows = Sequence[Sequence[Cell]]


def write_xlsx(path: Path, sheets: Mapping[str, Rows] | Rows, *, hidden: Sequence[str] = ()) -> Path:
    """Write a workbook of Excel; without names, there is one sheet."""
    named = sheets if isinstance(sheets, Mapping) else {"Sheet1": sheets}
    numbered = list(enumerate(named, start=1))
    with ZipFile(path, "w", ZIP_DEFLATED) as workbook:
        workbook.writestr(
            "[Content_Types].xml",
            f'<Types xmlns="{_PACKAGE}/content-types"><Default Extension="xml" ContentType="application/xml"/></Types>',
        )
        workbook.writestr(
            "_rels/.rels",
            f'<Relationships xmlns="{_PACKAGE}/relationships"><Relationship Id="r1" Type="{_RELATIONS}/officeDocument" '
            'Target="xl/workbook.xml"/></Relationships>',
        )
        state = dict.fromkeys(hidden, ' state="hidden"')
        entries = "".join(
            f'<sheet name="{escape(name)}" sheetId="{number}" r:id="r{number}"{state.get(name, "")}/>'
            for number, name in numbered
        )
        workbook.writestr(
            "xl/workbook.xml",
            f'<workbook xmlns="{_MAIN}" xmlns:r="{_RELATIONS}"><sheets>{entries}</sheets></workbook>',
        )
        relations = "".join(
            f'<Relationship Id="r{number}" Type="{_RELATIONS}/worksheet" Target="worksheets/sheet{number}.xml"/>'
            for number, _ in numbered
        )
        relations += f'<Relationship Id="s" Type="{_RELATIONS}/styles" Target="styles.xml"/>'
        workbook.writestr(
            "xl/_rels/workbook.xml.rels",
            f'<Relationships xmlns="{_PACKAGE}/relationships">{relations}</Relationships>',
        )
        workbook.writestr("xl/styles.xml", _STYLES)
        for number, name in numbered:
            rows = "".join(
                f'<row r="{row}">'
                + "".join(_xlsx(f"{_letters(column)}{row}", cell) for column, cell in enumerate(cells))
                + "</row>"
                for row, cells in enumerate(named[name], start=1)
            )
            workbook.writestr(
                f"xl/worksheets/sheet{number}.xml",
                f'<worksheet xmlns="{_MAIN}"><sheetData>{rows}</sheetData></worksheet>',
            )
    return path


def _letters(column: int) -> str:
    return (chr(64 + column // 26) if column > 25 else "") + chr(65 + column % 26)


def _xlsx(at: str, cell: Cell) -> str:
    match cell:
        case None:
            return ""
        case Formula():
            return f'<c r="{at}" t="str"><f>{escape(cell.text)}</f><v>{escape(cell.value)}</v></c>'
        case Error():
            return f'<c r="{at}" t="e"><v>{cell.text}</v></c>'
        case bool():
            return f'<c r="{at}" t="b"><v>{cell:d}</v></c>'
        case datetime():
            days = (cell - datetime(1899, 12, 30)) / timedelta(days=1)
            return f'<c r="{at}" s="1"><v>{days!r}</v></c>'
        case date():
            return f'<c r="{at}" s="2"><v>{(cell - date(1899, 12, 30)).days}</v></c>'
        case str():
            return f'<c r="{at}" t="inlineStr"><is><t xml:space="preserve">{escape(cell)}</t></is></c>'
        case _:
            return f'<c r="{at}"><v>{cell!r}</v></c>'


def write_ods(path: Path, sheets: Mapping[str, Rows] | Rows) -> Path:
    """Write a workbook of LibreOffice, with the empty rows and cells that it adds at the end."""
    named = sheets if isinstance(sheets, Mapping) else {"Sheet1": sheets}
    end = '<table:table-cell table:number-columns-repeated="16370"/>'
    tables = "".join(
        f'<table:table table:name="{escape(name)}">'
        + "".join(f"<table:table-row>{''.join(map(_ods, cells))}{end}</table:table-row>" for cells in rows)
        + f'<table:table-row table:number-rows-repeated="1048500">{end}</table:table-row></table:table>'
        for name, rows in named.items()
    )
    namespaces = " ".join(
        f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"' for name in ("office", "table", "text")
    )
    with ZipFile(path, "w", ZIP_DEFLATED) as workbook:
        workbook.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet", compress_type=0)
        workbook.writestr(
            "META-INF/manifest.xml",
            '<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"/>',
        )
        workbook.writestr(
            "content.xml",
            f"<office:document-content {namespaces}><office:body><office:spreadsheet>{tables}</office:spreadsheet>"
            "</office:body></office:document-content>",
        )
    return path


def _attribute(text: str) -> str:
    return escape(text, {'"': "&quot;"})


def _ods(cell: Cell) -> str:
    match cell:
        case None | Error():
            return "<table:table-cell/>"
        case Formula():
            kind, text = f'office:value-type="string" table:formula="of:={_attribute(cell.text)}"', cell.value
        case bool():
            kind, text = f'office:value-type="boolean" office:boolean-value="{str(cell).lower()}"', str(cell)
        case date():
            kind, text = f'office:value-type="date" office:date-value="{cell.isoformat()}"', str(cell)
        case str():
            kind, text = 'office:value-type="string"', cell
        case _:
            kind, text = f'office:value-type="float" office:value="{cell!r}"', str(cell)
    return f"<table:table-cell {kind}><text:p>{escape(text)}</text:p></table:table-cell>"
