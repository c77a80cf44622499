"""Constraints that many models share."""

from zoneinfo import available_timezones

from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.db.models import CheckConstraint, Choices, Q
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _
from django_stubs_ext import StrOrPromise

from ropa import periods

code_validator = RegexValidator(
    r"\A[A-Za-z0-9][A-Za-z0-9_.-]*\Z",
    _("A code is made of letters, digits, hyphens, dots and underscores."),
)
country_validator = RegexValidator(
    r"\A[A-Z]{2}\Z", _("Write the two capital letters of ISO 3166, such as DE.")
)


def validate_period(text: str) -> None:
    try:
        periods.parse(text)
    except periods.WrongPeriod as wrong:
        raise ValidationError(str(wrong)) from wrong


def validate_time_zone(name: str) -> None:
    if name not in available_timezones():
        raise ValidationError(
            _("There is no time zone “%(name)s”; write one as Europe/Berlin or UTC.")
            % {"name": name}
        )


def known(name: str, field: str, choices: type[Choices], *, blank: bool = False) -> CheckConstraint:
    """A closed list, held by the database as well as by the form."""
    values = [*choices.values, *([""] if blank else [])]
    return CheckConstraint(
        name=f"{name}_{field}_known",
        condition=Q(**{f"{field}__in": values}),
        violation_error_message=_("%(field)s: choose one of the listed values.")
        % {"field": capfirst(field.replace("_", " "))},
    )


def filled(name: str, field: str, message: StrOrPromise) -> CheckConstraint:
    """A text that may not be empty."""
    return CheckConstraint(
        name=f"{name}_{field}_filled",
        condition=~Q(**{field: ""}),
        violation_error_message=message,
    )
