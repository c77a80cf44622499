"""Catalogues shared by all organisations, with the spellings that mean the same."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from ropa.audit import Record, Trail
from ropa.models.rules import code_validator


class CatalogueEntry(Record):
    """One term of a catalogue, in our own words, with the DPV term where one exists."""

    code = models.CharField(_("code"), max_length=80, unique=True, validators=[code_validator])
    name = models.CharField(_("name"), max_length=160)
    description = models.TextField(_("description"), blank=True)
    dpv_iri = models.URLField(_("DPV term"), blank=True)

    class Meta:
        abstract = True
        ordering = ("name",)

    def __str__(self) -> str:
        return self.name


class DataCategory(CatalogueEntry):
    """A category of personal data, Art. 30(1)(c)."""

    special_category = models.BooleanField(_("special category – Art. 9"), default=False)
    sensitive = models.BooleanField(_("sensitive"), default=False)

    history = Trail()

    class Meta(CatalogueEntry.Meta):
        verbose_name = _("data category")
        verbose_name_plural = _("data categories")


class DataSubjectCategory(CatalogueEntry):
    """A category of data subjects, Art. 30(1)(c)."""

    history = Trail()

    class Meta(CatalogueEntry.Meta):
        verbose_name = _("data-subject category")
        verbose_name_plural = _("data-subject categories")


class RecipientClass(CatalogueEntry):
    """A class of recipients that are not named, Art. 30(1)(d)."""

    history = Trail()

    class Meta(CatalogueEntry.Meta):
        verbose_name = _("recipient class")
        verbose_name_plural = _("recipient classes")


class Measure(CatalogueEntry):
    """A technical or organisational measure, Art. 30(1)(g) and Art. 32(1)."""

    history = Trail()

    class Meta(CatalogueEntry.Meta):
        verbose_name = _("measure")
        verbose_name_plural = _("measures")


class Synonym(Record):
    """A spelling that means an entry; compared without regard to case and white space."""

    spelling = models.CharField(_("spelling"), max_length=200)
    normalised = models.CharField(max_length=200, unique=True, editable=False)

    derived_fields = ("normalised",)

    class Meta:
        abstract = True
        ordering = ("spelling",)

    def __str__(self) -> str:
        return self.spelling

    def clean_fields(self, exclude: object = None) -> None:
        self.normalised = normalise_spelling(self.spelling)
        super().clean_fields(exclude=exclude)  # type: ignore[arg-type]


def normalise_spelling(text: str) -> str:
    return " ".join(text.casefold().split())


class DataCategorySynonym(Synonym):
    entry = models.ForeignKey(DataCategory, models.CASCADE, related_name="synonyms")

    history = Trail()

    class Meta(Synonym.Meta):
        verbose_name = _("synonym of a data category")
        verbose_name_plural = _("synonyms of data categories")


class DataSubjectSynonym(Synonym):
    entry = models.ForeignKey(DataSubjectCategory, models.CASCADE, related_name="synonyms")

    history = Trail()

    class Meta(Synonym.Meta):
        verbose_name = _("synonym of a data-subject category")
        verbose_name_plural = _("synonyms of data-subject categories")


class RecipientSynonym(Synonym):
    entry = models.ForeignKey(RecipientClass, models.CASCADE, related_name="synonyms")

    history = Trail()

    class Meta(Synonym.Meta):
        verbose_name = _("synonym of a recipient class")
        verbose_name_plural = _("synonyms of recipient classes")


class MeasureSynonym(Synonym):
    entry = models.ForeignKey(Measure, models.CASCADE, related_name="synonyms")

    history = Trail()

    class Meta(Synonym.Meta):
        verbose_name = _("synonym of a measure")
        verbose_name_plural = _("synonyms of measures")
