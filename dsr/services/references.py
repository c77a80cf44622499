"""References of requests: ORGANISATION-YEAR-NUMBER, without gaps and never used twice."""

from datetime import date

from django.db.models import IntegerField, Max
from django.db.models.functions import Cast, Substr

from dsr.models import Ticket
from ropa.models import Organisation


def next_reference(organisation: Organisation, received_on: date) -> str:
    """Return the next reference of the organisation for the year of receipt, as QWAK-2026-0001.

    Call it inside the transaction that saves the ticket: the row of the organisation is locked
    until its end, so no two tickets get one number and a ticket that fails leaves no gap. Numbers
    are counted in the history, which outlives the rows: that of a purged ticket is not reused.
    """
    Organisation.objects.select_for_update(no_key=True).get(pk=organisation.pk)
    prefix = f"{organisation.code.upper()}-{received_on.year}-"
    number = Cast(Substr("reference", len(prefix) + 1), IntegerField())
    taken = Ticket.history.filter(
        organisation_id=organisation.pk, history_type="+", reference__startswith=prefix
    )
    last = taken.aggregate(last=Max(number))["last"] or 0
    return f"{prefix}{last + 1:04}"
