"""Restrictions, Art. 18: whose data are only kept, why, and until when."""

from typing import Any

from django import forms
from django.contrib import admin
from django.http import HttpRequest
from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from config.admin import RecordAction, RecordAdmin, Section, pill
from config.admin.forms import RecordForm
from retention.models import Restriction
from retention.services import restricting

LIFTED = ("informed_on", "lifted_on", "lift_reason")


class RestrictionForm(RecordForm):
    person = forms.CharField(
        label=_("Person"),
        max_length=200,
        help_text=_(
            "As it stands in the column of the person, such as an e-mail address. It is kept as a "
            "keyed hash, and sealed for the stores until the lifting."
        ),
    )


class LiftForm(forms.Form):
    told_on = forms.DateField(
        label=_("The person was told on"),
        required=False,
        help_text=_("Before the lifting, Art. 18(3); not needed where a request was answered."),
        widget=forms.DateInput(attrs={"type": "date"}),
    )
    reason = forms.CharField(label=_("Reason"), widget=forms.Textarea(attrs={"rows": 3}))


def _lift(_request: HttpRequest, restriction: Restriction, said: dict[str, Any]) -> str:
    lifted = restricting.lift(
        restriction.pk, reason=said["reason"], told_on=said["told_on"], on=timezone.localdate()
    )
    return _t("%(reference)s no longer restricts. What it froze may go again.") % {
        "reference": lifted.reference
    }


LIFT = RecordAction(
    name="lift",
    label=_("Lift …"),
    permission="retention.lift_restriction",
    deed=_lift,
    offered=lambda restriction: restriction.lifted_on is None,
    form=lambda _restriction, data: LiftForm(data),
    is_danger=True,
)


@admin.register(Restriction)
class RestrictionAdmin(RecordAdmin):
    """Set once; lifted by its button; never edited or deleted."""

    section = Section.RETENTION
    menu_place = 35
    form = RestrictionForm
    record_actions = (LIFT,)
    list_display = ("reference", "state", "ground", "organisation", "data_set", "from_on")
    list_filter = ("organisation", "ground")
    list_select_related = ("organisation", "data_set")
    search_fields = ("reference", "digest")
    autocomplete_fields = ("organisation", "data_set")

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> Any:
        who = ("digest", "state") if obj else ("person",)
        lifted = LIFTED if obj and obj.lifted_on else ()
        fields = ("organisation", "data_set", *who, "ground", "reference", "from_on", *lifted)
        return ((_("Restriction – Art. 18"), {"fields": fields}),)

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> tuple[str, ...]:
        return ("digest", "state", *LIFTED)

    def get_changeform_initial_data(self, request: HttpRequest) -> dict[str, Any]:
        return {"from_on": timezone.localdate(), **super().get_changeform_initial_data(request)}

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return obj is None and super().has_change_permission(request, obj)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        restricting.restrict(obj, form.cleaned_data["person"])

    @admin.display(description=_("state"), ordering="lifted_on")
    def state(self, restriction: Restriction) -> SafeString:
        if restriction.lifted_on and restriction.lifted_on <= timezone.localdate():
            return pill(_("lifted"))
        return pill(_("in force"), "ok")
