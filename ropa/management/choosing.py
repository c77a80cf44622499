"""Which register a command is about, and of which day."""

from datetime import date

from django.utils import timezone
from django.utils.translation import gettext as _

from config.commands import cannot_run
from ropa.export.sheets import CannotExport
from ropa.models import Organisation
from ropa.resources import OrganisationScope
from ropa.services import exporting


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
    try:
        return exporting.scope_of(organisation, as_of, now=timezone.now())
    except CannotExport as wrong:
        cannot_run(str(wrong))
