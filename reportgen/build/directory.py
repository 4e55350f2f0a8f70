"""A directory of files that appears whole or not at all."""

from __future__ import annotations

import contextlib
import ctypes
import errno
import os
import shutil
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from reportgen.exceptions import OutputError, UsageError

MARKER = ".reportgen"
_OLD = ".old"
_AT_FDCWD, _RENAME_EXCHANGE = -100, 2
#: A staging directory is locked by the process that writes it. One without a lock that is older
#: than this belongs to a process that was killed.
_ABANDONED_SECONDS = 60.0
#: How often another build may take the place first.
_ATTEMPTS = 3


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

    On any error the target stays as it was, and so it does when the process is killed. Files in an
    older report that reportgen did not write are carried over. Of two builds into one directory
    the one that ends last stays.

    Raises
    ------
    OutputError
        The disk is full, or the place cannot be written.
    """
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        _clear_abandoned(target)
        staging = Path(tempfile.mkdtemp(prefix=f".{target.name}.", dir=target.parent))
    except OSError as error:
        raise _unwritable(target, error) from error
    lock = _lock(staging)
    try:
        yield staging
        _finish(staging, target)
    except OSError as error:
        raise _unwritable(target, error) from error
    finally:
        shutil.rmtree(staging, ignore_errors=True)
        if lock is not None:
            os.close(lock)


def _clear_abandoned(target: Path) -> None:
    """Remove what killed builds left beside a target, and put back what they moved away."""
    prefix = f".{target.name}."
    for left in sorted(target.parent.glob(f"{prefix}*"), key=_changed, reverse=True):
        suffix = left.name.removeprefix(prefix).removesuffix(_OLD)
        if len(suffix) != 8 or not left.is_dir() or left.is_symlink():
            continue
        if left.name.endswith(_OLD) and not target.exists():
            # Killed between two renames, where the system cannot exchange in one.
            with contextlib.suppress(OSError):
                left.replace(target)
            continue
        with contextlib.suppress(FileNotFoundError):
            # A build that ends now takes its own away.
            if time.time() - left.stat().st_mtime < _ABANDONED_SECONDS:
                continue
            lock = _lock(left)
            if lock is not None:
                _remove(left, left.with_name(left.name.removesuffix(_OLD)))
                os.close(lock)


def _changed(folder: Path) -> int:
    """When something was last written into a folder: of two that were moved away, the newer."""
    try:
        return folder.stat().st_mtime_ns
    except OSError:
        return 0


def _remove(folder: Path, unwanted: Path) -> None:
    """Remove a folder under a name by which nobody would put half of it back."""
    with contextlib.suppress(OSError):
        folder = folder.replace(unwanted)
    shutil.rmtree(folder, ignore_errors=True)


def _lock(folder: Path) -> int | None:
    """Descriptor that holds a folder's lock until it is closed, or its process ends."""
    try:
        import fcntl

        descriptor = os.open(folder, os.O_RDONLY)
    except (ImportError, OSError):
        return None
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        os.close(descriptor)
        return None
    return descriptor


def _finish(staging: Path, target: Path) -> None:
    files = sorted(file for file in staging.rglob("*") if file.is_file())
    names = [file.relative_to(staging).as_posix() for file in files]
    (staging / MARKER).write_text("\n".join(names) + "\n", encoding="utf-8")
    for file in (*files, staging / MARKER):
        _flush(file)
    # mkdtemp makes a private directory; a report is to be read by the group like any other file.
    staging.chmod(0o777 & ~_umask())
    for _ in range(_ATTEMPTS):
        if not target.exists():
            try:
                staging.replace(target)
            except OSError as error:
                # Another build put its report there a moment ago.
                if error.errno not in (errno.ENOTEMPTY, errno.EEXIST):
                    raise
                continue
            return
        _carry_over(target, staging)
        try:
            _swap(staging, target)
        except FileNotFoundError:
            # Another build is between its two renames.
            time.sleep(0.05)
            continue
        return
    raise OSError(errno.EBUSY, "other builds write there at the same time")


def _flush(file: Path) -> None:
    """Have a file on the disk before it is given its place."""
    descriptor = os.open(file, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    except OSError as error:
        # Some network disks know no such call; a full disk is told by another number.
        if error.errno not in (errno.EINVAL, errno.ENOTSUP, errno.EROFS):
            raise
    finally:
        os.close(descriptor)


def _carry_over(old: Path, new: Path) -> None:
    """Copy what somebody else put into the older report."""
    marker = old / MARKER
    ours: set[str] = set()
    with contextlib.suppress(FileNotFoundError):
        ours = set(marker.read_text(encoding="utf-8").splitlines())
    for file in sorted(old.rglob("*")):
        name = file.relative_to(old)
        # A link is kept as a link, wherever it leads.
        kept = file.is_symlink() or file.is_file()
        if not kept or name.as_posix() in ours or str(name) == MARKER or _exists(new / name):
            continue
        with contextlib.suppress(FileNotFoundError):
            (new / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(file, new / name, follow_symlinks=False)


def _exists(path: Path) -> bool:
    return path.is_symlink() or path.exists()


def _swap(staging: Path, target: Path) -> None:
    """Exchange two directories in one step where the system can, in two renames where not."""
    if exchanged(staging, target):
        return
    older = staging.with_name(staging.name + _OLD)
    target.replace(older)
    try:
        staging.replace(target)
    except OSError:
        older.replace(target)
        raise
    _remove(older, staging)


def exchanged(one: Path, other: Path) -> bool:
    """Exchange two directories in one step; False where the system cannot.

    Raises
    ------
    OSError
        It can, and will not.
    """
    library = ctypes.CDLL(None, use_errno=True)
    if not hasattr(library, "renameat2"):
        return False
    done = library.renameat2(
        _AT_FDCWD, os.fsencode(one), _AT_FDCWD, os.fsencode(other), _RENAME_EXCHANGE
    )
    if done == 0:
        return True
    code = ctypes.get_errno()
    if code in (errno.ENOSYS, errno.EINVAL):
        return False
    raise OSError(code, os.strerror(code))


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
