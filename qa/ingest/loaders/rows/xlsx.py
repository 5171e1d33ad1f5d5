"""Excel workbooks (.xlsx): an article in each row, under a header, on each sheet.

openpyxl is met in this module alone. Formulas are read as the values that were saved of them.
"""

import io
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime
from pathlib import Path
from typing import Any

from qa.ingest.document import LoadError, UnreadableError, printable
from qa.ingest.loaders.archive import check_archive
from qa.ingest.loaders.base import Loaded, LoadOptions, read_bytes
from qa.ingest.loaders.rows.reader import RowReader

Row = tuple[int, Mapping[str, object]]


def load_xlsx(path: Path, options: LoadOptions) -> Iterator[Loaded]:
    """Yield a document or an error for every row below the header of a sheet."""
    data = read_bytes(path, options.max_packed_bytes)
    check_archive(data, options.max_packed_bytes, "an Excel workbook")
    try:
        sheets = [(header, rows) for header, rows in _sheets(data)]
    except Exception as error:  # openpyxl raises whatever a broken file leads it into
        raise UnreadableError(
            f"is not an Excel workbook that can be read ({type(error).__name__}); save it anew"
        ) from None
    every = [row for _, rows in sheets for _, row in rows]
    reader = RowReader(path, options, lambda: every)
    readable = [(h, rows) for h, rows in sheets if "text" in reader.fields(h).values()]
    if not readable:
        columns = ", ".join(name for header, _ in sheets for name in header)[:200]
        message = f"no column holds the text, only {columns!r}; name it: --column text=NAME"
        yield LoadError(printable(path), 1, message)
    for _, rows in readable:
        for number, row in rows:
            yield reader.document(row, number)
    yield from reader.warnings()


def _sheets(data: bytes) -> Iterator[tuple[tuple[str, ...], Sequence[Row]]]:
    from openpyxl import load_workbook

    book: Any = load_workbook(io.BytesIO(data), read_only=True, data_only=True)
    for sheet in book.worksheets:
        lines = enumerate(sheet.iter_rows(values_only=True), start=1)
        filled = ((n, cells) for n, cells in lines if any(cell is not None for cell in cells))
        header = next(filled, None)
        if header is not None:
            names = tuple(str(name or "").strip().lower() for name in header[1])
            rows = [(n, dict(zip(names, map(_value, c), strict=False))) for n, c in filled]
            yield names, rows


def _value(cell: object) -> object:
    if isinstance(cell, datetime):
        # A cell without a time holds midnight.
        return (cell.date() if cell.time() == datetime.min.time() else cell).isoformat()
    if isinstance(cell, date):
        return cell.isoformat()
    return str(cell) if isinstance(cell, float) else cell
