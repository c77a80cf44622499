"""Sheets of notices and of the rights they offer."""

from typing import Any

from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.utils.translation import gettext as _

from ropa.choices.register import DatePrecision
from ropa.models import Notice, NoticeActivity, NoticeVersion, OfferedRight
from ropa.resources.scope import OrganisationResource

CHANGEABLE = ("changes", "note")  # of a published version


class RightSheet(OrganisationResource):
    class Meta:
        model = OfferedRight
        import_id_fields = ("code",)
        fields = (
            "code",
            "order",
            "right",
            "grants",
            "regime",
            "available_to",
            "channel",
            "conditions",
            "identity_check",
            "fee",
            "frequency_limit",
            "redaction",
            "forward_to_customer",
            "evidence_retention",
            "statement",
            "source_lines",
        )


class NoticeSheet(OrganisationResource):
    class Meta:
        model = Notice
        import_id_fields = ("code",)
        fields = (
            "code",
            "title",
            "kind",
            "url",
            "audience",
            "products",
            "territory",
            "notice_period",
            "note",
        )


class NoticeVersionSheet(OrganisationResource):
    class Meta:
        model = NoticeVersion
        import_id_fields = ("notice", "number")
        fields = (
            "notice",
            "number",
            "dated_on",
            "precision",
            "date_kind",
            "text",
            "effective_on",
            "significance",
            "changes",
            "note",
        )

    def import_instance(self, instance: Any, row: dict[str, str], **kwargs: Any) -> None:
        before = self.record(instance) if instance.is_published else {}
        super().import_instance(instance, row, **kwargs)
        if row.get("precision") and instance.dated_on and instance.precision == DatePrecision.NONE:
            wrong = _("A version without date has none; a month is written as its first day.")
            raise ValidationError({NON_FIELD_ERRORS: [wrong]})
        after = self.record(instance) if before else {}
        kept = [name for name in before if name not in CHANGEABLE and before[name] != after[name]]
        if kept:
            said = _("A published version is the archive; %(columns)s cannot be changed.")
            wrong = said % {"columns": ", ".join(kept)}
            raise ValidationError({NON_FIELD_ERRORS: [wrong]})


class NoticeActivitySheet(OrganisationResource):
    class Meta:
        model = NoticeActivity
        import_id_fields = ("notice", "activity")
        fields = ("notice", "activity")
