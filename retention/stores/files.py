"""Files and objects of a folder, reached with fsspec; their trigger is the last change.

Files go one by one, so a batch that is cut off half-way is finished by destroying what is left
of it: a file that is gone already is no error.
"""

import fnmatch
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, Any

import fsspec
from django.conf import settings
from django.utils.translation import gettext as _

from retention.choices import Operator
from retention.errors import NotExecutable, StoreUnreachable
from retention.evidence import KeyRange, range_of
from retention.selection import Match, Overview, Rows, Selection, Why, Window

if TYPE_CHECKING:
    from retention.models import DataSet

ORDER = list(Why)
MISSING = (OSError, ValueError, ImportError)


@dataclass(frozen=True)
class _File:
    key: str  # the path below the folder
    day: date


class FileTarget:
    def __init__(self, url: str, data_set: "DataSet", selection: Selection) -> None:
        self.data_set = data_set
        self.selection = selection
        self.batch_size: int = settings.PURGE_BATCH_FILES
        location = PurePosixPath(data_set.location)
        if location.is_absolute() or ".." in location.parts:
            raise NotExecutable(
                _("The folder “%(folder)s” must lie below the data store.")
                % {"folder": data_set.location}
            )
        try:
            self.fs, root = fsspec.url_to_fs(url)
            self.root = root.rstrip("/") + (f"/{location}" if location.parts else "")
            if not self.fs.isdir(self.root):
                raise FileNotFoundError
        except MISSING as wrong:
            raise StoreUnreachable(
                _(
                    "The folder “%(folder)s” of the data store “%(store)s” cannot be reached. "
                    "Check that it exists, and the address in %(variable)s."
                )
                % {
                    "folder": data_set.location,
                    "store": data_set.store.name,
                    "variable": data_set.store.url_variable,
                }
            ) from wrong

    def reach(self) -> None:
        """Do nothing more: the folder was looked for when the target was made."""

    def overview(self) -> Overview:
        stay: Counter[Why] = Counter()
        by_keeper: Counter[tuple[Why, str]] = Counter()
        going = []
        for file in self._due():
            keepers = self._keepers(file)
            if keepers:
                stay[min((why for why, _code in keepers), key=ORDER.index)] += 1
                by_keeper.update(keepers)
            else:
                going.append(file)
        days = [file.day for file in going]
        return Overview(
            due=len(going),
            held=stay[Why.HELD],
            restricted=stay[Why.RESTRICTED],
            protected=stay[Why.PROTECTED],
            kept=stay[Why.KEPT],
            reasons=tuple((why, code, count) for (why, code), count in by_keeper.items()),
            oldest_on=min(days, default=None),
            newest_on=max(days, default=None),
            last_key=max((file.key for file in going), default=""),
        )

    @contextmanager
    def open_batch(self) -> Iterator["FileBatch"]:
        due = sorted(self._due(), key=lambda file: file.key)
        going = [file.key for file in due if not self._keepers(file)]
        yield FileBatch(self, [file.key for file in due], going)

    def path(self, key: str) -> str:
        return f"{self.root}/{key}"

    def _due(self) -> Iterator[_File]:
        for file in self._files():
            if any(_is_over(window, file) for window in self.selection.due):
                yield file

    def _files(self) -> Iterator[_File]:
        for path, info in self.fs.find(self.root, detail=True).items():
            if info.get("islink"):
                continue  # what it points to may lie anywhere
            key = str(PurePosixPath(path).relative_to(PurePosixPath(self.root)))
            yield _File(key, self._day_of(path, info))

    def _day_of(self, path: str, info: dict[str, Any]) -> date:
        moment = info.get("mtime") or info.get("LastModified") or info.get("created")
        if isinstance(moment, int | float):
            return datetime.fromtimestamp(moment, tz=self.selection.zone).date()
        changed: datetime = moment or self.fs.modified(path)
        return changed.astimezone(self.selection.zone).date()

    def _keepers(self, file: _File) -> dict[tuple[Why, str], None]:
        """Return what keeps the file, each reason once."""
        return {
            (keeper.why, keeper.code): None
            for keeper in self.selection.keepers
            if (_is_within(keeper.window, file) if keeper.window else _matches(keeper.rows, file))
        }


def _matches(rows: Rows, file: _File) -> bool:
    return all(_meets(match, file) for match in rows)


def _meets(match: Match, file: _File) -> bool:
    key = file.key.casefold() if match.folded else file.key
    if match.operator == Operator.PATTERN:
        return any(fnmatch.fnmatchcase(key, pattern) for pattern in match.values)
    found = key in match.values
    return not found if match.operator == Operator.DIFFERS else found


def _is_over(window: Window, file: _File) -> bool:
    is_due = window.cutoff_on is not None and file.day <= window.cutoff_on
    return is_due and _matches(window.rows, file)


def _is_within(window: Window, file: _File) -> bool:
    if not _matches(window.rows, file):
        return False
    return window.cutoff_on is None or file.day > window.cutoff_on


class FileBatch:
    """The files past due and those of them that go, as they were when the batch was opened."""

    undoes = False

    def __init__(self, target: FileTarget, due: list[str], going: list[str]) -> None:
        self.target = target
        self.due = due
        self.going = going

    def next_range(self, *, after: str, until: str, limit: int) -> KeyRange | None:
        """Return the next files; those below `after` that still exist were not destroyed."""
        return range_of([key for key in self.going if key <= until][:limit])

    def range_between(self, first: str, last: str) -> KeyRange | None:
        return range_of(self._between(first, last))

    def transaction(self) -> str:
        return ""

    def committed(self, transaction: str) -> bool | None:
        return None

    def left_of(self, keys: Sequence[str]) -> dict[str, bool]:
        due = set(self.due)
        return {key: key in due for key in keys if self.target.fs.exists(self.target.path(key))}

    def destroy(self, first: str, last: str, *, count: int) -> int:
        doomed = self._between(first, last)
        for key in doomed:
            try:
                self.target.fs.rm_file(self.target.path(key))
            except FileNotFoundError:
                continue  # gone already
        return len(doomed)

    def _between(self, first: str, last: str) -> list[str]:
        return [key for key in self.going if first <= key <= last]

    def commit(self) -> None:
        """A file that is removed cannot come back, so there is nothing left to do."""
