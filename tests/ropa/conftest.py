"""Registers that are there already when a test begins."""

from pathlib import Path

import pytest

from ropa.models import Organisation
from tests import sheets
from tests.ropa.samples import ACME, FULL


@pytest.fixture
def acme(db: None, tmp_path: Path) -> Path:
    """The folder from which a small register was imported."""
    folder = sheets.write(tmp_path / "acme", **ACME)
    assert sheets.import_register(folder, "acme").code == 0
    return folder


@pytest.fixture
def full(db: None, tmp_path: Path) -> Organisation:
    """An organisation with rows of every kind."""
    return sheets.load(tmp_path / "full", "full", FULL)
