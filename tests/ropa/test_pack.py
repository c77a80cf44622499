"""The authority pack: whole, the same for the same state, and proved by its manifest."""

import hashlib
import io
import json
import subprocess
import zipfile
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth.models import User
from openpyxl import load_workbook

from dsr.models import Ticket
from ropa.audit import acting
from ropa.choices.approval import ActivityStatus, Outcome
from ropa.export.wanted import Wanted
from ropa.models import ActivityApproval, AuthorityPack, Organisation, ProcessingActivity, Vendor
from ropa.resources import OrganisationScope, PastScope
from ropa.services import pack
from ropa.services.contents import content_of, sha256_of
from ropa.services.history_check import check_history
from tests import sheets
from tests.dsr.factories import TicketFactory
from tests.factories import SOME_DAY, UserFactory, VendorFactory

pytestmark = pytest.mark.django_db

MOMENT = datetime(2026, 11, 22, 9, 30, tzinfo=UTC)
TELLTALE = "Zebulon Quatermass"
FILES = {
    "MANIFEST.txt",
    "SHA256SUMS",
    "approvals.xlsx",
    "completeness.xlsx",
    "history-check.json",
    "manifest.json",
    "purges.xlsx",
    "record.pdf",
    "record.xlsx",
    "register.json",
    "requests.xlsx",
    "retention-schedule.xlsx",
    "transfers.xlsx",
    "vendors.xlsx",
}


def asked(organisation: Organisation, at: datetime = MOMENT) -> pack.Asked:
    wanted = Wanted(scope=OrganisationScope(organisation.code), written_on=SOME_DAY)
    return pack.Asked(organisation=organisation, wanted=wanted, written_at=at)


def files_of(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def made(organisation: Organisation) -> dict[str, bytes]:
    return files_of(pack.build(asked(organisation)).data)


def rows_of(workbook: bytes, sheet: str) -> list[tuple[Any, ...]]:
    """The cells below the header."""
    return list(load_workbook(io.BytesIO(workbook))[sheet].iter_rows(values_only=True))[1:]


def unpacked(name: str, data: bytes) -> str:
    """All that a file says; a workbook is a zip of its parts."""
    if name.endswith(".xlsx"):
        return " ".join(part.decode() for part in files_of(data).values())
    return data.decode(errors="replace")


class TestContents:
    def test_it_holds_what_an_authority_asks_for(self, full: Organisation) -> None:
        found = made(full)

        assert set(found) == FILES
        assert "Full GmbH" in found["register.json"].decode()
        vendors = {row[0]: row for row in rows_of(found["vendors.xlsx"], "Vendors")}
        assert "Data processing agreement" in vendors["'@Mail"][5]
        assert rows_of(found["transfers.xlsx"], "Transfers")[0][0] == "T1"
        assert [row[1] for row in rows_of(found["completeness.xlsx"], "Verdicts")] == [
            "blocked",
            "not complete",
            "not complete",
        ]

    def test_the_manifest_agrees_with_every_file(self, full: Organisation) -> None:
        made_now = pack.build(asked(full))
        found = files_of(made_now.data)
        manifest = json.loads(found["manifest.json"])

        assert {each["name"] for each in manifest["files"]} == FILES - {"manifest.json"}
        for each in manifest["files"]:
            data = found[each["name"]]
            assert each["bytes"] == len(data)
            assert each["sha256"] == hashlib.sha256(data).hexdigest()
        assert made_now.manifest_sha256 == hashlib.sha256(found["manifest.json"]).hexdigest()

    def test_sha256sum_checks_it_without_a_warning(
        self, full: Organisation, tmp_path: Path
    ) -> None:
        found = made(full)
        for name, data in found.items():
            (tmp_path / name).write_bytes(data)
        ran = subprocess.run(
            ["sha256sum", "--check", "--strict", "SHA256SUMS"],
            cwd=tmp_path,
            capture_output=True,
            text=True,
            check=True,
        )

        checked = {line.removesuffix(": OK") for line in ran.stdout.splitlines()}
        assert (checked, ran.stderr) == (FILES - {"manifest.json", "SHA256SUMS"}, "")

    def test_a_control_character_in_a_text_keeps_no_file_back(self, full: Organisation) -> None:
        ProcessingActivity.objects.filter(code="demo").update(heading="Bell\x07", note="\x07")

        assert "Bell" in unpacked("record.xlsx", made(full)["record.xlsx"])

    def test_the_same_state_gives_the_same_bytes(self, full: Organisation) -> None:
        first = pack.build(asked(full)).data

        assert pack.build(asked(full)).data == first
        assert pack.build(asked(full, MOMENT + timedelta(hours=1))).data != first

    def test_nothing_in_it_names_a_requester(self, full: Organisation) -> None:
        TicketFactory.create(
            organisation=full,
            requester_name=TELLTALE,
            requester_email="zebulon@quatermass.example",
            details=f"I am {TELLTALE}.",
        )
        found = made(full)

        assert Ticket.objects.get().reference in str(rows_of(found["requests.xlsx"], "Requests"))
        for name, data in found.items():
            said = unpacked(name, data).lower()
            assert "zebulon" not in said, name
            assert "quatermass" not in said, name

    def test_it_tells_which_approved_texts_have_changed(self, full: Organisation) -> None:
        activity = ProcessingActivity.objects.get(code="demo")
        approver = UserFactory.create(username="judith")
        activity.status = ActivityStatus.APPROVED
        activity.save()
        approval = ActivityApproval.objects.create(
            activity=activity,
            outcome=Outcome.APPROVED,
            submitted_at=datetime.now(UTC),
            submitted_by=UserFactory.create(),
            decided_at=datetime.now(UTC),
            decided_by=approver,
            content_sha256=sha256_of(content_of(activity)),
        )
        before = {row[0]: row for row in rows_of(made(full)["approvals.xlsx"], "Approvals")}
        activity.heading = "Another heading"
        activity.save()
        workbook = made(full)["approvals.xlsx"]

        after = {row[0]: row for row in rows_of(workbook, "Approvals")}
        assert before["demo"][6] == "yes"
        assert after["hosting"][6] == "never approved"
        assert after["demo"][4:] == ("judith", approval.content_sha256, "no, see the differences")
        (difference,) = rows_of(workbook, "Differences")
        assert difference[3:] == ("heading", "'=Demo", "Another heading")


class TestAsOf:
    def test_it_is_the_register_of_that_day(self, full: Organisation) -> None:
        at = datetime.now(UTC)
        Vendor.objects.filter(name="@Mail").update(name="Later Mail")
        wanted = Wanted(
            scope=PastScope(full.code, at), written_on=SOME_DAY, as_of=SOME_DAY - timedelta(days=1)
        )
        TicketFactory.create(organisation=full)
        past = pack.Asked(organisation=full, wanted=wanted, written_at=MOMENT)
        found = files_of(pack.build(past).data)

        assert "Later Mail" not in found["register.json"].decode()
        assert not rows_of(found["requests.xlsx"], "Requests")
        assert json.loads(found["manifest.json"])["as_of"] == "2026-11-21"

    def test_what_cannot_be_told_of_the_past_is_said(self, full: Organisation) -> None:
        wanted = Wanted(
            scope=PastScope(full.code, datetime.now(UTC)), written_on=SOME_DAY, as_of=SOME_DAY
        )
        past = pack.Asked(organisation=full, wanted=wanted, written_at=MOMENT)
        said = json.loads(files_of(pack.build(past).data)["manifest.json"])["cannot_be_told"]

        assert any("not sealed yet" in sentence for sentence in said)
        assert any("at the moment of writing" in sentence for sentence in said)


class TestHistoryCheck:
    def test_a_register_agrees_with_its_history(self, full: Organisation) -> None:
        VendorFactory.create()  # of another organisation
        checked = check_history(full)

        assert checked.findings == ()
        assert checked.counts["ropa.vendor"] == 2
        assert checked.counts["dsr.ticket"] == 0

    def test_what_went_past_the_history_is_found(self, full: Organisation) -> None:
        changed = Vendor.objects.earliest("pk")
        plain: Any = Vendor.objects.all()
        plain.filter(pk=changed.pk)._update([(Vendor._meta.get_field("note"), None, "Sly.")])
        unknown = VendorFactory.create(organisation=full)
        unknown.history.all().delete()
        said = {finding.key: finding.trouble for finding in check_history(full).findings}

        assert said[str(changed.pk)] == "Row and history differ in: note."
        assert said[str(unknown.pk)] == "It is not in the history."

    def test_a_row_that_is_gone_without_a_word_is_found(self, full: Organisation) -> None:
        vendor = VendorFactory.create(organisation=full)
        key = vendor.pk
        vendor.delete()
        Vendor.history.filter(id=key, history_type="-").delete()
        (finding,) = check_history(full).findings

        assert finding.trouble == "The history says that it exists, and the row is gone."
        assert "1 of" in made(full)["MANIFEST.txt"].decode()


class TestCommand:
    def test_it_writes_the_pack_and_records_it(self, acme: Path, tmp_path: Path) -> None:
        file = tmp_path / "acme.zip"
        ran = sheets.run("authority_pack", "--organisation", "acme", "-o", file, "--json", "-")
        found = files_of(file.read_bytes())
        record = AuthorityPack.objects.get()

        assert ran.code == 0, ran.err
        digest = hashlib.sha256(found["manifest.json"]).hexdigest()
        assert record.manifest_sha256 == digest == ran.result["manifest_sha256"]
        assert (record.made_by, record.as_of, record.file_count) == (None, None, len(found))

    @pytest.mark.parametrize(
        ("day", "said"), [("2001-01-01", "no register of Acme yet"), ("2100-01-01", "not over yet")]
    )
    def test_an_impossible_day_is_refused(
        self, acme: Path, tmp_path: Path, day: str, said: str
    ) -> None:
        ran = sheets.run(
            "authority_pack", "--organisation", "acme", "--as-of", day, "-o", tmp_path / "x.zip"
        )

        assert (ran.code, said in ran.err) == (2, True)
        assert not (tmp_path / "x.zip").exists()

    def test_a_pack_that_cannot_be_written_is_not_recorded(
        self, acme: Path, tmp_path: Path
    ) -> None:
        ran = sheets.run("authority_pack", "--organisation", "acme", "-o", tmp_path)

        assert ran.code == 2
        assert "cannot be written" in ran.err
        assert not AuthorityPack.objects.exists()


def test_a_pack_made_by_a_person_says_so_in_its_history(acme: Path, superuser: User) -> None:
    organisation = Organisation.objects.get()
    with acting(reason="An authority asked."):
        pack.make(organisation, as_of=None, on=SOME_DAY, at=MOMENT, by=superuser)

    assert AuthorityPack.objects.get().made_by == superuser
    assert AuthorityPack.history.get().history_user == superuser
