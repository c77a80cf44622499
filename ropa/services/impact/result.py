"""What the fall of something touches: counts, and rows that lead to their records."""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from ropa import periods
from ropa.choices.register import Mechanism, VendorRole
from ropa.resources import OrganisationScope
from ropa.services.impact.choosing import Chosen
from ropa.services.impact.register import Behind
from ropa.services.transfers.facts import facts_on_file
from ropa.services.transfers.words import reasons_in_words
from ropa.transfers import impact
from ropa.transfers.facts import Decision
from ropa.transfers.impact import GOES_ON, OUTCOMES, STOPS, UNKNOWN, Ground, Touched

Row = dict[str, Any]
AFFECTED = (STOPS, GOES_ON)
# In the order of the page: what falls, who is hit, who has to be told, what is under way.
GROUPS = (
    *("transfers", "vendors", "uses", "activities", "purposes"),
    *("customers", "notices", "tasks"),
)


@dataclass(frozen=True, kw_only=True)
class Impact:
    """The result, as it is shown, exported, and kept with a decision."""

    chosen: Chosen
    on: date
    groups: dict[str, list[Row]]

    @property
    def is_affected(self) -> bool:
        """Whether something stops, or goes on under something else, from that day on."""
        return any(row["outcome"] in AFFECTED for row in self.groups["transfers"])

    def counts(self) -> dict[str, dict[str, int]]:
        return {
            name: dict(Counter(row.get("outcome", STOPS) for row in rows))
            for name, rows in self.groups.items()
        }

    def as_json(self) -> dict[str, Any]:
        return {
            "organisation": self.chosen.organisation.code,
            "subject": {
                "kind": self.chosen.kind,
                "value": self.chosen.subject.value,
                "label": self.chosen.label,
            },
            "on": self.on.isoformat(),
            "is_affected": self.is_affected,
            "counts": self.counts(),
            **self.groups,
        }


def impact_of(chosen: Chosen, *, on: date) -> Impact:
    """Work out what the fall touches on that day, with as many queries for any register."""
    facts = facts_on_file(OrganisationScope(chosen.organisation.code), on=on)
    touched = impact.touched_by(chosen.subject, facts)
    return Impact(chosen=chosen, on=on, groups=_Rows(chosen, facts.decisions, on).of(touched))


class _Rows:
    """The rows of each group, made from the movements."""

    def __init__(self, chosen: Chosen, decisions: Iterable[Decision], on: date) -> None:
        self.behind = Behind(chosen.organisation)
        self.names = {each.code: each.number or each.name for each in decisions}
        self.on = on

    def of(self, touched: list[Touched]) -> dict[str, list[Row]]:
        groups: dict[str, list[Row]] = {
            "transfers": [self._transfer(each) for each in touched],
            "vendors": self._vendors(touched),
            "uses": list(self._uses(touched)),
        }
        lines = _worst((line, each) for each in touched for line in each.lines)
        lines = {line: outcome for line, outcome in lines.items() if outcome in AFFECTED}
        groups["purposes"] = [self._purpose(*item) for item in lines.items()]
        groups["activities"] = self._activities(lines)
        hit = {row["key"] for row in groups["activities"]}
        is_vague = any(
            each.reach == impact.NOT_RECORDED and each.outcome in AFFECTED for each in touched
        )
        groups["customers"] = self._customers(hit)
        groups["notices"] = self._notices(hit, is_vague=is_vague)
        groups["tasks"] = self._tasks(groups)
        return {name: groups[name] for name in GROUPS}

    def _transfer(self, each: Touched) -> Row:
        return {
            "key": self.behind.transfers.get(each.code),
            "code": each.code,
            "outcome": each.outcome,
            "exporter": self.behind.entities.get(each.exporter, each.exporter),
            "importer": self.behind.entities.get(each.importer, each.importer),
            "importer_key": self.behind.vendors.get(each.importer),
            "country": each.country,
            "rests_on": [self._ground(ground) for ground in each.before],
            "goes_on_under": [self._ground(ground) for ground in each.after],
            "why": self._why(each),
            "reach": each.reach,
            "activities": len(self.behind.activities_of(each.lines)),
            "paths": [list(way.path) for way in each.ways if len(way.path) > 1],
        }

    def _why(self, each: Touched) -> str:
        if each.outcome == UNKNOWN:
            return _("The register does not say where these data go.")
        if each.judgement is None or not each.judgement.is_needed or each.before:
            return ""
        return reasons_in_words(each.judgement)

    def _ground(self, ground: Ground) -> str:
        behind = self.names.get(ground.decision, ground.paper)
        label = str(Mechanism(ground.mechanism).label)
        return f"{label}: {behind}" if behind else label

    def _vendors(self, touched: list[Touched]) -> list[Row]:
        """The vendors that our lines use, and the importers; each with the worst outcome."""
        met = _worst(
            (name, each)
            for each in touched
            for name in (*(way.path[0] for way in each.ways), each.importer)
        )
        return [
            {"key": self.behind.vendors[name], "name": name, "outcome": outcome}
            for name, outcome in met.items()
            if name in self.behind.vendors
        ]

    def _uses(self, touched: list[Touched]) -> Iterator[Row]:
        """Each use once, with its worst outcome, the paths and the transfers that touch it."""
        found: dict[tuple[str, str], list[tuple[Touched, tuple[str, ...]]]] = {}
        for each in touched:
            for way in each.ways:
                for line in way.lines:
                    found.setdefault((way.path[0], line), []).append((each, way.path))
        for (vendor, line), hits in found.items():
            outcome = min((each.outcome for each, _path in hits), key=OUTCOMES.index)
            paths = dict.fromkeys(path for _each, path in hits if len(path) > 1)
            for use in self.behind.uses[vendor, line]:
                yield {
                    "key": use.key,
                    "vendor": vendor,
                    "vendor_key": self.behind.vendors[vendor],
                    "service": use.service,
                    "role": str(VendorRole(use.role).label),
                    "purpose": line,
                    "activity": self.behind.lines[line]["activity__code"],
                    "outcome": outcome,
                    "transfers": list(dict.fromkeys(each.code for each, _p in hits if each.code)),
                    "paths": [list(path) for path in paths],
                }

    def _purpose(self, line: str, outcome: str) -> Row:
        row = self.behind.lines[line]
        return {
            "key": row["pk"],
            "code": line,
            "activity": row["activity__code"],
            "outcome": outcome,
        }

    def _activities(self, lines: dict[str, str]) -> list[Row]:
        worst: dict[str, str] = {}
        for line, outcome in lines.items():
            code = self.behind.lines[line]["activity__code"]
            worst[code] = min(worst.get(code, outcome), outcome, key=OUTCOMES.index)
        return [
            {
                "key": self.behind.activities[code]["pk"],
                "code": code,
                "heading": self.behind.activities[code]["heading"],
                "outcome": outcome,
            }
            for code, outcome in worst.items()
        ]

    def _customers(self, activities: set[int]) -> list[Row]:
        codes = {row["pk"]: code for code, row in self.behind.activities.items()}
        return [
            {
                "key": customer.pk,
                "code": customer.code,
                "name": customer.name,
                "notice": customer.sub_processor_notice,
                "tell_by": _before(self.on, customer.sub_processor_notice),
                "activities": [codes[key] for key in keys],
            }
            for customer, keys in self.behind.customers_of(activities).items()
        ]

    def _notices(self, activities: set[int], *, is_vague: bool) -> list[Row]:
        concerned = self.behind.notices_of(activities, is_vague=is_vague)
        versions = self.behind.versions_in_force(on=self.on) if concerned else {}
        return [
            {
                "key": notice.pk,
                "code": notice.code,
                "title": notice.title,
                "covers_all": covers_all,
                "version": versions[notice.pk].number if notice.pk in versions else None,
                "version_of": _iso(versions[notice.pk].day) if notice.pk in versions else None,
                "announce_by": _before(self.on, notice.notice_period),
            }
            for notice, covers_all in concerned
        ]

    def _tasks(self, groups: dict[str, list[Row]]) -> list[Row]:
        names = ("activities", "vendors", "transfers", "notices", "customers")
        fields = ("activity", "vendor", "transfer", "notice", "customer")
        touched = {
            field: {row["key"] for row in groups[name] if _is_hit(row)} - {None}
            for field, name in zip(fields, names, strict=True)
        }
        return [
            {"key": task.pk, "title": task.title, "due_on": task.due_on.isoformat()}
            for task in self.behind.open_tasks(touched)
        ]


def _is_hit(row: Row) -> bool:
    return row.get("outcome", STOPS) in AFFECTED


def _worst(pairs: Iterable[tuple[str, Touched]]) -> dict[str, str]:
    """The worst outcome by name, in the order in which names are met."""
    found: dict[str, str] = {}
    for name, each in pairs:
        if name:
            found[name] = min(found.get(name, each.outcome), each.outcome, key=OUTCOMES.index)
    return found


def _before(day: date, period: str) -> str | None:
    """The last day on which word can be given, so that the whole period lies before `day`."""
    if not period:
        return None
    try:
        return periods.cutoff(day, periods.parse(period)).isoformat()
    except ValueError:  # longer than the calendar reaches back
        return None


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None
