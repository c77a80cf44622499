"""Every layout is opened by LibreOffice, started once for all files."""

import csv
import shutil
import subprocess
from pathlib import Path

import pytest
from openpyxl import load_workbook

from ropa.export.outputs import LAYOUTS
from ropa.models import Organisation
from tests import parts, sheets

# Parted by commas, quoted with ", in UTF-8, and one file for each sheet.
EACH_SHEET = "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,true,false,false,false,-1"


@pytest.mark.office
def test_libreoffice_opens_every_layout_with_all_its_sheets_and_cells(
    full: Organisation, tmp_path: Path
) -> None:
    files = {layout: tmp_path / f"{layout}.xlsx" for layout in LAYOUTS}
    for layout, file in files.items():
        assert sheets.export("full", "xlsx", "--layout", layout, "-o", file).code == 0

    opened = _open(list(files.values()), tmp_path / "opened")

    for file in files.values():
        workbook = load_workbook(file)
        for sheet in workbook:
            text = opened[f"{file.stem}-{sheet.title}.csv"].read_text(encoding="utf-8")
            found = [row for row in csv.reader(text.splitlines(keepends=True)) if any(row)]
            assert len(found) == sum(any(row) for row in sheet.values), (file.stem, sheet.title)


def _open(files: list[Path], folder: Path) -> dict[str, Path]:
    """What LibreOffice makes of the files, by name; it gets a profile of its own."""
    profile = folder / "profile"
    program = [parts.SOFFICE, f"-env:UserInstallation={profile.as_uri()}", "--headless"]
    ran = subprocess.run(
        [*program, "--convert-to", EACH_SHEET, "--outdir", str(folder), *map(str, files)],
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    shutil.rmtree(profile, ignore_errors=True)
    assert ran.returncode == 0, ran.stderr
    return {path.name: path for path in folder.glob("*.csv")}
