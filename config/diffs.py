"""What an import would change, cell by cell: the old value, then the new one."""

from typing import Any

from django.utils.html import format_html
from django.utils.safestring import SafeString
from import_export.resources import Diff


class PlainDiff(Diff):
    """Shows "old → new" as whole values; a resource names it in `get_diff_class`."""

    def as_html(self) -> list[Any]:
        before = [""] * len(self.right) if self.new else self.left
        return [_cell(old, new) for old, new in zip(before, self.right, strict=True)]


def _cell(old: Any, new: Any) -> SafeString:
    old, new = ("" if value is None else str(value) for value in (old, new))
    if old == new:
        return format_html("{}", new)
    if not old:
        return format_html("<ins>{}</ins>", new)
    if not new:
        return format_html("<del>{}</del>", old)
    return format_html("<del>{}</del> → <ins>{}</ins>", old, new)
