"""A notice over a small register with something of every kind that it quotes."""

from datetime import date, timedelta
from typing import Any

from django.contrib.auth.models import User
from django.urls import reverse

from ropa.choices.notice import Significance
from ropa.choices.register import DatePrecision, Role
from ropa.models import (
    Notice,
    NoticeVersion,
    PurposeDataCategory,
    PurposeRule,
    PurposeStatement,
)
from ropa.services import notices
from tests import factories as make
from tests.factories import SOME_DAY
from tests.full_register import GIVEN


def make_notice() -> Notice:
    """One activity as controller, one as processor, and a version from before."""
    ours = make.OrganisationFactory.create(code="full")
    demo = make.ActivityFactory.create(organisation=ours, code="demo", role=Role.CONTROLLER)
    make.ActivityFactory.create(organisation=ours, code="hosting", role=Role.PROCESSOR)
    line = make.PurposeFactory.create(activity=demo, code="demo", **GIVEN)
    for order, text in enumerate(("Showing", "Selling"), start=1):
        PurposeStatement.objects.create(purpose=line, order=order, text=text)
    data, _other = make.DataCategoryFactory.create_batch(2)
    PurposeDataCategory.objects.create(purpose=line, category=data, wording="Mail")
    PurposeRule.objects.create(
        purpose=line, rule=make.RuleFactory.create(organisation=ours, code="R1")
    )
    vendor = make.VendorFactory.create(organisation=ours, name="@Mail")
    make.VendorUseFactory.create(vendor=vendor, purpose=line)
    make.ContactFactory.create(
        organisation=ours, matter="representative", channel="post", address="Paris"
    )
    found = make.NoticeFactory.create(
        organisation=ours, code="master", title="Notice", notice_period="P30D"
    )
    NoticeVersion.objects.create(
        notice=found, dated_on=date(2024, 6, 1), precision=DatePrecision.MONTH
    )
    return found


def ready(version: NoticeVersion, **changes: Any) -> NoticeVersion:
    """The draft with all that publishing takes."""
    changes = {
        "significance": Significance.NOT_SIGNIFICANT,
        "effective_on": SOME_DAY + timedelta(days=1),
        **changes,
    }
    for name, value in changes.items():
        setattr(version, name, value)
    version.save()
    return version


def publish(notice: Notice, by: User) -> NoticeVersion:
    return notices.publish(ready(notices.draft(notice.pk)).pk, by=by, on=SOME_DAY)


def page(name: str, *args: Any) -> str:
    return reverse(f"admin:ropa_{name}", args=args)
