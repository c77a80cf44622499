"""The gate to customers' data: only listed vendors reach them, Art. 28(2).

It is closed as soon as an organisation has published a list of sub-processors. The database holds
it by a trigger; here stands what to say, before it comes to that.
"""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from ropa.choices.register import Role
from ropa.models import Purpose, SubProcessorList, Vendor


@dataclass(frozen=True)
class Gate:
    """The newest published list of an organisation: its number, and the vendors on it."""

    number: int = 0  # 0: nothing is published, and the gate is open
    listed: frozenset[int] = frozenset()

    def refusal(self, vendor: Vendor, line: Purpose | None, *, is_own: bool | None = None) -> str:
        """Why the vendor may not be a recipient in the line, or "".

        `is_own` is whether it will be an own product, where that is not what it is. Asks for the
        activity of the line, and nothing else.
        """
        is_own = vendor.is_own_product if is_own is None else is_own
        if not self.number or line is None or is_own or vendor.pk in self.listed:
            return ""
        if line.activity.role != Role.PROCESSOR:
            return ""
        return _(
            "Customers’ data may not reach %(vendor)s: it is not on version %(number)s of the list "
            "of sub-processors, the newest one. Publish a list with it first, or say that it gets "
            "no data."
        ) % {"vendor": vendor.name, "number": self.number}


def gate_of(organisation_id: int) -> Gate:
    """Return the gate of an organisation as it stands now; two queries."""
    newest = newest_published(organisation_id)
    if newest is None:
        return Gate()
    return Gate(newest.number, frozenset(newest.entries.values_list("vendor", flat=True)))


def newest_published(organisation_id: int) -> SubProcessorList | None:
    """Return the list that was published last, whether it is in force already or not."""
    return SubProcessorList.objects.published().filter(organisation=organisation_id).first()
