"""The checklist of Art. 28(3): what a contract with a processor stipulates, point by point."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from ropa.audit import Record, Trail
from ropa.choices.vendors import Clause, ClauseVerdict
from ropa.models.agreement import Agreement
from ropa.models.rules import known


class AgreementClause(Record):
    """One point of Art. 28(3) in one agreement; a point without a row was not checked."""

    agreement = models.ForeignKey(
        Agreement, models.CASCADE, related_name="clauses", verbose_name=_("agreement")
    )
    clause = models.CharField(_("point"), max_length=18, choices=Clause)
    verdict = models.CharField(_("verdict"), max_length=8, choices=ClauseVerdict)
    place = models.CharField(
        _("where"), max_length=200, blank=True, help_text=_("Such as § 4 or Annex II.")
    )
    note = models.TextField(_("note"), blank=True)

    history = Trail()

    class Meta:
        verbose_name = _("point of the checklist – Art. 28(3)")
        verbose_name_plural = _("checklist – Art. 28(3)")
        ordering = ("agreement", "clause")
        constraints = (
            known("ropa_clause", "clause", Clause),
            known("ropa_clause", "verdict", ClauseVerdict),
            models.UniqueConstraint(
                name="ropa_clause_unique",
                fields=("agreement", "clause"),
                violation_error_message=_("This point is answered already."),
            ),
            models.CheckConstraint(
                name="ropa_clause_shortfall_says_what",
                condition=Q(verdict=ClauseVerdict.MET) | ~Q(note=""),
                violation_error_message=_("Say in the note what is missing."),
            ),
        )

    def __str__(self) -> str:
        return f"{self.agreement.code}: {self.clause}"
