"""The gate to customers' data for the rows of a list: what the database would refuse, at its line.

Whether a vendor is an own product decides it, and that may stand in another row of the file.
"""

from django.utils.translation import gettext as _

from ropa.services.vendor_import.drafts import Dossier, Draft, Plan
from ropa.services.vendor_import.register import Register


def ask_at_the_gate(register: Register, plan: Plan, dossier: Dossier, line: Draft) -> None:
    """A vendor that is not on the published list gets no customers' data."""
    is_own = _becomes_ours(plan, dossier)
    if is_own is None:
        is_own = dossier.vendor.row.is_own_product and not register.is_denied(dossier)
    if wrong := register.gate.refusal(dossier.vendor.row, line.row, is_own=is_own):
        plan.wrong.append(wrong)


def keep_the_gate_shut(register: Register, plan: Plan, dossier: Dossier) -> None:
    """A vendor is no longer denied as an own product once a row above let it through as one."""
    if _becomes_ours(plan, dossier) is not False:
        return
    for use in dossier.uses:
        is_of_this_file = use.is_new or "is_recipient" in use.changed
        if not (is_of_this_file and use.row.is_recipient):
            continue
        if register.gate.refusal(dossier.vendor.row, use.row.purpose, is_own=False):
            plan.wrong.append(
                _(
                    "%(vendor)s cannot be said to be no own product: line %(line)s lets it receive "
                    "customers’ data as one, and it is not on version %(number)s of the list of "
                    "sub-processors. Leave out that line, or publish a list with it first."
                )
                % {
                    "vendor": dossier.name,
                    "line": min(use.lines),
                    "number": register.gate.number,
                }
            )
            return


def _becomes_ours(plan: Plan, dossier: Dossier) -> bool | None:
    """What the row says of the vendor: an own product, none, or nothing."""
    said = [
        edit.value
        for edit in plan.edits
        if edit.draft is dossier.vendor and edit.field == "is_own_product"
    ]
    return bool(said[-1]) if said else None
