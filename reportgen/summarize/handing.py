"""Sums handed from one process of this machine to another through a file that both map.

A pipe would copy the matrices of a chunk five times, which costs as much as reading the chunk.
"""

from __future__ import annotations

import contextlib
import mmap
import os
import pickle
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any

_ALIGNMENT = 64


@dataclass(frozen=True, slots=True)
class Handed:
    """An object whose arrays lie in a file.

    Attributes
    ----------
    pickled
        The object without the bytes of its arrays.
    path
        Where they lie, one after the other; it is removed when they are taken.
    places
        Start and length of each.
    """

    pickled: bytes
    path: Path
    places: tuple[tuple[int, int], ...]

    @classmethod
    def of(cls, item: object, folder: Path) -> Handed:
        """Lay the arrays of an object into a new file of a folder.

        Raises
        ------
        OSError
            The disk is full.
        """
        buffers: list[pickle.PickleBuffer] = []
        pickled = pickle.dumps(item, protocol=5, buffer_callback=buffers.append)
        descriptor, name = tempfile.mkstemp(dir=folder)
        places = []
        try:
            with os.fdopen(descriptor, "wb") as stream:
                for buffer in buffers:
                    stream.write(bytes(-stream.tell() % _ALIGNMENT))
                    raw = buffer.raw()
                    places.append((stream.tell(), raw.nbytes))
                    stream.write(raw)
        except OSError:
            # The room that is left is somebody else's.
            Path(name).unlink(missing_ok=True)
            raise
        return cls(pickled, Path(name), tuple(places))

    def take(self) -> Any:
        """The object; its arrays may be changed, which nobody else sees."""
        with self.path.open("rb") as stream:
            size = stream.seek(0, os.SEEK_END)
            room = memoryview(
                mmap.mmap(stream.fileno(), size, access=mmap.ACCESS_COPY) if size else b""
            )
        with contextlib.suppress(OSError):
            # Where a file that is mapped cannot be removed, the folder is at the end.
            self.path.unlink()
        buffers = [room[start : start + length] for start, length in self.places]
        return pickle.loads(self.pickled, buffers=buffers)
