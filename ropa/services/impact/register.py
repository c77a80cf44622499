"""The records behind the names in the facts: keys, labels and what hangs on them, all at once."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date
from typing import Any, NamedTuple

from ropa.choices.notice import VersionStatus
from ropa.choices.register import Role
from ropa.models import (
    CustomerActivity,
    LegalEntity,
    Notice,
    NoticeActivity,
    NoticeVersion,
    Organisation,
    ProcessingActivity,
    Purpose,
    Task,
    Transfer,
    Vendor,
    VendorUse,
)


class UseRow(NamedTuple):
    key: int
    service: str
    role: str


class Version(NamedTuple):
    number: int
    day: date | None


class Behind:
    """Reads each table of the organisation once, whatever the size of the register."""

    def __init__(self, organisation: Organisation) -> None:
        self._ours = {"organisation": organisation}
        self.vendors = self._keys(Vendor, "name")
        self.transfers = self._keys(Transfer, "code")
        entities = LegalEntity.objects.filter(**self._ours)
        self.entities = dict(entities.order_by().values_list("code", "legal_name"))
        activities = ProcessingActivity.objects.filter(**self._ours)
        self.activities = {
            row["code"]: row for row in activities.values("pk", "code", "heading", "role")
        }
        lines = Purpose.objects.filter(activity__organisation=organisation)
        self.lines = {
            row["code"]: row for row in lines.values("pk", "code", "activity__code").order_by()
        }
        self.uses: defaultdict[tuple[str, str], list[UseRow]] = defaultdict(list)
        uses = VendorUse.objects.filter(
            vendor__organisation=organisation, is_recipient=True, purpose__isnull=False
        )
        names = ("vendor__name", "purpose__code", "pk", "service", "role")
        for vendor, line, *row in uses.order_by("order", "pk").values_list(*names):
            self.uses[vendor, line].append(UseRow(*row))

    def _keys(self, model: Any, name: str) -> dict[str, int]:
        rows = model._default_manager.filter(**self._ours).order_by()
        return dict(rows.values_list(name, "pk"))

    def activities_of(self, lines: Iterable[str]) -> list[str]:
        return list(dict.fromkeys(self.lines[line]["activity__code"] for line in lines))

    def customers_of(self, activities: set[int]) -> dict[Any, list[int]]:
        """The customers on whose behalf these activities are done, with the activities."""
        found: defaultdict[Any, list[int]] = defaultdict(list)
        rows = CustomerActivity.objects.filter(activity__organisation=self._ours["organisation"])
        for row in rows.select_related("customer").order_by("customer__name", "pk"):
            if row.activity_id in activities:
                found[row.customer].append(row.activity_id)
        return dict(found)

    def notices_of(self, activities: set[int], *, is_vague: bool) -> list[tuple[Notice, bool]]:
        """The notices that cover one of these activities, each with whether it covers all.

        A notice that names none covers all but those that we do as processor (Art. 13(1)); it
        covers them, too, where nothing says which activities are concerned (`is_vague`).
        """
        roles = {row["pk"]: row["role"] for row in self.activities.values()}
        ours = {pk for pk in activities if roles.get(pk) != Role.PROCESSOR}
        named: defaultdict[int, set[int]] = defaultdict(set)
        rows = NoticeActivity.objects.filter(notice__organisation=self._ours["organisation"])
        for notice, activity in rows.values_list("notice", "activity"):
            named[notice].add(activity)
        return [
            (notice, notice.pk not in named)
            for notice in Notice.objects.filter(**self._ours).order_by("title", "pk")
            if (named[notice.pk] & ours if notice.pk in named else ours or is_vague)
        ]

    def versions_in_force(self, *, on: date) -> dict[int, Version]:
        """The newest version of each notice that is no draft and takes effect by that day."""
        rows = NoticeVersion.objects.filter(notice__organisation=self._ours["organisation"])
        rows = rows.exclude(status=VersionStatus.DRAFT).order_by("number")
        found = {}
        for notice, number, effective, dated in rows.values_list(
            "notice", "number", "effective_on", "dated_on"
        ):
            if effective is None or effective <= on:
                found[notice] = Version(number, effective or dated)
        return found

    def open_tasks(self, touched: dict[str, set[int]]) -> list[Task]:
        """Open tasks on one of the records, by the field that leads there."""
        rows = Task.objects.open().filter(**self._ours).order_by("due_on", "pk")
        return [
            task
            for task in rows
            if any(getattr(task, f"{name}_id") in keys for name, keys in touched.items())
        ]
