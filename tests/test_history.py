"""Every change of every record is in its history, whatever the path it takes."""

from typing import Any

import pytest
from django.apps import apps
from django.db import IntegrityError, models, transaction

from ropa.audit import acting
from ropa.models import Organisation, Vendor
from tests.factories import OrganisationFactory, UserFactory, VendorFactory

OURS = [
    model
    for app in ("ropa", "retention", "dsr")
    for model in apps.get_app_config(app).get_models()
    if not model.__name__.startswith("Historical")
]
# Which worker is on a run, the keys of the batch under way, what was worked out: no records.
WITHOUT_HISTORY = {
    *("retention.RunLease", "retention.BatchUnderWay", "retention.LeftoverFigure"),
    "ropa.ActivityStanding",
}
labels = [model._meta.label for model in OURS]


@pytest.mark.parametrize("model", OURS, ids=labels)
def test_every_record_has_a_history(model: Any) -> None:
    assert hasattr(model, "history") or model._meta.label in WITHOUT_HISTORY


@pytest.mark.parametrize("model", OURS, ids=labels)
def test_no_row_is_changed_by_the_database_on_its_own(model: Any) -> None:
    """Setting to null on deletion would be a change that no history sees."""
    keys = [f for f in model._meta.concrete_fields if isinstance(f, models.ForeignKey)]
    for key in keys:
        assert key.remote_field.on_delete in (models.PROTECT, models.CASCADE), key


@pytest.mark.parametrize("model", OURS, ids=labels)
def test_every_closed_list_is_held_by_the_database(model: Any) -> None:
    held = {c.name for c in model._meta.constraints if c.name.endswith("_known")}
    for field in model._meta.concrete_fields:
        if field.choices and not isinstance(field, models.BooleanField):
            assert any(name.endswith(f"_{field.name}_known") for name in held), field


@pytest.mark.parametrize("model", OURS, ids=labels)
def test_every_constraint_speaks_to_the_officer(model: Any) -> None:
    for constraint in model._meta.constraints:
        message = str(constraint.violation_error_message)
        assert message != str(models.BaseConstraint.default_violation_error_message), constraint
        assert message.endswith("."), constraint


@pytest.mark.django_db
class TestPaths:
    def test_a_save_says_who_and_why(self) -> None:
        user = UserFactory.create()
        with acting(user=user, reason="Correction"):
            vendor = VendorFactory.create()

        entry = vendor.history.get()
        assert (entry.history_user, entry.history_change_reason) == (user, "Correction")

    def test_a_reason_does_not_stick_to_the_next_change(self) -> None:
        with acting(reason="Correction"):
            vendor = VendorFactory.create()
        vendor.note = "Later."
        vendor.save()

        assert vendor.history.latest().history_change_reason is None

    def test_an_update_of_many_rows_writes_a_line_for_each(self) -> None:
        vendors = VendorFactory.create_batch(3)
        with acting(reason="Clean-up"):
            Vendor.objects.update(note="Checked.")

        for vendor in vendors:
            entry = vendor.history.latest()
            assert (entry.note, entry.history_change_reason) == ("Checked.", "Clean-up")

    def test_many_rows_created_at_once_are_all_in_the_history(self) -> None:
        organisation = OrganisationFactory.create()
        rows = [
            Vendor(organisation=organisation, name=name, normalised=name) for name in ("a", "b")
        ]
        with acting(reason="List"):
            Vendor.objects.bulk_create(rows)

        assert Vendor.history.filter(history_type="+", history_change_reason="List").count() == 2

    def test_many_rows_changed_at_once_are_all_in_the_history(self) -> None:
        vendors = VendorFactory.create_batch(2)
        for vendor in vendors:
            vendor.note = "Both."
        with acting(reason="List"):
            Vendor.objects.bulk_update(vendors, ["note"])

        assert Vendor.history.filter(note="Both.", history_change_reason="List").count() == 2

    def test_a_deletion_of_many_rows_is_in_the_history(self) -> None:
        VendorFactory.create_batch(2)
        with acting(reason="Clean-up"):
            Vendor.objects.all().delete()

        assert Vendor.history.filter(history_type="-").count() == 2

    def test_a_change_through_a_relation_is_in_the_history(self) -> None:
        first, second = OrganisationFactory.create_batch(2)
        vendor = VendorFactory.create(organisation=first)
        second.vendors.add(vendor)

        assert vendor.history.latest().organisation_id == second.pk


@pytest.mark.django_db(transaction=True)
def test_a_change_that_fails_leaves_neither_row_nor_history() -> None:
    organisation = OrganisationFactory.create()

    @transaction.atomic
    def two_of_one_name() -> None:
        VendorFactory.create(organisation=organisation, name="Acme")
        VendorFactory.create(organisation=organisation, name="ACME")

    with pytest.raises(IntegrityError):
        two_of_one_name()

    assert Vendor.objects.count() == Vendor.history.count() == 0


@pytest.mark.django_db(transaction=True)
def test_a_row_is_not_kept_when_its_history_cannot_be_written() -> None:
    """Row and history are one transaction even outside of any other."""
    broken = Organisation(code="x", name="X")
    broken._history_date = "no date"  # type: ignore[attr-defined]
    with pytest.raises(Exception, match="no date"):
        broken.save()

    assert Organisation.objects.count() == 0
