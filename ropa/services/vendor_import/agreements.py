"""What a row says of the agreements with a vendor."""

import re
from datetime import date

from django.utils.translation import gettext as _

from ropa.choices.register import AgreementKind
from ropa.models import Agreement
from ropa.services.vendor_import.cells import AgreementSaid, Cells, Refusal
from ropa.services.vendor_import.drafts import Dossier, Draft, Plan
from ropa.services.vendor_import.register import Register
from ropa.vendor_lists.spelling import without_accents

_NOT_IN_CODE = re.compile(r"[^a-z0-9.]+")
_NAME_IN_CODE = 38  # characters; the code has 60, the longest kind 17
_WITH_MODULE = (AgreementKind.SCC, AgreementKind.UK_ADDENDUM)
_TITLE = 200  # characters


def plan_agreements(
    register: Register, plan: Plan, dossier: Dossier, said: AgreementSaid, cells: Cells
) -> None:
    """Find or make each agreement, and plan its days. An agreement is found by its kind."""
    for kind, title in said.kinds.items():
        found = [each for each in dossier.agreements if each.row.kind == kind and _is(each, title)]
        has_days = said.signed_on is not None or said.expires_on is not None
        if kind == AgreementKind.OTHER and not title and has_days:
            generic = _title(kind, dossier.name)
            found = [each for each in found if each.row.title == generic]
        if len(found) > 1 and not has_days:
            continue  # nothing is said of them that is not known
        agreement = _only(found, said, dossier) or _new(register, plan, dossier, kind, title)
        _plan_days(plan, agreement, said, cells)
        _plan_scope(plan, agreement, said, cells)


def _is(agreement: Draft, title: str) -> bool:
    return not title or bool(agreement.row.title == title)


def _only(found: list[Draft], said: AgreementSaid, dossier: Dossier) -> Draft | None:
    if len(found) > 1:
        found = [each for each in found if each.row.signed_on == said.signed_on]
        if len(found) != 1:
            raise Refusal(
                _('"%(vendor)s" has several such agreements; change the one that is meant itself.')
                % {"vendor": dossier.name}
            )
    return found[0] if found else None


def _new(
    register: Register, plan: Plan, dossier: Dossier, kind: AgreementKind, title: str
) -> Draft:
    row = Agreement(organisation=register.organisation, vendor=dossier.vendor.row, kind=kind)
    row.code = _code(register, dossier.name, kind)
    row.title = title or _title(kind, dossier.name)
    draft = Draft(row)
    plan.say(draft, "title", row.title)
    plan.add(dossier, draft, row.title)
    return draft


def _title(kind: AgreementKind, vendor: str) -> str:
    label = str(kind.label).partition(" – ")[0]
    return (_("%(agreement)s with %(vendor)s") % {"agreement": label, "vendor": vendor})[:_TITLE]


def _code(register: Register, vendor: str, kind: AgreementKind) -> str:
    """A code that tells vendor and kind, the same in every import of the same list."""
    plain = _NOT_IN_CODE.sub("-", without_accents(vendor).casefold()).strip("-.")
    code = base = f"{plain[:_NAME_IN_CODE].strip('-.') or 'vendor'}-{kind.value.replace('_', '-')}"
    number = 1
    while code in register.agreement_codes:
        number += 1
        code = f"{base}-{number}"
    return code


def _plan_days(plan: Plan, agreement: Draft, said: AgreementSaid, cells: Cells) -> None:
    plan.touch(agreement)
    days = {"signed_on": said.signed_on, "expires_on": said.expires_on}
    for name, day in days.items():
        if day is not None:
            plan.say(agreement, name, day, heading=cells.heading(name))
    row = agreement.row
    begins: list[date] = [
        day for day in (said.signed_on or row.signed_on, row.valid_from) if day is not None
    ]
    ends = said.expires_on or row.expires_on
    if ends and begins and ends < max(begins):
        plan.wrong.append(
            _('"%(agreement)s" would expire on %(ends)s, before it begins on %(begins)s.')
            % {"agreement": row.title, "ends": ends, "begins": max(begins)}
        )


def _plan_scope(plan: Plan, agreement: Draft, said: AgreementSaid, cells: Cells) -> None:
    """The module of clauses and what a certificate covers; nothing is taken back by silence."""
    kind = agreement.row.kind
    if said.module and kind in _WITH_MODULE:
        plan.say(agreement, "module", said.module, heading=cells.heading("agreement_type"))
    if kind == AgreementKind.DPF:
        for name in said.covers:
            plan.say(agreement, name, True)
