"""Agreements and the customers on whose behalf the organisation is processor."""

from datetime import date, timedelta
from typing import Self

from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from ropa.audit import Record, RecordQuerySet, Trail
from ropa.choices.register import AgreementKind
from ropa.choices.vendors import PROCESSOR_MODULES, SccModule, SubProcessorConsent
from ropa.models.organisation import LegalEntity, Organisation
from ropa.models.rules import code_validator, country_validator, known, validate_period
from ropa.models.vendor import Vendor


class Customer(Record):
    """A controller on whose behalf the organisation is processor, Art. 30(2)(a)."""

    organisation = models.ForeignKey(
        Organisation, models.PROTECT, related_name="customers", verbose_name=_("organisation")
    )
    code = models.CharField(_("code"), max_length=60, validators=[code_validator])
    name = models.CharField(_("name"), max_length=200)
    address = models.TextField(_("address"), blank=True)
    country = models.CharField(
        _("country"), max_length=2, blank=True, validators=[country_validator]
    )
    contact = models.CharField(_("contact"), max_length=300, blank=True)
    representative = models.CharField(_("representative"), max_length=300, blank=True)
    dpo = models.CharField(_("data protection officer"), max_length=300, blank=True)
    permitted_locations = models.CharField(
        _("permitted locations"),
        max_length=300,
        blank=True,
        help_text=_("Country codes parted by semicolons; empty: the agreement sets no limit."),
    )
    sub_processor_notice = models.CharField(
        _("notice of new sub-processors"),
        max_length=20,
        blank=True,
        validators=[validate_period],
        help_text=_("How long before a change this customer is told; ISO 8601, such as P30D."),
    )
    deletion_terms = models.TextField(_("deletion terms"), blank=True)
    note = models.TextField(_("note"), blank=True)

    history = Trail()

    class Meta:
        verbose_name = _("customer")
        verbose_name_plural = _("customers")
        ordering = ("organisation", "name")
        constraints = (
            models.UniqueConstraint(
                name="ropa_customer_code_unique",
                fields=("organisation", "code"),
                violation_error_message=_("Another customer of this organisation has this code."),
            ),
        )

    def __str__(self) -> str:
        return self.name


class AgreementQuerySet(RecordQuerySet["Agreement"]):
    def expiring(self, days: int, *, on: date) -> Self:
        """Agreements whose last day lies from `on` to `days` days later, both included."""
        return self.filter(expires_on__range=(on, on + timedelta(days=days)))

    def in_force(self, *, on: date) -> Self:
        """Agreements that have begun and not ended; a day that is not stated sets no limit."""
        begun = Q(valid_from__isnull=True) | Q(valid_from__lte=on)
        return self.filter(begun, Q(expires_on__isnull=True) | Q(expires_on__gte=on))

    def carrying_processing(self) -> Self:
        """Agreements under which a processor works: those of Art. 28(3), and clauses that serve."""
        clauses = Q(kind=AgreementKind.SCC, module__in=PROCESSOR_MODULES)
        return self.filter(Q(kind=AgreementKind.DPA) | clauses)

    def pressing(self, days: int, *, on: date) -> Self:
        """Agreements that end within `days`, and ended ones that none of their kind replaced."""
        party = Q(vendor__isnull=False, vendor=OuterRef("vendor")) | Q(
            customer__isnull=False, customer=OuterRef("customer")
        )
        in_force = Agreement.objects.in_force(on=on)
        replaced = Exists(in_force.filter(party, kind=OuterRef("kind")))
        ends = Q(expires_on__range=(on, on + timedelta(days=days)))
        return self.filter(ends | (Q(expires_on__lt=on) & ~replaced))


class Agreement(Record):
    """A contract that carries processing or a transfer, with its validity, Art. 28(3)."""

    organisation = models.ForeignKey(
        Organisation, models.PROTECT, related_name="agreements", verbose_name=_("organisation")
    )
    code = models.CharField(_("code"), max_length=60, validators=[code_validator])
    kind = models.CharField(_("kind"), max_length=18, choices=AgreementKind)
    title = models.CharField(_("title"), max_length=200)
    vendor = models.ForeignKey(
        Vendor,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="agreements",
        verbose_name=_("vendor"),
    )
    customer = models.ForeignKey(
        Customer,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="agreements",
        verbose_name=_("customer"),
    )
    entity = models.ForeignKey(
        LegalEntity,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="agreements",
        verbose_name=_("our legal entity"),
    )
    signed_on = models.DateField(_("signed on"), null=True, blank=True)
    valid_from = models.DateField(_("valid from"), null=True, blank=True)
    expires_on = models.DateField(_("expires on"), null=True, blank=True)
    reference = models.CharField(_("reference"), max_length=300, blank=True)
    module = models.CharField(
        _("module"),
        max_length=1,
        choices=SccModule,
        blank=True,
        help_text=_("Of the clauses in Decision (EU) 2021/914: who hands data to whom."),
    )
    covers_eu = models.BooleanField(_("covers data from the EEA"), default=False)
    covers_swiss = models.BooleanField(_("covers data from Switzerland"), default=False)
    covers_uk = models.BooleanField(_("covers data from the United Kingdom"), default=False)
    covers_hr = models.BooleanField(_("covers data on employees"), default=False)
    sub_processor_consent = models.CharField(
        _("further processors"),
        max_length=10,
        choices=SubProcessorConsent,
        default=SubProcessorConsent.NOT_STATED,
    )
    objection_period = models.CharField(
        _("time to object"),
        max_length=20,
        blank=True,
        validators=[validate_period],
        help_text=_("After a notice of a change of sub-processors; ISO 8601, such as P14D."),
    )
    file = models.FileField(_("file"), upload_to="agreements/%Y/", max_length=300, blank=True)
    file_name = models.CharField(_("name of the file"), max_length=300, blank=True, editable=False)
    file_sha256 = models.CharField(
        _("SHA-256 of the file"), max_length=64, blank=True, editable=False
    )
    note = models.TextField(_("note"), blank=True)

    derived_fields = ("file_name", "file_sha256")
    objects = AgreementQuerySet.as_manager()  # type: ignore[misc]
    history = Trail()

    class Meta:
        verbose_name = _("agreement")
        verbose_name_plural = _("agreements")
        ordering = ("organisation", "expires_on", "title")
        constraints = (
            known("ropa_agreement", "kind", AgreementKind),
            models.UniqueConstraint(
                name="ropa_agreement_code_unique",
                fields=("organisation", "code"),
                violation_error_message=_("Another agreement of this organisation has this code."),
            ),
            models.CheckConstraint(
                name="ropa_agreement_ends_after_it_begins",
                condition=Q(expires_on__isnull=True)
                | Q(valid_from__isnull=True)
                | Q(expires_on__gte=F("valid_from")),
                violation_error_message=_("An agreement cannot expire before it is valid."),
            ),
            known("ropa_agreement", "module", SccModule, blank=True),
            known("ropa_agreement", "sub_processor_consent", SubProcessorConsent),
            models.CheckConstraint(
                name="ropa_agreement_module_only_of_clauses",
                condition=Q(module="") | Q(kind__in=(AgreementKind.SCC, AgreementKind.UK_ADDENDUM)),
                violation_error_message=_(
                    "Only standard contractual clauses and the UK addendum to them have a module."
                ),
            ),
            models.CheckConstraint(
                name="ropa_agreement_scope_only_of_certification",
                condition=Q(kind=AgreementKind.DPF)
                | Q(covers_eu=False, covers_swiss=False, covers_uk=False, covers_hr=False),
                violation_error_message=_(
                    "Only a certification under the Data Privacy Framework says which data it "
                    "covers."
                ),
            ),
            models.CheckConstraint(
                name="ropa_agreement_art28_clauses_are_no_scc",
                condition=~Q(kind=AgreementKind.SCC)
                | ~(Q(title__contains="2021/915") | Q(reference__contains="2021/915")),
                violation_error_message=_(
                    "Decision (EU) 2021/915 holds the clauses of Art. 28 for processors inside the "
                    "EEA, which carry no transfer. Choose “Data processing agreement”; clauses for "
                    "transfers are those of 2021/914."
                ),
            ),
            models.CheckConstraint(
                name="ropa_agreement_one_party",
                condition=Q(vendor__isnull=True) | Q(customer__isnull=True),
                violation_error_message=_("Name a vendor or a customer, not both."),
            ),
        )

    def __str__(self) -> str:
        return self.title
