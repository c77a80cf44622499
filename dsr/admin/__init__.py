"""Pages of requests, and what the home page says of them."""

from typing import cast

from django.contrib import admin

from config.admin import BackOfficeSite
from dsr.admin.panel import requests_due
from dsr.admin.ticket import TicketAdmin

__all__ = ("TicketAdmin",)

cast(BackOfficeSite, admin.site).add_panel(requests_due, place=10)
