"""The back office as Django apps: its admin site, and the roles made by migration."""

from importlib import import_module

from django.apps import AppConfig
from django.contrib.admin.apps import AdminConfig
from django.utils.translation import gettext_lazy as _


class BackOfficeConfig(AdminConfig):
    default_site = "config.admin.BackOfficeSite"


class RolesConfig(AppConfig):
    name = "config"
    verbose_name = _("Roles")

    def ready(self) -> None:
        import_module("config.admin.people")  # replaces pages of Django, so after all of them
