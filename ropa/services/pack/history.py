"""The part of a pack that says whether the history is whole."""

import json
from dataclasses import asdict

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from ropa.services.history_check import Checked, check_history
from ropa.services.pack.asked import Asked, PackFile, Part


def seal() -> str:
    return _(
        "The history is not sealed yet: this check finds changes that went past the history, but "
        "not a history that was itself rewritten in the database."
    )


def history_part(asked: Asked) -> Part:
    """Return the result of the check of the history, as it is at the moment of writing."""
    checked = check_history(asked.organisation)
    content = {
        "checked_at": asked.written_at.isoformat(),
        "result": _verdict(checked),
        "seal": seal(),
        "records": checked.total,
        "findings": [asdict(finding) for finding in checked.findings],
        "records_by_kind": checked.counts,
    }
    text = json.dumps(content, ensure_ascii=False, indent=2) + "\n"
    about = _("Check of the history: %(result)s") % {"result": _verdict(checked)}
    cannot_tell = [seal()]
    if asked.wanted.as_of is not None:
        cannot_tell.append(
            _("history-check.json compares the records as they are at the moment of writing.")
        )
    return Part(
        files=(PackFile(name="history-check.json", data=text.encode(), about=about),),
        cannot_tell=tuple(cannot_tell),
    )


def _verdict(checked: Checked) -> str:
    if not checked.findings:
        return ngettext(
            "%(count)s record agrees with its history",
            "all %(count)s records agree with their history",
            checked.total,
        ) % {"count": checked.total}
    return ngettext(
        "%(found)s of %(count)s records does not agree with its history",
        "%(found)s of %(count)s records do not agree with their history",
        len(checked.findings),
    ) % {"found": len(checked.findings), "count": checked.total}
