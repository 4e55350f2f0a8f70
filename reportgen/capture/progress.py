"""A progress bar, on a terminal only."""

from __future__ import annotations

import sys
import time
from typing import TextIO

_WIDTH = 24


class ProgressBar:
    """Batches done, of how many, and how long the rest takes.

    Parameters
    ----------
    stream
        Standard error by default; anything that is no terminal stays silent.
    """

    def __init__(self, *, quiet: bool = False, stream: TextIO | None = None) -> None:
        self._stream = sys.stderr if stream is None else stream
        self._shown = not quiet and self._stream.isatty()
        self._label = ""
        self._started = 0.0
        self._open = False

    def start(self, label: str) -> None:
        """Begin another bar."""
        self.end()
        self._label, self._started = label, time.monotonic()

    def show(self, done: int, total: int | None) -> None:
        """Show how far it is; ``total`` is None where the loader does not tell."""
        if not self._shown:
            return
        line = f"{self._label} {progress_text(done, total, time.monotonic() - self._started)}"
        self._stream.write(f"\r{line}\x1b[K")
        self._stream.flush()
        self._open = True

    def end(self) -> None:
        """Close the line."""
        if self._open:
            self._stream.write("\n")
            self._open = False


def progress_text(done: int, total: int | None, seconds: float) -> str:
    """One line of a progress bar.

    Examples
    --------
    >>> progress_text(6, 24, 2.0)
    '[######                  ] batch 6 of 24, 6 s left'
    >>> progress_text(6, None, 2.0)
    'batch 6'
    """
    if total is None:
        return f"batch {done}"
    filled = round(_WIDTH * done / total) if total else _WIDTH
    bar = f"[{'#' * filled}{' ' * (_WIDTH - filled)}] batch {done} of {total}"
    if not 0 < done < total:
        return bar
    left = seconds / done * (total - done)
    return f"{bar}, {left:.0f} s left" if left < 90 else f"{bar}, {left / 60:.0f} min left"
