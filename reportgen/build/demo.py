"""The sample run that comes with the package."""

from __future__ import annotations

import shutil
from importlib.resources import files
from pathlib import Path

from reportgen.build.directory import check_target
from reportgen.exceptions import OutputError

SAMPLE = "omni_dst"


def samples_dir() -> Path:
    """Folder of the samples: in the installed package, else in the checkout."""
    package = Path(str(files("reportgen")))
    installed = package / "samples"
    return installed if installed.is_dir() else package.parent / "samples"


def copy_sample(directory: Path, *, force: bool = False) -> Path:
    """Copy the sample run into a new folder.

    Raises
    ------
    UsageError
        The folder holds something else.
    OutputError
        It cannot be written.
    """
    run = directory / SAMPLE
    if not (run / "npz").is_dir():
        check_target(directory, force=force)
    try:
        shutil.copytree(
            samples_dir() / SAMPLE,
            run,
            dirs_exist_ok=True,
            ignore=shutil.ignore_patterns("*.py", "__pycache__", "report", ".reportgen"),
        )
    except OSError as error:
        raise OutputError(
            f"{directory} cannot be written ({error.strerror or error})",
            fix="choose another folder",
        ) from error
    return run
