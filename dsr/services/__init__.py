"""What officers do with requests: enter, correct, extend, move on. Days are passed in."""

from dsr.services.deeds import extend, move
from dsr.services.tickets import check_receipt, correct_receipt, enter, revise

__all__ = ("check_receipt", "correct_receipt", "enter", "extend", "move", "revise")
