"""What the record lacks: gaps under Art. 30, gaps under our template, and contradictions.

Worked out from the form of `ropa.export.json`, by functions that read neither database nor clock.
"""

from ropa.services.gaps.gap import Gap, Kind, Verdict
from ropa.services.gaps.kinds import KINDS
from ropa.services.gaps.report import Report, report_of

__all__ = ("KINDS", "Gap", "Kind", "Report", "Verdict", "report_of")
