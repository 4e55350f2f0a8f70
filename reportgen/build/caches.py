"""Where the partial sums of a run are kept: with the run, else in the user's cache folder."""

from __future__ import annotations

import hashlib
import os
import sys
from pathlib import Path

from reportgen.sources.inventory import Inventory
from reportgen.sources.store import base_name
from reportgen.sources.zarr_store import is_zarr
from reportgen.summarize.cache import PartialCache

FOLDER = ".reportgen"


def cache_folder(run: Path) -> Path:
    """Folder for the partial sums of a run.

    Parameters
    ----------
    run
        A run directory, an archive or a file. Only the first can hold its own cache.
    """
    if run.is_dir() and not is_zarr(run) and _may_write(run):
        return run / FOLDER
    place = hashlib.sha256(os.path.realpath(run).encode()).hexdigest()[:32]
    return user_cache() / place


def _may_write(folder: Path) -> bool:
    """Whether a folder is meant to be written: what its mode forbids, root leaves alone, too."""
    return os.access(folder, os.W_OK) and bool(folder.stat().st_mode & 0o222)


def user_cache() -> Path:
    """The folder for all caches: REPORTGEN_CACHE, else in the user's cache folder."""
    own = os.environ.get("REPORTGEN_CACHE")
    return Path(own) if own else _system_cache() / "reportgen"


def _system_cache() -> Path:
    given = os.environ.get("XDG_CACHE_HOME")
    if given and Path(given).is_absolute():
        return Path(given)
    if sys.platform == "win32":
        return Path(os.environ.get("LOCALAPPDATA") or Path.home() / "AppData" / "Local")
    if sys.platform == "darwin":
        return Path.home() / "Library" / "Caches"
    return Path.home() / ".cache"


def cache_of(folder: Path | None, inventory: Inventory, scope: str) -> PartialCache | None:
    """Partial sums of the files of one part of a run; None where none are wanted."""
    if folder is None:
        return None
    identities = {
        base_name(file.name): f"{file.name}\n{file.stamp}\n{file.identity}"
        for file in inventory.files
    }
    return PartialCache(folder, scope, identities)
