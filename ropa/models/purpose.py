"""Purpose lines of an activity, with the state of each of their facets."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from ropa.audit import Record, Trail
from ropa.choices.register import FacetState, PurposeKind
from ropa.models.activity import ProcessingActivity
from ropa.models.organisation import Organisation
from ropa.models.rules import code_validator, known

FACETS = (
    "statements",
    "data_subjects",
    "data_categories",
    "legal_bases",
    "recipients",
    "period",
    "consequences",
    "transfers",
)


def _state(label: object) -> models.CharField[str, str]:
    return models.CharField(
        label,  # type: ignore[arg-type]
        max_length=10,
        choices=FacetState,
        default=FacetState.NOT_STATED,
    )


class Purpose(Record):
    """One purpose line with its own data, bases, recipients, periods and consequences.

    Each facet is given, not stated, explicitly none or inherited from another line.
    """

    organisation = models.ForeignKey(
        Organisation, models.PROTECT, related_name="purposes", editable=False
    )
    activity = models.ForeignKey(
        ProcessingActivity, models.CASCADE, related_name="purposes", verbose_name=_("activity")
    )
    code = models.CharField(_("code"), max_length=80, validators=[code_validator])
    order = models.PositiveSmallIntegerField(_("order"), default=1)
    kind = models.CharField(_("kind"), max_length=10, choices=PurposeKind, default=PurposeKind.MAIN)
    statements_state = _state(_("purposes"))
    data_subjects_state = _state(_("data subjects"))
    data_categories_state = _state(_("data categories"))
    legal_bases_state = _state(_("legal bases"))
    recipients_state = _state(_("recipients"))
    period_state = _state(_("period"))
    consequences_state = _state(_("consequences"))
    transfers_state = _state(_("transfers"))
    inherits_from = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="heirs",
        verbose_name=_("inherits from"),
        help_text=_("The line whose values an inherited facet shows."),
    )
    legal_basis_note = models.TextField(_("note on the legal basis"), blank=True)
    source_lines = models.CharField(_("lines of the source"), max_length=200, blank=True)
    note = models.TextField(_("note"), blank=True)

    derived_fields = ("organisation",)
    history = Trail()

    class Meta:
        verbose_name = _("purpose line")
        verbose_name_plural = _("purpose lines")
        ordering = ("activity__order", "activity", "order")
        constraints = (
            models.UniqueConstraint(
                name="ropa_purpose_code_unique",
                fields=("organisation", "code"),
                violation_error_message=_("Another line of this organisation has this code."),
            ),
            known("ropa_purpose", "kind", PurposeKind),
            *(known("ropa_purpose", f"{facet}_state", FacetState) for facet in FACETS),
            models.CheckConstraint(
                name="ropa_purpose_inherits_from_a_line",
                condition=Q(inherits_from__isnull=False)
                | ~Q(
                    *[(f"{facet}_state", FacetState.INHERITED) for facet in FACETS], _connector=Q.OR
                ),
                violation_error_message=_("Choose the line from which the facet is inherited."),
            ),
            models.CheckConstraint(
                name="ropa_purpose_not_its_own_heir",
                condition=Q(inherits_from__isnull=True) | ~Q(inherits_from=F("id")),
                violation_error_message=_("A line cannot inherit from itself."),
            ),
        )

    def __str__(self) -> str:
        return self.code

    def clean_fields(self, exclude: object = None) -> None:
        self._follow_activity()
        super().clean_fields(exclude=exclude)  # type: ignore[arg-type]

    def save(self, *args: object, **kwargs: object) -> None:
        self._follow_activity()
        super().save(*args, **kwargs)

    def _follow_activity(self) -> None:
        """Codes are unique in the organisation, so the line carries it beside its activity."""
        if self.activity_id:
            self.organisation_id = self.activity.organisation_id

    def state(self, facet: str) -> FacetState:
        return FacetState(getattr(self, f"{facet}_state"))
