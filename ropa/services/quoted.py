"""What a notice quotes of the register: the activities it covers, and what they draw in.

Internal notes, order numbers, days of review and where the source says something are no part.
"""

import json
from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from operator import attrgetter
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.db.models import Q

from config.widgets import Lookup
from ropa.choices.approval import ActivityStatus
from ropa.choices.register import Role
from ropa.models import (
    FACETS,
    ActivityGroup,
    Notice,
    NoticeActivity,
    ProcessingActivity,
    Purpose,
    PurposeDataCategory,
    PurposeRecipient,
    PurposeRule,
    RetentionRule,
    RuleTrigger,
    Safeguard,
    Transfer,
    TransferPurpose,
    Vendor,
    VendorUse,
)
from ropa.resources import SHEETS, OrganisationScope, read_rows
from ropa.resources.narrow import NarrowLookup
from ropa.services.contents import sha256_of

MANY = 5_000  # keys that one query names; of more, all rows are read

QUOTED: dict[str, tuple[str, ...]] = {  # sheet -> the columns that a notice quotes
    "organisation": ("name", "not_required_statement"),
    "entities": ("legal_name", "trading_name", "address", "country", "is_main"),
    "contacts": ("matter", "channel", "address"),
    "groups": ("heading",),
    "activities": ("code", "heading", "group", "kind"),
    "activity_sources": ("activity", "source", "detail"),
    "purposes": ("code", "activity", *(f"{facet}_state" for facet in FACETS), "inherits_from"),
    "statements": ("purpose", "text"),
    "data_categories": ("purpose", "category", "wording"),
    "legal_bases": ("purpose", "basis", "alternative", "interest"),
    "special_conditions": ("purpose", "condition"),
    "recipients": ("purpose", "recipient_class", "wording"),
    "consequences": ("purpose", "text"),
    "rules": ("code", "period", "bound", "statement", "scope", "applies_to_all"),
    "purpose_rules": ("purpose", "rule", "in_line", "scope"),
    "dpia_screenings": ("activity", "automated_decision"),
    "rights": (
        *("code", "right", "grants", "regime", "available_to", "channel", "conditions"),
        *("identity_check", "fee", "frequency_limit", "redaction", "statement"),
    ),
    "notices": ("title", "audience", "products", "territory", "notice_period"),
    "vendors": ("name", "is_own_product"),
    "vendor_uses": ("vendor", "purpose", "spelling", "service", "data_limitation"),
    "joint_controllers": ("activity", "name"),
    "transfers": (
        *("code", "kind", "importer_vendor", "importer_entity", "importer"),
        *("country", "destination", "statement", "covers_all"),
    ),
    "safeguards": ("transfer", "mechanism", "url"),
    "transfer_purposes": ("purpose", "transfer"),
}
SHOWN_BY_WORDING: dict[type[models.Model], str] = {
    PurposeDataCategory: "category_id",
    PurposeRecipient: "recipient_class_id",
}
MODELS: dict[type[models.Model], str] = {SHEETS[sheet]._meta.model: sheet for sheet in QUOTED}


def covered(scope: OrganisationScope, notice: Any) -> dict[Any, ProcessingActivity]:
    """Return the activities that the notice with this key covers, by key.

    Those it names, or all; never retired ones, nor those in which we are processor, for there
    the controller informs (Art. 13(1), 28).
    """
    rows = scope.rows(NoticeActivity, Q(notice_id=notice))
    named = {each.activity_id for each in rows if each.notice_id == notice}
    return {
        each.pk: each
        for each in scope.rows(ProcessingActivity)
        if each.status != ActivityStatus.RETIRED
        and each.role != Role.PROCESSOR
        and (not named or each.pk in named)
    }


def sha256_of_quoted(scope: OrganisationScope, notice: Any) -> str:
    """Return the SHA-256, in hexadecimal, over all that the notice quotes in the scope."""
    quoted = QuotedScope(scope, notice)
    content = {}
    for sheet, kind, rows in read_rows(quoted, QUOTED):
        records = (kind.record(row) for row in rows)
        told = [{name: record[name] for name in QUOTED[sheet]} for record in records]
        content[sheet] = sorted(told, key=_as_text)
    return sha256_of(content)


class QuotedScope(OrganisationScope):
    """What a notice quotes of a register, now or in the past.

    With `touched`, keys by model, only these rows are read: what that costs depends on their
    number and not on the size of the register.
    """

    def __init__(
        self,
        register: OrganisationScope,
        notice: Any,
        touched: dict[type[models.Model], set[Any]] | None = None,
        *,
        activities: dict[Any, ProcessingActivity] | None = None,
    ) -> None:
        self.code, self.organisation = register.code, register.organisation
        self.register = register
        self.notice = notice
        self.activities = covered(register, notice) if activities is None else activities
        self._touched = touched
        self._lookups = {}
        self._rows: dict[type[models.Model], list[Any]] = {}
        self._met: defaultdict[type[models.Model], dict[Any, Any]] = defaultdict(dict)
        self._met[ProcessingActivity] = dict(self.activities)

    def rows(self, model: type[models.Model], where: Q | None = None) -> list[Any]:
        if model not in self._rows:
            self._rows[model] = self._read(model)
        return self._rows[model]

    def values(
        self, model: type[models.Model], names: Sequence[str], order: Sequence[str] = ()
    ) -> list[tuple[Any, ...]]:
        rows = sorted(self.rows(model), key=attrgetter(*order)) if order else self.rows(model)
        return [tuple(getattr(row, name) for name in names) for row in rows]

    def lookup(self, model: type[models.Model]) -> Lookup:
        if model not in self._lookups:
            everything = self.register.lookup(model)
            self._lookups[model] = _MetLookup(self._met[model], everything)
        return self._lookups[model]

    def using(self, model: type[models.Model], column: str, entries: set[Any]) -> list[Any]:
        """Quoted rows that show the name of one of these entries of a catalogue."""
        rows = self._concerned(model, self._some(model, column, entries))
        return [row for row in rows if not row.wording]

    def _read(self, model: type[models.Model]) -> list[Any]:
        if model is RuleTrigger:  # of no quoted column
            return []
        if model not in MODELS:
            return list(self.register.rows(model))
        if self._touched is None:
            rows = self._concerned(model, list(self.register.rows(model)))
        else:
            keys = self._touched.get(model, set())
            rows = self._concerned(model, self._some(model, "id", keys))
        for row in rows if model in SHOWN_BY_WORDING else ():
            if row.wording:  # then the notice shows no name of an entry, whichever it is
                setattr(row, SHOWN_BY_WORDING[model], None)
        return rows

    def _some(self, model: type[models.Model], column: str, keys: Collection[Any]) -> list[Any]:
        """The rows of the register with one of these keys in the column."""
        if not keys:
            return []
        where = Q(**{f"{column}__in": keys}) if len(keys) <= MANY else None
        rows = self.register.rows(model, where)
        found = [row for row in rows if getattr(row, column) in keys and self._is_ours(row)]
        self._met[model].update({row.pk: row for row in found})
        return found

    def _is_ours(self, row: Any) -> bool:
        """Told of rows that say so themselves; of others, their line or activity tells it."""
        ours = self.organisation.pk if self.organisation else None
        return getattr(row, "organisation_id", ours) == ours

    def _concerned(self, model: type[models.Model], rows: list[Any]) -> list[Any]:
        """Those of the rows that the notice quotes."""
        if not rows:
            return []
        if model is VendorUse:
            rows = [row for row in rows if row.is_recipient]
        if model is Notice:
            return [row for row in rows if row.pk == self.notice]
        if model is ProcessingActivity:
            return [row for row in rows if row.pk in self.activities]
        if model is ActivityGroup:
            groups = {each.group_id for each in self.activities.values()}
            return [row for row in rows if row.pk in groups]
        return self._by_parent(model, rows)

    def _by_parent(self, model: type[models.Model], rows: list[Any]) -> list[Any]:
        if model is Purpose:
            return _among(rows, "id", self._lines({row.pk for row in rows}))
        if model is RetentionRule:
            return self._linked(rows, PurposeRule, "rule_id", always="applies_to_all")
        if model is Transfer:
            return self._linked(rows, TransferPurpose, "transfer_id", always="covers_all")
        if model is Vendor:
            return self._linked(rows, VendorUse, "vendor_id", alone=False)
        if model is Safeguard:
            keys = {row.transfer_id for row in rows}
            transfers = self._concerned(Transfer, self._some(Transfer, "id", keys))
            return _among(rows, "transfer_id", {each.pk for each in transfers})
        names = {field.attname for field in model._meta.concrete_fields}
        if "purpose_id" in names:
            return _among(rows, "purpose_id", self._lines({row.purpose_id for row in rows}))
        if "activity_id" in names:
            return _among(rows, "activity_id", self.activities)
        return rows  # of the organisation as a whole

    def _lines(self, keys: set[Any], seen: frozenset[Any] = frozenset()) -> set[Any]:
        """Those of the lines that stand in a covered activity, or that a line there inherits."""
        rows = self._some(Purpose, "id", keys - {None})
        found = {row.pk for row in rows if row.activity_id in self.activities}
        rest = {row.pk for row in rows} - found - seen
        heirs = self._some(Purpose, "inherits_from_id", rest)
        if heirs:
            quoted = self._lines({row.pk for row in heirs}, seen | rest)
            found |= {row.inherits_from_id for row in heirs if row.pk in quoted}
        return found

    def _linked(
        self,
        rows: list[Any],
        link: type[models.Model],
        column: str,
        *,
        always: str = "",
        alone: bool = True,
    ) -> list[Any]:
        """Rows that lines of the notice name, that hold for all, or that no line names at all."""
        links = self._some(link, column, {row.pk for row in rows})
        lines = self._lines({each.purpose_id for each in links})
        quoted = {getattr(each, column) for each in links if each.purpose_id in lines}
        named = {getattr(each, column) for each in links}
        return [
            row
            for row in rows
            if row.pk in quoted
            or (always and getattr(row, always))
            or (alone and row.pk not in named)
        ]


class _MetLookup(NarrowLookup):
    """Names the rows that were met, and asks for all only when another one is named."""

    def __init__(self, met: dict[Any, Any], everything: Lookup) -> None:
        super().__init__((), everything)
        self._met = met

    def code(self, pk: Any) -> str:
        if pk in self._met:
            return str(getattr(self._met[pk], self.attribute))
        return self._everything.code(pk)


def _among(rows: Iterable[Any], column: str, keys: Collection[Any]) -> list[Any]:
    return [row for row in rows if getattr(row, column) in keys]


def _as_text(record: dict[str, Any]) -> str:
    return json.dumps(record, cls=DjangoJSONEncoder, sort_keys=True)
