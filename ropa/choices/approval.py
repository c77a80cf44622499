"""Closed lists of how an activity is approved, reviewed and screened."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class ActivityStatus(TextChoices):
    DRAFT = "draft", _("Draft")
    IN_REVIEW = "in_review", _("In review")
    APPROVED = "approved", _("Approved")
    RETIRED = "retired", _("Retired")


class Outcome(TextChoices):
    """What became of a text that was submitted for approval."""

    PENDING = "pending", _("pending")
    APPROVED = "approved", _("approved")
    RETURNED = "returned", _("returned")
    WITHDRAWN = "withdrawn", _("withdrawn")


class ReviewOutcome(TextChoices):
    CONFIRMED = "confirmed", _("still true")
    TO_CHANGE = "to_change", _("to be changed")


class DpiaResult(TextChoices):
    """Whether a data protection impact assessment is needed, Art. 35."""

    NEEDED = "needed", _("DPIA needed")
    NOT_NEEDED = "not_needed", _("no DPIA needed")


class BalancingResult(TextChoices):
    """Whether a legitimate interest prevails, Art. 6(1)(f)."""

    PREVAILS = "prevails", _("the interest prevails")
    WITH_SAFEGUARDS = "with_safeguards", _("the interest prevails with the safeguards named")
    OVERRIDDEN = "overridden", _("the person’s interests override it")


class Catalogue(TextChoices):
    DATA_CATEGORIES = "data_categories", _("Data categories")
    DATA_SUBJECTS = "data_subject_categories", _("Data-subject categories")
    RECIPIENT_CLASSES = "recipient_classes", _("Recipient classes")
    MEASURES = "measures", _("Measures")
