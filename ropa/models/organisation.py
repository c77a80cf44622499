"""Whose register it is: the organisation, its legal entities, and where to reach them."""

from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from ropa.audit import Record, Trail
from ropa.choices.register import ContactChannel, ContactMatter
from ropa.models.rules import code_validator, country_validator, known, validate_time_zone


class Organisation(Record):
    """Whose register this is."""

    code = models.CharField(
        _("code"), max_length=40, validators=[code_validator], help_text=_("Such as qwak.")
    )
    name = models.CharField(_("name"), max_length=200)
    country = models.CharField(
        _("country"),
        max_length=2,
        blank=True,
        validators=[country_validator],
        help_text=_("Where it is established; its public holidays move due dates."),
    )
    subdivision = models.CharField(
        _("subdivision"), max_length=8, blank=True, help_text=_("For public holidays, such as BY.")
    )
    time_zone = models.CharField(
        _("time zone"),
        max_length=60,
        blank=True,
        validators=[validate_time_zone],
        help_text=_("Such as Europe/Berlin. Periods of retention end by its calendar."),
    )
    website = models.CharField(_("website"), max_length=300, blank=True)
    minimum_age = models.PositiveSmallIntegerField(_("minimum age"), null=True, blank=True)
    not_required_statement = models.TextField(
        _("statement that data need not be given"), blank=True
    )
    publishes_sub_processors = models.BooleanField(
        _("publishes its sub-processors"),
        default=False,
        help_text=_("Shows the list in force, and a feed of its versions, to everybody."),
    )
    note = models.TextField(_("note"), blank=True)

    history = Trail()

    class Meta:
        verbose_name = _("organisation")
        verbose_name_plural = _("organisations")
        ordering = ("name",)
        constraints = (
            models.UniqueConstraint(
                Lower("code"),
                name="ropa_organisation_code_unique",
                violation_error_message=_("Another organisation has this code."),
            ),
        )

    def __str__(self) -> str:
        return self.name


class LegalEntity(Record):
    """A company of the organisation; entities may have different duties, Art. 30(1)(a)."""

    organisation = models.ForeignKey(
        Organisation, models.PROTECT, related_name="entities", verbose_name=_("organisation")
    )
    code = models.CharField(_("code"), max_length=60, validators=[code_validator])
    legal_name = models.CharField(_("legal name"), max_length=200)
    trading_name = models.CharField(_("trading name"), max_length=200, blank=True)
    address = models.TextField(_("address"), blank=True)
    country = models.CharField(
        _("country"), max_length=2, blank=True, validators=[country_validator]
    )
    is_main = models.BooleanField(_("main entity"), default=False)
    note = models.TextField(_("note"), blank=True)

    history = Trail()

    class Meta:
        verbose_name = _("legal entity")
        verbose_name_plural = _("legal entities")
        ordering = ("organisation", "-is_main", "legal_name")
        constraints = (
            models.UniqueConstraint(
                name="ropa_entity_code_unique",
                fields=("organisation", "code"),
                violation_error_message=_("Another entity of this organisation has this code."),
            ),
            models.UniqueConstraint(
                name="ropa_entity_one_main",
                fields=("organisation",),
                condition=Q(is_main=True),
                violation_error_message=_("The organisation has a main entity already."),
            ),
        )

    def __str__(self) -> str:
        return self.legal_name


class Contact(Record):
    """Where to reach the organisation on one matter; one mailbox may serve several."""

    organisation = models.ForeignKey(
        Organisation, models.PROTECT, related_name="contacts", verbose_name=_("organisation")
    )
    entity = models.ForeignKey(
        LegalEntity,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="contacts",
        verbose_name=_("legal entity"),
    )
    matter = models.CharField(_("matter"), max_length=20, choices=ContactMatter)
    channel = models.CharField(_("channel"), max_length=12, choices=ContactChannel)
    address = models.CharField(_("address"), max_length=300)
    note = models.TextField(_("note"), blank=True)

    history = Trail()

    class Meta:
        verbose_name = _("contact")
        verbose_name_plural = _("contacts")
        ordering = ("organisation", "matter", "channel")
        constraints = (
            known("ropa_contact", "matter", ContactMatter),
            known("ropa_contact", "channel", ContactChannel),
            models.UniqueConstraint(
                name="ropa_contact_unique",
                fields=("organisation", "matter", "channel", "address"),
                violation_error_message=_("This contact is listed already for this matter."),
            ),
        )

    def __str__(self) -> str:
        return f"{self.get_matter_display()}: {self.address}"
