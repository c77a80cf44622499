"""What is supposed to fall away: one mechanism, adequacy decision, country or vendor."""

from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from ropa.choices.register import Mechanism
from ropa.choices.vendors import ImpactSubject
from ropa.models import AdequacyDecision, Organisation, Vendor, VendorAlias
from ropa.models.rules import country_validator
from ropa.transfers.impact import Subject
from ropa.vendor_lists.countries import codes
from ropa.vendor_lists.names import normalise


class WrongSubject(Exception):
    """What was named cannot fall away; its text is a sentence that says what to do."""


@dataclass(frozen=True, kw_only=True)
class Chosen:
    """What falls away, in the register of one organisation; `value` as it is kept."""

    organisation: Organisation
    kind: str
    value: str
    decision: AdequacyDecision | None = None
    vendor: Vendor | None = None

    @property
    def subject(self) -> Subject:
        return Subject(self.kind, self.vendor.name if self.vendor else self.value)

    @property
    def label(self) -> str:
        if self.kind == ImpactSubject.MECHANISM:
            return str(Mechanism(self.value).label)
        return str(self.decision or self.vendor or self.value)


def choose(
    organisation: Organisation,
    *,
    mechanism: str = "",
    decision: AdequacyDecision | str | None = None,
    country: str = "",
    vendor: Vendor | str | None = None,
) -> Chosen:
    """Return what falls away. Raises `WrongSubject` unless exactly one thing is named, and known.

    A decision may be named by its code, a vendor by its name or any of its spellings.
    """
    if sum(map(bool, (mechanism, decision, country, vendor))) != 1:
        raise WrongSubject(
            _("Name one thing that falls away: a mechanism, a decision, a country or a vendor.")
        )
    if mechanism:
        return _mechanism(organisation, mechanism)
    if decision:
        found = _decision(decision)
        return Chosen(
            organisation=organisation,
            kind=ImpactSubject.DECISION,
            value=found.code,
            decision=found,
        )
    if vendor:
        ours = _vendor(organisation, vendor)
        return Chosen(
            organisation=organisation,
            kind=ImpactSubject.VENDOR,
            value=str(ours.pk),
            vendor=ours,
        )
    return _country(organisation, country)


def _mechanism(organisation: Organisation, value: str) -> Chosen:
    if value not in Mechanism.values:
        raise WrongSubject(
            _("There is no mechanism “%(value)s”; there are: %(known)s.")
            % {"value": value, "known": ", ".join(Mechanism.values)}
        )
    return Chosen(organisation=organisation, kind=ImpactSubject.MECHANISM, value=value)


def _decision(named: AdequacyDecision | str) -> AdequacyDecision:
    if isinstance(named, AdequacyDecision):
        return named
    found = AdequacyDecision.objects.filter(code=named).first()
    if found is None:
        raise WrongSubject(
            _("There is no adequacy decision “%(code)s”; its code stands on its page.")
            % {"code": named}
        )
    return found


def _country(organisation: Organisation, value: str) -> Chosen:
    country = value.strip().upper()
    try:
        country_validator(country)
        if country not in codes():
            raise ValidationError(country)
    except ValidationError as wrong:
        raise WrongSubject(
            _("“%(value)s” is no country: write its code of ISO 3166, such as US or GB.")
            % {"value": value}
        ) from wrong
    return Chosen(organisation=organisation, kind=ImpactSubject.COUNTRY, value=country)


def _vendor(organisation: Organisation, named: Vendor | str) -> Vendor:
    if isinstance(named, Vendor):
        if named.organisation_id != organisation.pk:
            raise WrongSubject(
                _("%(vendor)s is a vendor of another organisation.") % {"vendor": named}
            )
        return named
    wanted = normalise(named)
    found = Vendor.objects.filter(organisation=organisation, normalised=wanted).first()
    if found is not None:
        return found
    aliases = VendorAlias.objects.filter(organisation=organisation, normalised=wanted)
    meant = {alias.vendor for alias in aliases.select_related("vendor")}
    if len(meant) != 1:
        raise WrongSubject(
            _("There is no vendor “%(name)s” in this organisation.") % {"name": named}
            if not meant
            else _("“%(name)s” may be more than one vendor; write its full name.") % {"name": named}
        )
    return meant.pop()
