"""A real SMTP server that keeps what arrives, and can be told to wait or to refuse."""

import socket
import threading
from email import message_from_bytes, policy
from email.message import EmailMessage
from typing import Any

from aiosmtpd.controller import Controller

PATIENCE = 120  # seconds
LATER = "451 Try again later"


class MailServer:
    """Listens on a free port. Use it as a context."""

    def __init__(self) -> None:
        self.messages: list[EmailMessage] = []
        self.recipients: list[list[str]] = []
        self.refuses = False
        self.arriving = threading.Event()  # a message is being handed over
        self.go_on = threading.Event()
        self.go_on.set()
        with socket.create_server(("127.0.0.1", 0)) as free:
            port = free.getsockname()[1]
        self._controller = Controller(self, hostname="127.0.0.1", port=port)
        self.url = f"smtp://127.0.0.1:{port}"

    async def handle_DATA(self, _server: Any, _session: Any, envelope: Any) -> str:  # noqa: N802
        self.arriving.set()
        await self._controller.loop.run_in_executor(None, self.go_on.wait, PATIENCE)
        if self.refuses:
            return LATER
        message = message_from_bytes(envelope.content, policy=policy.default)
        self.messages.append(message)
        self.recipients.append(envelope.rcpt_tos)
        return "250 Taken"

    def __enter__(self) -> "MailServer":
        self._controller.start()
        return self

    def __exit__(self, *_exception: object) -> None:
        self.go_on.set()
        self._controller.stop()
