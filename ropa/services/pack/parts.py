"""What the register contributes to every pack."""

from ropa.services.pack.approvals import approvals_part
from ropa.services.pack.asked import contribute
from ropa.services.pack.completeness import completeness_part
from ropa.services.pack.history import history_part
from ropa.services.pack.register import register_part

VIEW = "ropa.view_processingactivity"

contribute(register_part, permission=VIEW)
contribute(approvals_part, permission=VIEW)
contribute(completeness_part, permission=VIEW)
contribute(history_part, permission=VIEW)
