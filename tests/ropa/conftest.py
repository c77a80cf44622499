"""Registers that are there already when a test begins."""

from pathlib import Path

import pytest
from django.contrib.auth.models import User

from ropa.models import Notice, NoticeVersion, Organisation
from tests import factories as make
from tests import sheets
from tests.ropa.notice_register import make_notice, publish
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


@pytest.fixture
def notice(db: None) -> Notice:
    return make_notice()


@pytest.fixture
def by(db: None) -> User:
    return make.UserFactory.create()


@pytest.fixture
def published(notice: Notice, by: User) -> NoticeVersion:
    return publish(notice, by)
