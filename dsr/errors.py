"""What can stand in the way of a deed on a request, as sentences for officers.

The sentences name a request by its reference: they are shown, logged and kept, so they never
hold personal values.
"""

from datetime import date
from typing import Any

from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _


class RequestError(Exception):
    """The base of all; `words` fill the placeholders of `message`, days in the local form."""

    message: Any = ""

    def __init__(self, **words: Any) -> None:
        shown = {
            name: date_format(word) if isinstance(word, date) else word
            for name, word in words.items()
        }
        super().__init__(str(self.message) % shown)


class AlreadyClosed(RequestError):
    message = _(
        "%(ticket)s was closed on %(day)s: %(status)s. What comes in now is a new request; enter "
        "it as one."
    )


class NotPossibleNow(RequestError):
    message = _(
        "%(ticket)s stands at “%(status)s”, from where “%(deed)s” is not possible. Reload the "
        "page to see what is."
    )


class UnknownDeed(RequestError):
    message = _("“%(deed)s” is no step of a request; write one of: %(known)s.")


class AlreadyExtended(RequestError):
    message = _("%(ticket)s was extended on %(day)s. Art. 12(3) allows it once.")


class TooLateToExtend(RequestError):
    message = _(
        "%(ticket)s can't be extended any more: the requester had to hear of it by %(day)s, "
        "Art. 12(3). Answer as soon as you can."
    )


class ReasonMissing(RequestError):
    message = _("“%(deed)s” needs a reason; say why.")


class ReasonNamesRequester(RequestError):
    message = _(
        "The reason holds the name or the e-mail address of the requester. It stays in the "
        "history after the request is erased, so say it without them."
    )


class ReceivedInFuture(RequestError):
    message = _(
        "%(day)s is in the future. Enter the day on which the request reached the organisation."
    )


class ReceivedAfterExtension(RequestError):
    message = _(
        "%(ticket)s was extended on %(day)s, so it was not received after that day. Check the "
        "day of receipt."
    )


class BeforeReceipt(RequestError):
    message = _(
        "%(ticket)s was received on %(received_on)s, so nothing was done about it on %(day)s. "
        "Check the day."
    )
