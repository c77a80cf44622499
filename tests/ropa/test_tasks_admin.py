"""The pages of tasks: whose they are, what is due, closed with a word, shown on their record."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import Group, User
from django.test import Client
from django.utils import timezone

from ropa.choices.vendors import TaskStatus
from ropa.models import Task
from tests import factories as make

pytestmark = pytest.mark.django_db
LIST = "/ropa/task/"


def person(role: str) -> User:
    found = make.UserFactory.create(username=role.lower().replace(" ", "-"))
    found.groups.add(Group.objects.get(name=role))
    return found


@pytest.fixture
def officer(client: Client) -> User:
    found = person("Officer")
    client.force_login(found)
    return found


def task_in(days: int, **said: object) -> Task:
    return make.TaskFactory.create(due_on=timezone.localdate() + timedelta(days=days), **said)


def titles(client: Client, **query: str) -> list[str]:
    page = client.get(LIST, query)
    assert page.status_code == 200
    return [row.title for row in page.context["cl"].result_list]


def do(client: Client, task: Task, name: str, **said: object) -> str:
    data = {"confirmed": "1", **said} if said else {}
    answer = client.post(f"{LIST}{task.pk}/do/{name}/", data, follow=True)
    assert answer.status_code == 200
    return answer.content.decode()


class TestList:
    def test_it_shows_what_is_open_and_narrows_to_mine_nobodys_and_overdue(
        self, client: Client, officer: User
    ) -> None:
        task_in(-1, title="Late, mine", owner=officer)
        task_in(3, title="Soon, nobody’s")
        task_in(90, title="Far, another’s", owner=make.UserFactory.create())
        make.TaskFactory.create(
            title="Done", status=TaskStatus.DONE, done_on=timezone.localdate(), outcome="Told."
        )

        assert titles(client) == ["Late, mine", "Soon, nobody’s", "Far, another’s"]
        assert titles(client, which="mine") == ["Late, mine"]
        assert titles(client, which="nobody") == ["Soon, nobody’s"]
        assert titles(client, which="due") == ["Late, mine", "Soon, nobody’s"]
        assert titles(client, which="late") == ["Late, mine"]
        assert titles(client, which="closed") == ["Done"]
        assert len(titles(client, which="all")) == 4
        assert len(titles(client, which="nonsense")) == 3

    def test_it_narrows_to_a_kind_of_record(self, client: Client, officer: User) -> None:
        vendor = make.VendorFactory.create()
        task_in(3, title="Of a vendor", vendor=vendor, organisation=vendor.organisation)
        task_in(3, title="Of nothing")

        assert titles(client, about="vendor") == ["Of a vendor"]
        assert titles(client, about="notice") == []

    def test_somebody_takes_many_at_once(self, client: Client, officer: User) -> None:
        one, other = task_in(1), task_in(2)
        chosen = {"action": "take", "_selected_action": [one.pk, other.pk]}

        told = client.post(LIST, chosen, follow=True).content.decode()

        assert "2 tasks are yours now." in told
        assert set(Task.objects.values_list("owner", flat=True)) == {officer.pk}


class TestOneTask:
    def test_who_adds_it_has_it(self, client: Client, officer: User) -> None:
        vendor = make.VendorFactory.create()
        said = {"organisation": vendor.organisation_id, "vendor": vendor.pk}

        client.post(f"{LIST}add/", {**said, "title": "Ask Acme", "due_on": "2027-01-31"})

        task = Task.objects.get()
        assert (task.vendor, task.owner) == (vendor, officer)

    def test_a_record_of_another_organisation_is_refused(
        self, client: Client, officer: User
    ) -> None:
        ours, foreign = make.OrganisationFactory.create(), make.VendorFactory.create()
        said = {"organisation": ours.pk, "vendor": foreign.pk}

        page = client.post(f"{LIST}add/", {**said, "title": "Ask", "due_on": "2027-01-31"})

        assert "belongs to another organisation" in page.content.decode()
        assert not Task.objects.exists()

    def test_it_is_closed_with_a_word_and_stays_as_it_was(
        self, client: Client, officer: User
    ) -> None:
        task = task_in(3)

        assert "This field is required" in do(client, task, "close", status="done", outcome=" ")
        assert "The task is closed." in do(client, task, "close", status="done", outcome="Told.")

        page = client.get(f"{LIST}{task.pk}/change/")
        assert "title" not in page.context["adminform"].form.fields
        assert f"by {officer}" in page.content.decode()

    def test_it_is_opened_again_with_a_reason_only(self, client: Client, officer: User) -> None:
        task = task_in(3)
        do(client, task, "close", status="dropped", outcome="Not needed.")

        assert "This field is required" in do(client, task, "reopen", reason="")
        task.refresh_from_db()
        assert task.status == TaskStatus.DROPPED
        assert "is open again" in do(client, task, "reopen", reason="It is needed.")

    def test_it_is_handed_to_somebody_who_may_see_it(self, client: Client, officer: User) -> None:
        task, stranger = task_in(3), make.UserFactory.create(is_staff=True)

        refused = do(client, task, "assign", owner=stranger.pk)
        assert "not one of the available choices" in refused
        assert "Officer has the task now." in do(client, task, "assign", owner=officer.pk)

        task.refresh_from_db()
        assert task.owner == officer


class TestPermissions:
    def test_a_vendor_manager_closes_and_adds_none(self, client: Client) -> None:
        client.force_login(person("Vendor manager"))
        task = task_in(3)

        assert client.get(f"{LIST}add/").status_code == 403
        assert client.post(f"{LIST}{task.pk}/do/assign/").status_code == 403
        assert "The task is closed." in do(client, task, "close", status="done", outcome="Told.")

    @pytest.mark.parametrize("name", ["close", "assign", "reopen"])
    def test_an_auditor_reads_only(self, client: Client, name: str) -> None:
        client.force_login(person("Auditor"))
        task = task_in(3)

        assert client.get(f"{LIST}{task.pk}/change/").status_code == 200
        assert client.post(f"{LIST}{task.pk}/do/{name}/", {"confirmed": "1"}).status_code == 403

    def test_a_link_closes_nothing(self, client: Client, officer: User) -> None:
        task = task_in(3)

        assert client.get(f"{LIST}{task.pk}/do/close/").status_code == 302

        task.refresh_from_db()
        assert task.status == TaskStatus.OPEN

    def test_an_operator_sees_none_on_the_home_page(self, client: Client) -> None:
        client.force_login(person("Operator"))
        task_in(-1, title="Tell them")

        assert "Tell them" not in client.get("/").content.decode()
        assert client.get(LIST).status_code == 403


class TestElsewhere:
    def test_the_home_page_tells_what_is_late_and_what_comes_soon(
        self, client: Client, officer: User
    ) -> None:
        task_in(-1, title="Tell the customer")
        task_in(14, title="Ask the vendor")
        task_in(15, title="Far away")

        page = client.get("/")
        panel = next(each for each in page.context["panels"] if each.title == "Tasks")

        assert (panel.count, panel.late) == (2, 1)
        assert [(row.text, row.tone) for row in panel.rows] == [
            ("Tell the customer", "late"),
            ("Ask the vendor", "soon"),
        ]
        menu = {
            entry["name"]: entry["due"]
            for section in page.context["available_apps"]
            for entry in section["models"]
        }
        assert menu["Tasks"] == 2

    @pytest.mark.parametrize(
        ("key", "factory"),
        [
            ("activity", make.ActivityFactory),
            ("vendor", make.VendorFactory),
            ("transfer", make.TransferFactory),
            ("notice", make.NoticeFactory),
            ("customer", make.CustomerFactory),
        ],
    )
    def test_a_record_shows_its_open_tasks(
        self, client: Client, officer: User, key: str, factory: type
    ) -> None:
        record = factory.create()  # type: ignore[attr-defined]
        ours = {"organisation": record.organisation, key: record}
        task_in(3, title="Still to do", **ours)
        make.TaskFactory.create(
            title="Over", status="done", done_on="2026-01-01", outcome="x", **ours
        )
        page = f"/ropa/{record._meta.model_name}/{record.pk}/change/"

        shown = client.get(page).content.decode()

        assert "Still to do" in shown
        assert "Over<" not in shown
        assert f"{key}={record.pk}" in shown  # adds a task that is filled in so far

    def test_the_link_of_a_record_leads_to_its_tasks_alone(
        self, client: Client, officer: User
    ) -> None:
        vendor = make.VendorFactory.create()
        task_in(3, title="Its", vendor=vendor, organisation=vendor.organisation)
        task_in(3, title="Another’s")

        assert titles(client, vendor__id__exact=str(vendor.pk), which="all") == ["Its"]
