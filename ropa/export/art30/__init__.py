"""The record of processing activities, Art. 30 GDPR, for the authority."""

from django.utils.translation import gettext as _

from ropa.choices.register import Role
from ropa.export.art30 import controller, processor
from ropa.export.sheets import CannotExport, Sheet
from ropa.export.wanted import Wanted


def sheets(wanted: Wanted) -> list[Sheet]:
    """Return a table for each legal entity, Art. 30(1), and for each customer, Art. 30(2).

    With `role` only those of one record, with `customer` only that customer's. Raises
    `CannotExport` for a part that there is not.
    """
    if wanted.customer and wanted.role == Role.CONTROLLER:
        raise CannotExport(
            _("A customer has a record as processor only: leave --role or --customer out.")
        )
    made = []
    if wanted.role != Role.PROCESSOR and not wanted.customer:
        made += controller.sheets(wanted)
    if wanted.role != Role.CONTROLLER:
        made += processor.sheets(wanted)
    return made
