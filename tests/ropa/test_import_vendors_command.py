"""The command import_vendors as scripts see it: JSON, exit codes, sentences."""

import json
import zipfile
from io import BytesIO
from pathlib import Path

import pytest

from ropa.models import Organisation, Vendor
from tests.ropa.vendor_files import MESSY, make_register, names, xlsx
from tests.sheets import Ran, run

pytestmark = pytest.mark.django_db
MEGABYTE = 2**20


@pytest.fixture
def ours() -> Organisation:
    return make_register()


def given(folder: Path, content: str | bytes, name: str = "list.csv") -> Path:
    path = folder / name
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return path


def import_vendors(path: Path, *options: str, organisation: str = "beispiel") -> Ran:
    return run("import_vendors", path, "--organisation", organisation, *options)


def test_the_json_has_exactly_what_is_promised(ours: Organisation, tmp_path: Path) -> None:
    path = given(tmp_path, "vendor,role\ntawk.to,processor\ntwak.to,boss\ntavk.to,\n")

    ran = import_vendors(path, "--json", "-")

    assert ran.code == 1
    assert ran.result == {
        "read": 3,
        "created": 2,
        "updated": 0,
        "unchanged": 0,
        "refused": 1,
        "rows": [
            {"line": 2, "outcome": "created", "vendor": "tawk.to", "messages": []},
            {
                "line": 3,
                "outcome": "refused",
                "vendor": "twak.to",
                "messages": [
                    'role: "boss" is no role of a vendor; the roles are: Processor, Sub-processor, '
                    "Independent controller, Platform, Data source, Own product, Not stated."
                ],
            },
            {"line": 4, "outcome": "created", "vendor": "tavk.to", "messages": []},
        ],
        "source": None,
        "added": 0,
        "changed": 0,
        "removed": 0,
        "differences": [],
        "suggestions": [
            {
                "line": 4,
                "name": "tavk.to",
                "similar_to": "tawk.to",
                "score": 85,
                "reason": "one letter differs",
            }
        ],
    }
    assert "refused: line 3 (twak.to)" in ran.err


def test_the_json_goes_to_a_file_and_sentences_to_people(
    ours: Organisation, tmp_path: Path
) -> None:
    out = tmp_path / "result.json"

    ran = import_vendors(MESSY, "--json", str(out))

    result = json.loads(out.read_text())
    parts = ("created", "updated", "unchanged", "refused")
    assert result["read"] == sum(result[part] for part in parts) == len(result["rows"]) == 18
    assert ran.code == 1
    assert ran.out.count("refused: line ") == 8
    assert "18 rows read: 8 created, 0 updated, 2 unchanged, 8 refused." in ran.out
    assert "left out; correct them" in ran.out


def test_a_list_without_findings_ends_with_0(ours: Organisation, tmp_path: Path) -> None:
    assert import_vendors(given(tmp_path, "vendor\nWix\n")).code == 0
    assert import_vendors(given(tmp_path, "vendor\n")).code == 0


def test_a_dry_run_shows_every_row_and_writes_nothing(ours: Organisation, tmp_path: Path) -> None:
    ran = import_vendors(given(tmp_path, "vendor,service\nWix,pages\n"), "--dry-run")

    assert "created: line 2 (Wix)" in ran.out
    assert "this was a dry run" in ran.out
    assert not names()


def test_the_history_names_the_file(ours: Organisation, tmp_path: Path) -> None:
    import_vendors(given(tmp_path, "vendor\nWix\n", name="spring.csv"))

    assert Vendor.objects.get().history.get().history_change_reason == "Vendor list spring.csv"


def test_columns_by_heading_number_or_letter(ours: Organisation, tmp_path: Path) -> None:
    path = given(tmp_path, "Zeug,Ding,Kram\nWix,pages,x@wix.example\n")

    ran = import_vendors(path, "--mapping", "Zeug=name", "2=service", "--mapping", "C=contact")

    assert ran.code == 0
    vendor = Vendor.objects.get()
    assert vendor.contact == "x@wix.example"
    assert vendor.uses.get().service == "pages"


def test_a_sheet_of_a_workbook(ours: Organisation, tmp_path: Path) -> None:
    path = given(tmp_path, xlsx([["Vendor"], ["Wix"]], title="Tools"), name="list.xlsx")

    assert import_vendors(path, "--sheet", "tools").code == 0
    assert 'no sheet "Other"' in import_vendors(path, "--sheet", "Other").err


class TestCannotRun:
    """Exit code 2, one sentence on stderr, nothing written."""

    @pytest.mark.parametrize(
        ("content", "name", "sentence"),
        [
            ("", "list.csv", "The file is empty"),
            ("Vendor,supplier\nWix,x\n", "list.csv", "are all taken for the field"),
            ("Acme,hosting\nWix,pages\n", "list.csv", "No column is recognised"),
            ('vendor\n"Wix\n', "list.csv", "quotation mark"),
            (b"PK\x03\x04broken", "list.xlsx", "damaged"),
            (b"%PDF-1.7", "list.csv", "not a list"),
        ],
    )
    def test_for_an_unreadable_file(
        self, ours: Organisation, tmp_path: Path, content: str | bytes, name: str, sentence: str
    ) -> None:
        ran = import_vendors(given(tmp_path, content, name))

        assert ran.code == 2
        assert sentence in ran.err
        assert ran.err.startswith(f"{name}: ")
        assert "Traceback" not in ran.err
        assert not names()

    def test_for_a_file_of_200_megabytes(self, ours: Organisation, tmp_path: Path) -> None:
        path = tmp_path / "huge.csv"
        with path.open("wb") as file:
            file.truncate(200 * MEGABYTE)  # takes no room on the disk

        ran = import_vendors(path)

        assert ran.code == 2
        assert "200.0 MB" in ran.err

    def test_for_a_workbook_that_unpacks_to_too_much(
        self, ours: Organisation, tmp_path: Path
    ) -> None:
        out = BytesIO(xlsx([["Vendor"]]))
        with zipfile.ZipFile(out, "a", zipfile.ZIP_DEFLATED) as archive:
            archive.writestr("xl/worksheets/sheet2.xml", b" " * 60 * MEGABYTE)

        ran = import_vendors(given(tmp_path, out.getvalue(), "bomb.xlsx"))

        assert ran.code == 2
        assert "would unpack" in ran.err

    def test_for_an_organisation_that_is_not_there(
        self, ours: Organisation, tmp_path: Path
    ) -> None:
        make_register("acme", "Acme")

        ran = import_vendors(given(tmp_path, "vendor\nWix\n"), organisation="qwak")

        assert ran.code == 2
        assert 'no organisation "qwak"; known are: acme, beispiel' in ran.err

    def test_for_a_file_that_is_not_there_or_is_a_folder(
        self, ours: Organisation, tmp_path: Path
    ) -> None:
        missing = import_vendors(tmp_path / "nothing.csv")
        folder = import_vendors(tmp_path)

        assert (missing.code, folder.code) == (2, 2)
        assert "No such file" in missing.err
        assert "directory" in folder.err

    @pytest.mark.parametrize(
        ("mapping", "sentence"),
        [
            ("Zeug=colour", 'no field "colour"'),
            ("Nix=name", 'no column "Nix"'),
            ("name", "write COL=FIELD"),
        ],
    )
    def test_for_a_wrong_mapping(
        self, ours: Organisation, tmp_path: Path, mapping: str, sentence: str
    ) -> None:
        ran = import_vendors(given(tmp_path, "Zeug\nWix\n"), "--mapping", mapping)

        assert ran.code != 0
        assert sentence in ran.err


def test_the_help_has_an_example_and_the_fields(capsys: pytest.CaptureFixture[str]) -> None:
    run("import_vendors", "--help")

    text = " ".join(capsys.readouterr().out.split())
    assert "Example: manage.py import_vendors vendors.xlsx" in text
    assert "data_limitation" in text
