"""reportgen: from the attention tensors of a transformer to a report a scientist can trust.

The public names are loaded on first use, so that ``import reportgen`` stays instant.
"""

from __future__ import annotations

import sys
from importlib import import_module
from types import ModuleType
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from reportgen.build import BuildResult, build
    from reportgen.checks import run_checks
    from reportgen.sources.run import open_run
    from reportgen.summarize import merge, summarize
    from reportgen.synthetic import dirichlet_attention, synthetic_attention

__all__ = [
    "BuildResult",
    "build",
    "dirichlet_attention",
    "merge",
    "open_run",
    "run_checks",
    "summarize",
    "synthetic_attention",
]

_HOMES = {
    "BuildResult": "reportgen.build",
    "build": "reportgen.build",
    "dirichlet_attention": "reportgen.synthetic",
    "merge": "reportgen.summarize",
    "open_run": "reportgen.sources.run",
    "run_checks": "reportgen.checks",
    "summarize": "reportgen.summarize",
    "synthetic_attention": "reportgen.synthetic",
}


class _Facade(ModuleType):
    """The package, whose functions keep their names although rooms are called the same.

    Importing ``reportgen.build`` would bind the module to ``reportgen.build``; the name is the
    function's, and the module stays where imports look for it.
    """

    def __setattr__(self, name: str, value: object) -> None:
        if name in _HOMES and isinstance(value, ModuleType):
            return
        super().__setattr__(name, value)


def __getattr__(name: str) -> Any:
    """Load a public name from the room it lives in."""
    if name == "__version__":
        from importlib.metadata import version

        return version("reportgen")
    if name not in _HOMES:
        raise AttributeError(f"module 'reportgen' has no attribute {name!r}")
    return getattr(import_module(_HOMES[name]), name)


sys.modules[__name__].__class__ = _Facade
