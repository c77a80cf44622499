"""Kinds of gaps of transfers and safeguards."""

from django.utils.translation import gettext_lazy as _

from ropa.services.gaps.gap import Kind, Verdict

DESTINATION = Kind(
    "art30.destination",
    Verdict.ART30,
    "Art. 30(1)(e), (2)(c)",
    _("Third country not identified"),
    _("The country is not identified (%(where)s). Name the countries, a transfer for each."),
    "id_destination_kind",
)
UNLINKED = Kind(
    "template.transfer_unlinked",
    Verdict.TEMPLATE,
    "Art. 30(1)(e)",
    _("Transfer without a purpose line"),
    _("It is not said which data go this way. Add the purpose lines, or tick “covers all”."),
    "purposes-group",
)
SAFEGUARD = Kind(
    "template.safeguard",
    Verdict.TEMPLATE,
    "Art. 44, 46",
    _("Transfer without a safeguard"),
    _("Data go to %(where)s without a recorded safeguard. Add the mechanism with its evidence."),
    "safeguards-group",
)
ADEQUACY = Kind(
    "template.adequacy",
    Verdict.TEMPLATE,
    "Art. 45",
    _("Adequacy decision not recorded"),
    _(
        "Data go to %(where)s without a recorded safeguard. Decision %(decision)s may carry the "
        "transfer: check that it covers the importer, and add it as mechanism."
    ),
    "safeguards-group",
)
EXPIRED = Kind(
    "template.safeguard_expired",
    Verdict.TEMPLATE,
    "Art. 46",
    _("Safeguard expired"),
    _("%(mechanism)s expired on %(day)s. Renew it, or stop the transfer."),
    "safeguards-group",
)
MECHANISM = Kind(
    "contradiction.mechanism",
    Verdict.WARNING,
    "Art. 45",
    _("Mechanism does not fit the country"),
    _("%(mechanism)s does not cover %(where)s. Choose the mechanism that does."),
    "safeguards-group",
)
