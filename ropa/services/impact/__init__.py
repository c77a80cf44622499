"""What if something falls away: what that touches, and the decision that it does."""

from ropa.services.impact.choosing import Chosen, WrongSubject, choose
from ropa.services.impact.deciding import Decided, decide
from ropa.services.impact.result import Impact, impact_of

__all__ = ("Chosen", "Decided", "Impact", "WrongSubject", "choose", "decide", "impact_of")
