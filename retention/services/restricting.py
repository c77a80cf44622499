"""Restrictions of a person's data, Art. 18, set and lifted under the lock of the batches."""

from datetime import date

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from retention import persons
from retention.models import Restriction
from retention.services.holds import wait_for_batches
from ropa.audit import acting


@transaction.atomic
def restrict(restriction: Restriction, person: str) -> Restriction:
    """Freeze the data of a person; the next batch of any purge already leaves them."""
    if not persons.canonical(person):
        raise ValidationError({"person": _("Write whose data are restricted.")})
    wait_for_batches(restriction.organisation_id)
    restriction.digest = persons.digest(person)
    restriction.sealed = persons.seal(person)
    restriction.full_clean()
    restriction.save()
    return restriction


@transaction.atomic
def lift(restriction_id: int, *, reason: str, told_on: date | None, on: date) -> Restriction:
    """Lift a restriction from the day `on`.

    Except for a request that was being answered, the person is told before, Art. 18(3). Raises
    `ValidationError`.
    """
    wait_for_batches(Restriction.objects.get(pk=restriction_id).organisation_id)
    restriction = Restriction.objects.select_for_update().get(pk=restriction_id)
    if restriction.lifted_on:
        raise ValidationError(
            _("It was lifted on %(day)s already.") % {"day": restriction.lifted_on.isoformat()}
        )
    restriction.informed_on = told_on
    restriction.lifted_on = on
    restriction.lift_reason = reason
    restriction.full_clean()
    restriction.sealed = b""
    with acting(reason=reason):
        restriction.save()
    return restriction
