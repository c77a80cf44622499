"""Prepare a back office with one agreement that ends today, and one reader: `mail_lab.py DAY`."""

import sys
from datetime import date

import django

django.setup()

from django.contrib.auth.models import Group

from tests import factories as make

reader = make.UserFactory.create(email="manager@example.org")
reader.groups.add(Group.objects.get(name="Vendor manager"))
vendor = make.VendorFactory.create()
make.AgreementFactory.create(
    vendor=vendor,
    organisation=vendor.organisation,
    title="DPA Jane Doe Ltd",
    expires_on=date.fromisoformat(sys.argv[1]),
)
