"""Assessments of transfers and vendors: what is due, what blocks, and what lists show."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from ropa.choices.register import DestinationKind, Mechanism, TransferKind, VendorRole
from ropa.choices.vendors import Clause, ClauseVerdict, Equivalence
from ropa.export.json import register
from ropa.models import Safeguard, Transfer, TransferAssessment, Vendor, VendorAssessment
from ropa.resources.scope import OrganisationScope
from ropa.services.adequacy import decisions_on_file
from ropa.services.gaps import Verdict, report_of
from tests import factories as make

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 22)


@pytest.fixture
def transfer() -> Transfer:
    made = make.TransferFactory.create(
        kind=TransferKind.TRANSFER, destination_kind=DestinationKind.COUNTRY, country="IN"
    )
    Safeguard.objects.create(transfer=made, mechanism=Mechanism.SCC)
    return made


def gaps(organisation: Any, *, on: date = TODAY) -> dict[str, Verdict]:
    found = report_of(
        register(OrganisationScope(organisation.code)), decisions_on_file(), on=on
    ).gaps
    return {gap.kind.code: gap.kind.verdict for gap in found}


class TestGaps:
    def test_clauses_without_an_assessment_are_a_gap(self, transfer: Transfer) -> None:
        assert gaps(transfer.organisation)["template.transfer_assessment"] == Verdict.TEMPLATE

    def test_one_that_found_it_not_equivalent_blocks(self, transfer: Transfer) -> None:
        make.TransferAssessmentFactory.create(transfer=transfer, result=Equivalence.NOT_EQUIVALENT)

        found = gaps(transfer.organisation)

        assert found["blocking.not_equivalent"] == Verdict.BLOCKING
        assert "template.transfer_assessment" not in found

    def test_a_later_one_with_measures_lifts_that(self, transfer: Transfer) -> None:
        make.TransferAssessmentFactory.create(transfer=transfer, result=Equivalence.NOT_EQUIVALENT)
        make.TransferAssessmentFactory.create(
            transfer=transfer,
            result=Equivalence.WITH_MEASURES,
            measures="Encrypted; the key stays here.",
            assessed_on=TODAY + timedelta(days=1),
        )

        assert "blocking.not_equivalent" not in gaps(transfer.organisation)

    def test_a_review_that_is_overdue_is_a_warning(self, transfer: Transfer) -> None:
        made = make.TransferAssessmentFactory.create(transfer=transfer)
        code = "contradiction.transfer_assessment_overdue"

        assert code not in gaps(transfer.organisation, on=made.review_on)
        after = gaps(transfer.organisation, on=made.review_on + timedelta(days=1))
        assert after[code] == Verdict.WARNING

    def test_adequacy_needs_none(self, transfer: Transfer) -> None:
        Safeguard.objects.create(transfer=transfer, mechanism=Mechanism.ADEQUACY, order=2)

        assert "template.transfer_assessment" not in gaps(transfer.organisation)

    def test_a_point_of_art_28_that_is_missing_is_a_gap_of_the_vendor(self) -> None:
        use = make.VendorUseFactory.create(role=VendorRole.PROCESSOR)
        ours = use.vendor.organisation
        agreement = make.AgreementFactory.create(
            vendor=use.vendor, organisation=ours, kind="dpa", expires_on=None
        )
        assert "template.agreement_shortfall" not in gaps(ours)
        make.ClauseFactory.create(
            agreement=agreement,
            clause=Clause.AUDITS,
            verdict=ClauseVerdict.MISSING,
            note="No audits.",
        )

        assert gaps(ours)["template.agreement_shortfall"] == Verdict.TEMPLATE

    @pytest.mark.parametrize(
        ("kind", "module", "is_told"),
        [("scc", "", True), ("scc", "2", False), ("dpa", "", False)],
    )
    def test_clauses_that_do_not_say_their_module_serve_and_are_told(
        self, kind: str, module: str, is_told: bool
    ) -> None:
        use = make.VendorUseFactory.create(role=VendorRole.PROCESSOR)
        ours = use.vendor.organisation
        make.AgreementFactory.create(
            vendor=use.vendor, organisation=ours, kind=kind, module=module, expires_on=None
        )

        found = gaps(ours)

        assert "template.agreement" not in found
        assert (found.get("remark.scc_module") == Verdict.REMARK) is is_told


class TestPages:
    def test_measures_are_asked_for_at_their_field(
        self, back_office: Client, transfer: Transfer
    ) -> None:
        said = {
            "organisation": transfer.organisation_id,
            "transfer": transfer.pk,
            "code": "tia-1",
            "law": "Authorities may order access.",
            "result": "with_measures",
            "assessed_on": "2026-11-22",
            "assessor": "Officer",
            "review_on": "2026-11-22",
        }

        response = back_office.post(reverse("admin:ropa_transferassessment_add"), said)

        errors = response.context["adminform"].form.errors
        assert set(errors) == {"measures", "review_on"}
        assert not TransferAssessment.objects.exists()

    def test_the_page_of_the_transfer_leads_to_a_new_one(
        self, back_office: Client, transfer: Transfer
    ) -> None:
        page = reverse("admin:ropa_transfer_change", args=[transfer.pk])

        assert f"transferassessment/add/?transfer={transfer.pk}" in (
            back_office.get(page).content.decode()
        )

    def test_the_home_page_names_what_is_due(self, back_office: Client, transfer: Transfer) -> None:
        long_ago = {"assessed_on": date(2020, 1, 1)}
        make.TransferAssessmentFactory.create(
            transfer=transfer, code="tia-late", review_on=date(2021, 1, 1), **long_ago
        )
        make.VendorAssessmentFactory.create(
            vendor__name="Example Vendor", reassess_on=date(2021, 1, 1), **long_ago
        )

        text = back_office.get("/").content.decode()

        assert "Impact assessments of transfers to review" in text
        assert "tia-late" in text
        assert "Vendors to assess again" in text
        assert "Example Vendor" in text

    def test_the_panels_lead_to_the_rows_that_they_count(
        self, back_office: Client, transfer: Transfer
    ) -> None:
        today, long_ago = timezone.localdate(), {"assessed_on": date(2020, 1, 1)}
        for code, country, days in (("late", "IN", -1), ("ahead", "US", 20), ("far", "SG", 90)):
            day = today + timedelta(days=days)
            make.TransferAssessmentFactory.create(
                transfer=transfer, code=code, country=country, review_on=day, **long_ago
            )
            make.VendorAssessmentFactory.create(vendor__name=code, reassess_on=day, **long_ago)

        panels = [
            panel
            for panel in back_office.get("/").context["panels"]
            if panel.title
            in ("Impact assessments of transfers to review", "Vendors to assess again")
        ]

        assert len(panels) == 2
        for panel in panels:
            rows = back_office.get(panel.url).context["cl"].queryset
            assert panel.count == 2
            assert {getattr(row, "code", None) or row.name for row in rows} == {"late", "ahead"}

    def test_the_page_of_a_transfer_says_that_a_module_is_not_stated(
        self, back_office: Client, transfer: Transfer
    ) -> None:
        clauses = make.AgreementFactory.create(
            organisation=transfer.organisation, kind="scc", title="Clauses", valid_from=TODAY
        )
        transfer.safeguards.update(agreement=clauses)

        page = back_office.get(reverse("admin:ropa_transfer_change", args=[transfer.pk]))

        said = "“Clauses” does not say its module: check that it matches the roles"
        assert said in page.content.decode()
        assert said in " ".join(
            gap.sentence
            for gap in report_of(
                register(OrganisationScope(transfer.organisation.code)), (), on=TODAY
            ).gaps
        )

    @pytest.mark.parametrize(
        ("wanted", "names"),
        [
            ("low", {"Fresh"}),
            ("high", {"Late"}),
            ("none", {"Never"}),
            ("due", {"Late"}),
        ],
    )
    def test_vendors_are_found_by_risk(
        self, back_office: Client, wanted: str, names: set[str]
    ) -> None:
        today = timezone.localdate()
        fresh, late = (make.VendorFactory.create(name=name) for name in ("Fresh", "Late"))
        make.VendorFactory.create(name="Never")
        first = make.VendorAssessmentFactory.create(
            vendor=fresh, risk="high", assessed_on=date(2020, 1, 1), reassess_on=date(2020, 6, 1)
        )
        make.VendorAssessmentFactory.create(
            vendor=fresh, risk="low", assessed_on=today, reassess_on=today + timedelta(days=365)
        )
        make.VendorAssessmentFactory.create(
            vendor=late, risk="high", assessed_on=date(2020, 1, 1), reassess_on=date(2020, 6, 1)
        )

        page = back_office.get(reverse("admin:ropa_vendor_changelist"), {"risk": wanted})

        assert {vendor.name for vendor in page.context["cl"].queryset} == names
        assert first.vendor == fresh

    def test_only_the_newest_assessment_counts(self) -> None:
        vendor: Vendor = make.VendorFactory.create()
        make.VendorAssessmentFactory.create(
            vendor=vendor, assessed_on=date(2020, 1, 1), reassess_on=date(2021, 1, 1)
        )
        make.VendorAssessmentFactory.create(vendor=vendor)

        assert not VendorAssessment.objects.to_repeat(on=TODAY).exists()
