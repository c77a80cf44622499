"""On SQLite, pages that are only read wait for no writer."""

from collections.abc import Callable
from typing import Any

from django.db import connection
from django.http import HttpRequest, HttpResponse

READS = ("GET", "HEAD", "OPTIONS")


def without_a_lock(
    get_response: Callable[[HttpRequest], HttpResponse],
) -> Callable[[HttpRequest], HttpResponse]:
    """Open the transactions of reading requests as readers.

    Every request is a transaction, and here a transaction takes the lock of writers when it
    begins, so that two of them never meet half-way. A page that is read would so wait for a long
    import to end. A reading request that writes after all takes the lock then.
    """

    def answer(request: HttpRequest) -> HttpResponse:
        if connection.vendor != "sqlite" or request.method not in READS:
            return get_response(request)
        sqlite: Any = connection
        sqlite.ensure_connection()  # it sets the mode anew
        writing = sqlite.transaction_mode
        sqlite.transaction_mode = None
        try:
            return get_response(request)
        finally:
            sqlite.transaction_mode = writing

    return answer
