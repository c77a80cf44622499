from importlib import import_module

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class RopaConfig(AppConfig):
    name = "ropa"
    verbose_name = _("Register")

    def ready(self) -> None:
        import_module("ropa.services.staleness")  # listens to changes
        import_module("ropa.services.vendor_changes")  # listens to changes of agreements
        import_module("ropa.services.pack.parts")  # contributes to the authority pack
