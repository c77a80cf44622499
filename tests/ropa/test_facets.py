"""The state of a cell agrees with its values: in the service, and on the page of the line."""

from typing import Any

import pytest
from django.test import Client

from ropa.choices.register import Basis, FacetState
from ropa.models import FACETS, LegalBasis, Purpose, PurposeRule
from ropa.services import facets
from tests import factories as make

ROWS = (
    "statements",
    "consequences",
    "data_subjects",
    "data_categories",
    "legal_bases",
    "special_conditions",
    "recipient_classes",
    "vendor_uses",
    "rules",
    "transfers",
)
CONSENT = {
    "legal_bases-TOTAL_FORMS": 1,
    "legal_bases-0-order": 1,
    "legal_bases-0-basis": Basis.CONSENT,
}
ADD = "Add a value or choose another state."
REMOVE = "Remove the values first or choose “given”."

pytestmark = pytest.mark.django_db


def a_line(**fields: Any) -> Purpose:
    return make.PurposeFactory.create(**fields)


def errors_of(purpose: Purpose) -> dict[str, str]:
    return {found.facet: found.message for found in facets.contradictions(purpose)}


class TestContradictions:
    def test_a_silent_line_without_values_has_none(self) -> None:
        assert errors_of(a_line()) == {}

    def test_given_without_a_value(self) -> None:
        assert errors_of(a_line(consequences_state="given")) == {"consequences": ADD}

    @pytest.mark.parametrize("state", ["not_stated", "none"])
    def test_a_value_in_a_cell_that_is_not_given(self, state: str) -> None:
        purpose = a_line(legal_bases_state=state)
        make.LegalBasisFactory.create(purpose=purpose)

        assert errors_of(purpose) == {"legal_bases": REMOVE}

    def test_an_inherited_cell_has_no_value_of_its_own(self) -> None:
        purpose = a_line(legal_bases_state="inherited", inherits_from=a_line())
        make.LegalBasisFactory.create(purpose=purpose)

        assert errors_of(purpose) == {"legal_bases": REMOVE}

    def test_a_vendor_that_gets_no_data_is_no_recipient(self) -> None:
        purpose = a_line()
        make.VendorUseFactory.create(purpose=purpose, is_recipient=False)

        assert facets.values_of(purpose, "recipients") == []
        assert errors_of(purpose) == {}

    def test_a_rule_stated_elsewhere_is_not_in_the_cell(self) -> None:
        purpose = a_line()
        PurposeRule.objects.create(purpose=purpose, rule=make.RuleFactory.create(), in_line=False)

        assert facets.values_of(purpose, "period") == []

    def test_recipients_are_classes_and_vendors(self) -> None:
        purpose = a_line()
        use = make.VendorUseFactory.create(purpose=purpose)
        named = purpose.recipient_classes.create(
            recipient_class=make.RecipientClassFactory.create()
        )

        assert facets.values_of(purpose, "recipients") == [named, use]

    def test_every_facet_has_relations(self) -> None:
        assert tuple(facets.RELATIONS) == FACETS


def test_an_inherited_cell_shows_the_line_it_comes_from() -> None:
    first = a_line()
    second = a_line(legal_bases_state="inherited", inherits_from=first)
    third = a_line(legal_bases_state="inherited", inherits_from=second)

    assert facets.source_of(third, "legal_bases") == first
    assert facets.source_of(third, "period") == third


def test_lines_that_inherit_from_each_other_end() -> None:
    first = a_line()
    second = a_line(legal_bases_state="inherited", inherits_from=first)
    first.inherits_from, first.legal_bases_state = second, FacetState.INHERITED
    first.save()

    assert facets.source_of(second, "legal_bases") == second


def test_silent_cells_are_those_not_stated() -> None:
    purpose = a_line(**{f"{facet}_state": "none" for facet in FACETS[1:]})

    assert facets.silent(purpose) == ["statements"]


class TestThePage:
    """The form sees the rows of the same page, saved or not."""

    def save(self, client: Client, purpose: Purpose, **fields: Any) -> str:
        counts = {f"{row}-{name}_FORMS": 0 for row in ROWS for name in ("TOTAL", "INITIAL")}
        states = {f"{facet}_state": purpose.state(facet) for facet in FACETS}
        own = {"activity": purpose.activity_id, "code": purpose.code, "order": 1, "kind": "main"}
        response = client.post(
            f"/ropa/purpose/{purpose.pk}/change/", {**counts, **states, **own, **fields}
        )
        purpose.refresh_from_db()
        return "" if response.status_code == 302 else response.content.decode()

    def test_a_silent_cell_is_given_once_it_has_a_value(self, back_office: Client) -> None:
        purpose = a_line()

        page = self.save(back_office, purpose, **CONSENT)

        assert not page
        assert purpose.legal_bases_state == FacetState.GIVEN
        assert purpose.period_state == FacetState.NOT_STATED
        assert purpose.history.first().legal_bases_state == FacetState.GIVEN

    def test_given_without_a_value_is_an_error_at_the_state(self, back_office: Client) -> None:
        purpose = a_line()

        page = self.save(back_office, purpose, legal_bases_state="given")

        assert ADD in page
        assert purpose.legal_bases_state == FacetState.NOT_STATED

    def test_explicitly_none_with_a_value_is_an_error(self, back_office: Client) -> None:
        purpose = a_line(legal_bases_state="none")

        page = self.save(back_office, purpose, **CONSENT)

        assert "Remove the values first" in page
        assert not purpose.legal_bases.exists()

    def test_choosing_not_stated_over_values_is_an_error(self, back_office: Client) -> None:
        purpose = a_line(legal_bases_state="given")
        row = self.existing(make.LegalBasisFactory.create(purpose=purpose))

        page = self.save(back_office, purpose, **row, legal_bases_state="not_stated")

        assert "Remove the values first" in page
        assert purpose.legal_bases_state == FacetState.GIVEN

    def test_none_is_fine_when_the_values_go_with_it(self, back_office: Client) -> None:
        purpose = a_line(legal_bases_state="given")
        row = self.existing(make.LegalBasisFactory.create(purpose=purpose))

        page = self.save(
            back_office, purpose, **row, **{"legal_bases-0-DELETE": "on"}, legal_bases_state="none"
        )

        assert not page
        assert purpose.legal_bases_state == FacetState.NONE
        assert not purpose.legal_bases.exists()

    def test_given_is_an_error_when_the_last_value_goes(self, back_office: Client) -> None:
        purpose = a_line(legal_bases_state="given")
        row = self.existing(make.LegalBasisFactory.create(purpose=purpose))

        page = self.save(back_office, purpose, **row, **{"legal_bases-0-DELETE": "on"})

        assert ADD in page
        assert purpose.legal_bases.exists()

    def test_inherited_needs_the_line_it_comes_from(self, back_office: Client) -> None:
        purpose = a_line()

        page = self.save(back_office, purpose, period_state="inherited")

        assert "Choose the line from which" in page

    def test_a_new_line_is_checked_too(self, back_office: Client) -> None:
        purpose = Purpose(activity=make.ActivityFactory.create(), code="new")
        counts = {f"{row}-{name}_FORMS": 0 for row in ROWS for name in ("TOTAL", "INITIAL")}
        states = {f"{facet}_state": "not_stated" for facet in FACETS}
        own = {"activity": purpose.activity_id, "code": "new", "order": 1, "kind": "main"}

        back_office.post("/ropa/purpose/add/", {**counts, **states, **own, **CONSENT})

        assert Purpose.objects.get(code="new").legal_bases_state == FacetState.GIVEN

    def test_the_line_stands_above_as_the_record_shows_it(self, back_office: Client) -> None:
        source = a_line(legal_bases_state="given")
        make.LegalBasisFactory.create(purpose=source)
        heir = a_line(legal_bases_state="inherited", inherits_from=source)

        page = back_office.get(f"/ropa/purpose/{heir.pk}/change/").content.decode()

        assert f"inherited from {source}" in page
        assert "Consent – Art. 6(1)(a)" in page

    def existing(self, row: LegalBasis) -> dict[str, Any]:
        return {
            **CONSENT,
            "legal_bases-INITIAL_FORMS": 1,
            "legal_bases-0-id": row.pk,
            "legal_bases-0-purpose": row.purpose_id,
        }
