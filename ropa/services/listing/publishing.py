"""Publishing a list, and what of it is in force."""

import hashlib
import json
from datetime import date, timedelta

from django.contrib.auth.models import User
from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from ropa import periods
from ropa.audit import acting
from ropa.choices.vendors import VersionStatus
from ropa.models import Customer, Organisation, SubProcessorList
from ropa.services.listing.comparing import added
from ropa.services.listing.telling import tell

ENTRY = ("order", "name", "service", "data", "location")  # what of an entry is hashed


class ListRefused(Exception):
    """A list that cannot be published, with the sentence to show."""


@transaction.atomic
def publish(version_id: int, *, by: User, on: date) -> SubProcessorList:
    """Publish a draft on the day `on`; from then on it stays as it is.

    Where it adds vendors, every customer becomes a task: to be told in time. Raises `ListRefused`
    for what is no draft, or lacks something that `obstacles` names.
    """
    owner = SubProcessorList.objects.values_list("organisation", flat=True).get(pk=version_id)
    Organisation.objects.select_for_update().get(pk=owner)
    version = SubProcessorList.objects.select_for_update().get(pk=version_id)
    if version.status != VersionStatus.DRAFT:
        raise ListRefused(_("Only a draft can be published; this version is none."))
    if lacking := obstacles(version, on=on):
        raise ListRefused(" ".join(lacking))
    is_addition = bool(added(version))
    version.status = VersionStatus.PUBLISHED
    version.published_at, version.published_by = timezone.now(), by
    version.content_sha256 = sha256_of(version)
    with acting(user=by, reason=_("Published.")):
        version.full_clean()
        version.save()
        if is_addition:
            tell(version)
    return version


def obstacles(version: SubProcessorList, *, on: date) -> list[str]:
    """Return what keeps a draft from being published on that day; each a sentence."""
    found = []
    if not version.entries.exists():
        found.append(_("The list is empty: draft it from the register, or add its vendors."))
    if version.effective_on is None:
        found.append(_("Say from which day the list is in force."))
    elif version.effective_on < on:
        found.append(_("It cannot be in force before it is published: choose a later day."))
    else:
        found += _told_too_late(version, version.effective_on, on=on)
    return found


def earliest_effect(version: SubProcessorList, *, on: date) -> tuple[date, list[Customer]]:
    """Return the first day on which the list may be in force, and the customers that decide it.

    A vendor more than on the list before waits until every customer had the whole of its notice,
    which begins on the day after publication, Regulation 1182/71, Art. 3(1). The first list says
    what is so already, and waits for nobody.
    """
    if not added(version):
        return on, []
    days: dict[date, list[Customer]] = {on: []}
    for customer in version.organisation.customers.exclude(sub_processor_notice="").order_by(
        "name"
    ):
        days.setdefault(_first_day_after(on, customer.sub_processor_notice), []).append(customer)
    latest = max(days)
    return latest, days[latest]


def archive(organisation: Organisation) -> QuerySet[SubProcessorList]:
    """Every published version of the organisation, newest first."""
    return SubProcessorList.objects.published().filter(organisation=organisation)


def current(organisation: Organisation, *, on: date) -> SubProcessorList | None:
    """Return the newest published version that is in force on the day."""
    return in_force(organisation, on=on).first()


def in_force(organisation: Organisation, *, on: date) -> QuerySet[SubProcessorList]:
    """The versions that are or were in force by the day, newest first."""
    return archive(organisation).filter(effective_on__lte=on)


def agrees(version: SubProcessorList) -> bool:
    """Tell whether a published list still yields the hash of its publication."""
    return version.content_sha256 == sha256_of(version)


def sha256_of(version: SubProcessorList) -> str:
    content = {
        "organisation": version.organisation.code,
        "number": version.number,
        "effective_on": version.effective_on.isoformat() if version.effective_on else None,
        "entries": list(version.entries.order_by("order", "pk").values(*ENTRY)),
    }
    text = json.dumps(content, sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()


def _first_day_after(published: date, period: str) -> date:
    try:
        return periods.last_day(published, periods.parse(period)) + timedelta(days=1)
    except OverflowError:  # a period of thousands of years
        return date.max


def _told_too_late(version: SubProcessorList, effective: date, *, on: date) -> list[str]:
    first, customers = earliest_effect(version, on=on)
    if effective >= first:
        return []
    return [
        _(
            "It adds %(vendors)s, and %(customers)s must be told %(period)s before: published "
            "today, it can be in force on %(day)s at the earliest."
        )
        % {
            "vendors": ", ".join(added(version)),
            "customers": ", ".join(customer.name for customer in customers),
            "period": periods.in_words(periods.parse(customers[0].sub_processor_notice)),
            "day": date_format(first, "j F Y"),
        }
    ]
