"""What makes the process of a command quicker; only where the whole process is ours."""

from __future__ import annotations

import gc
import sys
from collections.abc import Sequence
from typing import Any, Final

#: New objects between two collections; Python's own number is 700, in later versions 2000.
_OBJECTS: Final = 50_000


def lighten(arguments: Sequence[str]) -> None:
    """Collect garbage seldom, and leave dask alone unless a scheduler is asked for.

    Nearly all that a command makes lives to its end, and a collection finds nothing. Xarray imports
    ``dask.array``, with scipy and distributed behind it, at its first array wherever dask is
    installed: more time than all the rest of a small build. Workers of a cluster are reached
    through distributed, which needs it.

    Parameters
    ----------
    arguments
        Of the command line, without the command's own name.
    """
    gc.set_threshold(_OBJECTS, 20, 20)
    if not any(argument.partition("=")[0] == "--scheduler" for argument in arguments):
        # As the language documents it: importing a name that is None is an ImportError.
        modules: dict[str, Any] = sys.modules
        modules.setdefault("dask", None)
