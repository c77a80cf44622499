"""Pages of retention, and what the home page says of it."""

from typing import cast

from django.contrib import admin

from config.admin import BackOfficeSite
from retention.admin.batch import PurgeBatchAdmin
from retention.admin.hold import LegalHoldAdmin
from retention.admin.panels import PANELS
from retention.admin.plan import PurgePlanAdmin
from retention.admin.restriction import RestrictionAdmin
from retention.admin.rule_at_work import DataSetRuleAdmin
from retention.admin.run import PurgeRunAdmin
from retention.admin.schedule import CrontabAdmin, IntervalAdmin, ScheduleAdmin
from retention.admin.store import DataSetAdmin, DataStoreAdmin

__all__ = (
    "CrontabAdmin",
    "DataSetAdmin",
    "DataSetRuleAdmin",
    "DataStoreAdmin",
    "IntervalAdmin",
    "LegalHoldAdmin",
    "PurgeBatchAdmin",
    "PurgePlanAdmin",
    "PurgeRunAdmin",
    "RestrictionAdmin",
    "ScheduleAdmin",
)

for maker, place in PANELS:
    cast(BackOfficeSite, admin.site).add_panel(maker, place=place)
