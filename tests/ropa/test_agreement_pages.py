"""The page of an agreement: wrong combinations, the checklist, the file, and what is in force."""

import hashlib
import io
import zipfile
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from ropa.choices.register import AgreementKind, VendorRole
from ropa.choices.vendors import Clause, ClauseVerdict
from ropa.models import Agreement, AgreementClause, Vendor
from ropa.services import agreement_files
from tests import factories as make

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 22)
PDF = b"%PDF-1.7\n% invented, synthetic\n"


@pytest.fixture(autouse=True)
def files(settings: Any, tmp_path: Path) -> Path:
    settings.MEDIA_ROOT = tmp_path / "files"
    return tmp_path / "files"


@pytest.fixture
def agreement() -> Agreement:
    vendor = make.VendorFactory.create()
    return make.AgreementFactory.create(
        vendor=vendor, organisation=vendor.organisation, kind=AgreementKind.DPA
    )


def posted(agreement: Agreement, verdicts: dict[str, str] | None = None, **said: Any) -> Any:
    """What the page posts: the record, and a row for each point of the checklist."""
    kept = {row.clause: row for row in agreement.clauses.all()}
    rows = [*sorted(kept), *(each for each in Clause.values if each not in kept)]
    data: dict[str, Any] = {
        "organisation": agreement.organisation_id,
        "code": agreement.code,
        "kind": agreement.kind,
        "title": agreement.title,
        "vendor": agreement.vendor_id,
        "sub_processor_consent": "not_stated",
        "clauses-TOTAL_FORMS": len(rows),
        "clauses-INITIAL_FORMS": len(kept),
    }
    for number, clause in enumerate(rows):
        row = kept.get(clause)
        data |= {
            f"clauses-{number}-id": row.pk if row else "",
            f"clauses-{number}-agreement": agreement.pk,
            f"clauses-{number}-clause": clause,
            f"clauses-{number}-verdict": row.verdict if row else "",
            f"clauses-{number}-note": row.note if row else "",
        }
        if verdicts and clause in verdicts:
            data[f"clauses-{number}-verdict"] = verdicts[clause]
    return data | said


def save(client: Client, agreement: Agreement, *args: Any, **said: Any) -> Any:
    page = reverse("admin:ropa_agreement_change", args=[agreement.pk])
    return client.post(page, posted(agreement, *args, **said))


@pytest.mark.parametrize(
    ("said", "field", "sentence"),
    [
        ({"kind": "dpa", "module": "2"}, "module", "have a module"),
        ({"kind": "dpa", "covers_eu": "on"}, "covers_eu", "Data Privacy Framework"),
        ({"kind": "scc", "title": "Clauses of 2021/915"}, "kind", "carry no transfer"),
        ({"kind": "scc", "reference": "OJ 2021/915"}, "kind", "carry no transfer"),
        ({"valid_from": "2026-02-01", "expires_on": "2026-01-01"}, "expires_on", "before it is"),
    ],
)
def test_a_wrong_combination_gets_its_sentence_at_the_field(
    back_office: Client, agreement: Agreement, said: dict[str, str], field: str, sentence: str
) -> None:
    response = save(back_office, agreement, **said)

    assert response.status_code == 200
    errors = response.context["adminform"].form.errors
    assert list(errors) == [field]
    assert sentence in errors[field][0]


def test_clauses_with_their_module_are_kept(back_office: Client, agreement: Agreement) -> None:
    assert save(back_office, agreement, kind="scc", module="3").status_code == 302

    agreement.refresh_from_db()
    assert (agreement.kind, agreement.module) == ("scc", "3")


class TestChecklist:
    def test_every_point_is_a_row_from_the_start(
        self, back_office: Client, agreement: Agreement
    ) -> None:
        page = reverse("admin:ropa_agreement_change", args=[agreement.pk])

        text = back_office.get(page).content.decode()

        assert all(f'value="{clause}"' in text for clause in Clause.values)
        assert all(str(clause.label) in text for clause in Clause)
        assert text.count("not checked") >= len(Clause)

    def test_only_answers_are_kept(self, back_office: Client, agreement: Agreement) -> None:
        response = save(back_office, agreement, {Clause.AUDITS: "met", Clause.DELETION: "met"})

        assert response.status_code == 302
        kept = set(agreement.clauses.values_list("clause", "verdict"))
        assert kept == {(Clause.AUDITS, "met"), (Clause.DELETION, "met")}

    def test_an_answer_that_is_taken_back_counts_as_not_checked(
        self, back_office: Client, agreement: Agreement
    ) -> None:
        make.ClauseFactory.create(agreement=agreement, clause=Clause.AUDITS)

        assert save(back_office, agreement, {Clause.AUDITS: ""}).status_code == 302

        assert not agreement.clauses.exists()
        assert AgreementClause.history.filter(history_type="-").count() == 1

    def test_a_shortfall_says_what_is_missing(
        self, back_office: Client, agreement: Agreement
    ) -> None:
        response = save(back_office, agreement, {Clause.AUDITS: "missing"})

        assert response.status_code == 200
        assert "Say in the note what is missing." in response.content.decode()
        assert not agreement.clauses.exists()


class TestFile:
    def upload(self, client: Client, agreement: Agreement, name: str, data: bytes) -> Any:
        return save(client, agreement, file=SimpleUploadedFile(name, data))

    def test_it_is_kept_under_a_random_name_with_its_own_name_and_hash(
        self, back_office: Client, agreement: Agreement, files: Path
    ) -> None:
        assert self.upload(back_office, agreement, "../../DPA Example.pdf", PDF).status_code == 302

        agreement.refresh_from_db()
        assert agreement.file_name == "DPA Example.pdf"
        assert agreement.file_sha256 == hashlib.sha256(PDF).hexdigest()
        (kept,) = [path for path in files.rglob("*") if path.is_file()]
        assert "Example" not in kept.name
        assert kept.read_bytes() == PDF

    @pytest.mark.parametrize(
        ("name", "data"),
        [
            ("contract.pdf", b"<html><script>alert(1)</script></html>"),
            ("contract.pdf", b"MZ\x90\x00 a program"),
            ("contract.docx", b"PK\x03\x04 broken"),
        ],
    )
    def test_the_content_counts_and_not_the_name(
        self, back_office: Client, agreement: Agreement, files: Path, name: str, data: bytes
    ) -> None:
        response = self.upload(back_office, agreement, name, data)

        assert "By its content this is no PDF" in response.content.decode()
        assert not files.exists()

    def test_a_document_is_taken_and_one_with_macros_is_not(self) -> None:
        assert agreement_files.kind_of(io.BytesIO(document())) == agreement_files.DOCX
        assert agreement_files.kind_of(io.BytesIO(document("word/vbaProject.bin"))) is None

    def test_one_that_is_too_large_is_refused(
        self, back_office: Client, agreement: Agreement, settings: Any
    ) -> None:
        settings.AGREEMENT_FILE_MB = 1

        response = self.upload(back_office, agreement, "dpa.pdf", PDF + b" " * 2**20)

        assert "1 MB are allowed" in response.content.decode()

    def test_it_is_handed_over_as_a_download(
        self, back_office: Client, agreement: Agreement
    ) -> None:
        self.upload(back_office, agreement, "dpa.pdf", PDF)

        response: Any = back_office.get(reverse("admin:ropa_agreement_file", args=[agreement.pk]))

        assert response["Content-Disposition"] == 'attachment; filename="dpa.pdf"'
        assert response["X-Content-Type-Options"] == "nosniff"
        assert b"".join(response) == PDF

    def test_without_permission_it_is_not(self, client: Client, agreement: Agreement) -> None:
        client.force_login(User.objects.create(username="stranger", is_staff=True))
        agreement.file, agreement.file_name = "agreements/2026/x.pdf", "x.pdf"
        agreement.save()

        page = reverse("admin:ropa_agreement_file", args=[agreement.pk])

        assert client.get(page).status_code == 403

    def test_one_that_was_exchanged_on_disk_is_not_handed_over(
        self, back_office: Client, agreement: Agreement, files: Path
    ) -> None:
        self.upload(back_office, agreement, "dpa.pdf", PDF)
        (kept,) = [path for path in files.rglob("*") if path.is_file()]
        kept.write_bytes(PDF + b"other terms")

        page = reverse("admin:ropa_agreement_file", args=[agreement.pk])
        response = back_office.get(page, follow=True)

        assert "its SHA-256 differs" in response.content.decode()

    def test_a_replaced_file_stays_with_its_name_and_hash_in_the_history(
        self, back_office: Client, agreement: Agreement, files: Path
    ) -> None:
        self.upload(back_office, agreement, "old.pdf", PDF)
        self.upload(back_office, agreement, "new.pdf", PDF + b"2")

        names = set(agreement.history.values_list("file_name", flat=True)) - {""}
        assert names == {"old.pdf", "new.pdf"}
        assert len([path for path in files.rglob("*") if path.is_file()]) == 2


def document(*more: str) -> bytes:
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w") as archive:
        for name in ("[Content_Types].xml", "word/document.xml", *more):
            archive.writestr(name, "<x/>")
    return data.getvalue()


class TestInForce:
    @pytest.mark.parametrize(
        ("said", "lacks"),
        [
            ({"kind": "dpa"}, False),
            ({"kind": "dpa", "expires_on": TODAY}, False),
            ({"kind": "dpa", "expires_on": TODAY - timedelta(days=1)}, True),
            ({"kind": "dpa", "valid_from": TODAY + timedelta(days=1)}, True),
            ({"kind": "scc", "module": "2"}, False),
            ({"kind": "scc", "module": "1"}, True),
            ({"kind": "dpf"}, True),
        ],
    )
    def test_a_processor_needs_an_agreement_in_force_that_carries_processing(
        self, said: dict[str, Any], lacks: bool
    ) -> None:
        use = make.VendorUseFactory.create(role=VendorRole.PROCESSOR)
        vendor = use.vendor
        make.AgreementFactory.create(
            **{"vendor": vendor, "organisation": vendor.organisation, "expires_on": None} | said
        )

        found = Vendor.objects.without_agreement(on=TODAY)

        assert (vendor in found) is lacks

    def test_the_list_tells_ahead_from_in_force(self, back_office: Client) -> None:
        today = timezone.localdate()
        make.AgreementFactory.create(title="Ahead", valid_from=today + timedelta(days=3))
        make.AgreementFactory.create(title="Running", valid_from=today, expires_on=None)

        page = reverse("admin:ropa_agreement_changelist")
        ahead = back_office.get(page, {"validity": "ahead"}).content.decode()
        running = back_office.get(page, {"validity": "force"}).content.decode()

        assert "Ahead</a>" in ahead
        assert "Running</a>" not in ahead
        assert "Running</a>" in running
        assert "Ahead</a>" not in running

    def test_the_list_finds_what_lacks_a_point(self, back_office: Client) -> None:
        short = make.AgreementFactory.create(title="Short")
        make.AgreementFactory.create(title="Whole")
        make.ClauseFactory.create(agreement=short, verdict=ClauseVerdict.MISSING, note="All.")

        page = reverse("admin:ropa_agreement_changelist")
        text = back_office.get(page, {"checklist": "short"}).content.decode()

        assert "Short</a>" in text
        assert "Whole</a>" not in text
