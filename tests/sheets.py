"""Registers as files, and commands as a script sees them."""

import csv
import json
from dataclasses import dataclass
from io import StringIO
from pathlib import Path
from typing import Any

from django.core.management import CommandError, call_command

from ropa.models import Organisation

DEMO = Path(__file__).resolve().parent.parent / "demo"


@dataclass(frozen=True)
class Ran:
    """What a command left: exit code, standard output, standard error."""

    code: int
    out: str
    err: str

    @property
    def result(self) -> Any:
        return json.loads(self.out)


def run(command: str, *args: str | Path) -> Ran:
    """Run a command of manage.py as a script would."""
    out, err = StringIO(), StringIO()
    code = 0
    try:
        call_command(command, *map(str, args), stdout=out, stderr=err)
    except CommandError as wrong:
        code = wrong.returncode
        err.write(str(wrong))
    except SystemExit as end:
        code = int(end.code or 0)
    return Ran(code, out.getvalue(), err.getvalue())


def import_register(file: Path, organisation: str, *options: str) -> Ran:
    return run("import_register", file, "--organisation", organisation, "--json", "-", *options)


def import_vendors(file: Path, organisation: str) -> Ran:
    return run("import_vendors", file, "--organisation", organisation)


def export_json(organisation: str) -> Any:
    return run("export_register", "--organisation", organisation, "--format", "json").result


def write(folder: Path, **sheets: list[dict[str, str]] | str) -> Path:
    """Write CSV files into `folder`: from rows, or from the text of the file."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, rows in sheets.items():
        with (folder / f"{name}.csv").open("w", newline="", encoding="utf-8") as file:
            if isinstance(rows, str):
                file.write(rows)
                continue
            header = list(dict.fromkeys(column for row in rows for column in row))
            writer = csv.DictWriter(file, header)
            writer.writeheader()
            writer.writerows(rows)
    return folder


def read(path: Path) -> list[dict[str, str]]:
    """Return the rows of a CSV file; none where there is no file."""
    if not path.exists():
        return []
    with path.open(newline="", encoding="utf-8") as file:
        return list(csv.DictReader(file))


def load(folder: Path, organisation: str, register: dict[str, Any]) -> Organisation:
    """Load the catalogues and a register that stands in a test."""
    assert run("load_reference").code == 0
    ran = import_register(write(folder, **register), organisation)
    assert ran.code == 0, ran.out + ran.err
    return Organisation.objects.get(code=organisation)


def export(organisation: str, form: str, *options: str | Path) -> Ran:
    return run("export_register", "--organisation", organisation, "--format", form, *options)


def refused(file: Path, organisation: str = "acme") -> list[str]:
    """The sentences of the refused rows, each with sheet and line."""
    ran = import_register(file, organisation)
    assert ran.code == 1, ran.out + ran.err
    return [
        f"{row['sheet']} {row['line']} {message}"
        for row in ran.result["rows"]
        if row["outcome"] == "refused"
        for message in row["messages"]
    ]
