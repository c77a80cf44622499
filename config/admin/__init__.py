"""The admin site, its menu and home page, and the two kinds of record pages."""

from config.admin.actions import RecordAction, Told
from config.admin.display import NOTHING, link, pill
from config.admin.filters import AutocompleteFilter
from config.admin.home import Panel, PanelRow
from config.admin.menu import Page, Section
from config.admin.records import EvidenceAdmin, MenuPage, RecordAdmin, ValueInline
from config.admin.site import BackOfficeSite

__all__ = (
    "NOTHING",
    "AutocompleteFilter",
    "BackOfficeSite",
    "EvidenceAdmin",
    "MenuPage",
    "Page",
    "Panel",
    "PanelRow",
    "RecordAction",
    "RecordAdmin",
    "Section",
    "Told",
    "ValueInline",
    "link",
    "pill",
)
