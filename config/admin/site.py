"""The site: menu by section with counts of what is due, and a home page of panels."""

from collections.abc import Iterable
from typing import Any

from django.conf import settings
from django.contrib.admin import AdminSite
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, URLResolver, path, reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from config.admin.changes import changes_view
from config.admin.choices import RecordChoices
from config.admin.due import due_counts
from config.admin.home import PanelMaker, overview
from config.admin.menu import Page, Section


class BackOfficeSite(AdminSite):
    site_title = _("Register")
    site_header = _("Record of processing")
    index_title = _("Overview")
    index_template = "admin/home.html"
    enable_nav_sidebar = True
    site_url = None  # the admin is the whole product
    empty_value_display = "–"

    def __init__(self, name: str = "admin") -> None:
        super().__init__(name)
        self._panels: list[tuple[int, PanelMaker]] = []
        self._shortcuts: list[tuple[Any, str, str]] = []
        self._pages: list[Page] = []
        self.disable_action("delete_selected")  # records go one at a time, each confirmed

    def add_panel(self, maker: PanelMaker, *, place: int) -> None:
        """Put a panel on the home page; lower places come first."""
        self._panels.append((place, maker))
        self._panels.sort(key=lambda panel: panel[0])

    def add_shortcut(self, label: Any, url_name: str, *, permission: str) -> None:
        """Put a link on the home page for those who have the permission."""
        self._shortcuts.append((label, url_name, permission))

    def add_page(self, page: Page) -> None:
        """Put a page without a model into the menu, for those who have its permission."""
        self._pages.append(page)

    def each_context(self, request: HttpRequest) -> dict[str, Any]:
        return {**super().each_context(request), "embedded": settings.EMBEDDED}

    def index(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> TemplateResponse:
        today = timezone.localdate()
        made = (maker(request, today) for _place, maker in self._panels)
        panels = [panel for panel in made if panel is not None]
        shortcuts = [
            (label, reverse(url_name))
            for label, url_name, permission in self._shortcuts
            if request.user.has_perm(permission)
        ]
        context = {
            **overview(panels),
            "panels": panels,
            "today": today,
            "shortcuts": shortcuts,
            **(extra_context or {}),
        }
        return super().index(request, context)

    def get_urls(self) -> list[URLPattern | URLResolver]:
        changes = self.admin_view(self.changes_page)
        pages = [path(f"{p.name}/", self._view_of(p), name=p.name) for p in self._pages]
        return [path("changes/", changes, name="changes"), *pages, *super().get_urls()]

    def _view_of(self, page: Page) -> Any:
        def view(request: HttpRequest) -> HttpResponse:
            if not request.user.has_perm(page.permission):
                raise PermissionDenied
            return page.view(request, self.each_context(request))

        return self.admin_view(view)

    def changes_page(self, request: HttpRequest) -> TemplateResponse:
        return changes_view(request, self.each_context(request))

    def app_index(  # type: ignore[override]  # any response will do
        self, request: HttpRequest, app_label: str, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        return HttpResponseRedirect(reverse(f"{self.name}:index"))  # apps mean nothing to officers

    def autocomplete_view(self, request: HttpRequest) -> Any:
        return RecordChoices.as_view(admin_site=self)(request)

    def get_app_list(
        self, request: HttpRequest, app_label: str | None = None
    ) -> list[dict[str, Any]]:
        """Return the sections, each with the models that this user may see."""
        if app_label:
            return list(super().get_app_list(request, app_label))
        allowed = {
            model["model"]: model
            for app in super().get_app_list(request)
            for model in app["models"]
        }
        shown = [self._registry[model] for model in allowed if self._is_in_menu(model)]
        due = due_counts(shown, request, timezone.localdate())
        sections = {
            section: sorted(
                [*self._models_of(section, allowed, due), *self._pages_of(section, request)],
                key=lambda entry: (entry["place"], str(entry["name"])),
            )
            for section in Section
        }
        sections[Section.AUDIT].insert(0, _page(_("Changes"), reverse(f"{self.name}:changes")))
        return [_section(section, entries) for section, entries in sections.items() if entries]

    def _is_in_menu(self, model: Any) -> bool:
        return bool(getattr(self._registry[model], "in_menu", True))

    def _models_of(
        self, section: Section, allowed: dict[Any, dict[str, Any]], due: dict[Any, int]
    ) -> Iterable[dict[str, Any]]:
        found = []
        for model, entry in allowed.items():
            model_admin = self._registry[model]
            if getattr(model_admin, "section", Section.ADMINISTRATION) is not section:
                continue
            if not self._is_in_menu(model):
                continue
            found.append(
                {
                    **entry,
                    "name": getattr(model_admin, "menu_name", "") or entry["name"],
                    "due": due.get(model, 0),
                    "quick": getattr(model_admin, "quick_add", ""),
                    "place": getattr(model_admin, "menu_place", 50),
                }
            )
        return found

    def _pages_of(self, section: Section, request: HttpRequest) -> Iterable[dict[str, Any]]:
        return [
            _page(page.label, reverse(f"{self.name}:{page.name}"), page.place)
            for page in self._pages
            if page.section is section and request.user.has_perm(page.permission)
        ]


def _page(name: Any, url: str, place: int = 0) -> dict[str, Any]:
    """Return a page without a model as an entry of the menu."""
    entry = {"name": name, "admin_url": url, "view_only": True, "add_url": None, "due": 0}
    return {**entry, "place": place}


def _section(section: Section, models: list[dict[str, Any]]) -> dict[str, Any]:
    return {
        "name": section.label,
        "app_label": section.key,
        "app_url": models[0]["admin_url"],
        "has_module_perms": True,
        "models": models,
    }
