"""Kinds of gaps of retention rules."""

from django.utils.translation import gettext_lazy as _

from ropa.services.gaps.gap import Kind, Verdict

PERIOD = Kind(
    "template.rule_period",
    Verdict.TEMPLATE,
    "Art. 5(1)(e), 30(1)(f)",
    _("Retention rule without a period"),
    _(
        "The rule for “%(data)s” cannot be executed: no period is given. Write how long after the "
        "trigger, such as P30D, or choose “open” with a review date."
    ),
    "id_period",
)
TRIGGER = Kind(
    "template.rule_trigger",
    Verdict.TEMPLATE,
    "Art. 5(1)(e), 30(1)(f)",
    _("Retention rule without a trigger"),
    _(
        "The rule for “%(data)s” cannot be executed: its period does not say from when it "
        "counts. Add the trigger."
    ),
    "triggers-group",
)
REVIEW = Kind(
    "template.review_date",
    Verdict.TEMPLATE,
    "Art. 5(1)(e)",
    _("Open period without a review date"),
    _(
        "“%(data)s” is kept without an end. Set the day on which somebody looks whether it is "
        "still needed."
    ),
    "id_review_on",
)
OVERDUE = Kind(
    "template.review_overdue",
    Verdict.TEMPLATE,
    "Art. 5(1)(e)",
    _("Review of an open period overdue"),
    _("“%(data)s” was to be reviewed on %(day)s. Review the rule and set the next day."),
    "id_review_on",
)
