"""Tasks: what is to be done by when, on which record, by whom, and what was done."""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any, cast

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.views.main import ChangeList
from django.contrib.auth.models import User
from django.db.models import F, Q, QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from config.admin import NOTHING, RecordAction, RecordAdmin, Section, link, pill
from ropa.choices.vendors import TaskStatus
from ropa.models import Task
from ropa.models.task import ABOUT
from ropa.services import tasks

SOON = 14  # days before its day in which a task is shown as due soon
CHANGE = "ropa.change_task"
LABELLED = (*ABOUT, "transfer__importer_vendor", "transfer__importer_entity")


def pressing(*, on: date) -> QuerySet[Task]:
    """Return open tasks that are overdue or due soon."""
    return Task.objects.open().filter(due_on__lte=on + timedelta(days=SOON))


def due_tone(task: Task, on: date) -> Any:
    if task.status != TaskStatus.OPEN:
        return "quiet"
    if task.due_on < on:
        return "late"
    return "soon" if task.due_on <= on + timedelta(days=SOON) else "ok"


class WhichFilter(admin.SimpleListFilter):
    """Open tasks, unless others are asked for."""

    title = gettext_lazy("which tasks")
    parameter_name = "which"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return [
            ("mine", gettext_lazy("Mine")),
            ("nobody", gettext_lazy("Nobody’s")),
            ("due", gettext_lazy("Overdue or due within 14 days")),
            ("late", gettext_lazy("Overdue")),
            ("closed", gettext_lazy("Closed")),
            ("all", gettext_lazy("All")),
        ]

    def choices(self, changelist: ChangeList) -> Iterator[Any]:
        standard, *others = super().choices(changelist)
        yield {**standard, "display": gettext_lazy("Open")}
        yield from others

    def queryset(self, request: HttpRequest, queryset: Any) -> Any:
        today = timezone.localdate()
        if self.value() == "all":
            return queryset
        if self.value() == "closed":
            return queryset.exclude(status=TaskStatus.OPEN)
        narrowed = {
            "mine": Q(owner=request.user.pk),
            "nobody": Q(owner=None),
            "due": Q(due_on__lte=today + timedelta(days=SOON)),
            "late": Q(due_on__lt=today),
        }
        return queryset.open().filter(narrowed.get(self.value() or "", Q()))


class AboutFilter(admin.SimpleListFilter):
    title = gettext_lazy("record")
    parameter_name = "about"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return [
            ("activity", gettext_lazy("On an activity")),
            ("vendor", gettext_lazy("On a vendor")),
            ("transfer", gettext_lazy("On a transfer")),
            ("notice", gettext_lazy("On a notice")),
            ("customer", gettext_lazy("On a customer")),
        ]

    def queryset(self, request: HttpRequest, queryset: Any) -> Any:
        if self.value() not in ABOUT:
            return queryset
        return queryset.filter(**{f"{self.value()}__isnull": False})


class CloseForm(forms.Form):
    status = forms.ChoiceField(
        label=gettext_lazy("It is"),
        choices=[choice for choice in TaskStatus.choices if choice[0] != TaskStatus.OPEN],
        widget=forms.RadioSelect,
        initial=TaskStatus.DONE,
    )
    outcome = forms.CharField(
        label=gettext_lazy("What was done"),
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy("Or why it is no longer needed."),
    )

    def __init__(self, _task: Task, data: Any) -> None:
        super().__init__(data)


class AssignForm(forms.Form):
    owner = forms.ModelChoiceField(
        User.objects.none(),
        label=gettext_lazy("Owner"),
        required=False,
        empty_label=gettext_lazy("nobody"),
    )

    def __init__(self, task: Task, data: Any) -> None:
        super().__init__(data, initial={"owner": task.owner_id})
        people: Any = User.objects.with_perm("ropa.view_task").filter(is_staff=True)
        self.fields["owner"].queryset = people.order_by("username")  # type: ignore[attr-defined]


def _close(request: HttpRequest, task: Task, said: dict[str, Any]) -> str:
    tasks.close_task(task.pk, by=_who(request), on=timezone.localdate(), **said)
    return _("The task is closed.")


def _assign(request: HttpRequest, task: Task, said: dict[str, Any]) -> str:
    tasks.assign_task(task.pk, by=_who(request), owner=said["owner"])
    if said["owner"] is None:
        return _("The task is nobody’s now.")
    return _("%(owner)s has the task now.") % {"owner": said["owner"]}


def _reopen(request: HttpRequest, task: Task, reason: str) -> str:
    tasks.reopen_task(task.pk, by=_who(request), reason=reason)
    return _("The task is open again.")


def _who(request: HttpRequest) -> User:
    return cast(User, request.user)


def _is_open(task: Task) -> bool:
    return task.status == TaskStatus.OPEN


def _is_closed(task: Task) -> bool:
    return not _is_open(task)


STEPS = (
    RecordAction(
        name="close",
        label=gettext_lazy("Close"),
        permission=tasks.CLOSE,
        deed=_close,
        offered=_is_open,
        form=CloseForm,
    ),
    RecordAction(
        name="assign",
        label=gettext_lazy("Hand on"),
        permission=CHANGE,
        deed=_assign,
        offered=_is_open,
        form=AssignForm,
    ),
    RecordAction(
        name="reopen",
        label=gettext_lazy("Open again"),
        permission=tasks.CLOSE,
        deed=_reopen,
        offered=_is_closed,
        needs_reason=True,
    ),
)


@admin.register(Task)
class TaskAdmin(RecordAdmin):
    section = Section.REGISTER
    menu_place = 5
    quick_add = gettext_lazy("Add a task")
    record_actions = STEPS
    actions = ("take",)
    list_display = ("title", "due", "record", "organisation", "whose", "state")
    list_filter = (WhichFilter, AboutFilter, "organisation")
    search_fields = ("title", "outcome", "vendor__name", "activity__heading", "customer__name")
    search_help_text = gettext_lazy("Searches what to do, what was done, and the record.")
    autocomplete_fields = ("organisation", *ABOUT)
    readonly_fields = ("whose", "follows_from", "state", "closed")
    fieldsets = (
        (
            gettext_lazy("Task"),
            {"fields": ("organisation", "title", "due_on", "whose", "follows_from")},
        ),
        (gettext_lazy("Record"), {"fields": ABOUT}),
        (gettext_lazy("Outcome"), {"fields": ("state", "closed", "outcome")}),
    )

    def get_queryset(self, request: HttpRequest) -> QuerySet[Task]:
        rows: QuerySet[Task] = super().get_queryset(request)
        near = ("organisation", "owner", "done_by", *LABELLED)
        return rows.select_related(*near, "impact__decision", "impact__vendor")

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> Any:
        """What is only known later is not asked for when a task is added."""
        if obj is not None:
            return self.fieldsets
        return (
            (gettext_lazy("Task"), {"fields": ("organisation", "title", "due_on")}),
            (gettext_lazy("Record"), {"fields": ABOUT}),
        )

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        """A closed task stays as it was closed, until it is opened again."""
        fixed = (*self.readonly_fields, "outcome")
        if obj is not None and _is_closed(obj):
            return (*fixed, "organisation", "title", "due_on", *ABOUT)
        return fixed

    def save_model(self, request: HttpRequest, obj: Task, form: Any, change: bool) -> None:
        if not change:  # who writes it down has it, until it is handed on
            obj.owner = _who(request)
        super().save_model(request, obj, form, change)

    def due_rows(self, request: HttpRequest, on: date) -> QuerySet[Task]:
        return pressing(on=on)

    @admin.display(description=gettext_lazy("due on"), ordering="due_on")
    def due(self, task: Task) -> SafeString:
        return pill(_day(task.due_on), due_tone(task, timezone.localdate()))

    @admin.display(description=gettext_lazy("record"))
    def record(self, task: Task) -> SafeString | str:
        about = task.about
        return link(page_of(about), about) if about is not None else NOTHING

    @admin.display(description=gettext_lazy("owner"), ordering=F("owner__username"))
    def whose(self, task: Task) -> str:
        return str(task.owner or NOTHING)

    @admin.display(description=gettext_lazy("status"), ordering="status")
    def state(self, task: Task) -> SafeString:
        return pill(task.get_status_display(), "ok" if task.status == TaskStatus.DONE else "quiet")

    @admin.display(description=gettext_lazy("follows from"))
    def follows_from(self, task: Task) -> SafeString | str:
        return link(page_of(task.impact), task.impact) if task.impact else NOTHING

    @admin.display(description=gettext_lazy("closed"))
    def closed(self, task: Task) -> str:
        if task.done_on is None:
            return NOTHING
        said = {"day": _day(task.done_on), "who": task.done_by or NOTHING}
        return _("on %(day)s by %(who)s") % said

    @admin.action(description=gettext_lazy("I take these"), permissions=["change"])
    def take(self, request: HttpRequest, queryset: QuerySet[Task]) -> None:
        mine = [task.pk for task in queryset if _is_open(task)]
        for pk in mine:
            tasks.assign_task(pk, by=_who(request), owner=_who(request))
        told = ngettext("%d task is yours now.", "%d tasks are yours now.", len(mine)) % len(mine)
        self.message_user(request, told, messages.SUCCESS)


def page_of(record: Any) -> str:
    opts = record._meta
    return reverse(f"admin:{opts.app_label}_{opts.model_name}_change", args=[record.pk])


def _day(day: date) -> str:
    return date_format(day, "j M Y")
