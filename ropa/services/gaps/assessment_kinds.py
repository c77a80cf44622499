"""Kinds of gaps of transfer impact assessments."""

from django.utils.translation import gettext_lazy as _

from ropa.services.gaps.gap import Kind, Verdict

NOT_EQUIVALENT = Kind(
    "blocking.not_equivalent",
    Verdict.BLOCKING,
    "Art. 44, 46(1)",
    _("Protection there is not equivalent"),
    _(
        "The assessment %(assessment)s found that protection in %(where)s is not essentially "
        "equivalent. Stop the transfer, or assess it anew with measures that make it so."
    ),
    "assessments-group",
)
MISSING = Kind(
    "template.transfer_assessment",
    Verdict.TEMPLATE,
    "Art. 46(1)",
    _("Transfer without an impact assessment"),
    _(
        "Data go to %(where)s under %(mechanism)s, and nobody recorded whether protection there is "
        "essentially equivalent. Record the assessment."
    ),
    "assessments-group",
)
OVERDUE = Kind(
    "contradiction.transfer_assessment_overdue",
    Verdict.WARNING,
    "Art. 46(1)",
    _("Impact assessment to be reviewed"),
    _("The assessment %(assessment)s was to be reviewed on %(day)s. Assess the transfer anew."),
    "assessments-group",
)
