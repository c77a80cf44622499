"""Closed lists of the register. The value is what files carry; the label is what officers read."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class FacetState(TextChoices):
    """The four states of a cell, which are never confused."""

    GIVEN = "given", _("given")
    NOT_STATED = "not_stated", _("not stated")
    NONE = "none", _("explicitly none")
    INHERITED = "inherited", _("inherited")


class Role(TextChoices):
    CONTROLLER = "controller", _("Controller")
    PROCESSOR = "processor", _("Processor")
    JOINT = "joint", _("Joint controller")
    NOT_STATED = "not_stated", _("Not stated")


class RoleSource(TextChoices):
    STATED = "stated", _("stated by the source")
    INFERRED = "inferred", _("inferred")
    SILENT = "silent", _("the source is silent")


class ActivityKind(TextChoices):
    TABLE = "table", _("row of the notice's table")
    DERIVED = "derived", _("described in prose, or by us")
    SECTION = "section", _("stated in another section")
    CROSS_CUTTING = "cross_cutting", _("applies to many activities")


class PurposeKind(TextChoices):
    MAIN = "main", _("main purpose")
    MARKETING = "marketing", _("marketing")


class LinkKind(TextChoices):
    PRODUCT = "product", _("product")
    SITE = "site", _("site")
    SURFACE = "surface", _("surface")


class DataSource(TextChoices):
    PERSON = "person", _("from the person")
    AUTOMATIC = "automatic", _("collected automatically")
    THIRD_PARTY = "third_party", _("from a third party")
    CUSTOMER = "customer", _("from the customer")
    PUBLIC = "public", _("from public sources")
    NOT_STATED = "not_stated", _("not stated")


class Channel(TextChoices):
    ONLINE = "online", _("online")
    IN_PRODUCT = "in_product", _("in the product")
    EMAIL = "email", _("e-mail")
    PHONE = "phone", _("telephone")
    PAPER = "paper", _("on paper")
    EVENT = "event", _("at an event")
    SOCIAL_MEDIA = "social_media", _("social media")
    THIRD_PARTY = "third_party", _("through a third party")


class Collection(TextChoices):
    VOLUNTARY = "voluntary", _("given by the person")
    AUTOMATIC = "automatic", _("collected automatically")
    NOT_STATED = "not_stated", _("not stated")


class Basis(TextChoices):
    """Art. 6(1) GDPR; the two halves of point (b) are told apart."""

    CONSENT = "consent", _("Consent – Art. 6(1)(a)")
    CONTRACT = "contract", _("Performance of a contract – Art. 6(1)(b)")
    PRE_CONTRACT = "pre_contract", _("Steps before a contract – Art. 6(1)(b)")
    LEGAL_OBLIGATION = "legal_obligation", _("Legal obligation – Art. 6(1)(c)")
    VITAL_INTERESTS = "vital_interests", _("Vital interests – Art. 6(1)(d)")
    PUBLIC_TASK = "public_task", _("Public task – Art. 6(1)(e)")
    LEGITIMATE_INTERESTS = "legitimate_interests", _("Legitimate interests – Art. 6(1)(f)")


class SpecialCondition(TextChoices):
    """Art. 9(2) and Art. 10 GDPR."""

    A9_2_A = "9_2_a", _("Explicit consent – Art. 9(2)(a)")
    A9_2_B = "9_2_b", _("Employment and social security law – Art. 9(2)(b)")
    A9_2_C = "9_2_c", _("Vital interests – Art. 9(2)(c)")
    A9_2_D = "9_2_d", _("Not-for-profit bodies – Art. 9(2)(d)")
    A9_2_E = "9_2_e", _("Made public by the person – Art. 9(2)(e)")
    A9_2_F = "9_2_f", _("Legal claims – Art. 9(2)(f)")
    A9_2_G = "9_2_g", _("Substantial public interest – Art. 9(2)(g)")
    A9_2_H = "9_2_h", _("Health or social care – Art. 9(2)(h)")
    A9_2_I = "9_2_i", _("Public health – Art. 9(2)(i)")
    A9_2_J = "9_2_j", _("Archiving, research, statistics – Art. 9(2)(j)")
    A10 = "10", _("Criminal convictions and offences – Art. 10")


class ContactMatter(TextChoices):
    PRIVACY = "privacy", _("privacy")
    DPO = "dpo", _("data protection officer")
    REPRESENTATIVE = "representative", _("representative – Art. 27")
    SUPPORT = "support", _("support")
    SECURITY = "security", _("security")
    DELETION = "deletion", _("deletion")
    MARKETING_OPT_OUT = "marketing_opt_out", _("marketing opt-out")
    VENDOR_LIST = "vendor_list", _("vendor list")
    MINORS = "minors", _("minors")
    COMPLAINTS = "complaints", _("complaints")
    GENERAL = "general", _("general")


class ContactChannel(TextChoices):
    EMAIL = "email", _("e-mail")
    POST = "post", _("post")
    PHONE = "phone", _("telephone")
    WEB = "web", _("web")
    IN_PRODUCT = "in_product", _("in the product")


class VendorRole(TextChoices):
    PROCESSOR = "processor", _("Processor")
    SUB_PROCESSOR = "sub_processor", _("Sub-processor")
    INDEPENDENT_CONTROLLER = "independent_controller", _("Independent controller")
    PLATFORM = "platform", _("Platform")
    DATA_SOURCE = "data_source", _("Data source")
    OWN_PRODUCT = "own_product", _("Own product")
    NOT_STATED = "not_stated", _("Not stated")


class LocationKind(TextChoices):
    HOSTING = "hosting", _("hosting")
    ACCESS = "access", _("access")
    HEADQUARTERS = "headquarters", _("headquarters")
    CONTRACTING = "contracting", _("contracting entity")
    NOT_STATED = "not_stated", _("not stated")


class AgreementKind(TextChoices):
    DPA = "dpa", _("Data processing agreement – Art. 28")
    SCC = "scc", _("Standard contractual clauses – Decision 2021/914")
    INTRA_GROUP = "intra_group", _("Intra-group agreement")
    CUSTOMER_CONTRACT = "customer_contract", _("Customer contract")
    BCR = "bcr", _("Binding corporate rules – Art. 47")
    DPF = "dpf", _("Data Privacy Framework certification")
    IDTA = "idta", _("International data transfer agreement – UK")
    UK_ADDENDUM = "uk_addendum", _("UK addendum to the standard contractual clauses")
    OTHER = "other", _("Other agreement")


class TransferKind(TextChoices):
    STORAGE = "storage", _("Storage")
    ACCESS = "access", _("Remote access")
    TRANSFER = "transfer", _("Transfer")
    INTRA_GROUP = "intra_group", _("Inside the group")
    CONSTRAINT = "constraint", _("Constraint")
    SAFEGUARD = "safeguard", _("Supplementary measure")


class DestinationKind(TextChoices):
    COUNTRY = "country", _("country")
    REGION = "region", _("region")
    OPEN = "open", _("open list")
    UNKNOWN = "unknown", _("unknown")


class Mechanism(TextChoices):
    ADEQUACY = "adequacy", _("Adequacy decision – Art. 45")
    SCC = "scc", _("Standard contractual clauses – Art. 46(2)(c)")
    DPF_EU_US = "dpf_eu_us", _("EU–US Data Privacy Framework")
    DPF_SWISS_US = "dpf_swiss_us", _("Swiss–US Data Privacy Framework")
    DPF_UK_US = "dpf_uk_us", _("UK Extension to the EU–US Data Privacy Framework")
    IDTA = "idta", _("International data transfer agreement – UK")
    UK_ADDENDUM = "uk_addendum", _("UK addendum to the standard contractual clauses")
    LEGAL_INSTRUMENT = "legal_instrument", _("Instrument between authorities – Art. 46(2)(a)")
    SCC_AUTHORITY = "scc_authority", _("Clauses of a supervisory authority – Art. 46(2)(d)")
    CODE_OF_CONDUCT = "code_of_conduct", _("Approved code of conduct – Art. 46(2)(e)")
    CERTIFICATION = "certification", _("Approved certification – Art. 46(2)(f)")
    ADHOC_CLAUSES = "adhoc_clauses", _("Authorised own clauses – Art. 46(3)(a)")
    ADMIN_ARRANGEMENT = "admin_arrangement", _("Arrangement of authorities – Art. 46(3)(b)")
    INTRA_GROUP_AGREEMENT = "intra_group_agreement", _("Intra-group agreement")
    CONTRACTUAL_COMMITMENTS = "contractual_commitments", _("Contractual commitments")
    CONSENT = "consent", _("Explicit consent – Art. 49(1)(a)")
    BCR = "bcr", _("Binding corporate rules – Art. 47")
    CONTRACT_RESTRICTED_LOCATION = "contract_restricted_location", _("Location limit by contract")
    CONTRACT_RESTRICTED_ONWARD_TRANSFER = (
        "contract_restricted_onward_transfer",
        _("Onward-transfer limit by contract"),
    )
    GOOGLE_LIMITED_USE = "google_limited_use", _("Google Limited Use requirements")
    SUPPLEMENTARY_MONITORING = "supplementary_monitoring", _("Continuous monitoring")
    DEROGATION = "derogation", _("Other derogation – Art. 49(1)(b) to (g)")
    COMPELLING = "compelling", _("Compelling legitimate interests – Art. 49(1), second part")
    OTHER = "other", _("Other")


class NoticeKind(TextChoices):
    MASTER = "master", _("Master notice")
    PRODUCT = "product", _("Product notice")
    COOKIE = "cookie", _("Cookie notice")
    TERMS = "terms", _("Terms")
    OTHER = "other", _("Other")


class DatePrecision(TextChoices):
    DAY = "day", _("day")
    MONTH = "month", _("month")
    NONE = "none", _("no date")


class DateKind(TextChoices):
    LAST_UPDATED = "last_updated", _("last updated")
    EFFECTIVE = "effective", _("effective")
    LAST_MODIFIED = "last_modified", _("last modified")
    NOT_STATED = "not_stated", _("not stated")
