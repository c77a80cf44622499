"""Users and their roles. Imported once all apps are ready, after Django's own pages of them."""

from typing import Any

from django.contrib import admin
from django.contrib.auth.admin import GroupAdmin, UserAdmin
from django.contrib.auth.models import Group, Permission, User
from django.db.models import Count, QuerySet
from django.forms import CheckboxSelectMultiple
from django.http import HttpRequest
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from config.admin.display import NOTHING, pill
from config.admin.records import MenuPage

OURS = ("ropa", "retention", "dsr", "django_celery_beat", "auth")

admin.site.unregister((User, Group))


@admin.register(User)
class PersonAdmin(MenuPage, UserAdmin[User]):
    """A person who works here; what the person may do comes from roles alone."""

    menu_place = 10
    list_display = ("username", "full_name", "email", "roles", "state")
    list_filter = ("groups", "is_active", "is_superuser")
    fieldsets = (
        (_("Person"), {"fields": ("username", "password", ("first_name", "last_name"), "email")}),
        (_("Roles"), {"fields": ("groups", "is_active", "is_superuser")}),
    )
    filter_horizontal = ()

    def get_queryset(self, request: HttpRequest) -> QuerySet[User]:
        return super().get_queryset(request).prefetch_related("groups")

    def formfield_for_manytomany(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        if db_field.name == "groups":
            kwargs |= {"widget": CheckboxSelectMultiple(), "label": _("Roles"), "help_text": ""}
        return super().formfield_for_manytomany(db_field, request, **kwargs)

    def formfield_for_dbfield(self, db_field: Any, request: Any, **kwargs: Any) -> Any:
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        if db_field.name == "groups":
            field.widget.can_add_related = False
        return field

    def save_model(self, request: HttpRequest, obj: User, form: Any, change: bool) -> None:
        if not change:
            obj.is_staff = True  # there is no other place to log in to
        super().save_model(request, obj, form, change)

    @admin.display(description=_("name"), ordering="last_name")
    def full_name(self, user: User) -> str:
        return user.get_full_name() or NOTHING

    @admin.display(description=_("roles"))
    def roles(self, user: User) -> str:
        names = [_("Administrator")] if user.is_superuser else []
        return ", ".join(map(str, [*names, *user.groups.all()])) or NOTHING

    @admin.display(description=_("access"), ordering="is_active")
    def state(self, user: User) -> SafeString:
        return pill(_("active"), "ok") if user.is_active else pill(_("locked"))


@admin.register(Group)
class RoleAdmin(MenuPage, GroupAdmin):
    """A role; the six that come with the product are described in `config/roles.py`."""

    menu_name = _("Roles")
    menu_place = 20
    list_display = ("name", "people", "rights")

    def get_queryset(self, request: HttpRequest) -> QuerySet[Group]:
        counts = {
            "people_count": Count("user", distinct=True),
            "right_count": Count("permissions", distinct=True),
        }
        rows: QuerySet[Group] = super().get_queryset(request).annotate(**counts)
        return rows

    def formfield_for_manytomany(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        rights = Permission.objects.filter(content_type__app_label__in=OURS)
        kwargs["queryset"] = rights.exclude(codename__contains="_historical")
        return super().formfield_for_manytomany(db_field, request, **kwargs)

    @admin.display(description=_("people"), ordering="people_count")
    def people(self, group: Any) -> int:
        return int(group.people_count)

    @admin.display(description=_("rights"), ordering="right_count")
    def rights(self, group: Any) -> int:
        return int(group.right_count)
