"""Write the workbook of a register in a process of its own: `workbook_once.py CODE FILE`.

Prints the most memory that took, in MB.
"""

import resource
import sys
from pathlib import Path

import django

django.setup()

from django.core.management import call_command

STATUS = Path("/proc/self/status")


def main() -> None:
    code, target = sys.argv[1:]
    options = {"organisation": code, "format": "xlsx", "output": Path(target)}
    call_command("export_register", stdout=sys.stderr, **options)
    sys.stdout.write(f"{peak()}\n")


def peak() -> float:
    """The most memory since the program began; what the process had before does not count."""
    if STATUS.exists():
        for line in STATUS.read_text().splitlines():
            if line.startswith("VmHWM:"):
                return int(line.split()[1]) / 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


if __name__ == "__main__":
    main()
