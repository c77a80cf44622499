"""Published notices with their versions, and the rights they offer."""

from typing import Self

from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from ropa.audit import Record, RecordQuerySet, Trail
from ropa.choices.notice import AnnouncementChannel, Significance, VersionStatus
from ropa.choices.register import DateKind, DatePrecision, NoticeKind
from ropa.choices.retention import Right
from ropa.models.activity import ProcessingActivity
from ropa.models.organisation import Organisation
from ropa.models.rules import code_validator, filled, known, validate_period


class OfferedRight(Record):
    """A right that the organisation offers, or a statement that grants none."""

    organisation = models.ForeignKey(
        Organisation, models.PROTECT, related_name="rights", verbose_name=_("organisation")
    )
    code = models.CharField(_("code"), max_length=60, validators=[code_validator])
    order = models.PositiveSmallIntegerField(_("order"), default=1)
    right = models.CharField(_("right"), max_length=48, choices=Right)
    grants = models.BooleanField(
        _("grants a right"), default=True, help_text=_("Not ticked: a statement only.")
    )
    regime = models.CharField(_("regime"), max_length=200, blank=True)
    available_to = models.CharField(_("available to"), max_length=300, blank=True)
    channel = models.CharField(_("channel"), max_length=300, blank=True)
    conditions = models.TextField(_("conditions"), blank=True)
    identity_check = models.TextField(_("identity check"), blank=True)
    fee = models.TextField(_("fee"), blank=True)
    frequency_limit = models.TextField(_("frequency limit"), blank=True)
    redaction = models.TextField(_("redaction"), blank=True)
    forward_to_customer = models.BooleanField(_("forwarded to the customer"), default=False)
    evidence_retention = models.TextField(_("how long evidence is kept"), blank=True)
    statement = models.TextField(_("statement"), blank=True)
    source_lines = models.CharField(_("lines of the source"), max_length=200, blank=True)

    history = Trail()

    class Meta:
        verbose_name = _("offered right")
        verbose_name_plural = _("offered rights")
        ordering = ("organisation", "order", "code")
        constraints = (
            known("ropa_right", "right", Right),
            models.UniqueConstraint(
                name="ropa_right_code_unique",
                fields=("organisation", "code"),
                violation_error_message=_("Another right of this organisation has this code."),
            ),
        )

    def __str__(self) -> str:
        return f"{self.code}: {self.get_right_display()}"


class Notice(Record):
    """A notice the organisation publishes, Art. 13 and 14."""

    organisation = models.ForeignKey(
        Organisation, models.PROTECT, related_name="notices", verbose_name=_("organisation")
    )
    code = models.CharField(_("code"), max_length=60, validators=[code_validator])
    title = models.CharField(_("title"), max_length=200)
    kind = models.CharField(_("kind"), max_length=10, choices=NoticeKind, default=NoticeKind.MASTER)
    url = models.CharField(_("address"), max_length=300, blank=True)
    audience = models.CharField(_("audience"), max_length=300, blank=True)
    products = models.CharField(_("products"), max_length=300, blank=True)
    territory = models.CharField(
        _("territory"), max_length=300, blank=True, help_text=_("Where or under which law.")
    )
    notice_period = models.CharField(
        _("notice of changes"),
        max_length=20,
        blank=True,
        validators=[validate_period],
        help_text=_(
            "How long before it takes effect a significant change is announced, such as P30D."
        ),
    )
    note = models.TextField(_("note"), blank=True)

    history = Trail()

    class Meta:
        verbose_name = _("notice")
        verbose_name_plural = _("notices")
        ordering = ("organisation", "title")
        constraints = (
            known("ropa_notice", "kind", NoticeKind),
            models.UniqueConstraint(
                name="ropa_notice_code_unique",
                fields=("organisation", "code"),
                violation_error_message=_("Another notice of this organisation has this code."),
            ),
        )

    def __str__(self) -> str:
        return self.title


class VersionQuerySet(RecordQuerySet["NoticeVersion"]):
    def published(self) -> Self:
        return self.filter(status=VersionStatus.PUBLISHED)

    def kept(self) -> Self:
        """What is no draft, and shows what people were told."""
        return self.exclude(status=VersionStatus.DRAFT)

    def last_published(self) -> Self:
        """The version of each notice that was published last."""
        later = NoticeVersion.objects.published().filter(
            notice=OuterRef("notice"), published_at__gt=OuterRef("published_at")
        )
        return self.published().exclude(Exists(later))


class NoticeVersion(Record):
    """One version of a notice; its date may be a day, a month, or missing.

    A published version is the archive: neither its text nor its dates change any more, and it
    is never removed. `quoted_sha256` is the SHA-256 over what it quotes of the register, as that
    stood at `published_at`.
    """

    notice = models.ForeignKey(
        Notice, models.CASCADE, related_name="versions", verbose_name=_("notice")
    )
    number = models.PositiveSmallIntegerField(_("number"), default=1)
    dated_on = models.DateField(
        _("date"), null=True, blank=True, help_text=_("For a month, its first day.")
    )
    precision = models.CharField(
        _("precision"), max_length=5, choices=DatePrecision, default=DatePrecision.NONE
    )
    date_kind = models.CharField(
        _("kind of date"), max_length=14, choices=DateKind, default=DateKind.NOT_STATED
    )
    status = models.CharField(
        _("status"),
        max_length=9,
        choices=VersionStatus,
        default=VersionStatus.RECORDED,
        editable=False,
    )
    text = models.TextField(_("text"), blank=True)
    effective_on = models.DateField(_("takes effect on"), null=True, blank=True)
    significance = models.CharField(
        _("significance of the change"),
        max_length=15,
        choices=Significance,
        default=Significance.NOT_ASSESSED,
    )
    changes = models.TextField(_("what changes"), blank=True)
    published_at = models.DateTimeField(_("published at"), null=True, editable=False)
    text_sha256 = models.CharField(
        _("SHA-256 of the text"), max_length=64, blank=True, editable=False
    )
    quoted_sha256 = models.CharField(
        _("SHA-256 of what it quotes"), max_length=64, blank=True, editable=False
    )
    note = models.TextField(_("note"), blank=True)

    objects = VersionQuerySet.as_manager()  # type: ignore[misc]
    derived_fields = ("status", "published_at", "text_sha256", "quoted_sha256")
    history = Trail()

    class Meta:
        verbose_name = _("version of a notice")
        verbose_name_plural = _("versions of notices")
        ordering = ("notice", "-number")
        permissions = (("publish_version", "Can publish versions of notices"),)
        constraints = (
            known("ropa_version", "precision", DatePrecision),
            known("ropa_version", "date_kind", DateKind),
            known("ropa_version", "status", VersionStatus),
            known("ropa_version", "significance", Significance),
            models.CheckConstraint(
                name="ropa_version_published_whole",
                condition=~Q(status=VersionStatus.PUBLISHED)
                | (Q(published_at__isnull=False) & ~Q(text="") & ~Q(text_sha256="")),
                violation_error_message=_("A published version has its text and its moment."),
            ),
            models.CheckConstraint(
                name="ropa_version_publication_assessed",
                condition=~Q(status=VersionStatus.PUBLISHED)
                | ~Q(significance=Significance.NOT_ASSESSED),
                violation_error_message=_(
                    "Say whether the change is significant before the version is published."
                ),
            ),
            models.UniqueConstraint(
                name="ropa_version_number_unique",
                fields=("notice", "number"),
                violation_error_message=_("This notice has a version of this number already."),
            ),
            models.CheckConstraint(
                name="ropa_version_date_fits_precision",
                condition=Q(precision=DatePrecision.NONE, dated_on__isnull=True)
                | Q(precision=DatePrecision.DAY, dated_on__isnull=False)
                | Q(precision=DatePrecision.MONTH, dated_on__day=1),
                violation_error_message=_(
                    "A version without date has none; a month is written as its first day."
                ),
            ),
        )

    def __str__(self) -> str:
        return f"{self.notice} – {self.number}"

    def clean(self) -> None:
        """A date of which nothing else is said is that of a day."""
        super().clean()
        if self.dated_on is not None and self.precision == DatePrecision.NONE:
            self.precision = DatePrecision.DAY

    @property
    def is_published(self) -> bool:
        return self.status == VersionStatus.PUBLISHED

    @property
    def date_in_words(self) -> str:
        if self.dated_on is None:
            return str(_("no date"))
        return date_format(
            self.dated_on, "F Y" if self.precision == DatePrecision.MONTH else "j F Y"
        )


class NoticeActivity(Record):
    """An activity that the notice tells people about; a notice that names none covers all."""

    notice = models.ForeignKey(
        Notice, models.CASCADE, related_name="activities", verbose_name=_("notice")
    )
    activity = models.ForeignKey(
        ProcessingActivity, models.CASCADE, related_name="notices", verbose_name=_("activity")
    )

    history = Trail()

    class Meta:
        verbose_name = _("activity of a notice")
        verbose_name_plural = _("activities of notices")
        ordering = ("notice", "activity")
        constraints = (
            models.UniqueConstraint(
                name="ropa_notice_activity_unique",
                fields=("notice", "activity"),
                violation_error_message=_("This activity is listed already."),
            ),
        )

    def __str__(self) -> str:
        return f"{self.notice.code} / {self.activity.code}"


class Announcement(Record):
    """How people were told of a version, with the proof."""

    version = models.ForeignKey(
        NoticeVersion, models.PROTECT, related_name="announcements", verbose_name=_("version")
    )
    order = models.PositiveSmallIntegerField(_("order"), default=1)
    channel = models.CharField(_("channel"), max_length=10, choices=AnnouncementChannel)
    announced_on = models.DateField(_("announced on"))
    recipients = models.CharField(_("to whom"), max_length=300, blank=True)
    proof = models.TextField(
        _("proof"), help_text=_("What shows that it was sent or posted, and where that is kept.")
    )

    history = Trail()

    class Meta:
        verbose_name = _("announcement of a version")
        verbose_name_plural = _("announcements of versions")
        ordering = ("version", "order")
        constraints = (
            known("ropa_announcement", "channel", AnnouncementChannel),
            filled("ropa_announcement", "proof", _("Say what proves the announcement.")),
        )

    def __str__(self) -> str:
        return f"{self.get_channel_display()}, {self.announced_on.isoformat()}"
