"""What stands in an activity: products and sites, sources, channels and measures."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from ropa.audit import Record, Trail
from ropa.choices.register import Channel, DataSource, LinkKind
from ropa.models.activity import ProcessingActivity
from ropa.models.catalogue import Measure
from ropa.models.rules import known


class ActivityLink(Record):
    """A product, a site or a surface that the activity belongs to."""

    activity = models.ForeignKey(
        ProcessingActivity, models.CASCADE, related_name="links", verbose_name=_("activity")
    )
    order = models.PositiveSmallIntegerField(_("order"), default=1)
    kind = models.CharField(_("kind"), max_length=10, choices=LinkKind)
    name = models.CharField(_("name"), max_length=200, blank=True)
    url = models.CharField(_("address"), max_length=300, blank=True)

    history = Trail()

    class Meta:
        verbose_name = _("product or site")
        verbose_name_plural = _("products and sites")
        ordering = ("activity", "order")
        constraints = (
            known("ropa_link", "kind", LinkKind),
            models.CheckConstraint(
                name="ropa_link_says_something",
                condition=~models.Q(name="", url=""),
                violation_error_message=_("Give a name or an address."),
            ),
        )

    def __str__(self) -> str:
        return self.name or self.url


class ActivitySource(Record):
    """Where the data come from, Art. 14(2)(f)."""

    activity = models.ForeignKey(
        ProcessingActivity, models.CASCADE, related_name="sources", verbose_name=_("activity")
    )
    order = models.PositiveSmallIntegerField(_("order"), default=1)
    source = models.CharField(_("source"), max_length=12, choices=DataSource)
    detail = models.CharField(_("detail"), max_length=300, blank=True)

    history = Trail()

    class Meta:
        verbose_name = _("source of the data")
        verbose_name_plural = _("sources of the data")
        ordering = ("activity", "order")
        constraints = (known("ropa_source", "source", DataSource),)

    def __str__(self) -> str:
        return self.get_source_display()


class ActivityChannel(Record):
    """How the data reach the organisation."""

    activity = models.ForeignKey(
        ProcessingActivity, models.CASCADE, related_name="channels", verbose_name=_("activity")
    )
    order = models.PositiveSmallIntegerField(_("order"), default=1)
    channel = models.CharField(_("channel"), max_length=12, choices=Channel)
    detail = models.CharField(_("detail"), max_length=300, blank=True)

    history = Trail()

    class Meta:
        verbose_name = _("collection channel")
        verbose_name_plural = _("collection channels")
        ordering = ("activity", "order")
        constraints = (known("ropa_channel", "channel", Channel),)

    def __str__(self) -> str:
        return self.get_channel_display()


class ActivityMeasure(Record):
    """A measure that protects the activity, Art. 30(1)(g)."""

    activity = models.ForeignKey(
        ProcessingActivity, models.CASCADE, related_name="measures", verbose_name=_("activity")
    )
    order = models.PositiveSmallIntegerField(_("order"), default=1)
    measure = models.ForeignKey(
        Measure, models.PROTECT, related_name="uses", verbose_name=_("measure")
    )
    wording = models.TextField(_("wording"), blank=True)

    history = Trail()

    class Meta:
        verbose_name = _("measure of the activity")
        verbose_name_plural = _("measures of the activity")
        ordering = ("activity", "order")
        constraints = (
            models.UniqueConstraint(
                name="ropa_activity_measure_unique",
                fields=("activity", "measure", "wording"),
                violation_error_message=_("This measure is listed already."),
            ),
        )

    def __str__(self) -> str:
        return self.wording or str(self.measure)
