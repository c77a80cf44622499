"""Whom a new list has to be told, by which day, and how far that is done, Art. 28(2)."""

from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from ropa import periods
from ropa.models import Customer, SubProcessorList, Task


@dataclass(frozen=True)
class Told:
    """One customer: the last day to tell it, how to reach it, and the task, if there is one."""

    customer: Customer
    by: date
    task: Task | None


def to_tell(version: SubProcessorList) -> list[Told]:
    """Return every customer with the last day on which a notice is in time, earliest first.

    That is the last day after which its whole period of notice still passes before the list is in
    force; without a period, the day itself. A version without its day has none.
    """
    if version.effective_on is None:
        return []
    tasks = {
        task.customer_id: task
        for task in Task.objects.filter(
            organisation=version.organisation_id, title=_title(version), customer__isnull=False
        )
    }
    found = [
        Told(customer, last_day_to_tell(customer, version.effective_on), tasks.get(customer.pk))
        for customer in version.organisation.customers.order_by("name")
    ]
    return sorted(found, key=lambda told: told.by)


def last_day_to_tell(customer: Customer, effective_on: date) -> date:
    """The last day of a notice whose period has passed whole when the change takes effect."""
    if not customer.sub_processor_notice:
        return effective_on
    try:
        return periods.cutoff(effective_on, periods.parse(customer.sub_processor_notice))
    except ValueError:  # a period of thousands of years
        return date.min


def tell(version: SubProcessorList) -> list[Task]:
    """Make a task for every customer that has none for this version; return the new ones."""
    made = []
    for told in to_tell(version):
        if told.task is None:
            task = Task(
                organisation=version.organisation,
                customer=told.customer,
                title=_title(version),
                due_on=told.by,
            )
            task.full_clean()
            task.save()
            made.append(task)
    return made


def _title(version: SubProcessorList) -> str:
    return _("Tell of version %(number)s of the list of sub-processors") % {
        "number": version.number
    }
