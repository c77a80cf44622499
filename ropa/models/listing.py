"""The list of sub-processors that an organisation gives its customers, version by version."""

from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from ropa.audit import Record, RecordQuerySet, Trail
from ropa.choices.vendors import VersionStatus
from ropa.models.agreement import Customer
from ropa.models.organisation import Organisation
from ropa.models.rules import filled, known
from ropa.models.vendor import Vendor


class ListQuerySet(RecordQuerySet["SubProcessorList"]):
    def published(self) -> Self:
        return self.filter(status=VersionStatus.PUBLISHED).order_by("organisation", "-number")


class SubProcessorList(Record):
    """One version of the list; once published, it and its entries stay as they are."""

    organisation = models.ForeignKey(
        Organisation,
        models.PROTECT,
        related_name="sub_processor_lists",
        verbose_name=_("organisation"),
    )
    number = models.PositiveIntegerField(_("version"))
    status = models.CharField(
        _("status"),
        max_length=9,
        choices=VersionStatus,
        default=VersionStatus.DRAFT,
        editable=False,
    )
    effective_on = models.DateField(_("in force from"), null=True, blank=True)
    published_at = models.DateTimeField(_("published at"), null=True, blank=True, editable=False)
    published_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        editable=False,
        related_name="+",
        verbose_name=_("published by"),
    )
    content_sha256 = models.CharField(
        _("SHA-256 of the content"), max_length=64, blank=True, editable=False
    )
    note = models.TextField(_("what changed"), blank=True)

    objects = ListQuerySet.as_manager()  # type: ignore[misc]
    derived_fields = ("status", "published_at", "published_by", "content_sha256")
    history = Trail()

    class Meta:
        verbose_name = _("list of sub-processors")
        verbose_name_plural = _("lists of sub-processors")
        ordering = ("organisation", "-number")
        permissions = (("publish_subprocessorlist", "Can publish lists of sub-processors"),)
        constraints = (
            known("ropa_list", "status", VersionStatus),
            models.UniqueConstraint(
                name="ropa_list_number_unique",
                fields=("organisation", "number"),
                violation_error_message=_("This organisation has a version of this number."),
            ),
            models.UniqueConstraint(
                name="ropa_list_one_draft",
                fields=("organisation",),
                condition=Q(status=VersionStatus.DRAFT),
                violation_error_message=_("This organisation has a draft already; publish it."),
            ),
            models.CheckConstraint(
                name="ropa_list_published_is_complete",
                condition=Q(status=VersionStatus.DRAFT)
                | (
                    Q(effective_on__isnull=False)
                    & Q(published_at__isnull=False)
                    & ~Q(content_sha256="")
                ),
                violation_error_message=_("A published list has its day and its hash."),
            ),
        )

    def __str__(self) -> str:
        return f"{self.organisation.code} {self.number}"


class SubProcessorListEntry(Record):
    """One vendor on a version of the list, as it was shown."""

    version = models.ForeignKey(
        SubProcessorList, models.CASCADE, related_name="entries", verbose_name=_("version")
    )
    order = models.PositiveSmallIntegerField(_("order"), default=1)
    vendor = models.ForeignKey(
        Vendor, models.PROTECT, related_name="listings", verbose_name=_("vendor")
    )
    name = models.CharField(_("name"), max_length=300)
    service = models.CharField(_("service"), max_length=300, blank=True)
    data = models.CharField(_("which data"), max_length=300, blank=True)
    location = models.CharField(_("location"), max_length=300, blank=True)

    history = Trail()

    class Meta:
        verbose_name = _("entry of a list of sub-processors")
        verbose_name_plural = _("entries of lists of sub-processors")
        ordering = ("version", "order", "pk")
        constraints = (
            filled("ropa_list_entry", "name", _("Give the name as customers shall read it.")),
            models.UniqueConstraint(
                name="ropa_list_entry_unique",
                fields=("version", "vendor", "service", "name"),  # two names may be one vendor
                violation_error_message=_("This vendor is listed already with this service."),
            ),
        )

    def __str__(self) -> str:
        return self.name


class SubProcessorListRequest(Record):
    """Somebody asked for the list: who, when, and which version was sent."""

    organisation = models.ForeignKey(
        Organisation,
        models.PROTECT,
        related_name="list_requests",
        verbose_name=_("organisation"),
    )
    customer = models.ForeignKey(
        Customer,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="list_requests",
        verbose_name=_("customer"),
    )
    asked_by = models.CharField(_("asked by"), max_length=200, blank=True)
    asked_on = models.DateField(_("asked on"))
    version = models.ForeignKey(
        SubProcessorList,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="requests",
        verbose_name=_("version sent"),
    )
    sent_on = models.DateField(_("sent on"), null=True, blank=True)
    note = models.TextField(_("note"), blank=True)

    history = Trail(excluded_fields=["asked_by"])  # a person, so never in the history

    class Meta:
        verbose_name = _("request for the list of sub-processors")
        verbose_name_plural = _("requests for the list of sub-processors")
        ordering = ("-asked_on", "-pk")
        constraints = (
            models.CheckConstraint(
                name="ropa_list_request_by_somebody",
                condition=~Q(customer__isnull=True, asked_by=""),
                violation_error_message=_("Say who asked: a customer or a name."),
            ),
            models.CheckConstraint(
                name="ropa_list_request_sent_is_a_version",
                condition=Q(sent_on__isnull=True, version__isnull=True)
                | (
                    Q(sent_on__isnull=False, version__isnull=False)
                    & Q(sent_on__gte=models.F("asked_on"))
                ),
                violation_error_message=_(
                    "What was sent has its version and its day, not before it was asked for."
                ),
            ),
        )

    def __str__(self) -> str:
        return f"{self.organisation.code} {self.asked_on.isoformat()}"
