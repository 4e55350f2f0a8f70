"""A directory of files that appears whole or not at all."""

from __future__ import annotations

import contextlib
import ctypes
import errno
import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from reportgen.exceptions import OutputError, UsageError

MARKER = ".reportgen"
_AT_FDCWD, _RENAME_EXCHANGE = -100, 2


def check_target(target: Path, *, force: bool) -> None:
    """Make sure that a directory may be replaced, before anything heavy is done.

    Raises
    ------
    UsageError
        It is a file, or a directory reportgen did not make, and ``force`` is not given.
    """
    if target.is_symlink() or (target.exists() and not target.is_dir()):
        raise UsageError(
            f"{target} is not a directory", allowed="a directory", fix="choose another one with -o"
        )
    if force or not target.exists() or (target / MARKER).is_file() or not any(target.iterdir()):
        return
    raise UsageError(
        f"{target} was not made by reportgen",
        allowed="a new or empty directory, or an older report",
        fix="choose another one with -o, or add --force",
    )


@contextmanager
def staged(target: Path) -> Iterator[Path]:
    """Give a directory beside the target to write into; it takes the target's place at the end.

    On any error the target stays as it was. Files in an older report that reportgen did not write
    are carried over.

    Raises
    ------
    OutputError
        The disk is full, or the place cannot be written.
    """
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        staging = Path(tempfile.mkdtemp(prefix=f".{target.name}.", dir=target.parent))
    except OSError as error:
        raise _unwritable(target, error) from error
    try:
        yield staging
        _finish(staging, target)
    except OSError as error:
        raise _unwritable(target, error) from error
    finally:
        shutil.rmtree(staging, ignore_errors=True)


def _finish(staging: Path, target: Path) -> None:
    names = sorted(str(file.relative_to(staging)) for file in staging.rglob("*") if file.is_file())
    (staging / MARKER).write_text("\n".join(names) + "\n", encoding="utf-8")
    # mkdtemp makes a private directory; a report is to be read by the group like any other file.
    staging.chmod(0o777 & ~_umask())
    if not target.exists():
        staging.replace(target)
        return
    _carry_over(target, staging)
    _swap(staging, target)


def _carry_over(old: Path, new: Path) -> None:
    """Copy what somebody else put into the older report."""
    marker = old / MARKER
    ours = set(marker.read_text(encoding="utf-8").splitlines()) if marker.is_file() else set()
    for file in sorted(old.rglob("*")):
        name = file.relative_to(old)
        # A link is kept as a link, wherever it leads.
        kept = file.is_symlink() or file.is_file()
        if not kept or str(name) in ours or str(name) == MARKER or (new / name).exists():
            continue
        (new / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy2(file, new / name, follow_symlinks=False)


def _swap(staging: Path, target: Path) -> None:
    """Exchange two directories in one step where the system can, in two renames where not."""
    library = ctypes.CDLL(None, use_errno=True)
    if hasattr(library, "renameat2"):
        done = library.renameat2(
            _AT_FDCWD, os.fsencode(staging), _AT_FDCWD, os.fsencode(target), _RENAME_EXCHANGE
        )
        if done == 0:
            return
        if ctypes.get_errno() not in (errno.ENOSYS, errno.EINVAL):
            raise OSError(ctypes.get_errno(), os.strerror(ctypes.get_errno()))
    older = staging.with_name(staging.name + ".old")
    target.replace(older)
    try:
        staging.replace(target)
    except OSError:
        older.replace(target)
        raise
    shutil.rmtree(older, ignore_errors=True)


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask


def _unwritable(target: Path, error: OSError) -> OutputError:
    with contextlib.suppress(ValueError):
        target = target.relative_to(Path.cwd())
    return OutputError(
        f"{target} cannot be written ({error.strerror or error})",
        allowed="a directory that may be written, on a disk with room",
        fix="choose another directory with -o",
    )
