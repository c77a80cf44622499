"""The rows that the tests of this folder begin with."""

import pytest

from ropa.models import (
    Purpose,
)
from tests import factories as make
from tests.ropa.gaps.given import line


@pytest.fixture
def purpose() -> Purpose:
    """A line of a controller with a main entity in Germany."""
    purpose = line()
    make.EntityFactory.create(
        organisation=purpose.organisation, code="ours", country="DE", is_main=True
    )
    return purpose
