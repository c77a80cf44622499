"""Closed lists of vendors, agreements and transfers. Values go into files, labels to officers."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class SccModule(TextChoices):
    """The modules of the clauses in Decision (EU) 2021/914, by who hands data to whom."""

    ONE = "1", _("Module One: controller to controller")
    TWO = "2", _("Module Two: controller to processor")
    THREE = "3", _("Module Three: processor to processor")
    FOUR = "4", _("Module Four: processor to controller")


# Modules under which a processor works, recital 9 of the decision; "": nobody has said which.
PROCESSOR_MODULES = (SccModule.TWO.value, SccModule.THREE.value, "")


class SubProcessorConsent(TextChoices):
    """What an agreement says of further processors, Art. 28(2)."""

    NOT_STATED = "not_stated", _("Not stated")
    SPECIFIC = "specific", _("Each one needs our written consent")
    GENERAL = "general", _("Allowed; we are told and may object")
    NONE = "none", _("Not allowed")


class Clause(TextChoices):
    """What a contract with a processor has to stipulate, Art. 28(3) and (9)."""

    SUBJECT = "28_3", _("Subject-matter, duration, nature, purpose, data, data subjects – 28(3)")
    INSTRUCTIONS = "28_3_a", _("Only on documented instructions – 28(3)(a)")
    CONFIDENTIALITY = "28_3_b", _("Persons bound to confidentiality – 28(3)(b)")
    SECURITY = "28_3_c", _("Security of processing – 28(3)(c)")
    SUB_PROCESSORS = "28_3_d", _("Conditions for further processors – 28(3)(d)")
    RIGHTS = "28_3_e", _("Help with requests of data subjects – 28(3)(e)")
    ASSISTANCE = "28_3_f", _("Help with Art. 32 to 36 – 28(3)(f)")
    DELETION = "28_3_g", _("Deletion or return at the end – 28(3)(g)")
    AUDITS = "28_3_h", _("Information and audits – 28(3)(h)")
    INFRINGEMENT = "28_3_infringement", _("Tells us of unlawful instructions – 28(3), last part")
    WRITING = "28_9", _("In writing, electronic form included – 28(9)")


class ClauseVerdict(TextChoices):
    MET = "met", _("met")
    PARTLY = "partly", _("partly met")
    MISSING = "missing", _("missing")


class ChangeKind(TextChoices):
    """What a vendor announces."""

    ADDS = "adds", _("A further sub-processor")
    REPLACES = "replaces", _("Another sub-processor instead of one")
    REMOVES = "removes", _("A sub-processor is no longer used")
    MOVES = "moves", _("Data are held or reached elsewhere")
    TERMS = "terms", _("Other terms")


class ChangeStatus(TextChoices):
    OPEN = "open", _("To be decided")
    ACCEPTED = "accepted", _("Accepted")
    OBJECTED = "objected", _("Objected")
    NOT_CONCERNED = "not_concerned", _("Does not concern us")


class Risk(TextChoices):
    LOW = "low", _("Low")
    MEDIUM = "medium", _("Medium")
    HIGH = "high", _("High")
    CRITICAL = "critical", _("Critical")


class Equivalence(TextChoices):
    """The result of a transfer impact assessment."""

    EQUIVALENT = "equivalent", _("Protection is essentially equivalent")
    WITH_MEASURES = "with_measures", _("Equivalent with supplementary measures")
    NOT_EQUIVALENT = "not_equivalent", _("Not equivalent: the data may not go there")


class TransferLaw(TextChoices):
    """Under whose law data leave; it follows from where the exporter is established."""

    EU = "eu", _("GDPR, Chapter V")
    UK = "uk", _("UK GDPR, Chapter V")
    CH = "ch", _("Swiss FADP, Art. 16")


class AdequacyScope(TextChoices):
    """Which importers a decision covers. Adequacy belongs to the importer, not to a country."""

    FULL = "full", _("Every importer")
    COMMERCIAL = "commercial", _("Commercial organisations under the law named")
    PRIVATE = "private", _("Business operators under the law named")
    OPERATORS = "operators", _("Operators under the law named, with exclusions")
    CERTIFIED = "certified", _("Only importers with an active certification")
    ORGANISATION = "organisation", _("The international organisation itself")


class TransferOrigin(TextChoices):
    RECORDED = "recorded", _("entered or imported")
    DERIVED = "derived", _("follows from a vendor, confirmed by us")


class VersionStatus(TextChoices):
    DRAFT = "draft", _("draft")
    PUBLISHED = "published", _("published")


class SourceKind(TextChoices):
    """Whose list it is that comes again and again."""

    OWN = "own", _("Our own list of vendors")
    SUB_PROCESSORS = "sub_processors", _("A vendor’s list of its sub-processors")


class ListImportStatus(TextChoices):
    """How far the import of a list has come; each stands still until somebody acts on it."""

    TO_LOOK = "to_look", _("waits for the preview")
    LOOKED = "looked", _("preview ready, waits for confirmation")
    TO_TAKE = "to_take", _("confirmed, waits to be written")
    TAKEN = "taken", _("written")
    REFUSED = "refused", _("refused, nothing written")
    DROPPED = "dropped", _("dropped, nothing written")


class TaskStatus(TextChoices):
    OPEN = "open", _("open")
    DONE = "done", _("done")
    DROPPED = "dropped", _("no longer needed")


class ImpactSubject(TextChoices):
    """What is supposed to fall away."""

    MECHANISM = "mechanism", _("A mechanism")
    DECISION = "decision", _("An adequacy decision")
    COUNTRY = "country", _("A country")
    VENDOR = "vendor", _("A vendor")
