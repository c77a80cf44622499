"""The pages of legal holds, and what the home page says of holds, plans and runs."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.db import connection, transaction
from django.test import Client, RequestFactory
from django.utils import timezone

from config.admin import Panel
from retention.admin import panels
from retention.choices import PlanStatus, RunStatus
from retention.errors import AlreadyReleased
from retention.models import DataSetRule, HoldScope, LegalHold, PurgePlan, PurgeRun
from retention.services import holds, planning, running
from ropa.models import Organisation
from tests.factories import OrganisationFactory, UserFactory
from tests.retention.stores import sql_target
from tests.test_admin_pages import queries_of

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate()
LIST = "/retention/legalhold/"
MAX_QUERIES = 15  # of a list
NO_SCOPES = {"scopes-TOTAL_FORMS": 0, "scopes-INITIAL_FORMS": 0}


def hold(code: str = "H1", *, review_in: int = 90, **fields: Any) -> LegalHold:
    organisation = fields.pop("organisation", None) or OrganisationFactory.create()
    days = {"placed_on": TODAY - timedelta(days=200), "review_on": TODAY + timedelta(review_in)}
    return LegalHold.objects.create(
        organisation=organisation,
        code=code,
        matter="Case 1",
        reason="A claim.",
        **{**days, **fields},
    )


def form_of(organisation: Organisation, **changed: Any) -> dict[str, Any]:
    review_on = TODAY + timedelta(days=90)
    return {
        **{"organisation": organisation.pk, "code": "H1", "matter": "Case 1"},
        **{"reason": "A claim.", "placed_on": TODAY, "review_on": review_on},
        **NO_SCOPES,
        **changed,
    }


def scope(target: DataSetRule, **fields: Any) -> dict[str, Any]:
    row = {
        "reach": "rows",
        "data_set": target.data_set_id,
        "column": "customer",
        "value": "a",
        **fields,
    }
    return {
        **{"scopes-TOTAL_FORMS": 1, "scopes-INITIAL_FORMS": 0},
        **{f"scopes-0-{name}": value for name, value in row.items()},
    }


@pytest.fixture
def waits() -> Iterator[list[int]]:
    """The organisations whose runs were locked, as the statements to the database tell."""
    waited: list[int] = []

    def note(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        if 'ORDER BY "retention_purgerun"."id" ASC' in sql:
            assert transaction.get_connection().in_atomic_block
            waited.append(params[0])
        return execute(sql, params, many, context)

    with connection.execute_wrapper(note):
        yield waited


class TestPlacing:
    def test_a_hold_is_placed_today_with_its_scopes(
        self, back_office: Client, waits: list[int]
    ) -> None:
        target = sql_target()
        organisation = target.rule.organisation
        assert (
            back_office.get(f"{LIST}add/").context["adminform"].form.initial["placed_on"] == TODAY
        )

        back_office.post(f"{LIST}add/", form_of(organisation, **scope(target)))

        placed = LegalHold.objects.get()
        assert (placed.placed_on, placed.scopes.get().value) == (TODAY, "a")
        assert organisation.pk in waits

    def test_a_scope_of_another_organisation_is_refused(self, back_office: Client) -> None:
        form = form_of(OrganisationFactory.create(), **scope(sql_target()))

        answer = back_office.post(f"{LIST}add/", form)

        assert "belongs to another organisation" in answer.content.decode()
        assert not LegalHold.objects.exists()

    def test_a_new_scope_waits_for_batches_even_when_the_hold_is_unchanged(
        self, back_office: Client, waits: list[int]
    ) -> None:
        target = sql_target()
        placed = hold(organisation=target.rule.organisation)
        same = {name: getattr(placed, name) for name in ("code", "matter", "reason", "review_on")}

        back_office.post(f"{LIST}{placed.pk}/change/", {**same, **scope(target)})

        assert HoldScope.objects.count() == 1
        assert waits == [placed.organisation_id]
        assert LegalHold.history.count() == 1

    def test_neither_another_organisation_nor_a_later_day_ends_a_hold(
        self, back_office: Client
    ) -> None:
        placed = hold()
        forged = form_of(
            OrganisationFactory.create(),
            matter="Case 2",
            placed_on=TODAY + timedelta(days=30),
            released_on=TODAY,
            release_reason="Forged.",
        )

        back_office.post(f"{LIST}{placed.pk}/change/", forged)

        same = LegalHold.objects.get()
        assert same.matter == "Case 2"
        for field in ("organisation", "placed_on", "released_on", "release_reason"):
            assert getattr(same, field) == getattr(placed, field)


class TestReleasing:
    def test_the_button_asks_for_a_reason_and_releases(
        self, back_office: Client, waits: list[int]
    ) -> None:
        placed = hold()
        button = f"{LIST}{placed.pk}/do/release/"

        assert "Reason" in back_office.post(button).content.decode()
        assert (
            "This field is required"
            in back_office.post(button, {"confirmed": "1", "reason": " "}).content.decode()
        )
        assert LegalHold.objects.get().released_on is None
        back_office.post(button, {"confirmed": "1", "reason": "Settled."})

        released = LegalHold.objects.get()
        assert (released.released_on, released.release_reason) == (TODAY, "Settled.")
        assert waits == [placed.organisation_id]

    def test_a_released_hold_is_closed(self, back_office: Client) -> None:
        placed = hold()
        holds.release(placed.pk, reason="Settled.", on=TODAY)

        page = back_office.get(f"{LIST}{placed.pk}/change/")
        assert page.context["record_actions"] == []
        assert "Settled." in page.content.decode()
        post = back_office.post(f"{LIST}{placed.pk}/change/", form_of(placed.organisation))
        assert post.status_code == 403
        with pytest.raises(AlreadyReleased, match="place a new hold"):
            holds.release(placed.pk, reason="Again.", on=TODAY)

    def test_nobody_deletes_a_hold(self, back_office: Client) -> None:
        placed = hold()

        assert back_office.post(f"{LIST}{placed.pk}/delete/", {"post": "yes"}).status_code == 403
        assert LegalHold.objects.exists()

    def test_the_service_refuses_outside_a_transaction(
        self, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(transaction.get_connection(), "in_atomic_block", False)

        with pytest.raises(transaction.TransactionManagementError):
            holds.wait_for_batches(1)


class TestList:
    def test_a_pill_says_how_each_hold_stands(self, back_office: Client) -> None:
        hold("IN", review_in=5)
        hold("DUE", review_in=0)
        hold("NEXT", placed_on=TODAY + timedelta(days=3))
        hold("OUT", review_in=-9, released_on=TODAY, release_reason="Settled.")
        content = back_office.get(LIST).content.decode()

        for words in ("in force", "review due", "not yet in force", "released"):
            assert content.count(f">{words}</span>") == 1
        for state, found in {
            "in-force": {"IN", "DUE"},
            "review": {"DUE"},
            "soon": {"IN", "DUE"},
            "released": {"OUT"},
            "nonsense": {"IN", "DUE", "NEXT", "OUT"},
        }.items():
            listed = back_office.get(LIST, {"state": state}).context["cl"].result_list
            assert {each.code for each in listed} == found, state


def request_of(user: User) -> Any:
    request = RequestFactory().get("/")
    request.user = user
    return request


def panel(maker: Any, user: User) -> Panel:
    made = maker(request_of(user), TODAY)
    assert isinstance(made, Panel)
    return made


@pytest.fixture
def plan(drafted: PurgePlan) -> PurgePlan:
    return drafted


@pytest.mark.parametrize("store_url", ["sqlite"], indirect=True)
class TestHome:
    def test_plans_wait_for_those_who_may_approve_them(
        self, plan: PurgePlan, superuser: User, planner: User
    ) -> None:
        shown = panel(panels.purges_to_approve, superuser)
        assert (shown.count, shown.rows[0].remark) == (1, "8 rows")

        planner.is_superuser = True
        assert panel(panels.purges_to_approve, planner).count == 0
        assert panels.purges_to_approve(request_of(UserFactory.create()), TODAY) is None

    def test_the_panel_leads_to_the_plans_that_wait_for_the_reader(
        self, plan: PurgePlan, back_office: Client, superuser: User
    ) -> None:
        listed = back_office.get(panel(panels.purges_to_approve, superuser).url)
        assert list(listed.context["cl"].result_list) == [plan]

        PurgePlan.objects.update(requested_by=superuser)
        listed = back_office.get(panel(panels.purges_to_approve, superuser).url)
        assert not listed.context["cl"].result_list

    def test_runs_in_trouble_until_a_new_plan_is_made(
        self, plan: PurgePlan, back_office: Client, superuser: User
    ) -> None:
        planning.approve(plan.pk, by=superuser, on=TODAY)
        run = running.start(plan.pk, on=TODAY)
        assert panel(panels.runs_in_trouble, superuser).count == 0
        run.lease.trouble = "Nobody answers."
        run.lease.save()
        assert panel(panels.runs_in_trouble, superuser).count == 1

        PurgeRun.objects.update(status=RunStatus.STOPPED, stopped_reason="The rule changed.")
        PurgePlan.objects.update(status=PlanStatus.LAPSED)
        shown = panel(panels.runs_in_trouble, superuser)
        assert shown.rows[0].remark == "stopped"
        assert list(back_office.get(shown.url).context["cl"].result_list) == [run]

        planning.plan(plan.target, on=TODAY, by=None)
        assert panel(panels.runs_in_trouble, superuser).count == 0

    def test_holds_to_review(self, plan: PurgePlan, superuser: User) -> None:
        hold("SOON", review_in=30)
        hold("LATE", review_in=0)
        hold("FAR", review_in=31)

        shown = panel(panels.holds_to_review, superuser)

        assert [(row.text[:4], row.tone) for row in shown.rows] == [
            ("LATE", "late"),
            ("SOON", "soon"),
        ]
        assert (shown.count, shown.tone) == (2, "late")

    def test_the_menu_counts_what_is_due(self, plan: PurgePlan, back_office: Client) -> None:
        hold(review_in=0)
        sections = back_office.get("/").context["available_apps"]
        retention = next(each for each in sections if each["app_label"] == "retention")

        due = {str(entry["name"]): entry["due"] for entry in retention["models"]}

        assert [due[name] for name in ("Purge plans", "Legal holds", "Purge runs")] == [1, 1, 0]

    def test_more_records_are_no_more_queries(
        self, plan: PurgePlan, back_office: Client, superuser: User
    ) -> None:
        planning.approve(plan.pk, by=superuser, on=TODAY)
        running.carry_out(running.start(plan.pk, on=TODAY).pk, on=TODAY)
        names = ("datastore", "dataset", "datasetrule", "legalhold", "purgeplan", "purgerun")
        lists = [f"/retention/{name}/" for name in (*names, "purgebatch")]
        hold()
        few = [queries_of(back_office, address) for address in lists]

        for _number in range(3):
            target = sql_target()
            hold(organisation=target.rule.organisation)
            other = PurgePlan.objects.get(pk=plan.pk)
            other.pk, other.target = None, target
            other.save()
            PurgeRun.objects.create(plan=other, data_set=target.data_set)

        many = [queries_of(back_office, address) for address in lists]
        assert many == few
        assert max(many) <= MAX_QUERIES
