"""Sheets of activities and of what belongs to them."""

from typing import Any

from ropa.models import (
    CRITERIA,
    ActivityChannel,
    ActivityGroup,
    ActivityLink,
    ActivityMeasure,
    ActivitySource,
    BalancingTest,
    CrossCutting,
    CustomerActivity,
    DpiaScreening,
    JointController,
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
            "applies_to_all",
            "review_every",
            "review_on",
            "successor",
            "source_section",
            "source_lines",
            "note",
        )

    def do_instance_save(self, instance: Any, is_create: bool) -> None:
        instance.validate_kind()
        super().do_instance_save(instance, is_create)


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


class JointControllerSheet(OrganisationResource):
    class Meta:
        model = JointController
        import_id_fields = IN_ACTIVITY
        fields = (*IN_ACTIVITY, "name", "contact", "country", "agreement", "note")


class CrossCuttingSheet(OrganisationResource):
    class Meta:
        model = CrossCutting
        import_id_fields = ("activity", "target")
        fields = ("activity", "target")


class CustomerActivitySheet(OrganisationResource):
    class Meta:
        model = CustomerActivity
        import_id_fields = ("customer", "activity")
        fields = ("customer", "activity", "instructions")


class ScreeningSheet(OrganisationResource):
    class Meta:
        model = DpiaScreening
        import_id_fields = IN_ACTIVITY
        fields = (
            *IN_ACTIVITY,
            *CRITERIA,
            "on_authority_list",
            "result",
            "reason",
            "screened_on",
            "reviewer",
            "review_on",
            "reference",
        )


class BalancingSheet(OrganisationResource):
    class Meta:
        model = BalancingTest
        import_id_fields = IN_ACTIVITY
        fields = (
            *IN_ACTIVITY,
            "purpose",
            "interest",
            "necessity",
            "impact",
            "safeguards",
            "result",
            "assessed_on",
            "reviewer",
            "review_on",
        )
