"""The roles that come with the product: each has what its work needs and nothing else.

A right is named as Django names it, `app.codename`; `*` stands for any run of letters. Rights on
the history tables belong to no role: the history of a record is read on the record's own page.
A change of this table is brought to the database by a migration that calls `bring_about`.
"""

from collections.abc import Iterable
from fnmatch import fnmatchcase
from typing import Any

from django.contrib.auth.management import create_permissions


def _rights(deeds: str, app: str, models: Iterable[str]) -> tuple[str, ...]:
    return tuple(f"{app}.{deed}_{model}" for model in models for deed in deeds.split())


# Records of the register, and the values inside them. Values come and go with the work on a
# record; a record itself is removed by an administrator only.
RECORDS = (
    "organisation",
    "legalentity",
    "contact",
    "activitygroup",
    "processingactivity",
    "purpose",
    "customer",
    "notice",
    "offeredright",
    "datacategory",
    "datasubjectcategory",
    "recipientclass",
    "measure",
    "transfer",
    "retentionrule",
    "adequacydecision",
    "transferassessment",
    "subprocessorlist",
    "subprocessorlistrequest",
    "task",
)
VALUES = (
    "activitylink",
    "activitysource",
    "activitychannel",
    "activitymeasure",
    "jointcontroller",
    "customeractivity",
    "crosscutting",
    "dpiascreening",
    "balancingtest",
    "purposestatement",
    "purposedatasubject",
    "purposedatacategory",
    "legalbasis",
    "specialcategorycondition",
    "purposerecipient",
    "consequence",
    "purposerule",
    "transferpurpose",
    "safeguard",
    "notransfer",
    "subprocessorlistentry",
    "ruletrigger",
    "ruleoverride",
    "ruleextension",
    "noticeversion",
    "noticeactivity",
    "announcement",
    "datacategorysynonym",
    "datasubjectsynonym",
    "recipientsynonym",
    "measuresynonym",
)
VENDOR_RECORDS = ("vendor", "agreement", "vendorsource", "vendorchange", "questionnaire")
VENDOR_VALUES = (
    "vendoralias",
    "vendorlocation",
    "vendoruse",
    "subprocessing",
    "agreementclause",
    "vendorassessment",
    "distinctvendors",
)
STORES = ("datastore", "dataset", "datasetrule")
STORE_VALUES = ("customerkey", "rulefilter", "rulecolumn")
PURGES = ("purgeplan", "purgerun", "purgebatch")

EVERYTHING = ("ropa.view_*", "retention.view_*", "dsr.view_*")
REGISTER = ("ropa.view_*",)
VENDORS = (
    *_rights("add change", "ropa", VENDOR_RECORDS),
    *_rights("add change delete", "ropa", VENDOR_VALUES),
    "ropa.import_vendor",
    "ropa.merge_vendor",
    "ropa.decide_vendorchange",
    "ropa.close_task",
)
REQUESTS = (
    "dsr.view_*",
    *_rights("add change work extend close", "dsr", ("ticket",)),
)

ROLES: dict[str, tuple[str, ...]] = {
    "Officer": (
        *EVERYTHING,
        *_rights("add change", "ropa", RECORDS),
        *_rights("add change delete", "ropa", VALUES),
        *_rights("add", "ropa", ("activityreview",)),
        "ropa.import_register",
        "ropa.merge_entries",
        "ropa.publish_version",
        "ropa.publish_subprocessorlist",
        "ropa.decide_impact",
        *VENDORS,
        *REQUESTS,
        *_rights("add change", "retention", ("legalhold", "holdscope", "restriction")),
        "retention.lift_restriction",
        "retention.plan_purge",
    ),
    "Vendor manager": (*REGISTER, *VENDORS),
    "Request agent": (*REGISTER, *REQUESTS),
    "Approver": (*EVERYTHING, "retention.approve_purge", "ropa.approve_activity"),
    "Auditor": EVERYTHING,
    "Operator": (
        *_rights("view", "ropa", ("organisation", "retentionrule")),
        *_rights("view add change", "retention", STORES),
        *_rights("view add change delete", "retention", STORE_VALUES),
        "ropa.view_customer",
        *_rights("view", "retention", PURGES),
        "retention.run_purge",
        *_rights("view change", "django_celery_beat", ("periodictask",)),
        *_rights("view add", "django_celery_beat", ("crontabschedule", "intervalschedule")),
    ),
}


def rights_of(role: str, existing: Iterable[str]) -> set[str]:
    """Return those of the existing rights that the table gives to a role."""
    return {
        right
        for right in existing
        if "_historical" not in right
        and any(fnmatchcase(right, pattern) for pattern in ROLES[role])
    }


def bring_about(apps: Any, _schema_editor: Any) -> None:
    """Make every role, with exactly the rights of the table. For migrations."""
    _create_rights(apps)
    group, permission = apps.get_model("auth", "Group"), apps.get_model("auth", "Permission")
    by_name = {
        f"{each.content_type.app_label}.{each.codename}": each
        for each in permission.objects.select_related("content_type")
    }
    for role in ROLES:
        rights = rights_of(role, by_name)
        group.objects.get_or_create(name=role)[0].permissions.set(by_name[r] for r in rights)


def take_back(apps: Any, _schema_editor: Any) -> None:
    """Remove the roles. People keep their accounts."""
    apps.get_model("auth", "Group").objects.filter(name__in=ROLES).delete()


def _create_rights(apps: Any) -> None:
    """Make the rights of the apps now; Django itself makes them after all migrations."""
    for config in apps.get_app_configs():
        module = getattr(config, "models_module", None)
        config.models_module = module or True  # None, as in migrations, would be passed over
        create_permissions(config, apps=apps, verbosity=0)
        config.models_module = module
