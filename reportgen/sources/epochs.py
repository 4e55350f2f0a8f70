"""Which epoch of a training a file belongs to: by its name, its folder or a number in it."""

from __future__ import annotations

import math
import re
from collections.abc import Sequence

from reportgen.exceptions import UnreadableFileError
from reportgen.schema import SkippedFile
from reportgen.sources.formats import open_arrays
from reportgen.sources.part_store import PartStore
from reportgen.sources.store import Store, base_name

_EPOCH = re.compile(r"(?<![a-z])epochs?[ _.=-]*(\d{1,7})(?!\d)", re.IGNORECASE)
_EPOCH_ARRAY = "epoch"


def epoch_in(text: str) -> int | None:
    """Number after ``epoch`` in a name.

    Examples
    --------
    >>> epoch_in("attention_epoch_003"), epoch_in("Epoch=12-step=900"), epoch_in("20240510170000")
    (3, 12, None)
    """
    match = _EPOCH.search(text)
    return int(match.group(1)) if match else None


def epoch_and_rest(names: Sequence[str]) -> tuple[int | None, tuple[str, ...]]:
    """Epoch in one of a folder's names, and the other names."""
    for index in range(len(names) - 1, -1, -1):
        epoch = epoch_in(names[index])
        if epoch is not None:
            return epoch, (*names[:index], *names[index + 1 :])
    return None, tuple(names)


def by_epoch_of(store: Store) -> tuple[dict[int | None, Store], list[SkippedFile]]:
    """Files of one folder by the epoch in their names, else by the one stored in them.

    One epoch is no reason to divide: the files then stay together under None. So they do where
    most of them name no epoch.
    """
    files = store.sample_files()
    together: dict[int | None, Store] = {None: store}
    numbers: dict[str, int | None] = {name: epoch_in(base_name(name)) for name in files}
    skipped: dict[str, SkippedFile] = {}
    if not any(number is not None for number in numbers.values()):
        numbers, skipped = _stored_epochs(store, files)
    known = {number for number in numbers.values() if number is not None}
    named = sum(number is not None for number in numbers.values())
    if len(known) < 2 or 2 * named <= len(files):
        return together, []
    texts = store.texts if isinstance(store, PartStore) else ((store, ""),)
    divided: dict[int | None, Store] = {
        number: PartStore(
            store,
            tuple(name for name in files if numbers[name] == number),
            store.name,
            texts,
        )
        for number in sorted(known)
    }
    lost = [name for name in files if numbers[name] is None]
    return divided, [skipped.get(name, SkippedFile(base_name(name), "no-epoch")) for name in lost]


def _stored_epochs(
    store: Store, files: Sequence[str]
) -> tuple[dict[str, int | None], dict[str, SkippedFile]]:
    """Epoch of each file, from its array of one number; looked for where a whole file has one."""
    numbers: dict[str, int | None] = dict.fromkeys(files)
    skipped: dict[str, SkippedFile] = {}
    found = False
    for name in files:
        try:
            numbers[name] = _stored_epoch(store, name)
        except UnreadableFileError as error:
            skipped[name] = SkippedFile(base_name(name), error.reason, error.detail)
            continue
        if numbers[name] is None and not found:
            # The first whole file decides, so that a run without epochs costs nothing.
            return dict.fromkeys(files), {}
        found = True
    return numbers, skipped


def _stored_epoch(store: Store, file: str) -> int | None:
    with open_arrays(store, file) as opened:
        header = opened.headers.get(_EPOCH_ARRAY)
        if header is None or math.prod(header.shape) != 1 or header.dtype.kind not in "iuf":
            return None
        value = float(opened.read(_EPOCH_ARRAY).reshape(-1)[0])
    return int(value) if value.is_integer() and value >= 0 else None
