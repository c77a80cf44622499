"""The box on the page of a record that says what is to be done about it."""

from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from config.admin import RecordAdmin
from ropa.admin.task import due_tone
from ropa.models import Task

ROWS = 5  # tasks that the box shows


class TaskBox(RecordAdmin):
    """A record on which tasks can stand; `task_key` is the field of a task that leads to it."""

    task_key = ""

    def record_context(self, request: HttpRequest, record: Any) -> dict[str, Any]:
        context = super().record_context(request, record)
        if not request.user.has_perm("ropa.view_task"):
            return context
        found = Task.objects.open().filter(**{self.task_key: record})
        shown = list(found.select_related("owner").order_by("due_on", "pk")[: ROWS + 1])
        today = timezone.localdate()
        rows = [(task, due_tone(task, today)) for task in shown[:ROWS]]
        box = {"rows": rows, "has_more": len(shown) > ROWS, "url": self._tasks_of(record)}
        return {**context, "task_box": box}

    def record_links(self, request: HttpRequest, record: Any) -> list[tuple[Any, str]]:
        links = super().record_links(request, record)
        if request.user.has_perm("ropa.view_task"):
            links.append((_("All tasks on it"), self._tasks_of(record, which="all")))
        if request.user.has_perm("ropa.add_task"):
            known = {"organisation": record.organisation_id, self.task_key: record.pk}
            links.append((_("Add a task"), f"{reverse('admin:ropa_task_add')}?{urlencode(known)}"))
        return links

    def _tasks_of(self, record: Any, **query: str) -> str:
        wanted = urlencode({f"{self.task_key}__id__exact": record.pk, **query})
        return f"{reverse('admin:ropa_task_changelist')}?{wanted}"
