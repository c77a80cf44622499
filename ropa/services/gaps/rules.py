"""Gaps of retention rules: which cannot be executed, and which nobody will look at again."""

from ropa.choices.retention import Action, Bound, ExecutedBy
from ropa.services.gaps import rule_kinds as kinds
from ropa.services.gaps.gap import Findings, Node
from ropa.services.gaps.ground import Ground

SHEET = "rules"
TIMED = (Bound.EXACT, Bound.MIN, Bound.MAX)
WITHOUT_END = (Action.KEEP_ANONYMISED, Action.ARCHIVE, Action.REFER_TO_COOKIE_NOTICE)


def check_rule(found: Findings, ground: Ground, rule: Node) -> None:
    """A rule is executed by its period and trigger, by a review, or by somebody else."""
    activities = ground.activities_of(rule["applies_to"])
    named = {"data": rule["data_class"]}
    if rule["bound"] == Bound.OPEN:
        _review(found, ground, rule, activities)
    elif rule["bound"] in TIMED and rule["executed_by"] != ExecutedBy.BROWSER:
        if not rule["period"] and rule["action"] != Action.START_DELETION_PROCESS:
            found.add(kinds.PERIOD, SHEET, rule["code"], activities, **named)
        elif not rule["triggers"]:
            found.add(kinds.TRIGGER, SHEET, rule["code"], activities, **named)


def _review(found: Findings, ground: Ground, rule: Node, activities: tuple[str, ...]) -> None:
    """What has no end needs a day on which somebody looks, except archives and anonymous data."""
    if rule["action"] in WITHOUT_END or rule["executed_by"] == ExecutedBy.BROWSER:
        return
    named = {"data": rule["data_class"]}
    if not rule["review_on"]:
        found.add(kinds.REVIEW, SHEET, rule["code"], activities, **named)
    elif rule["review_on"] < ground.on:
        named["day"] = rule["review_on"]
        found.add(kinds.OVERDUE, SHEET, rule["code"], activities, **named)
