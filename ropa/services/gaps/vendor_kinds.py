"""Kinds of gaps of vendors and their agreements."""

from django.utils.translation import gettext_lazy as _

from ropa.services.gaps.gap import Kind, Verdict

AGREEMENT = Kind(
    "template.agreement",
    Verdict.TEMPLATE,
    "Art. 28(3)",
    _("Processor without an agreement"),
    _("%(vendor)s processes for us without a recorded agreement. Add the agreement of Art. 28(3)."),
    "agreements-group",
)
SUB_PROCESSOR = Kind(
    "template.sub_processor",
    Verdict.TEMPLATE,
    "Art. 28(2), 28(4)",
    _("Sub-processor without an agreement"),
    _(
        "%(vendor)s reaches customers’ data, but no agreement in force lists it as sub-processor. "
        "Add the agreement, or end the use."
    ),
    "agreements-group",
)
EXPIRED = Kind(
    "template.agreement_expired",
    Verdict.TEMPLATE,
    "Art. 28(3)",
    _("Agreement not in force"),
    _("%(vendor)s: “%(agreement)s” is not in force (%(validity)s). Renew it, or end the use."),
    "agreements-group",
)
ENDING = Kind(
    "remark.agreement_ending",
    Verdict.REMARK,
    "Art. 28(3)",
    _("Agreement ends soon"),
    _("%(vendor)s: “%(agreement)s” ends on %(day)s. Prepare what comes after it."),
    "agreements-group",
)
SHORTFALL = Kind(
    "template.agreement_shortfall",
    Verdict.TEMPLATE,
    "Art. 28(3)",
    _("Agreement without what Art. 28(3) asks"),
    _("%(vendor)s: “%(agreement)s” lacks %(points)s. Amend the agreement, or end the use."),
    "agreements-group",
)
MODULE = Kind(
    "remark.scc_module",
    Verdict.REMARK,
    "Art. 28(7), 46(2)(c)",
    _("Module of the clauses not stated"),
    _(
        "%(vendor)s: “%(agreement)s” is taken as the agreement of Art. 28(3), for Modules Two and "
        "Three serve as one. Its module is not stated: check that it matches the roles."
    ),
    "agreements-group",
)
LOCATION = Kind(
    "template.location",
    Verdict.TEMPLATE,
    "Art. 30(1)(e), 44",
    _("Location of the vendor missing"),
    _("It is not known in which country %(vendor)s holds or reaches the data. Add the location."),
    "locations-group",
)
THIRD_COUNTRY = Kind(
    "art30.vendor_transfer",
    Verdict.ART30,
    "Art. 30(1)(e), (2)(c)",
    _("Vendor in a third country without a transfer"),
    _(
        "%(vendor)s is in %(countries)s, and no transfer to it is recorded. Confirm the transfer, "
        "or say why there is none."
    ),
    "locations-group",
)
UNCARRIED = Kind(
    "blocking.vendor_transfer",
    Verdict.BLOCKING,
    "Art. 44",
    _("Vendor in a third country, and nothing carries the transfer"),
    _(
        "Data go to %(vendor)s in %(country)s, and nothing on file carries that: %(reasons)s. Add "
        "the agreement or the decision, say why no data go there, or end the use."
    ),
    "agreements-group",
)
CHAIN_PLACE = Kind(
    "template.chain_location",
    Verdict.TEMPLATE,
    "Art. 28(4), 44",
    _("Location of a sub-processor missing"),
    _(
        "It is not known in which country %(vendor)s, a sub-processor of vendors in use, holds or "
        "reaches the data. Add the location."
    ),
    "locations-group",
)
ROLE = Kind(
    "contradiction.vendor_role",
    Verdict.WARNING,
    "Art. 28(2)",
    _("Processor of a processor"),
    _(
        "%(vendor)s stands as our processor in lines in which we are processor ourselves. Choose "
        "“sub-processor” there."
    ),
    "uses-group",
)
UNVERIFIED = Kind(
    "remark.unverified",
    Verdict.REMARK,
    "Art. 30(1)(d)",
    _("Vendor not identified"),
    _("Nobody can tell which company %(vendor)s is. Find out, and tick “identity verified”."),
    "id_is_verified",
)
