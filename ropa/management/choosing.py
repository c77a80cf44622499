"""Which register a command is about, and of which day."""

from datetime import date

from django.utils.translation import gettext as _

from config.commands import cannot_run
from ropa.models import Organisation
from ropa.resources import OrganisationScope, PastScope, end_of, first_day_of


def organisation_of(code: str) -> Organisation:
    organisation = Organisation.objects.filter(code=code).first()
    if organisation is None:
        known = ", ".join(Organisation.objects.order_by("code").values_list("code", flat=True))
        cannot_run(
            _('There is no organisation "%(code)s"; known are: %(known)s.')
            % {"code": code, "known": known or _("none")}
        )
    return organisation


def scope_of(organisation: Organisation, as_of: date | None) -> OrganisationScope:
    """The register of today, or from its history."""
    if as_of is None:
        return OrganisationScope(organisation.code)
    scope = PastScope(organisation.code, end_of(as_of, organisation))
    if scope.organisation is None:
        cannot_run(
            _("On %(day)s there was no register of %(name)s yet; its history begins on %(first)s.")
            % {"day": as_of, "name": organisation.name, "first": first_day_of(organisation)}
        )
    return scope
