"""Kinds of gaps of activities."""

from django.utils.translation import gettext_lazy as _

from ropa.services.gaps.gap import Kind, Verdict

NO_LINE = Kind(
    "art30.lines",
    Verdict.ART30,
    "Art. 30(1)(b)",
    _("No purpose line"),
    _("The activity has no purpose line. Add one with its purposes, data and recipients."),
    "purposes-group",
)
MEASURES = Kind(
    "art30.measures",
    Verdict.ART30,
    "Art. 30(1)(g)",
    _("Security measures missing"),
    _("No security measure is recorded. Add the measures of Art. 32(1), at least in general."),
    "measures-group",
)
JOINT = Kind(
    "art30.joint_controller",
    Verdict.ART30,
    "Art. 30(1)(a)",
    _("Joint controller not named"),
    _("The role is joint controller, but no other controller is named. Add who decides with us."),
    "joint_controllers-group",
)
JOINT_CONTACT = Kind(
    "art30.joint_contact",
    Verdict.ART30,
    "Art. 30(1)(a)",
    _("Joint controller without contact"),
    _("%(name)s has no contact. Write where this controller can be reached."),
    "joint_controllers-group",
)
NOT_JOINT = Kind(
    "contradiction.joint_role",
    Verdict.WARNING,
    "Art. 26(1), 30(1)(a)",
    _("Joint controller, but another role"),
    _(
        "%(names)s is named as joint controller, but the role is another one. Choose the role "
        "“Joint controller”, or remove the name."
    ),
    "id_role",
)
CUSTOMERS = Kind(
    "art30.customers",
    Verdict.ART30,
    "Art. 30(2)(a)",
    _("Customer not named"),
    _(
        "We act as processor, but the record does not say for whom. Add the customer, or link a "
        "customer to this activity."
    ),
    "customers-group",
)
ROLE = Kind(
    "template.role",
    Verdict.TEMPLATE,
    "Art. 4(7), 4(8)",
    _("Role not stated"),
    _(
        "It is not stated whether we are controller or processor; the record counts the activity "
        "under Art. 30(1). Choose the role."
    ),
    "id_role",
)
ARRANGEMENT = Kind(
    "template.arrangement",
    Verdict.TEMPLATE,
    "Art. 26(1)",
    _("Arrangement of joint controllers missing"),
    _("No arrangement with %(name)s is recorded. Choose the agreement."),
    "joint_controllers-group",
)
SOURCES = Kind(
    "template.sources",
    Verdict.TEMPLATE,
    "Art. 14(2)(f)",
    _("Source of the data missing"),
    _("It is not stated where the data come from. Add the sources."),
    "sources-group",
)
SCREENING = Kind(
    "template.dpia_screening",
    Verdict.TEMPLATE,
    "Art. 35(1)",
    _("DPIA screening missing"),
    _(
        "Nobody has screened whether an impact assessment is needed. Go through the nine criteria: "
        "“Screen for a DPIA”."
    ),
    "screenings-group",
)
ASSESSMENT = Kind(
    "template.dpia",
    Verdict.TEMPLATE,
    "Art. 35(1)",
    _("Impact assessment missing"),
    _("The screening calls for an impact assessment, and none is recorded. Say where it is kept."),
    "screenings-group",
)
BALANCING = Kind(
    "template.balancing",
    Verdict.TEMPLATE,
    "Art. 6(1)(f)",
    _("Balancing of interests missing"),
    _(
        "%(lines)s: the basis is legitimate interests, and no balancing is recorded. Weigh the "
        "interest against those of the person: “Balance interests”."
    ),
    "balancings-group",
)
OVERRIDDEN = Kind(
    "contradiction.balancing",
    Verdict.WARNING,
    "Art. 6(1)(f)",
    _("Overridden interest still used"),
    _(
        "The balancing says that the person’s interests override ours, yet the line rests on "
        "legitimate interests. Change the basis, or end the processing."
    ),
    "balancings-group",
)
