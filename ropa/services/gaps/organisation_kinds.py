"""Kinds of gaps of the organisation and its customers."""

from django.utils.translation import gettext_lazy as _

from ropa.services.gaps.gap import Kind, Verdict

ENTITY = Kind(
    "art30.entity",
    Verdict.ART30,
    "Art. 30(1)(a), (2)(a)",
    _("No legal entity"),
    _("No legal entity is recorded. Add the company with its legal name and address."),
    "entities-group",
)
CONTACT = Kind(
    "art30.contact",
    Verdict.ART30,
    "Art. 30(1)(a), (2)(a)",
    _("No contact details"),
    _("Neither an address nor another way to reach the organisation is recorded. Add a contact."),
    "contacts-group",
)
NO_ACTIVITY = Kind(
    "art30.activities",
    Verdict.ART30,
    "Art. 30(1)",
    _("No processing activity is recorded"),
    _("No activity is recorded that is not retired. Add the first one, or take over a template."),
    adds="activities",
)
ADDRESS = Kind(
    "template.address",
    Verdict.TEMPLATE,
    "Art. 30(1)(a)",
    _("Address missing"),
    _("%(entity)s has no postal address, or no country. Add both; an authority writes letters."),
    "id_address",
)
DPO = Kind(
    "remark.dpo",
    Verdict.REMARK,
    "Art. 30(1)(a), 37",
    _("No data protection officer"),
    _(
        "No data protection officer is recorded. If one is designated, add the contact; whether "
        "one must be, Art. 37(1) says."
    ),
    "contacts-group",
)
REPRESENTATIVE = Kind(
    "remark.representative",
    Verdict.REMARK,
    "Art. 30(1)(a), 27",
    _("No representative"),
    _(
        "No establishment in the European Economic Area is recorded, and no representative. If "
        "Art. 27 asks for one, add the contact."
    ),
    "contacts-group",
)
CUSTOMER_CONTACT = Kind(
    "art30.customer_contact",
    Verdict.ART30,
    "Art. 30(2)(a)",
    _("Customer without contact details"),
    _("The customer has neither address nor contact. Write where this controller can be reached."),
    "id_contact",
)
SESSION_COOKIES = Kind(
    "contradiction.session_cookies",
    Verdict.WARNING,
    "Art. 5(1)(a), 13(2)(a)",
    _("Only session cookies, beside analytics"),
    _(
        "It is said that all cookies end with the session, but cookies or tools that recognise "
        "people later are recorded: %(others)s. Correct the statement, or add a rule for the "
        "cookies that stay."
    ),
    "id_statement",
)
NO_ANALYTICS = Kind(
    "contradiction.no_analytics",
    Verdict.WARNING,
    "Art. 5(1)(a)",
    _("“No analytics”, beside analytics"),
    _("“%(said)s”, but these are recorded: %(others)s. Correct the text or the record."),
    "versions-group",
)
