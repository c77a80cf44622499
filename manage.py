#!/usr/bin/env python
"""Django's command-line entry point."""

import os
import sys


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    from django.core.exceptions import ImproperlyConfigured
    from django.core.management import execute_from_command_line
    from django.db import DatabaseError

    try:
        execute_from_command_line(sys.argv)
    except ImproperlyConfigured as wrong:
        sys.stderr.write(f"{wrong}\n")
        sys.exit(2)
    except DatabaseError as wrong:
        first = (str(wrong).strip() or type(wrong).__name__).splitlines()[0]
        sys.stderr.write(f"The database cannot be used: {first}. Check DATABASE_URL.\n")
        sys.exit(2)


if __name__ == "__main__":
    main()
