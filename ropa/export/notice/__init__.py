"""A notice, Art. 13 and 14: its table, its text, and how the text is written and read."""

from ropa.export.notice.blocks import Block, Facts, Gap, Heading, Items, Paragraph, Table
from ropa.export.notice.html import fragment, page
from ropa.export.notice.markdown import read, write
from ropa.export.notice.table import sheet
from ropa.export.notice.text import blocks

__all__ = (
    "Block",
    "Facts",
    "Gap",
    "Heading",
    "Items",
    "Paragraph",
    "Table",
    "blocks",
    "fragment",
    "page",
    "read",
    "sheet",
    "write",
)
