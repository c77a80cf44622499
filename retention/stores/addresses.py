"""Addresses of data stores. They stand in the environment, or in a file that it names."""

import os
from pathlib import Path
from typing import TYPE_CHECKING

import sqlalchemy as sa
from django.utils.translation import gettext as _

from retention.errors import StoreUnreachable

if TYPE_CHECKING:
    from retention.models import DataStore

DRIVERS = {
    "postgresql": "postgresql+psycopg",
    "mysql": "mysql+pymysql",
    "mariadb": "mariadb+pymysql",
}


def address_of(store: "DataStore") -> str:
    """Return the address in NAME, or in the file that NAME_FILE names.

    Raises `StoreUnreachable`.
    """
    name = store.url_variable
    url, file = os.environ.get(name, ""), os.environ.get(f"{name}_FILE", "")
    if not url and file:
        try:
            url = Path(file).read_text(encoding="utf-8").strip()
        except (OSError, UnicodeDecodeError) as wrong:
            raise StoreUnreachable(
                _("The data store “%(store)s” has no address: %(variable)s names no readable file.")
                % {"store": store.name, "variable": f"{name}_FILE"}
            ) from wrong
    if not url:
        raise StoreUnreachable(
            _(
                "The data store “%(store)s” has no address: set the environment variable "
                "%(variable)s where the back office and its workers run."
            )
            % {"store": store.name, "variable": name}
        )
    return url


def with_driver(url: str) -> str:
    """Name the driver that is installed where the address leaves it open."""
    parsed = sa.make_url(url.replace("postgres://", "postgresql://", 1))
    if parsed.drivername in DRIVERS:
        parsed = parsed.set(drivername=DRIVERS[parsed.drivername])
    return parsed.render_as_string(hide_password=False)
