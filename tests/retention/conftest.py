"""A store of each kind, people who plan and approve, and what they have done so far."""

from collections.abc import Callable, Iterator
from pathlib import Path
from uuid import uuid4

import psycopg
import pytest
from django.contrib.auth.models import Permission, User
from django.test import Client
from pytest_django import Settings

from retention.models import DataSetRule, PurgePlan, PurgeRun
from retention.services import planning, running
from retention.stores.sql import engine_of
from tests import parts
from tests.factories import UserFactory
from tests.retention.pages import ROWS, SEES, TODAY
from tests.retention.stores import make_table, sql_target

STORES = ["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)]


@pytest.fixture
def sqlite_url(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """The address of a SQLite file that is not there yet, set in STORE_URL."""
    url = f"sqlite:///{tmp_path}/store.sqlite3"
    monkeypatch.setenv("STORE_URL", url)
    yield url
    engine_of(url).dispose()


@pytest.fixture
def postgres_url(monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """The address of an empty PostgreSQL database, set in STORE_URL."""
    name = f"store_{uuid4().hex[:12]}"
    with psycopg.connect(f"{parts.POSTGRES}/postgres", autocommit=True) as server:
        server.execute(f"CREATE DATABASE {name}")
        url = f"{parts.POSTGRES}/{name}".replace("postgresql://", "postgresql+psycopg://")
        monkeypatch.setenv("STORE_URL", url)
        yield url
        engine_of(url).dispose()
        server.execute(f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture(params=STORES)
def store_url(request: pytest.FixtureRequest) -> str:
    """The address of an empty database, set in STORE_URL; SQLite and PostgreSQL in turn."""
    url: str = request.getfixturevalue(f"{request.param}_url")
    return url


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with the data set `web`, its address set in STORE_URL."""
    (tmp_path / "web").mkdir()
    monkeypatch.setenv("STORE_URL", f"file://{tmp_path}")
    return tmp_path / "web"


@pytest.fixture
def planner(db: None) -> User:
    return UserFactory.create(username="planner")


@pytest.fixture
def approver(db: None) -> User:
    return UserFactory.create(username="approver")


@pytest.fixture(autouse=True)
def quick_and_tidy(settings: Settings, tmp_path: Path) -> None:
    """Small batches, no waiting time, evidence in a folder of the test."""
    settings.PURGE_BATCH_ROWS = 3
    settings.PURGE_BATCH_FILES = 3
    settings.PURGE_WAITING_DAYS = 0
    settings.MEDIA_ROOT = tmp_path / "files"


@pytest.fixture
def client_of(db: None) -> Callable[..., Client]:
    """Log in as a user with exactly these rights."""

    def log_in(user: User, *codenames: str) -> Client:
        user.user_permissions.set(Permission.objects.filter(codename__in=codenames))
        client = Client()
        client.force_login(user)
        return client

    return log_in


@pytest.fixture
def officer(client_of: Callable[..., Client], planner: User) -> Client:
    return client_of(planner, *SEES, "plan_purge")


@pytest.fixture
def judge(client_of: Callable[..., Client], approver: User) -> Client:
    return client_of(approver, *SEES, "approve_purge")


@pytest.fixture
def target(store_url: str) -> DataSetRule:
    make_table(store_url, ROWS)
    return sql_target()


@pytest.fixture
def drafted(target: DataSetRule, planner: User) -> PurgePlan:
    plan = planning.plan(target, on=TODAY, by=planner)
    assert plan is not None
    return plan


@pytest.fixture
def done(drafted: PurgePlan, approver: User) -> PurgeRun:
    planning.approve(drafted.pk, by=approver, on=TODAY)
    run = running.start(drafted.pk, on=TODAY)
    running.carry_out(run.pk, on=TODAY)
    return PurgeRun.objects.get()
