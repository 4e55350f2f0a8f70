"""Interrupts that wait until something is done."""

from __future__ import annotations

import signal
from collections.abc import Iterator
from contextlib import contextmanager
from threading import current_thread, main_thread


@contextmanager
def interrupts_wait() -> Iterator[None]:
    """Let an interrupt take effect at the end; for what it would leave waiting for its own lock."""
    before = signal.getsignal(signal.SIGINT)
    # Other threads are never interrupted, and a handler that is not Python's cannot be put back.
    if current_thread() is not main_thread() or before is None:
        yield
        return
    came: list[int] = []
    signal.signal(signal.SIGINT, lambda number, _frame: came.append(number))
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)
        if came:
            signal.raise_signal(signal.SIGINT)
