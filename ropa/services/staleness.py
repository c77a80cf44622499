"""Marks the standing of an activity as stale as soon as anything that it says or quotes changes.

In the transaction of the change, whatever path the change takes.
"""

from collections.abc import Iterable, Iterator
from typing import Any

from django.db import models
from django.db.models import Q

from ropa import models as ropa
from ropa.audit import changed
from ropa.choices.retention import StorageClass
from ropa.models import ActivityStanding, ProcessingActivity
from ropa.resources.scope import path_to_organisation
from ropa.transfers.countries import PART_OF

CHUNK = 500  # keys in one statement
Keys = set[Any]

# How a change travels: from a row along these relations, until it reaches activities. A foreign
# key is followed to where it leads and to where it led before.
TRAVELS: dict[type[models.Model], tuple[str, ...]] = {
    ropa.ProcessingActivity: ("predecessors", "applications", "cross_cutting"),
    ropa.ActivityGroup: ("activities",),
    ropa.ActivityLink: ("activity",),
    ropa.ActivitySource: ("activity",),
    ropa.ActivityChannel: ("activity",),
    ropa.ActivityMeasure: ("activity",),
    ropa.JointController: ("activity",),
    ropa.CrossCutting: ("activity",),
    ropa.CustomerActivity: ("activity",),
    ropa.DpiaScreening: ("activity",),
    ropa.BalancingTest: ("activity",),
    ropa.Purpose: ("activity", "heirs"),
    ropa.PurposeStatement: ("purpose",),
    ropa.PurposeDataSubject: ("purpose",),
    ropa.PurposeDataCategory: ("purpose",),
    ropa.LegalBasis: ("purpose",),
    ropa.SpecialCategoryCondition: ("purpose",),
    ropa.PurposeRecipient: ("purpose",),
    ropa.Consequence: ("purpose",),
    ropa.PurposeRule: ("purpose",),
    ropa.TransferPurpose: ("purpose",),
    ropa.VendorUse: ("purpose",),
    ropa.RetentionRule: ("uses",),
    ropa.RuleTrigger: ("rule",),
    ropa.Transfer: ("purposes", "importer_vendor"),
    ropa.Safeguard: ("transfer",),
    ropa.TransferAssessment: ("transfer",),
    ropa.NoTransfer: ("importer_vendor",),
    ropa.Vendor: ("uses", "imports", "onward_transfers", "works_for"),
    ropa.VendorLocation: ("vendor",),
    ropa.VendorAssessment: ("vendor",),
    ropa.SubProcessing: ("vendor",),
    ropa.Agreement: ("vendor", "safeguards", "joint_controllers"),
    ropa.AgreementClause: ("agreement",),
    ropa.DataCategory: ("uses",),
    ropa.DataSubjectCategory: ("uses",),
    ropa.RecipientClass: ("uses",),
    ropa.Measure: ("uses",),
}
# Rows that concern every activity of their organisation; of rules and transfers, those that do.
FOR_ALL: dict[type[models.Model], Q] = {
    ropa.Organisation: Q(),
    ropa.LegalEntity: Q(),
    ropa.Contact: Q(),
    ropa.Customer: Q(),
    ropa.Notice: Q(),
    ropa.NoticeVersion: Q(),
    ropa.RetentionRule: Q(applies_to_all=True) | Q(storage_class=StorageClass.COOKIES),
    ropa.Transfer: Q(covers_all=True),
}


def mark(model: type[models.Model], keys: Iterable[Any]) -> None:
    """Mark the standings of all activities that a change of these rows concerns.

    One that is stale already is written again: so that who works it out at this moment waits.
    """
    if model not in TRAVELS and model not in FOR_ALL and model is not ropa.AdequacyDecision:
        return
    if model is ropa.AdequacyDecision:
        for concerned, rows in _concerned(set(keys)):
            mark(concerned, rows)
        return
    activities, organisations = _reached(model, set(keys))
    for part in _parts(activities):
        ActivityStanding.objects.filter(activity__in=part).update(is_stale=True)
    if organisations:
        of_all = ActivityStanding.objects.filter(activity__organisation__in=organisations)
        of_all.update(is_stale=True)


def _concerned(decisions: Keys) -> Iterator[tuple[type[models.Model], Keys]]:
    """What decisions are about now and were before: transfers to their countries, vendors there."""
    countries = _ever(ropa.AdequacyDecision, decisions, "country")
    countries |= {part for part, state in PART_OF.items() if state in countries}
    there = Q(country__in=countries - {""})
    relying = there | Q(safeguards__decision__in=decisions)
    if "" in countries:  # about an organisation, which a transfer names in words
        relying = Q()
    for model, where in ((ropa.Transfer, relying), (ropa.VendorLocation, there)):
        yield model, set(model._base_manager.filter(where).order_by().values_list("pk", flat=True))


def _reached(model: type[models.Model], keys: Keys) -> tuple[Keys, Keys]:
    """The activities that the change reaches, and the organisations of which it reaches all."""
    known: dict[type[models.Model], Keys] = {}
    organisations: Keys = set()
    ahead = [(model, keys)]
    while ahead:
        model, keys = ahead.pop()
        keys = keys - known.get(model, set()) - {None}
        if not keys:
            continue
        has_come = bool(known)
        known.setdefault(model, set()).update(keys)
        if model in FOR_ALL:
            organisations |= _organisations(model, keys)
        if model is not ProcessingActivity or not has_come:
            ahead += _steps(model, keys)
    return known.get(ProcessingActivity, set()), organisations


def _steps(model: type[models.Model], keys: Keys) -> Iterator[tuple[type[models.Model], Keys]]:
    for name in TRAVELS.get(model, ()):
        field: Any = model._meta.get_field(name)
        if field.concrete:
            yield field.related_model, _ever(model, keys, field.attname)
        else:
            rows = field.related_model._base_manager
            key = field.field.name
            found = {
                pk
                for part in _parts(keys)
                for pk in rows.filter(**{f"{key}__in": part})
                .order_by()
                .values_list("pk", flat=True)
            }
            yield field.related_model, found


def _ever(model: type[models.Model], keys: Keys, column: str, where: Q | None = None) -> Keys:
    """Every value that the column of these rows has and had, from their history."""
    history: Any = model.history.model._base_manager  # type: ignore[attr-defined]
    pk = model._meta.pk.attname
    return {
        value
        for part in _parts(keys)
        for value in history.filter(where or Q(), **{f"{pk}__in": part})
        .order_by()
        .values_list(column, flat=True)
        .distinct()
    }


def _organisations(model: type[models.Model], keys: Keys) -> Keys:
    if model is ropa.Organisation:
        return keys
    path = path_to_organisation(model)
    column = f"{path}_id" if "__" not in path else path
    return _ever(model, keys, column, FOR_ALL[model]) - {None}


def _parts(keys: Keys) -> Iterator[list[Any]]:
    ordered = list(keys)
    for start in range(0, len(ordered), CHUNK):
        yield ordered[start : start + CHUNK]


def _on_change(sender: type[models.Model], keys: list[Any], **_named: Any) -> None:
    mark(sender, keys)


changed.connect(_on_change, dispatch_uid="standings")
