"""Copies an activity with all that hangs on it, inside its organisation or into another one.

Approvals, reviews, assessments and the notices that tell of the original stay with it: they were
made for the original. A copy begins as a draft.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from ropa.audit import acting, together
from ropa.choices.approval import ActivityStatus
from ropa.choices.register import FacetState
from ropa.models import (
    FACETS,
    Organisation,
    ProcessingActivity,
    Purpose,
    RetentionRule,
    Transfer,
    Vendor,
    VendorUse,
)
from ropa.models.rules import code_validator
from ropa.resources import SHEETS, OrganisationScope
from ropa.resources.scope import path_to_organisation
from ropa.services import facets
from ropa.services.contents import IN_ACTIVITY, IN_LINE
from ropa.services.gate import gate_of

LEFT_BEHIND = ("balancing_tests", "dpia_screenings")  # judgements on the original
OWN = {"code", "status", "organisation", "successor", "review_on"}  # an activity has its own
TO_CHECK = (RetentionRule, Transfer)  # one code may mean another text elsewhere
Codes = dict[type[models.Model], set[str]]


@dataclass
class Copied:
    """The copy; what the other organisation does not have, and what it has under the same code."""

    activity: ProcessingActivity
    left_out: Codes = field(default_factory=dict)
    matched: Codes = field(default_factory=dict)

    @property
    def sentences(self) -> list[str]:
        """What to look at: one sentence for each kind of record."""
        missing = [
            ngettext(
                "%(count)s %(one)s is not in %(where)s and was left out: %(codes)s.",
                "%(count)s %(many)s are not in %(where)s and were left out: %(codes)s.",
                len(codes),
            )
            % self._words(kind, codes)
            for kind, codes in self.left_out.items()
        ]
        same = [
            ngettext(
                "%(count)s %(one)s of %(where)s has the same code; check that it says the same: "
                "%(codes)s.",
                "%(count)s %(many)s of %(where)s have the same codes; check that they say the "
                "same: %(codes)s.",
                len(codes),
            )
            % self._words(kind, codes)
            for kind, codes in self.matched.items()
        ]
        return [*missing, *same]

    def _words(self, kind: type[models.Model], codes: set[str]) -> dict[str, Any]:
        return {
            "count": len(codes),
            "one": kind._meta.verbose_name,
            "many": kind._meta.verbose_name_plural,
            "where": self.activity.organisation.name,
            "codes": ", ".join(sorted(codes)),
        }


@transaction.atomic
def clone_activity(
    original: ProcessingActivity, *, code: str, organisation: Organisation | None = None
) -> Copied:
    """Copy `original` under a new code; without `organisation`, inside its own.

    Raises `ValidationError` when the code is wrong or taken, or when lines inherit in a circle.
    """
    target = organisation or original.organisation
    code_validator(code)
    if ProcessingActivity.objects.filter(organisation=target, code=code).exists():
        raise ValidationError(
            _("%(where)s has an activity “%(code)s” already; choose another code.")
            % {"where": target.name, "code": code}
        )
    reason = _("Copy of %(activity)s (%(organisation)s)") % {
        "activity": original.code,
        "organisation": original.organisation.name,
    }
    with acting(reason=reason), together():
        copying = _Copying(original, target, code)
        copying.run()
    return Copied(copying.copy, dict(copying.missing), dict(copying.matched))


class _Copying:
    """The state of one copy: which row of the original became which row."""

    def __init__(self, original: ProcessingActivity, target: Organisation, code: str) -> None:
        self.original = original
        self.source = OrganisationScope(original.organisation.code)
        self.target = OrganisationScope(target.code)
        self.owner = target
        self.stays = target.pk == original.organisation_id
        self.code = code
        self.copy = original
        self.lines: dict[Any, Purpose] = {}
        self.missing: defaultdict[type[models.Model], set[str]] = defaultdict(set)
        self.matched: defaultdict[type[models.Model], set[str]] = defaultdict(set)

    def run(self) -> None:
        self.copy = self._copy_of(self.original, OWN)
        self.copy.organisation = self.owner
        self.copy.code, self.copy.status = self.code, ActivityStatus.DRAFT
        self.copy.full_clean()
        self.copy.save()
        self._copy_lines()
        for sheet in (*IN_ACTIVITY, *IN_LINE):
            if sheet not in LEFT_BEHIND:
                self._copy_values(SHEETS[sheet]._meta.model)
        if not self.stays:
            settle(line.pk for line in self.lines.values())

    def _copy_lines(self) -> None:
        taken = set(
            Purpose.objects.filter(organisation=self.copy.organisation_id).values_list(
                "code", flat=True
            )
        )
        for line in _ancestors_first(list(self.original.purposes.order_by("order", "pk"))):
            copy = self._copy_of(line, {"code", "organisation", "activity", "inherits_from"})
            copy.activity = self.copy
            copy.inherits_from_id = self._found(Purpose, line.inherits_from_id)
            if copy.inherits_from_id is None:
                _forget_inheritance(copy)
            copy.code = _free(self._derived(line.code), taken)
            copy.full_clean()
            copy.save()
            taken.add(copy.code)
            self.lines[line.pk] = copy

    def _derived(self, code: str) -> str:
        """The code of a line begins as that of its activity does."""
        rest = code.removeprefix(self.original.code).strip("-")
        return f"{self.code}-{rest}" if rest else self.code

    def _copy_values(self, model: Any) -> None:
        names = {each.name for each in model._meta.concrete_fields}
        where = (
            {"purpose__in": list(self.lines)} if "purpose" in names else {"activity": self.original}
        )
        copies = [
            self._copy_of(row) for row in model._default_manager.filter(**where).order_by("pk")
        ]
        whole = [copy for copy in copies if self._is_whole(copy)]
        if model is VendorUse:
            self._ask_at_the_gate(whole)
        model._default_manager.bulk_create(whole)

    def _ask_at_the_gate(self, uses: list[VendorUse]) -> None:
        """No copy gives customers' data to a vendor that is not on the published list."""
        gate = gate_of(self.owner.pk)
        recipients = {use.vendor_id for use in uses if use.is_recipient}
        vendors = Vendor.objects.filter(pk__in=recipients).order_by("name")
        lines = list(self.lines.values())[:1]  # all are of one activity, in one role
        refused = [gate.refusal(vendor, line) for line in lines for vendor in vendors]
        if wrong := list(filter(None, refused)):
            raise ValidationError(wrong)

    def _copy_of(self, row: Any, own: Iterable[str] = ()) -> Any:
        """A new row with the values of another; of what it points at, what stands for it there."""
        copy = type(row)()
        for each in row._meta.concrete_fields:
            if each.primary_key or each.name in own:
                continue
            value = getattr(row, each.attname)
            if each.is_relation:
                value = self._found(each.related_model, value)
            setattr(copy, each.attname, value)
        return copy

    def _found(self, model: Any, pk: Any) -> Any:
        """The key of the row that stands for `pk` in the copy; None where there is none."""
        if pk is None:
            return None
        if pk == self.original.pk and model is ProcessingActivity:
            return self.copy.pk
        if model is Purpose and pk in self.lines:
            return self.lines[pk].pk
        if self.stays or not path_to_organisation(model):
            return pk
        code = self.source.lookup(model).code(pk)
        found = self.target.lookup(model).pk(code)
        if found is None:
            self.missing[model].add(code)
        elif model in TO_CHECK:
            self.matched[model].add(code)
        return found

    @staticmethod
    def _is_whole(copy: Any) -> bool:
        fields = copy._meta.concrete_fields
        return all(
            getattr(copy, each.attname) is not None
            for each in fields
            if each.is_relation and not each.null
        )


def settle(lines: Iterable[Any]) -> None:
    """Let cells that lost their values say “not stated”."""
    relations = [name for names in facets.RELATIONS.values() for name in names]
    for line in Purpose.objects.filter(pk__in=list(lines)).prefetch_related(*relations):
        empty = [
            facet
            for facet in FACETS
            if line.state(facet) is FacetState.GIVEN and not facets.values_of(line, facet)
        ]
        for facet in empty:
            setattr(line, f"{facet}_state", FacetState.NOT_STATED)
        if empty:
            line.save()


def _forget_inheritance(line: Purpose) -> None:
    for facet in FACETS:
        if line.state(facet) is FacetState.INHERITED:
            setattr(line, f"{facet}_state", FacetState.NOT_STATED)


def _ancestors_first(lines: list[Purpose]) -> list[Purpose]:
    """The lines, each after the line from which it inherits."""
    ordered: list[Purpose] = []
    waiting = lines
    while waiting:
        later = {line.pk for line in waiting}
        ready = [line for line in waiting if line.inherits_from_id not in later]
        if not ready:
            raise ValidationError(
                _("These lines inherit from each other; mend that first: %(lines)s.")
                % {"lines": ", ".join(line.code for line in waiting)}
            )
        ordered += ready
        waiting = [line for line in waiting if line.inherits_from_id in later]
    return ordered


def _free(code: str, taken: set[str]) -> str:
    """The code, or the first free one with a number after it."""
    candidate, number = code, 1
    while candidate in taken:
        number += 1
        candidate = f"{code}-{number}"
    return candidate
