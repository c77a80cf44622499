"""Sheets of notices and of the rights they offer."""

from ropa.models import Notice, NoticeActivity, NoticeVersion, OfferedRight
from ropa.resources.scope import OrganisationResource


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


class NoticeActivitySheet(OrganisationResource):
    class Meta:
        model = NoticeActivity
        import_id_fields = ("notice", "activity")
        fields = ("notice", "activity")
