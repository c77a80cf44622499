"""What a row says of the uses of a vendor: in which lines, for what, in which role."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.utils.translation import gettext as _

from ropa.choices.register import FacetState
from ropa.models import VendorUse
from ropa.services.vendor_import.cells import Cells, Refusal, Said
from ropa.services.vendor_import.customers import ask_at_the_gate
from ropa.services.vendor_import.drafts import Dossier, Draft, Plan, UseKey
from ropa.services.vendor_import.register import Register
from ropa.vendor_lists.names import normalise

# Any of these makes a use, also where the row names no line.
_MAKES_USE = ("service", "role", "data_limitation")
_COLUMNS = {"is_recipient": "recipient", "order": "position", "source_lines": "source"}


def plan_uses(register: Register, plan: Plan, dossier: Dossier, said: Said, cells: Cells) -> bool:
    """Plan a use in every line that the row names; return whether any use is new.

    Without a line there is a use when the row gives a service, a role or a limit to the data.
    """
    lines = list(_lines(register, plan, said, cells))
    if not said.activities and not any(said.use.get(name) for name in _MAKES_USE):
        _plan_without_use(plan, dossier, said, cells)
        return False
    if not said.activities:
        lines = [None]
    made = [_plan_use(register, plan, dossier, line, said, cells) for line in lines]
    return any(made)


def _lines(register: Register, plan: Plan, said: Said, cells: Cells) -> Iterable[Draft | None]:
    found: list[Draft | None] = []
    for code in said.activities:
        try:
            line = register.line(code)
        except Refusal as wrong:
            plan.wrong += (f"{cells.heading('activities')}: {each}" for each in wrong.sentences)
            continue
        if line not in found:
            found.append(line)
    return found


def _plan_without_use(plan: Plan, dossier: Dossier, said: Said, cells: Cells) -> None:
    """Without a use the note is the vendor's; what only a use can hold is said to be left out."""
    if note := said.use.get("note"):
        plan.say(dossier.vendor, "note", note, heading=cells.heading("note"))
    left = [cells.heading(_COLUMNS[name]) for name in _COLUMNS if name in said.use]
    if left and dossier.vendor.is_new:
        plan.messages.append(
            _("The row names no line, service or role, so these have no place: %(columns)s.")
            % {"columns": ", ".join(left)}
        )


def _plan_use(
    register: Register, plan: Plan, dossier: Dossier, line: Draft | None, said: Said, cells: Cells
) -> bool:
    """Find or make the use in one line, and plan its values; return whether it is new."""
    purpose = line.row if line else None
    use = _find(register, plan, dossier, purpose, said)
    values = dict(said.use)
    is_new = use is None
    if use is None:
        use = Draft(VendorUse(vendor=dossier.vendor.row, purpose=purpose))
        plan.say(use, "spelling", said.spelling or dossier.name)
        if purpose is not None and "order" not in values:
            plan.assume(use, "order", register.last_order[purpose.pk] + 1)
    if line is not None:
        receives = values.get("is_recipient", use.row.is_recipient)
        if receives and (is_new or not use.row.is_recipient):
            _plan_recipients(plan, line)
            ask_at_the_gate(register, plan, dossier, line)
    for name, value in values.items():
        column = _COLUMNS.get(name, name)
        plan.say(use, name, value, heading=cells.heading(column) if column in cells.texts else "")
    plan.touch(use)
    plan.meant.append((dossier, _key(dossier, purpose, said), use))
    if is_new:
        plan.is_creating = True
        plan.add(dossier, use, _described(dossier, purpose, values))
    return is_new


def _described(dossier: Dossier, purpose: Any, values: Mapping[str, Any]) -> str:
    role = values.get("role")
    where = purpose.code if purpose else _("no line named")
    parts = (dossier.name, where, values.get("service"), role.label if role else "")
    return " · ".join(str(part) for part in parts if part)


def _key(dossier: Dossier, purpose: Any, said: Said) -> UseKey:
    service = normalise(str(said.use.get("service", "")))
    spelling = normalise(said.spelling or dossier.name)
    return purpose.pk if purpose else None, service, spelling


def _find(
    register: Register, plan: Plan, dossier: Dossier, purpose: Any, said: Said
) -> Draft | None:
    """The use that the row means: by service and spelling, or what is left when one is silent.

    What another row of the file means is left to that row.
    """
    key = _key(dossier, purpose, said)
    if key in dossier.meant:
        return dossier.meant[key]
    here = [each for each in dossier.uses if each.row.purpose_id == key[0]]
    exact = (said.use.get("service", ""), said.spelling or dossier.name)
    same = [each for each in here if _words(each.row) == key[1:]]
    same.sort(key=lambda each: (each.row.service, each.row.spelling) != exact)
    if same:
        return same[0]
    free = [
        each
        for each in here
        if not each.claimed_by_others(plan.line)
        and not register.is_heard(each.row.service, each.row.spelling)
    ]
    alike = [each for each in free if _words(each.row)[1] == key[2]]
    if not key[1]:
        return _only(alike or free, dossier, purpose)
    by_service = [each for each in free if _words(each.row)[0] == key[1]]
    silent = [each for each in alike if not each.row.service]
    return next(iter(by_service or silent), None)


def _words(use: VendorUse) -> tuple[str, str]:
    return normalise(use.service), normalise(use.spelling)


def _only(uses: list[Draft], dossier: Dossier, purpose: Any) -> Draft | None:
    if len(uses) > 1:
        raise Refusal(
            _('"%(vendor)s" has %(count)s services in the line %(line)s; say which one is meant.')
            % {
                "vendor": dossier.name,
                "count": len(uses),
                "line": purpose.code if purpose else "–",
            }
        )
    return uses[0] if uses else None


def _plan_recipients(plan: Plan, line: Draft) -> None:
    """A recipient needs a cell that has values; what the register says of it is not overruled."""
    planned = [edit.value for edit in plan.edits if edit.draft is line]
    state = planned[0] if planned else line.row.state("recipients")
    if state == FacetState.NONE:
        plan.wrong.append(
            _('The register says explicitly nobody receives data in "%(line)s"; change that first.')
            % {"line": line.row.code}
        )
    elif state == FacetState.INHERITED:
        plan.wrong.append(
            _('The recipients of "%(line)s" are inherited from another line; name that one.')
            % {"line": line.row.code}
        )
    elif state == FacetState.NOT_STATED:
        plan.say(line, "recipients_state", FacetState.GIVEN)
        plan.messages.append(
            _('The recipients of "%(line)s" were not stated and are given now.')
            % {"line": line.row.code}
        )
