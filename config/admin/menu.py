"""The sections of the menu: the work of the officer, not the apps of the programmer."""

from enum import Enum

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
