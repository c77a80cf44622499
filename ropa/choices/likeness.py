"""Why two names may mean one vendor, or two of one family. The label is what officers read."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Likeness(TextChoices):
    """Reasons why two names may be one vendor, the strongest first."""

    SPELLING = "spelling", _("one is known as a spelling of the other")
    LEGAL_NAME = "legal_name", _("same legal name")
    LEGAL_FORM = "legal_form", _("same but for the legal form")
    DOMAIN = "domain", _("same but for the ending of a web address")
    WORD_ORDER = "word_order", _("same words in another order")
    LETTERS = "letters", _("same letters without spaces, accents and signs")
    ONE_LETTER = "one_letter", _("one letter differs")
    SWAPPED = "swapped", _("two letters have changed places")
    COMPANY_WORD = "company_word", _("same but for a word that companies add")
    INITIALS = "initials", _("one is made of the initials of the other")
    FEW_LETTERS = "few_letters", _("a few letters differ")
    WEBSITE = "website", _("same website")


class Kinship(TextChoices):
    """Reasons why two vendors are probably not one, but of one family."""

    BEGINS = "begins", _("one name begins with the other: perhaps a product of it")
    ENDS = "ends", _("one name ends with the other: perhaps a product of it")
    IS_FAMILY = "is_family", _("one is a product of the other's family")
    SAME_FAMILY = "same_family", _("both are of one family")
