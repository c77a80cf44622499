"""The vendors of one organisation in memory: read with a handful of queries, written with few."""

from collections import defaultdict
from typing import Any

from django.db import models
from django.utils.translation import gettext as _

from ropa.models import (
    Agreement,
    Organisation,
    ProcessingActivity,
    Purpose,
    SubProcessing,
    Vendor,
    VendorAlias,
    VendorLocation,
    VendorUse,
)
from ropa.services.gate import gate_of
from ropa.services.vendor_import.cells import Refusal, Said
from ropa.services.vendor_import.drafts import Dossier, Draft, Plan
from ropa.vendor_lists.names import normalise

# In the order in which they are written; a use needs its vendor.
_WRITTEN = (Vendor, VendorAlias, VendorUse, VendorLocation, Agreement, SubProcessing, Purpose)


class Register:
    """Finds vendors and purpose lines by what a list calls them, and writes what changed."""

    def __init__(self, organisation: Organisation) -> None:
        self.organisation = organisation
        self.gate = gate_of(organisation.pk)
        self.drafts: list[Draft] = []
        self._by_name: dict[str, Dossier] = {}
        self._by_spelling: defaultdict[str, list[Dossier]] = defaultdict(list)
        self._heard: defaultdict[str, dict[str, str]] = defaultdict(dict)
        self._heard_uses: set[tuple[str, str]] = set()
        self._denied: set[str] = set()
        self._read_vendors()
        self._read_lines()
        self.own_names = [organisation.name]
        for names in organisation.entities.values_list("legal_name", "trading_name"):
            self.own_names += filter(None, names)

    def _read_vendors(self) -> None:
        ours = {"vendor__organisation": self.organisation}
        self._by_pk: dict[Any, Dossier] = {}
        by_pk = self._by_pk
        for vendor in Vendor.objects.filter(organisation=self.organisation):
            by_pk[vendor.pk] = self._keep(Dossier(self._draft(vendor)))
        for alias in VendorAlias.objects.filter(**ours):
            self._keep_spelling(by_pk[alias.vendor_id], self._draft(alias))
        for use in VendorUse.objects.filter(**ours).order_by("order", "pk"):
            by_pk[use.vendor_id].uses.append(self._draft(use))
            self._name(by_pk[use.vendor_id], normalise(use.spelling))
        for location in VendorLocation.objects.filter(**ours):
            by_pk[location.vendor_id].locations.append(self._draft(location))
        self.agreement_codes: set[str] = set()
        for agreement in Agreement.objects.filter(organisation=self.organisation):
            self.agreement_codes.add(agreement.code)
            if agreement.vendor_id in by_pk:
                by_pk[agreement.vendor_id].agreements.append(self._draft(agreement))
        for dossier in by_pk.values():  # no query for a vendor that is here already
            backed_up = by_pk.get(dossier.vendor.row.backup_of_id)
            dossier.vendor.row.backup_of = backed_up.vendor.row if backed_up else None

    def _read_lines(self) -> None:
        self._lines: dict[str, Draft] = {}
        self._lines_of: dict[str, list[Draft]] = {
            code: []
            for code in ProcessingActivity.objects.filter(
                organisation=self.organisation
            ).values_list("code", flat=True)
        }
        purposes = Purpose.objects.filter(organisation=self.organisation)
        for purpose in purposes.select_related("activity"):
            draft = self._draft(purpose)
            self._lines[purpose.code] = draft
            self._lines_of[purpose.activity.code].append(draft)
        self.last_order: defaultdict[Any, int] = defaultdict(int)
        for dossier in self._by_name.values():
            for use in dossier.uses:
                self._count(use.row)

    def _draft(self, row: Any) -> Draft:
        draft = Draft(row)
        self.drafts.append(draft)
        return draft

    def _keep(self, dossier: Dossier) -> Dossier:
        self._by_name[dossier.vendor.row.normalised] = dossier
        return dossier

    def _keep_spelling(self, dossier: Dossier, alias: Draft) -> None:
        dossier.spellings[alias.row.spelling] = alias
        self._name(dossier, alias.row.normalised)

    def _name(self, dossier: Dossier, key: str) -> None:
        if dossier not in self._by_spelling[key]:
            self._by_spelling[key].append(dossier)

    def _count(self, use: VendorUse) -> None:
        if use.purpose_id is not None:
            self.last_order[use.purpose_id] = max(self.last_order[use.purpose_id], use.order)

    # Finding

    @property
    def spellings(self) -> set[str]:
        """Every known name and alias, as spelled."""
        owned = self._by_name.values()
        return {spelling for each in owned for spelling in (each.name, *each.spellings)}

    def hear(self, said: Said) -> None:
        """Take note, before any row is judged, whom and which use the file means by which words.

        So the outcome depends little on the order of the rows, and a second import, which finds
        what the first one made, judges as the first one did.
        """
        if said.master:
            self._heard[normalise(said.spelling)].setdefault(normalise(said.master), said.master)
        service = normalise(str(said.use.get("service", "")))
        self._heard_uses.add((service, normalise(said.spelling)))
        if said.vendor.get("is_own_product") is False:
            self._denied.update(map(normalise, said.names))

    def is_heard(self, service: str, spelling: str) -> bool:
        """Whether a row of the file means exactly this service in this spelling."""
        return (normalise(service), normalise(spelling)) in self._heard_uses

    def is_denied(self, dossier: Dossier) -> bool:
        """Whether a row of the file says that this vendor is no own product."""
        names = (dossier.name, *dossier.spellings)
        return bool(self._denied) and not self._denied.isdisjoint(map(normalise, names))

    def of(self, vendor_pk: Any) -> Dossier:
        """The dossier of a vendor that the register had before the file."""
        return self._by_pk[vendor_pk]

    def find(self, name: str, plan: Plan) -> Dossier | None:
        """The vendor of that name, or else the one that has it as an alias or spells a use so.

        Raises `Refusal` when the spelling means several vendors.
        """
        key = normalise(name)
        for dossier in plan.dossiers:  # made by this very row
            if dossier.vendor.row.normalised == key:
                return dossier
        if key in self._by_name:
            return self._by_name[key]
        owners = {each.vendor.row.normalised: each.name for each in self._by_spelling[key]}
        owners |= self._heard[key]
        if len(owners) > 1:
            raise Refusal(
                _('"%(name)s" is a spelling of several vendors: %(vendors)s. Name one of them.')
                % {"name": name, "vendors": ", ".join(owners.values())}
            )
        return next(iter(self._by_spelling[key]), None)

    def owner(self, spelling: str) -> Dossier | None:
        """A vendor that is called so already."""
        key = normalise(spelling)
        return self._by_name.get(key) or next(iter(self._by_spelling[key]), None)

    def line(self, code: str) -> Draft:
        """The purpose line of that code, or the only line of the activity of that code.

        Raises `Refusal` when there is none, or when the activity has several lines.
        """
        if code in self._lines:
            return self._lines[code]
        lines = self._lines_of.get(code)
        if lines is None:
            raise Refusal(_('there is no purpose line or activity "%(code)s".') % {"code": code})
        if len(lines) != 1:
            raise Refusal(
                _('the activity "%(code)s" has %(count)s lines: %(lines)s. Name one of them.')
                % {
                    "code": code,
                    "count": len(lines),
                    "lines": ", ".join(line.row.code for line in lines) or "–",
                }
            )
        return lines[0]

    # Writing

    def take(self, plan: Plan) -> None:
        """Let the register hold what an accepted row makes new."""
        for dossier, draft in plan.new:
            self.drafts.append(draft)
            match draft.row:
                case Vendor():
                    self._keep(dossier)
                case VendorAlias():
                    self._keep_spelling(dossier, draft)
                case VendorUse():
                    dossier.uses.append(draft)
                    self._count(draft.row)
                case VendorLocation():
                    dossier.locations.append(draft)
                case Agreement():
                    dossier.agreements.append(draft)
                    self.agreement_codes.add(draft.row.code)

    def write(self) -> None:
        """Write every new and every changed row, each with its history; nothing follows it."""
        drafts: defaultdict[type[models.Model], list[Draft]] = defaultdict(list)
        for draft in self.drafts:
            if draft.is_new or draft.changed:
                drafts[type(draft.row)].append(draft)
        for model in _WRITTEN:
            new = [each.row for each in drafts[model] if each.is_new]
            if model is Vendor:
                _create_vendors(new)
            elif new:
                model._default_manager.bulk_create(new)
            _update(model, [each for each in drafts[model] if not each.is_new])
        self._let_go()

    def _let_go(self) -> None:
        """Hold no longer what is written; who is who, and by which spellings, stays."""
        self.drafts.clear()
        self._heard_uses.clear()
        for dossier in self._by_name.values():
            for rows in (dossier.uses, dossier.locations, dossier.agreements, dossier.meant):
                rows.clear()


def _create_vendors(waiting: list[Any]) -> None:
    """A vendor that another one backs up is created before that one."""
    while waiting:
        ready = [row for row in waiting if row.backup_of is None or row.backup_of.pk]
        for row in ready:
            row.backup_of = row.backup_of  # takes over the key that it has by now
        Vendor.objects.bulk_create(ready)
        waiting = [row for row in waiting if row.pk is None]


def _update(model: type[models.Model], changed: list[Draft]) -> None:
    fields = {name for each in changed for name in each.changed}
    if "backup_of" in fields:
        for each in changed:
            each.row.backup_of = each.row.backup_of
    if changed:
        model._default_manager.bulk_update([each.row for each in changed], sorted(fields))
