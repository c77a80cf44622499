from importlib import import_module

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class DsrConfig(AppConfig):
    name = "dsr"
    verbose_name = _("Requests")

    def ready(self) -> None:
        import_module("dsr.services.pack")  # contributes to the authority pack
