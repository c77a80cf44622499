"""Holds are placed and released under the same lock as the batches of a purge."""

from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _

from retention.choices import RunStatus
from retention.errors import AlreadyReleased
from retention.models import LegalHold, PurgeRun
from ropa.audit import acting


def wait_for_batches(organisation_id: int) -> None:
    """Wait until no batch of the organisation is under way, for the rest of the transaction.

    Whoever changes a hold calls this first. Batches look at the holds under the same lock.
    """
    if not transaction.get_connection().in_atomic_block:
        raise transaction.TransactionManagementError("Change a hold inside a transaction.")
    running = PurgeRun.objects.filter(
        status=RunStatus.RUNNING, plan__target__rule__organisation=organisation_id
    )
    list(running.select_for_update(of=("self",)).order_by("pk"))


@transaction.atomic
def place(hold: LegalHold) -> LegalHold:
    """Place a hold, or save a changed one; the next batch already keeps what it covers.

    Its scopes are saved in the same transaction: until then it covers the whole organisation.
    """
    wait_for_batches(hold.organisation_id)
    hold.full_clean()
    hold.save()
    return hold


@transaction.atomic
def release(hold_id: int, *, reason: str, on: date) -> LegalHold:
    """Release a hold from the day `on`; what it covered may go again under approved plans.

    Raises `AlreadyReleased`.
    """
    wait_for_batches(LegalHold.objects.get(pk=hold_id).organisation_id)
    hold = LegalHold.objects.select_for_update().get(pk=hold_id)
    if hold.released_on:
        raise AlreadyReleased(
            _("%(hold)s was released on %(day)s. To hold again, place a new hold.")
            % {"hold": hold.code, "day": hold.released_on.isoformat()}
        )
    hold.released_on = on
    hold.release_reason = reason
    hold.full_clean()
    with acting(reason=reason):
        hold.save()
    return hold
