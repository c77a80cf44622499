"""What is to be written: a register, of which day, and which part of it."""

from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from ropa.export.json import register
from ropa.resources import OrganisationScope

Node = dict[str, Any]


@dataclass(frozen=True, kw_only=True)
class Wanted:
    """One export; the day on which it is written is given, never looked up."""

    scope: OrganisationScope
    written_on: date
    as_of: date | None = None  # None: as it is on the day of writing
    role: str = ""
    entity: str = ""  # the code of a legal entity
    customer: str = ""  # the code of a customer
    with_retired: bool = False

    @cached_property
    def register(self) -> Node:
        """The whole register in the form of `ropa.export.json`."""
        return register(self.scope)

    @property
    def stands(self) -> str:
        """Of which moment the content is."""
        if self.as_of is None or self.as_of >= self.written_on:
            return _("as it stands on %(day)s") % {"day": date_format(self.written_on, "j F Y")}
        return _("as it stood at the end of %(day)s") % {"day": date_format(self.as_of, "j F Y")}

    @property
    def written(self) -> str:
        return _("on %(day)s") % {"day": date_format(self.written_on, "j F Y")}
