"""The sections of the menu: the work of the officer, not the apps of the programmer."""

from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _


class Section(Enum):
    REGISTER = ("register", _("Register"))
    VENDORS = ("vendors", _("Vendors"))
    TRANSFERS = ("transfers", _("Transfers"))
    REQUESTS = ("requests", _("Requests"))
    RETENTION = ("retention", _("Retention"))
    AUDIT = ("audit", _("Audit"))
    ADMINISTRATION = ("administration", _("Administration"))

    @property
    def key(self) -> str:
        return self.value[0]

    @property
    def label(self) -> str:
        return str(self.value[1])


@dataclass(frozen=True, kw_only=True)
class Page:
    """A page without a model of its own, for those who have the permission.

    `view` gets the request and the context that every page of the site needs. The page is
    found as `admin:NAME`, at the address NAME.
    """

    section: Section
    name: str
    label: Any
    view: Callable[[HttpRequest, dict[str, Any]], HttpResponse]
    permission: str  # "app_label.codename"
    place: int = 50
