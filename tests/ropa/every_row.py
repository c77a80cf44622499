"""Every row of the register, to be held against what is there later."""

from typing import Any

from django.apps import apps

from ropa.models import CatalogueMerge, VendorMerge


def everything() -> dict[str, list[Any]]:
    """Return the rows of every table but histories and merges."""
    return {
        model._meta.label: sorted(model._default_manager.values_list(), key=repr)
        for model in apps.get_app_config("ropa").get_models()
        if not model.__name__.startswith("Historical")
        and model not in (CatalogueMerge, VendorMerge)
    }
