"""Write .env for a machine of one's own, once: a secret, no TLS, and the demo's data stores."""

import secrets
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
LINES = """\
# Written by `make run` for this machine alone; .env.example explains every variable.
SECRET_KEY={secret}
DEBUG=False
HTTPS=False
DEMO_DATABASE_URL=sqlite:///{root}/var/demo/store.sqlite3
DEMO_FILES_URL=file://{root}/var/demo/logs
"""

if __name__ == "__main__":
    file = ROOT / ".env"
    if not file.exists():
        file.write_text(LINES.format(secret=secrets.token_urlsafe(50), root=ROOT))
        file.chmod(0o600)
