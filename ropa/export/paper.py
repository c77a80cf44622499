"""Tables to be read and printed: narrow columns, rows as high as their text, a header a page."""

from collections.abc import Iterable, Sequence
from typing import Any

from openpyxl.worksheet.properties import PageSetupProperties

_NARROWEST, _WIDEST, _WIDEST_OF_PROSE = 8, 28, 52  # characters
_PROSE = 300  # characters of a cell
_LINE, _HIGHEST = 15.0, 409.0  # points; a row of a spreadsheet cannot be higher
_A3, _A4 = 8, 9  # as spreadsheets number the sizes of paper
_FORM, _TABLE = 6, 20  # columns that fit on a page upright, and across


def set_up(target: Any, *, header: int, columns: int) -> None:
    """Print a form on A4, a table on A3 across one page wide or two, the header on each page."""
    is_form = columns <= _FORM
    target.page_setup.orientation = "portrait" if is_form else "landscape"
    target.page_setup.paperSize = _A4 if is_form else _A3
    target.page_setup.fitToWidth = 1 if columns <= _TABLE else 2
    target.page_setup.fitToHeight = 0  # as many pages as it takes
    target.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    target.print_title_rows = f"{header}:{header}"
    target.print_options.gridLines = True
    margins = target.page_margins
    margins.left = margins.right = margins.top = margins.bottom = 0.4  # inches


def width(heading: str, cells: Iterable[Any]) -> int:
    """Return the width in characters; only the words of a heading have to fit."""
    texts = [str(cell or "") for cell in cells]
    parts = [*heading.split(), *(part for text in texts for part in text.split("\n"))]
    is_prose = any(len(text) > _PROSE for text in texts)
    widest = _WIDEST_OF_PROSE if is_prose else _WIDEST
    return min(max([*map(len, parts), _NARROWEST]) + 2, widest)


def height(line: Iterable[Any], widths: Sequence[int]) -> float:
    """Return the height in points at which the text of every cell can be seen."""
    lines = max(
        (_lines(str(cell or ""), width) for cell, width in zip(line, widths, strict=False)),
        default=1,
    )
    return min(lines * _LINE + 2, _HIGHEST)


def _lines(text: str, width: int) -> int:
    return sum(max(-(-len(part) // width), 1) for part in text.split("\n"))
