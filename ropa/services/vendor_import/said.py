"""What one row of a vendor list says, as typed values, and the cells that it says it in."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, TypeVar

from django.utils.translation import gettext as _

from config.widgets import read_cell
from ropa.choices.register import AgreementKind
from ropa.services.vendor_import.places import Place
from ropa.services.vendor_import.words import says_nothing
from ropa.vendor_lists.table import Row

T = TypeVar("T")


class Refusal(Exception):
    """A row that is not taken, and every reason why."""

    def __init__(self, *sentences: str) -> None:
        super().__init__(*sentences)
        self.sentences = list(sentences)


@dataclass(frozen=True)
class AgreementSaid:
    """Kind -> title of each agreement, the title empty where the kind says it all.

    `module` is that of the clauses, and `covers` are the fields of what a certificate covers.
    """

    kinds: Mapping[AgreementKind, str]
    signed_on: date | None = None
    expires_on: date | None = None
    module: str = ""
    covers: tuple[str, ...] = ()


@dataclass(frozen=True)
class Said:
    """What a row says. A key that is missing, or an empty text, is not said by the row.

    `master` is the vendor's own name where the row gives one; then `names` is that alone.
    `spelling` is the entry as the source spells it, `is_doubtful` that an officer has to look.
    `places` is column -> places; `customer` is whom the row is for, where a column says it.
    """

    names: tuple[str, ...]
    spelling: str
    master: str
    nobody: bool = False
    is_doubtful: bool = False
    spellings: tuple[str, ...] = ()
    vendor: Mapping[str, Any] = field(default_factory=dict)
    backup_of: str = ""
    places: Mapping[str, list[Place]] = field(default_factory=dict)
    activities: tuple[str, ...] = ()
    use: Mapping[str, Any] = field(default_factory=dict)
    agreement: AgreementSaid | None = None
    customer: str = ""


class Cells:
    """The cells of one row by field, and what there is to say of them.

    `not_understood` are sentences about what the row keeps out although it is taken.
    """

    def __init__(self, row: Row, columns: Mapping[str, int], header: Sequence[str]) -> None:
        self.texts = {name: read_cell(row.cells[index]) for name, index in columns.items()}
        self.headings: Mapping[str, str] = {
            name: header[index] or name for name, index in columns.items()
        }
        self.day_first = {name: row.day_first.get(index) for name, index in columns.items()}
        self.messages: list[str] = []
        self.not_understood: list[str] = []
        self.wrong: list[str] = []

    def text(self, name: str) -> str:
        return self.texts.get(name, "")

    def heading(self, name: str) -> str:
        return self.headings.get(name, name)

    def doubt(self, sentence: str) -> None:
        """Say what was not understood; the row is taken without it."""
        self.messages.append(sentence)
        self.not_understood.append(sentence)

    def meant(self, name: str) -> str:
        """The text of a cell, or nothing where it only says that there is nothing."""
        text = self.text(name)
        if text and says_nothing(text):
            self.messages.append(
                _('%(column)s: "%(text)s" was taken as empty.')
                % {"column": self.heading(name), "text": text}
            )
            return ""
        return text

    def read(
        self,
        name: str,
        reader: Callable[[str], T],
        *,
        unclear: type[ValueError] | tuple[()] = (),
    ) -> T | None:
        """What `reader` makes of a cell; its `ValueError` is a reason to refuse the row.

        An error of the kind `unclear` is only told: the row is taken without the cell.
        """
        text = self.meant(name)
        if not text:
            return None
        try:
            return reader(text)
        except unclear as doubt:
            self.doubt(f"{self.heading(name)}: {doubt}")
        except ValueError as wrong:
            self.wrong.append(f"{self.heading(name)}: {wrong}")
        return None
