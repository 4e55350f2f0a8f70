"""Attention out of PyTorch and Hugging Face models, into a run directory that ``build`` reads.

Nothing here imports torch before it is used; the rest of reportgen never needs it.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from reportgen.capture.batches import Batch
    from reportgen.capture.runner import run_capture
    from reportgen.capture.session import Capture, capture_attention

__all__ = ["Batch", "Capture", "capture_attention", "run_capture"]

_HOMES = {
    "Batch": "reportgen.capture.batches",
    "Capture": "reportgen.capture.session",
    "capture_attention": "reportgen.capture.session",
    "run_capture": "reportgen.capture.runner",
}


def __getattr__(name: str) -> Any:
    """Load a public name from the file it lives in."""
    if name not in _HOMES:
        raise AttributeError(f"module 'reportgen.capture' has no attribute {name!r}")
    return getattr(import_module(_HOMES[name]), name)
