"""The rows that the tests of this folder begin with."""

import pytest

from ropa.models import (
    Vendor,
)
from tests import factories as make


@pytest.fixture
def vendor() -> Vendor:
    return make.VendorFactory.create(name="Hosting", organisation__code="acme")
