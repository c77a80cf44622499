"""The leftover ledger: what was past due under every rule in every data set, day by day."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from retention.models.target import DataSetRule


class LeftoverFigure(models.Model):
    """What a look at one rule in one data set found on one day; itself a trace, so no record."""

    target = models.ForeignKey(
        DataSetRule, models.CASCADE, related_name="figures", verbose_name=_("rule on a data set")
    )
    on = models.DateField(_("day"))
    past_due = models.PositiveBigIntegerField(_("past due"), default=0)
    going = models.PositiveBigIntegerField(_("would go"), default=0)
    held = models.PositiveBigIntegerField(_("held"), default=0)
    restricted = models.PositiveBigIntegerField(_("restricted"), default=0)
    protected = models.PositiveBigIntegerField(_("protected"), default=0)
    kept = models.PositiveBigIntegerField(_("kept by another rule"), default=0)
    unreadable = models.PositiveBigIntegerField(_("without a day"), default=0)
    failed = models.PositiveBigIntegerField(_("failed"), default=0)
    oldest_on = models.DateField(_("oldest"), null=True, blank=True)
    trouble = models.TextField(_("trouble"), blank=True)
    looked_at = models.DateTimeField(_("looked at"), auto_now=True)

    class Meta:
        verbose_name = _("leftover figure")
        verbose_name_plural = _("leftover figures")
        ordering = ("target", "on")
        constraints = (
            models.UniqueConstraint(
                name="retention_figure_unique",
                fields=("target", "on"),
                violation_error_message=_("There is a figure of this day already."),
            ),
        )

    def __str__(self) -> str:
        return f"{self.target_id}: {self.on.isoformat()}"
