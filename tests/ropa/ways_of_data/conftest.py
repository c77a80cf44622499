"""The rows that the tests of this folder begin with."""

import pytest

from ropa.models import (
    Organisation,
)
from tests import factories as make


@pytest.fixture
def organisation() -> Organisation:
    return make.OrganisationFactory.create(country="DE")
