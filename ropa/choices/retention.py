"""Closed lists of retention rules and of rights."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Bound(TextChoices):
    EXACT = "exact", _("exactly")
    MIN = "min", _("at least")
    MAX = "max", _("at most")
    EXTENSION = "extension", _("lengthens another rule")
    OPEN = "open", _("open")
    NO_MINIMUM = "no_minimum", _("no duty to keep")


class StartRounding(TextChoices):
    """From which day the period counts: the day of the trigger, or the end of what it lies in."""

    NONE = "none", _("the day itself")
    MONTH = "month", _("the end of its month")
    QUARTER = "quarter", _("the end of its quarter")
    YEAR = "year", _("the end of its calendar year")


class ExtensionGround(TextChoices):
    """Why a period is lengthened for a time."""

    LAW = "law", _("legal or regulatory requirement")
    TAX = "tax", _("tax or accounting requirement")
    BOOKKEEPING = "bookkeeping", _("bookkeeping or keeping of logs required by law")
    COMPLAINTS = "complaints", _("record of dealings in case of complaints")
    LITIGATION = "litigation", _("prospect of litigation")


class StorageClass(TextChoices):
    LIVE = "live", _("live data")
    BACKUPS = "backups", _("backups")
    LOGS = "logs", _("logs")
    FORENSIC_LOGS = "forensic_logs", _("forensic and security logs")
    REQUEST_COMMUNICATIONS = "request_communications", _("communications on requests")
    RECORDINGS = "recordings", _("recordings")
    COOKIES = "cookies", _("cookies")
    ANONYMISED = "anonymised", _("anonymised data")
    PUBLIC_CONTENT = "public_content", _("public content")
    ARCHIVE = "archive", _("archive")
    NOT_STATED = "not_stated", _("not stated")


class TriggerMode(TextChoices):
    ANY = "any", _("any of them")
    ALL = "all", _("all of them")


class Trigger(TextChoices):
    ACCOUNT_CLOSURE = "account_closure", _("closure of the account")
    AGREEMENT = "agreement", _("as agreed")
    AGREEMENT_EXPIRATION = "agreement_expiration", _("expiry of the agreement")
    AGREEMENT_TERMINATION = "agreement_termination", _("termination of the agreement")
    ANONYMISATION = "anonymisation", _("anonymisation")
    CANCELLATION = "cancellation", _("cancellation")
    COMPANY_DECISION = "company_decision", _("decision of the company")
    COMPLAINT_OR_CHALLENGE = "complaint_or_challenge", _("complaint or challenge")
    CONSENT_WITHDRAWAL = "consent_withdrawal", _("withdrawal of consent")
    CONTRACT_END = "contract_end", _("end of the contract")
    CREATION = "creation", _("creation")
    DELETION_PROCESS_START = "deletion_process_start", _("start of the deletion process")
    DELETION_REQUEST = "deletion_request", _("request for deletion")
    DEPENDS_ON_COOKIE = "depends_on_cookie", _("depends on the cookie")
    DISCOVERY_OF_MINOR = "discovery_of_minor", _("discovery of a minor")
    HIRED = "hired", _("hiring")
    INTERNAL_POLICY = "internal_policy", _("internal policy")
    LAST_ACTIVITY = "last_activity", _("last activity")
    LEGAL_CLAIM = "legal_claim", _("legal claim")
    LEGAL_OBLIGATION = "legal_obligation", _("legal obligation")
    LITIGATION_PROSPECT = "litigation_prospect", _("prospect of litigation")
    MIGRATION = "migration", _("migration")
    NO_LONGER_NEEDED = "no_longer_needed", _("no longer needed")
    PORTAL_INACTIVE = "portal_inactive", _("portal inactive")
    POSITION_FILLED_OR_CLOSED = "position_filled_or_closed", _("position filled or closed")
    POTENTIAL_DISPUTE = "potential_dispute", _("potential dispute")
    REMOVAL_REQUEST = "removal_request", _("request for removal")
    REQUEST_RECEIVED = "request_received", _("receipt of a request")
    SESSION_END = "session_end", _("end of the session")
    SUBSCRIPTION_END = "subscription_end", _("end of the subscription")
    SUPERSEDED = "superseded", _("replacement by a newer version")
    VENDOR_POLICY = "vendor_policy", _("policy of the vendor")


class Action(TextChoices):
    ANONYMISE = "anonymise", _("anonymise")
    ARCHIVE = "archive", _("archive")
    AS_AGREED = "as_agreed", _("as agreed")
    DELETE = "delete", _("delete")
    DELETE_OR_RESTRICT = "delete_or_restrict", _("delete or restrict")
    DISASSOCIATE = "disassociate", _("disassociate")
    EXPIRE = "expire", _("expire")
    KEEP = "keep", _("keep")
    KEEP_ANONYMISED = "keep_anonymised", _("keep anonymised")
    KEEP_LONGER = "keep_longer", _("keep longer")
    REFER_TO_COOKIE_NOTICE = "refer_to_cookie_notice", _("see the cookie notice")
    REFUSE_ERASURE = "refuse_erasure", _("refuse erasure")
    REMOVE = "remove", _("remove")
    REVIEW = "review", _("review")
    START_DELETION_PROCESS = "start_deletion_process", _("start the deletion process")


class ExecutedBy(TextChoices):
    US = "us", _("us")
    VENDOR = "vendor", _("the vendor")
    BROWSER = "browser", _("the browser")
    NOT_STATED = "not_stated", _("not stated")


class Right(TextChoices):
    ACCESS = "access", _("Access – Art. 15")
    RECTIFICATION = "rectification", _("Rectification – Art. 16")
    ERASURE = "erasure", _("Erasure – Art. 17")
    RESTRICTION = "restriction", _("Restriction – Art. 18")
    PORTABILITY = "portability", _("Portability – Art. 20")
    OBJECT = "object", _("Objection – Art. 21")
    OBJECT_TO_PROFILING = "object_to_profiling", _("Objection to profiling – Art. 22")
    WITHDRAW_CONSENT = "withdraw_consent", _("Withdrawal of consent – Art. 7(3)")
    MARKETING_OPT_OUT = "marketing_opt_out", _("Marketing opt-out")
    ACCOUNT_DELETION = "account_deletion", _("Deletion of an account")
    MINOR_CONTENT_REMOVAL = "minor_content_removal", _("Removal of a minor's content")
    DISCLOSURE_FOR_DIRECT_MARKETING = (
        "disclosure_for_direct_marketing",
        _("Disclosures for direct marketing"),
    )
    DO_NOT_CONTACT = "do_not_contact", _("No further contact")
    NON_DISCRIMINATION = "non_discrimination", _("Equal service and price")
    TRANSFER_BASIS_DETAILS = "transfer_basis_details", _("Details of the basis of transfers")
    COMPLAINT_SUPERVISORY_AUTHORITY = (
        "complaint_supervisory_authority",
        _("Complaint to an authority – Art. 77"),
    )
    QUESTION_OR_COMPLAINT_TO_COMPANY = (
        "question_or_complaint_to_company",
        _("Question or complaint"),
    )
    REQUEST_ON_CUSTOMER_DATA = "request_on_customer_data", _("Request on a customer's data")
    CUSTOMER_DATA_DELETION = "customer_data_deletion", _("Deletion of a customer's data")
    CUSTOMER_STORAGE_RETENTION_AUDIT = (
        "customer_storage_retention_audit",
        _("A customer's question on storage and retention"),
    )
    CUSTOMER_DIRECTED_SHARING = "customer_directed_sharing", _("Sharing directed by the customer")
    THIRD_PARTY_LIST_ON_REQUEST = "third_party_list_on_request", _("List of third parties")
    APPLICANT_ACCESS_UPDATE_DELETE = (
        "applicant_access_update_delete",
        _("Access, update and deletion for applicants"),
    )
    REPORT_MINOR = "report_minor", _("Report of a minor's data")
    COOKIE_PREFERENCES = "cookie_preferences", _("Cookie preferences")
    COOKIE_OPT_OUT = "cookie_opt_out", _("Cookie opt-out")
    ANALYTICS_OPT_OUT = "analytics_opt_out", _("Analytics opt-out")
    PUSH_OPT_OUT = "push_opt_out", _("Push notification opt-out")
    DO_NOT_TRACK = "do_not_track", _("Do Not Track")
    DO_NOT_SELL_STATEMENT = "do_not_sell_statement", _("Statement on selling data")
    RIGHTS_UNSPECIFIED = "rights_unspecified", _("Rights announced but not listed")
    BE_INFORMED_OF_FURTHER_INFORMATION_NEEDED = (
        "be_informed_of_further_information_needed",
        _("Word on further information needed"),
    )
    NOTICE_OF_CHANGE_OF_CONTROL = "notice_of_change_of_control", _("Notice of change of control")
    NOTICE_OF_MATERIAL_CHANGE = "notice_of_material_change", _("Notice of a material change")
    BREACH_NOTIFICATION = "breach_notification", _("Notification of a breach")
    CONSENT_BEFORE_TEXT_AND_AUTOMATED_CALLS = (
        "consent_before_text_and_automated_calls",
        _("Consent before texts and automated calls"),
    )
    CONSENT_OR_REFUSE_CALL_TRANSCRIPTION = (
        "consent_or_refuse_call_transcription",
        _("Consent to call transcription"),
    )
    AFFIRMATIVE_AGREEMENT_TO_HUMAN_READING = (
        "affirmative_agreement_to_human_reading",
        _("Agreement to reading by humans"),
    )
    REVIEW_PRIOR_NOTICE_VERSIONS = (
        "review_prior_notice_versions",
        _("Review of earlier notices"),
    )
