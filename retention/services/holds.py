"""Holds are placed and released under the same lock as the batches of a purge.

So are the names of persons and keys under a hold; restrictions are in `restricting`.
"""

from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _

from retention import persons
from retention.choices import HoldReach, RunStatus
from retention.errors import AlreadyReleased
from retention.models import DataSet, HoldKey, HoldPerson, HoldScope, LegalHold, PurgeRun
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
def name_persons(hold: LegalHold, values: list[str], *, data_set: DataSet | None) -> int:
    """Put persons under a hold, in one data set or in all; return how many are new to it.

    Of each a keyed hash is kept to know it by, and the value sealed, for the stores.
    """
    wait_for_batches(hold.organisation_id)
    _refuse_if_released(hold)
    scope, _made = HoldScope.objects.get_or_create(
        hold=hold, reach=HoldReach.PERSONS, data_set=data_set
    )
    known = set(scope.persons.values_list("digest", flat=True))
    new = {persons.digest(value): value for value in values if persons.canonical(value)}
    rows = [
        HoldPerson(scope=scope, digest=digest, sealed=persons.seal(value))
        for digest, value in new.items()
        if digest not in known
    ]
    HoldPerson.objects.bulk_create(rows)
    return len(rows)


@transaction.atomic
def name_keys(hold: LegalHold, keys: list[str], *, data_set: DataSet) -> int:
    """Put rows or files under a hold by their keys; return how many are new to it."""
    wait_for_batches(hold.organisation_id)
    _refuse_if_released(hold)
    scope, _made = HoldScope.objects.get_or_create(
        hold=hold, reach=HoldReach.KEYS, data_set=data_set
    )
    known = set(scope.keys.values_list("key", flat=True))
    rows = [HoldKey(scope=scope, key=key) for key in dict.fromkeys(keys) if key not in known]
    HoldKey.objects.bulk_create(rows)
    return len(rows)


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
        # Nothing asks a store for these persons any more; their keyed hashes stay.
        HoldPerson.objects.filter(scope__hold=hold).update(sealed=b"")
    return hold


def _refuse_if_released(hold: LegalHold) -> None:
    if hold.released_on:
        raise AlreadyReleased(
            _("%(hold)s was released. To hold again, place a new hold.") % {"hold": hold.code}
        )
