"""Undoing an import: every row it wrote goes back to what it was, if nobody touched it since.

What the import wrote is known from the history: the entries between its start and its end that
have its user and its reason. Before and after are the register just before these two instants.
"""

from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, models, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from ropa.audit import together
from ropa.models import Organisation, RegisterImport, RuleTrigger
from ropa.resources import SHEETS, OrganisationScope, PastScope
from ropa.services.register_import.removals import remove
from ropa.services.register_import.report import ImportReport, Outcome, RowReport
from ropa.services.register_import.rows import key_text
from ropa.services.register_import.run import record_of
from ropa.services.register_import.texts import TextRow, Texts

MODELS: dict[type[models.Model], str] = {
    **{kind._meta.model: sheet for sheet, kind in SHEETS.items()},
    RuleTrigger: "rules",
}


class CannotUndo(Exception):
    """There is nothing that could be undone. Its text is one sentence."""


def last_import(organisation: Organisation) -> RegisterImport | None:
    """Return the import that could be undone next: the last one that is not undone yet."""
    imports = RegisterImport.objects.filter(organisation=organisation, undoes=None, undone_by=None)
    return imports.order_by("-started_at").first()


def reason_of(record: RegisterImport) -> str:
    """Return what the history says of the undoing."""
    return _("Undo of the import of %(file)s") % {"file": record.filename}


@transaction.atomic
def undo(record: RegisterImport, *, is_dry_run: bool = False) -> ImportReport:
    """Take back what the import did, all or nothing; the report names every row.

    A row that was changed since, by anybody, is refused, and so is an added row that others
    use by now. Raises `CannotUndo` for an import that is not the last one of its organisation.
    """
    organisation = Organisation.objects.select_for_update().get(pk=record.organisation_id)
    if last_import(organisation) != record:
        raise CannotUndo(_("Only the last import of an organisation can be undone."))
    started = timezone.now()
    report = ImportReport(organisation.code, is_dry_run, record.digest)
    with together():
        _Undoing(record, organisation.code, report).run()
    if is_dry_run or report.blocked:
        transaction.set_rollback(True)
    else:
        report.record = record_of(report, record.filename, started, undoes=record)
    return report


@dataclass
class _State:
    """The rows of one model in one state of the register, by primary key."""

    rows: dict[Any, Any]

    def values(self, pk: Any) -> dict[str, Any] | None:
        row = self.rows.get(pk)
        if row is None:
            return None
        return {field.attname: getattr(row, field.attname) for field in row._meta.concrete_fields}


class _Undoing:
    def __init__(self, record: RegisterImport, code: str, report: ImportReport) -> None:
        self._record = record
        self._report = report
        self._code = code
        self._before = PastScope(code, record.started_at)
        self._after = PastScope(code, record.finished_at)
        self._now = OrganisationScope(code)
        self._rows: dict[tuple[type[models.Model], Any], RowReport] = {}
        self._states: dict[type[models.Model], tuple[_State, _State]] = {}

    def run(self) -> None:
        written = {model: self._written(model) for model in MODELS}
        self._tell({model: keys for model, keys in written.items() if keys})
        for model, keys in written.items():
            if keys:
                self._refuse_changed(model, keys)
        if not self._report.blocked:
            self._take_back({model: keys for model, keys in written.items() if keys})

    def _written(self, model: Any) -> set[Any]:
        """The keys of the rows that the import itself wrote, and nobody else meanwhile."""
        evidence = self._record.history.order_by("history_id").first()
        key = model._meta.pk.attname
        entries = model.history.filter(
            history_date__gte=self._record.started_at,
            history_date__lte=self._record.finished_at,
            history_user=evidence.history_user_id,
            history_change_reason=evidence.history_change_reason,
        )
        keys = set(entries.values_list(key, flat=True))
        if not keys:
            return keys
        ours = {row.pk for scope in (self._before, self._after) for row in scope.rows(model)}
        return keys & ours

    def _tell(self, written: dict[type[models.Model], set[Any]]) -> None:
        """Report every row of a sheet with the texts that come back."""
        for sheet, kind in SHEETS.items():
            keys = written.get(kind._meta.model, set())
            if keys:
                before = _texts_of(kind(self._before), keys)
                after = _texts_of(kind(self._after), keys)
                for pk in sorted(keys):
                    row = _row(sheet, kind, after.get(pk), before.get(pk))
                    if row is not None:
                        self._rows[kind._meta.model, pk] = row
                        self._report.rows.append(row)

    def _refuse_changed(self, model: type[models.Model], keys: set[Any]) -> None:
        after = _State({row.pk: row for row in self._after.rows(model)})
        now = _State({row.pk: row for row in self._now.rows(model)})
        for pk in keys:
            was, there = after.values(pk), now.values(pk)
            if was == there:
                continue
            row = self._row_of(model, pk)
            if there is None:
                row.refuse(_("The row was removed since the import."))
            elif was is None:
                row.refuse(_("The row was added again since the import."))
            else:
                columns = ", ".join(name for name in was if was[name] != there[name])
                row.refuse(_("Changed since the import: %(columns)s.") % {"columns": columns})

    def _row_of(self, model: type[models.Model], pk: Any) -> RowReport:
        if (model, pk) not in self._rows:
            row = self._rows[model, pk] = RowReport(MODELS[model], None, str(pk))
            self._report.rows.append(row)
        return self._rows[model, pk]

    def _take_back(self, written: dict[type[models.Model], set[Any]]) -> None:
        """Changed rows first, then added ones go, then removed ones come back."""
        before = {
            model: {row.pk: row for row in self._before.rows(model) if row.pk in keys}
            for model, keys in written.items()
        }
        there = {
            model: {row.pk for row in self._now.rows(model) if row.pk in keys}
            for model, keys in written.items()
        }
        for model, rows in before.items():
            self._save(model, [row for pk, row in rows.items() if pk in there[model]])
        for model in reversed(written):
            added = there[model] - before[model].keys()
            if model is not Organisation:  # it stays, for its imports belong to it
                for pk, sentence in remove(model, added).items():
                    self._row_of(model, pk).refuse(sentence)
        for model, rows in before.items():
            gone = [row for pk, row in rows.items() if pk not in there[model]]
            self._save(model, gone, force_insert=True)
        self._refuse_dangling(written)

    def _save(self, model: type[models.Model], rows: list[Any], **how: bool) -> None:
        for row in rows:
            try:
                with transaction.atomic():
                    row.save(**how)
            except (IntegrityError, ValidationError) as wrong:
                why = str(wrong).strip().splitlines()[0]
                self._row_of(model, row.pk).refuse(
                    _("The row cannot come back: %(why)s.") % {"why": why}
                )

    def _refuse_dangling(self, written: dict[type[models.Model], set[Any]]) -> None:
        """A row may name another that somebody removed since."""
        if self._report.blocked:
            return
        try:
            with transaction.atomic():
                connection.check_constraints([model._meta.db_table for model in written])
        except IntegrityError:
            model, keys = next(iter(written.items()))
            self._row_of(model, min(keys)).refuse(
                _("A row that would come back names one that was removed since the import.")
            )


def _texts_of(resource: Any, keys: set[Any]) -> dict[Any, TextRow]:
    return {row.pk: row for row in Texts(resource).rows() if row.pk in keys}


def _row(sheet: str, kind: Any, after: TextRow | None, before: TextRow | None) -> RowReport | None:
    """What becomes of a row that the import left as `after`, and that was `before`."""
    shown = before or after
    if shown is None:
        return None
    old, new = after.texts if after else {}, before.texts if before else {}
    changes = [
        {"field": column, "old": old.get(column, ""), "new": new.get(column, "")}
        for column in shown.texts
        if old.get(column, "") != new.get(column, "")
    ]
    outcome = Outcome.CHANGED if changes else Outcome.UNCHANGED
    if after is None or before is None:
        outcome = Outcome.ADDED if before else Outcome.REMOVED
    return RowReport(sheet, None, key_text(kind, shown.texts), outcome, [], changes)
