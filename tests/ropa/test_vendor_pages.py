"""The pages on which vendors are compared, merged, taken apart and put into families."""

import pytest
from django.contrib.auth.models import Group
from django.test import Client
from django.urls import reverse

from ropa.models import DistinctVendors, Vendor, VendorMerge
from tests import factories as make

pytestmark = pytest.mark.django_db


@pytest.fixture
def pair() -> tuple[Vendor, Vendor]:
    kept = make.VendorFactory.create(name="Apollo", website="https://apollo.example.org")
    merged = make.VendorFactory.create(
        name="Appollo", organisation=kept.organisation, contact="privacy@example.org"
    )
    make.AgreementFactory.create(vendor=merged, organisation=kept.organisation)
    for vendor in (kept, merged):
        make.VendorUseFactory.create(vendor=vendor)
    make.VendorUseFactory.create(vendor=merged, service="mail")
    make.VendorUseFactory.create(vendor=kept, service="chat")
    return kept, merged


def merge_page(vendor: Vendor) -> str:
    return reverse("admin:ropa_vendor_merge", args=[vendor.pk])


def text(answer: object) -> str:
    return " ".join(answer.content.decode().split())  # type: ignore[attr-defined]


def enter(client: Client, role: str) -> None:
    user = make.UserFactory.create()
    user.groups.add(Group.objects.get(name=role))
    client.force_login(user)


class TestMergePage:
    def test_it_offers_the_names_that_are_alike(
        self, back_office: Client, pair: tuple[Vendor, Vendor]
    ) -> None:
        page = text(back_office.get(merge_page(pair[1])))

        assert f'<a href="?into={pair[0].pk}">Apollo</a> – one letter differs' in page

    def test_it_says_exactly_what_moves_and_what_is_doubled(
        self, back_office: Client, pair: tuple[Vendor, Vendor]
    ) -> None:
        kept, merged = pair

        page = text(back_office.get(merge_page(merged), {"into": kept.pk}))

        assert '<th scope="row">Uses of vendors</th><td>1</td><td>1</td><td>–</td>' in page
        assert '<th scope="row">Agreements</th><td>1</td><td>–</td><td>–</td>' in page
        assert "<td>privacy@example.org</td>" in page
        assert "taken over" in page
        assert Vendor.objects.count() == 2

    def test_it_merges_by_a_post_with_a_reason_and_is_taken_apart_again(
        self, back_office: Client, pair: tuple[Vendor, Vendor]
    ) -> None:
        kept, merged = pair
        seen = back_office.get(merge_page(merged), {"into": kept.pk}).context["plan"].fingerprint
        said = {"into": kept.pk, "seen": seen, "reason": "A misspelling."}

        answer = back_office.post(merge_page(merged), said, follow=True)

        assert "“Appollo” is a spelling of “Apollo” now." in text(answer)
        merge = VendorMerge.objects.get()
        assert merge.merged_by is not None
        shown = text(back_office.get(reverse("admin:ropa_vendormerge_change", args=[merge.pk])))
        assert "uses of vendors: 1; agreements: 1" in shown
        undo = reverse("admin:ropa_vendormerge_action", args=[merge.pk, "undo"])
        asked = back_office.post(undo, {"confirmed": "1"})
        assert "This field is required" in text(asked)
        answer = back_office.post(undo, {"confirmed": "1", "reason": "Two."}, follow=True)
        assert "“Appollo” is a vendor of its own again." in text(answer)
        assert Vendor.objects.get(pk=merged.pk).uses.count() == 2

    def test_what_stayed_is_named(self, back_office: Client, pair: tuple[Vendor, Vendor]) -> None:
        kept, merged = pair
        back_office.post(merge_page(merged), {"into": kept.pk, "reason": "One."})
        other = make.VendorFactory.create(organisation=kept.organisation)
        kept.agreements.update(title="Signed anew", vendor=other)
        undo = reverse("admin:ropa_vendormerge_action", args=[VendorMerge.objects.get().pk, "undo"])

        answer = back_office.post(undo, {"confirmed": "1", "reason": "Two."}, follow=True)

        assert "1 stays as it is, for it was changed or removed since" in text(answer)
        assert "agreement: Signed anew" in text(answer)

    def test_without_a_reason_or_after_a_change_nothing_is_merged(
        self, back_office: Client, pair: tuple[Vendor, Vendor]
    ) -> None:
        kept, merged = pair
        seen = back_office.get(merge_page(merged), {"into": kept.pk}).context["plan"].fingerprint
        back_office.post(merge_page(merged), {"into": kept.pk, "seen": seen, "reason": " "})
        make.VendorUseFactory.create(vendor=merged, service="new")

        said = {"into": kept.pk, "seen": seen, "reason": "One."}
        answer = back_office.post(merge_page(merged), said)

        assert "The register has changed since you looked; look again." in text(answer)
        assert Vendor.objects.filter(pk=merged.pk).exists()

    def test_what_stands_against_it_is_said_instead_of_a_button(
        self, back_office: Client, pair: tuple[Vendor, Vendor]
    ) -> None:
        kept, merged = pair
        make.TransferFactory.create(
            organisation=kept.organisation, importer_vendor=kept, exporter_vendor=merged, code="T1"
        )

        page = text(back_office.get(merge_page(merged), {"into": kept.pk}))

        assert "Transfer “T1” goes from one to the other." in page
        assert "danger" not in page

    def test_a_vendor_of_another_organisation_or_itself_is_refused(
        self, back_office: Client, pair: tuple[Vendor, Vendor]
    ) -> None:
        for wrong in (make.VendorFactory.create(), pair[1]):
            answer = back_office.get(merge_page(pair[1]), {"into": wrong.pk})
            assert "Choose another vendor of the same organisation." in text(answer)

    def test_those_without_the_right_may_neither_look_nor_merge(
        self, client: Client, pair: tuple[Vendor, Vendor]
    ) -> None:
        kept, merged = pair
        enter(client, "Auditor")

        answers = [
            client.get(merge_page(merged)),
            client.post(merge_page(merged), {"into": kept.pk, "reason": "One."}),
        ]

        assert [answer.status_code for answer in answers] == [403, 403]
        assert Vendor.objects.filter(pk=merged.pk).exists()

    def test_a_vendor_manager_may(self, client: Client, pair: tuple[Vendor, Vendor]) -> None:
        kept, merged = pair
        enter(client, "Vendor manager")

        client.post(merge_page(merged), {"into": kept.pk, "reason": "One."})

        assert not Vendor.objects.filter(pk=merged.pk).exists()


class TestPairsPage:
    def page(self, client: Client, vendor: Vendor) -> str:
        code = vendor.organisation.code
        return text(client.get(reverse("admin:vendor-pairs"), {"organisation": code}))

    def test_pairs_are_shown_with_reason_and_deeds(
        self, back_office: Client, pair: tuple[Vendor, Vendor]
    ) -> None:
        page = self.page(back_office, pair[0])

        assert "<td>One letter differs</td> <td>92</td>" in page
        assert f"{merge_page(pair[1])}?into={pair[0].pk}" in page

    def test_different_ones_vanish_and_can_be_paired_again(
        self, back_office: Client, pair: tuple[Vendor, Vendor]
    ) -> None:
        said = {"one": pair[0].pk, "other": pair[1].pk, "ruling": "different"}

        answer = back_office.post(reverse("admin:vendor-pairs"), said, follow=True)

        assert "are different and not suggested again" in text(answer)
        assert "No two vendors look like one." in self.page(back_office, pair[0])
        ruling = DistinctVendors.objects.get()
        back_office.post(
            reverse("admin:ropa_distinctvendors_delete", args=[ruling.pk]), {"post": "yes"}
        )
        assert "One letter differs" in self.page(back_office, pair[0])

    def test_a_family_is_set(self, back_office: Client) -> None:
        company = make.VendorFactory.create(name="Google")
        product = make.VendorFactory.create(name="Google Maps", organisation=company.organisation)
        said = {"one": product.pk, "other": company.pk, "ruling": "family"}

        answer = back_office.post(reverse("admin:vendor-pairs"), said, follow=True)

        assert "are of the family “Google” now" in text(answer)
        shown = text(back_office.get("/ropa/vendor/", {"family": "Google"}))
        assert "Google Maps" in shown

    def test_a_vendor_that_is_gone_is_said_to_be(
        self, back_office: Client, pair: tuple[Vendor, Vendor]
    ) -> None:
        said = {"one": pair[0].pk, "other": 0, "ruling": "different"}

        answer = back_office.post(reverse("admin:vendor-pairs"), said, follow=True)

        assert "One of the two vendors was removed or merged meanwhile." in text(answer)

    def test_who_may_only_read_gets_no_buttons_and_is_refused(
        self, client: Client, pair: tuple[Vendor, Vendor]
    ) -> None:
        enter(client, "Auditor")
        page = self.page(client, pair[0])
        assert "One letter differs" in page
        assert "Same family" not in page

        for ruling in ("different", "family"):
            said = {"one": pair[0].pk, "other": pair[1].pk, "ruling": ruling}
            assert client.post(reverse("admin:vendor-pairs"), said).status_code == 403
        assert not DistinctVendors.objects.exists()

    def test_the_own_product_is_hinted_at(self, back_office: Client) -> None:
        vendor = make.VendorFactory.create(name="The Clique", organisation__name="Clique")

        assert "perhaps its own product" in self.page(back_office, vendor)


def test_the_page_of_a_vendor_tells_its_names_family_and_merges(
    back_office: Client, pair: tuple[Vendor, Vendor]
) -> None:
    kept, merged = pair
    purpose = make.PurposeFactory.create(activity__organisation=kept.organisation)
    make.VendorUseFactory.create(vendor=kept, purpose=purpose, spelling="apollo.io")
    source = make.SourceFactory.create(organisation=kept.organisation, title="Finance list")
    make.EntryFactory.create(source=source, vendor=kept, spelling="Apollo, Inc.", line=7)
    family = make.VendorFactory.create(
        organisation=kept.organisation, name="Apollo Mail", family="Apollo", backup_of=kept
    )
    back_office.post(merge_page(merged), {"into": kept.pk, "reason": "One."})

    page = text(back_office.get(reverse("admin:ropa_vendor_change", args=[kept.pk])))

    assert f"<li><strong>apollo.io</strong> – line {purpose.code}</li>" in page
    assert "<li><strong>Apollo, Inc.</strong> – Finance list, row 7</li>" in page
    merge = VendorMerge.objects.get()
    assert (
        f'<a href="{reverse("admin:ropa_vendormerge_change", args=[merge.pk])}">Appollo</a>' in page
    )
    link = f'<a href="{reverse("admin:ropa_vendor_change", args=[family.pk])}">Apollo Mail</a>'
    assert page.count(link) >= 2  # of the family, and backing it up
