"""Rules of the house that no linter knows."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
APPS = ("ropa", "retention", "dsr", "config")
EDGES = ("admin", "public", "tasks.py", "commands", "demo", "commands.py")
SOURCES = [
    path
    for app in APPS
    for path in sorted((ROOT / app).rglob("*.py"))
    if "migrations" not in path.parts
]
CLOCK = re.compile(r"\blocaldate\(|\bdate\.today\(|\bdatetime\.now\(")


@pytest.mark.parametrize("path", SOURCES, ids=lambda p: str(p.relative_to(ROOT)))
def test_only_the_edges_read_the_calendar(path: Path) -> None:
    """Services and models are told the day; pages, tasks and commands read it."""
    if not any(edge in part for part in path.relative_to(ROOT).parts for edge in EDGES):
        assert not CLOCK.search(path.read_text()), "pass the day in as `on=`"


@pytest.mark.parametrize("name", ["requirements.lock", "requirements-dev.lock"])
def test_every_package_is_pinned_with_hashes_and_without_an_address(name: str) -> None:
    text = (ROOT / name).read_text()
    pinned = re.findall(r"^[a-zA-Z0-9._-]+(?:\[[a-z,]+\])?==", text, re.MULTILINE)
    named = re.findall(r"^[a-zA-Z]", text, re.MULTILINE)

    assert len(pinned) == len(named) > 30
    assert text.count("--hash=sha256:") >= len(pinned)
    assert "://" not in text


def test_every_variable_that_settings_read_is_explained() -> None:
    explained = (ROOT / ".env.example").read_text()
    settings = (ROOT / "config" / "settings.py").read_text()
    read = re.findall(r"""(?:environment\.\w+|Env\(\)\.\w+)\(\s*"([A-Z_]+)\"""", settings)

    assert len(read) > 10
    assert not [name for name in read if f"\n{name}=" not in explained]


@pytest.mark.parametrize("path", SOURCES, ids=lambda p: str(p.relative_to(ROOT)))
def test_a_reader_finds_the_room_by_its_noun(path: Path) -> None:
    lines = path.read_text().count("\n")

    assert lines <= 300, f"{lines} lines: split it by noun"
