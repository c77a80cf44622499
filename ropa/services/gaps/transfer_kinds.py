"""Kinds of gaps of transfers and safeguards."""

from django.utils.translation import gettext_lazy as _

from ropa.services.gaps.gap import Kind, Verdict

LACKING = Kind(
    "art30.transfer_line",
    Verdict.ART30,
    "Art. 30(1)(e), (2)(c)",
    _("Transfer lacks a purpose line"),
    _(
        "The importer is used in %(lines)s as well, and the transfer does not name it. Add it on "
        "the page “Transfers to confirm”."
    ),
    "purposes-group",
)
GONE = Kind(
    "remark.transfer_gone",
    Verdict.REMARK,
    "Art. 30(1)(e)",
    _("Transfer follows no longer"),
    _(
        "It was confirmed because a vendor was there; use, place or chain say so no longer. End it "
        "or correct them; it is kept."
    ),
    "id_importer_vendor",
)
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
        "Data go to %(where)s without a recorded safeguard. Decision %(decision)s carries the "
        "transfer: add it as mechanism."
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
UNCARRIED = Kind(
    "blocking.transfer",
    Verdict.BLOCKING,
    "Art. 44",
    _("Transfer that nothing carries"),
    _(
        "Data go to %(where)s, and nothing carries that: %(reasons)s. Add a mechanism that fits, "
        "or stop the transfer."
    ),
    "safeguards-group",
)
MECHANISM = Kind(
    "contradiction.mechanism",
    Verdict.WARNING,
    "Art. 44 to 49",
    _("Mechanism does not fit the transfer"),
    _("%(reason)s. Mend it, or choose the mechanism that fits."),
    "safeguards-group",
)
