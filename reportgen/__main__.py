"""Where the command begins: an interrupt is one line from the first import on."""

from __future__ import annotations

import os
import signal
import sys
from types import FrameType
from typing import Final

INTERRUPTED: Final = 130
SAID: Final = "reportgen: interrupted; nothing was changed"


def main() -> None:
    """Run the command line."""
    before = signal.getsignal(signal.SIGINT)
    if before is signal.default_int_handler:
        # An exception would surface amid somebody else's import, with all its lines.
        signal.signal(signal.SIGINT, _end_at_once)
    from reportgen.start import lighten

    lighten(sys.argv[1:])
    from reportgen.cli import main as run

    signal.signal(signal.SIGINT, before)
    run()


def _end_at_once(_number: int, _frame: FrameType | None) -> None:
    os.write(2, f"{SAID}\n".encode())
    os._exit(INTERRUPTED)


if __name__ == "__main__":
    main()
