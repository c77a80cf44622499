"""What an officer makes of transfers that follow from vendors: confirmed, ruled out, completed.

Each is worked out anew under a lock, so that two clicks make one transfer and a page that is old
by now makes none.
"""

from datetime import date
from typing import NamedTuple

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.text import slugify
from django.utils.translation import gettext as _

from ropa.choices.register import DestinationKind
from ropa.choices.vendors import TransferOrigin
from ropa.models import (
    AdequacyDecision,
    Agreement,
    LegalEntity,
    NoTransfer,
    Organisation,
    Purpose,
    Safeguard,
    Transfer,
    TransferPurpose,
    Vendor,
)
from ropa.resources import OrganisationScope
from ropa.services.transfers.facts import facts_on_file
from ropa.transfers.derive import KIND_OF, Candidate, Derived, derive, proposed
from ropa.transfers.facts import Recorded
from ropa.transfers.flows import Facts, Key

LONGEST = 50  # characters of a code before its number


class Choice(NamedTuple):
    """A safeguard that the officer chose among those on file."""

    mechanism: str
    decision: str = ""
    agreement: str = ""


def choice_of(recorded: Recorded) -> Choice:
    paper = recorded.paper.code if recorded.paper else ""
    return Choice(recorded.mechanism, recorded.decision, paper)


@transaction.atomic
def confirm(
    organisation: Organisation,
    key: Key,
    *,
    on: date,
    kind: str = "",
    safeguard: Choice | None = None,
) -> Transfer:
    """Record the transfer with its lines and the safeguard chosen, Art. 30(1)(e), (2)(c).

    `kind` is asked for only where it does not follow from the place. Raises `ValidationError`
    where the transfer follows no longer, or the safeguard does not carry it.
    """
    facts, derived = _worked_out(organisation, on)
    candidate = _open(derived, key)
    kind = KIND_OF.get(key.kind, kind)
    if not kind:
        raise ValidationError(_("Say whether data are stored there, reached from there or sent."))
    chosen = [each.recorded for each in proposed(candidate, facts)]
    if safeguard is not None and safeguard not in map(choice_of, chosen):
        raise ValidationError(_("This safeguard does not carry the transfer; choose another."))
    transfer = _new_transfer(organisation, candidate, kind=kind, on=on)
    _add(transfer, candidate.codes)
    if safeguard is not None:
        _guard(transfer, safeguard)
    return transfer


@transaction.atomic
def rule_out(organisation: Organisation, key: Key, *, reason: str, on: date) -> NoTransfer:
    """Record why a transfer that seems to follow is none. Raises `ValidationError`."""
    if not reason.strip():
        raise ValidationError(_("Say why no data go there."))
    _facts, derived = _worked_out(organisation, on)
    _open(derived, key)
    ruling = NoTransfer(
        organisation=organisation,
        exporter_entity=_entity(organisation, key.exporter_entity),
        exporter_vendor=_vendor(organisation, key.exporter_vendor),
        importer_vendor=_vendor(organisation, key.importer),
        location_kind=key.kind,
        country=key.country,
        reason=reason.strip(),
        decided_on=on,
    )
    ruling.full_clean()
    ruling.save()
    return ruling


@transaction.atomic
def add_lines(transfer: Transfer, *, on: date) -> int:
    """Add the purpose lines that the transfer lacks; return how many."""
    _facts, derived = _worked_out(transfer.organisation, on)
    lacking = {flow.code: lines for flow, lines in derived.lacking}
    lines = lacking.get(transfer.code, ())
    _add(transfer, lines)
    return len(lines)


def _worked_out(organisation: Organisation, on: date) -> tuple[Facts, Derived]:
    Organisation.objects.select_for_update().get(pk=organisation.pk)
    facts = facts_on_file(OrganisationScope(organisation.code), on=on)
    return facts, derive(facts)


def _open(derived: Derived, key: Key) -> Candidate:
    for candidate in derived.candidates:
        if candidate.key == key:
            return candidate
    raise ValidationError(
        _("This transfer is confirmed or ruled out already, or follows no longer. Look again.")
    )


def _new_transfer(
    organisation: Organisation, candidate: Candidate, *, kind: str, on: date
) -> Transfer:
    key = candidate.key
    transfer = Transfer(
        organisation=organisation,
        code=_free_code(organisation, key),
        kind=kind,
        exporter_entity=_entity(organisation, key.exporter_entity),
        exporter_vendor=_vendor(organisation, key.exporter_vendor),
        importer_vendor=_vendor(organisation, key.importer),
        destination_kind=DestinationKind.COUNTRY,
        country=key.country,
        origin=TransferOrigin.DERIVED,
        confirmed_on=on,
    )
    transfer.full_clean()
    transfer.save()
    return transfer


def _free_code(organisation: Organisation, key: Key) -> str:
    stem = f"{slugify(key.importer)[:LONGEST].strip('-') or 'transfer'}-{key.country.lower()}"
    taken = set(
        Transfer.objects.filter(organisation=organisation, code__startswith=stem).values_list(
            "code", flat=True
        )
    )
    numbered = (f"{stem}-{number}" for number in range(2, len(taken) + 3))
    return stem if stem not in taken else next(code for code in numbered if code not in taken)


def _add(transfer: Transfer, lines: tuple[str, ...]) -> None:
    found = Purpose.objects.filter(organisation=transfer.organisation, code__in=lines)
    TransferPurpose.objects.bulk_create(
        TransferPurpose(transfer=transfer, purpose=purpose) for purpose in found
    )


def _guard(transfer: Transfer, chosen: Choice) -> None:
    agreements = Agreement.objects.filter(organisation=transfer.organisation)
    guard = Safeguard(
        transfer=transfer,
        mechanism=chosen.mechanism,
        agreement=agreements.filter(code=chosen.agreement).first(),
        decision=AdequacyDecision.objects.filter(code=chosen.decision).first(),
    )
    guard.full_clean()
    guard.save()


def _entity(organisation: Organisation, code: str) -> LegalEntity | None:
    return LegalEntity.objects.filter(organisation=organisation, code=code).first()


def _vendor(organisation: Organisation, name: str) -> Vendor | None:
    return Vendor.objects.filter(organisation=organisation, name=name).first()
