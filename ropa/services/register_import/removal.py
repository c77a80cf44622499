"""The rows of one sheet that a file leaves out, and that are to be removed."""

from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext as _

from ropa.resources import OrganisationResource
from ropa.services.register_import.comparing import Comparison, Whose
from ropa.services.register_import.removals import remove
from ropa.services.register_import.report import Outcome, RowReport
from ropa.services.register_import.rows import key_text
from ropa.services.register_import.texts import TextRow

Missing = list[tuple[TextRow, TextRow]]  # as exported, and as it is now


class Removal:
    """Removes rows, and reports each of them; nothing goes that was changed since the export."""

    def __init__(
        self,
        sheet: str,
        resource: OrganisationResource,
        comparison: Comparison,
        whose: Whose | None,
    ) -> None:
        self.rows: list[RowReport] = []
        self._sheet = sheet
        self._resource = resource
        self._comparison = comparison
        self._whose = whose

    def remove(self, missing: Missing, blanks: tuple[int, ...]) -> Iterable[Any]:
        """Remove the rows as far as they may go; return those that went."""
        reports = {now.pk: self._report(now) for _then, now in missing}
        if blanks:
            for report in reports.values():
                report.refuse(
                    _("Line %(line)s is blank, and a blank row removes nothing: delete the line.")
                    % {"line": blanks[0]}
                )
            return []
        going = {
            now.pk: now for then, now in missing if not self._is_changed(reports[now.pk], then, now)
        }
        stay = remove(self._resource._meta.model, going)
        for pk, now in going.items():
            reports[pk].outcome = Outcome.REMOVED
            reports[pk].changes = [
                {"field": column, "old": text, "new": ""}
                for column, text in now.texts.items()
                if text
            ]
            if pk in stay:
                reports[pk].refuse(stay[pk])
        return [now.instance for pk, now in going.items() if pk not in stay]

    def _report(self, now: TextRow) -> RowReport:
        report = RowReport(self._sheet, None, key_text(type(self._resource), now.texts))
        self.rows.append(report)
        return report

    def _is_changed(self, report: RowReport, then: TextRow, now: TextRow) -> bool:
        """Tell whether the row stays since it was changed; it goes if the file counts."""
        columns = self._comparison.changed_since(then, now)
        if not columns or self._whose is Whose.FILE:
            return False
        report.messages.append(_("The row was changed in the register since the export."))
        report.conflicts = [
            {"field": column, "file": "", "register": now.texts[column]} for column in columns
        ]
        if self._whose is None:
            report.outcome = Outcome.CONFLICTS
        return True
