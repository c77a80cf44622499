"""Sheets of activities and of what belongs to them."""

from ropa.models import (
    ActivityChannel,
    ActivityGroup,
    ActivityLink,
    ActivityMeasure,
    ActivitySource,
    ProcessingActivity,
)
from ropa.resources.scope import OrganisationResource

IN_ACTIVITY = ("activity", "order")


class GroupSheet(OrganisationResource):
    class Meta:
        model = ActivityGroup
        import_id_fields = ("code",)
        fields = ("code", "heading", "order")


class ActivitySheet(OrganisationResource):
    class Meta:
        model = ProcessingActivity
        import_id_fields = ("code",)
        fields = (
            "code",
            "heading",
            "group",
            "order",
            "role",
            "role_source",
            "kind",
            "entity",
            "sensitive_content",
            "source_section",
            "source_lines",
            "note",
        )


class LinkSheet(OrganisationResource):
    class Meta:
        model = ActivityLink
        import_id_fields = IN_ACTIVITY
        fields = (*IN_ACTIVITY, "kind", "name", "url")


class SourceSheet(OrganisationResource):
    class Meta:
        model = ActivitySource
        import_id_fields = IN_ACTIVITY
        fields = (*IN_ACTIVITY, "source", "detail")


class ChannelSheet(OrganisationResource):
    class Meta:
        model = ActivityChannel
        import_id_fields = IN_ACTIVITY
        fields = (*IN_ACTIVITY, "channel", "detail")


class MeasureSheet(OrganisationResource):
    class Meta:
        model = ActivityMeasure
        import_id_fields = IN_ACTIVITY
        fields = (*IN_ACTIVITY, "measure", "wording")
