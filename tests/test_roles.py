"""Roles have the rights of the table in `config/roles.py`: all of them, and nothing beyond."""

from fnmatch import fnmatchcase

import pytest
from django.apps import apps
from django.contrib.auth.models import Group, Permission
from django.test import Client

from config import roles
from tests import factories as make

pytestmark = pytest.mark.django_db
every_role = pytest.mark.parametrize("role", roles.ROLES)


def rights(*, group: str | None = None) -> set[str]:
    found = Permission.objects.filter(group__name=group) if group else Permission.objects.all()
    return {
        f"{app}.{name}" for app, name in found.values_list("content_type__app_label", "codename")
    }


@every_role
def test_a_role_has_what_the_table_says_and_nothing_else(role: str) -> None:
    assert rights(group=role) == roles.rights_of(role, rights()), (
        "config/roles.py has changed, or a model is new: add a migration to config that calls "
        "roles.bring_about"
    )


def test_every_entry_of_the_table_names_a_right_that_exists() -> None:
    unknown = [
        pattern
        for patterns in roles.ROLES.values()
        for pattern in patterns
        if not any(fnmatchcase(right, pattern) for right in rights())
    ]

    assert not unknown


def test_no_other_group_comes_with_the_product() -> None:
    assert set(Group.objects.values_list("name", flat=True)) == set(roles.ROLES)


@every_role
def test_no_role_reaches_history_tables_or_accounts(role: str) -> None:
    reached = rights(group=role)

    assert not [right for right in reached if "_historical" in right or right.startswith("auth.")]


def test_an_auditor_may_view_and_nothing_else() -> None:
    assert {right.split(".")[1].split("_")[0] for right in rights(group="Auditor")} == {"view"}


def test_who_plans_does_not_approve_and_who_approves_does_not_run() -> None:
    having = {
        deed: {role for role in roles.ROLES if f"retention.{deed}" in rights(group=role)}
        for deed in ("plan_purge", "approve_purge", "run_purge")
    }

    assert having == {
        "plan_purge": {"Officer"},
        "approve_purge": {"Approver"},
        "run_purge": {"Operator"},
    }


def test_only_an_administrator_removes_a_record() -> None:
    removable = {"ropa.delete_vendor", "ropa.delete_processingactivity", "dsr.delete_ticket"}

    assert not [role for role in roles.ROLES if removable & rights(group=role)]


def test_the_roles_can_be_taken_back_and_brought_about_again() -> None:
    before = {role: rights(group=role) for role in roles.ROLES}

    roles.take_back(apps, None)
    assert not Group.objects.exists()

    roles.bring_about(apps, None)
    assert {role: rights(group=role) for role in roles.ROLES} == before


class TestWhatAPersonSees:
    def pages(self, client: Client, role: str) -> set[str]:
        person = make.UserFactory.create()
        person.groups.add(Group.objects.get(name=role))
        client.force_login(person)
        sections = client.get("/").context["available_apps"]
        return {str(page.get("object_name")) for each in sections for page in each["models"]}

    def test_a_request_agent_sees_no_stores(self, client: Client) -> None:
        seen = self.pages(client, "Request agent")

        assert {"Ticket", "ProcessingActivity"} <= seen
        assert not {"DataStore", "PurgePlan", "User", "PeriodicTask"} & seen

    def test_an_auditor_changes_nothing(self, client: Client) -> None:
        vendor = make.VendorFactory.create(name="Acme")
        self.pages(client, "Auditor")

        page = client.get(f"/ropa/vendor/{vendor.pk}/change/")
        answer = client.post(f"/ropa/vendor/{vendor.pk}/change/", {"name": "Other"})

        assert "_save" not in page.content.decode()
        assert answer.status_code == 403

    def test_a_stranger_sees_nothing(self, client: Client) -> None:
        client.force_login(make.UserFactory.create())

        assert client.get("/ropa/vendor/").status_code == 403
