"""Sheets of retention rules; the triggers of a rule stand in one cell."""

from collections import defaultdict
from collections.abc import Sequence
from typing import Any

from import_export.fields import Field

from config.widgets import ChoiceWidget
from ropa.choices.retention import Trigger
from ropa.models import PurposeRule, RetentionRule, RuleTrigger
from ropa.resources.scope import OrganisationResource

SEPARATOR = ";"


class TriggersWidget(ChoiceWidget):
    """Several values of the closed list in one cell, in order."""

    def read(self, text: str) -> tuple[str, ...]:
        read = super().read
        found = [read(part) for part in map(str.strip, text.split(SEPARATOR)) if part]
        return tuple(dict.fromkeys(found))

    def empty(self) -> tuple[str, ...]:
        return ()

    def render(self, value: Any, obj: Any = None, **kwargs: Any) -> str:
        return SEPARATOR.join(value or ())

    def plain(self, value: Any) -> list[str]:
        return list(value or ())


class RuleSheet(OrganisationResource):
    triggers = Field(
        attribute="trigger_values",
        column_name="triggers",
        widget=TriggersWidget(Trigger.choices),
    )

    class Meta:
        model = RetentionRule
        import_id_fields = ("code",)
        fields = (
            "code",
            "data_class",
            "storage_class",
            "period",
            "bound",
            "start_rounding",
            "trigger_mode",
            "triggers",
            "action",
            "exceptions",
            "citation",
            "statement",
            "scope",
            "applies_to_all",
            "irreversible",
            "executed_by",
            "review_on",
            "source_lines",
        )

    def existing(self) -> list[Any]:
        rows = super().existing()
        triggers = self.worked_out([rule.pk for rule in rows])["triggers"]
        for rule, values in zip(rows, triggers, strict=True):
            rule.trigger_values = tuple(values)
        return rows

    def worked_out(self, keys: Sequence[Any]) -> dict[str, Sequence[Any]]:
        found: defaultdict[Any, list[str]] = defaultdict(list)
        names = ("rule_id", "trigger")
        for rule, trigger in self.scope.values(RuleTrigger, names, ("rule_id", "order", "pk")):
            found[rule].append(trigger)
        return {"triggers": [found[key] for key in keys]}

    def init_instance(self, row: dict[str, str] | None = None) -> Any:
        rule = super().init_instance(row)
        rule.trigger_values = ()
        return rule

    def after_save_instance(self, instance: Any, row: dict[str, str], **kwargs: Any) -> None:
        super().after_save_instance(instance, row, **kwargs)
        there = {each.trigger: each for each in RuleTrigger.objects.filter(rule=instance)}
        for order, value in enumerate(instance.trigger_values, start=1):
            trigger = there.pop(value, RuleTrigger(rule=instance, trigger=value, order=0))
            if trigger.order != order:
                trigger.order = order
                trigger.save()
        for gone in there.values():
            gone.delete()


class PurposeRuleSheet(OrganisationResource):
    class Meta:
        model = PurposeRule
        import_id_fields = ("purpose", "rule")
        fields = ("purpose", "rule", "order", "in_line", "scope")
