"""PyTorch's ``.pt`` by its weights-only loader, which builds tensors and nothing else."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from typing import Any, BinaryIO, Final

import numpy as np
from numpy.typing import NDArray

from reportgen.exceptions import UnreadableFileError
from reportgen.sources.arrays import (
    BOMB_BYTES,
    BOMB_RATIO,
    MAX_ARRAY_BYTES,
    ArrayHeader,
    header_of,
    may_read,
)
from reportgen.sources.npy import UNNAMED
from reportgen.sources.npz import BROKEN_ZIP

_DEPTH: Final = 4


@dataclass(frozen=True, slots=True)
class TorchFile:
    """Tensors of a loaded ``.pt``, by name; tuples and lists are numbered."""

    tensors: Mapping[str, Any]
    headers: Mapping[str, ArrayHeader]

    def read(self, name: str) -> NDArray[Any]:
        """Values of one tensor."""
        header = may_read(self.headers, name)
        tensor = self.tensors[name]
        if header.bfloat16:
            import torch

            return np.asarray(tensor.contiguous().view(torch.int16).numpy().view(np.uint16))
        return np.asarray(tensor.numpy())


@contextmanager
def open_torch(stream: BinaryIO, size: int) -> Iterator[TorchFile]:
    """Load a ``.pt`` file.

    Raises
    ------
    UnreadableFileError
        PyTorch is missing, the file is damaged, or it holds more than tensors.
    """
    try:
        import torch
    except ImportError as error:
        raise UnreadableFileError("needs-torch", "pip install 'reportgen[capture]'") from error
    import pickle

    _stop_at_bomb(stream, size)
    stream.seek(0)
    try:
        loaded = torch.load(stream, map_location="cpu", weights_only=True)
    except pickle.UnpicklingError as error:
        raise UnreadableFileError("pickled", "it holds more than tensors") from error
    except Exception as error:
        # The loader raises whatever the damaged pickle led it to.
        raise UnreadableFileError("truncated", str(error)[:200]) from error
    tensors = dict(_tensors(loaded, "", 0))
    yield TorchFile(tensors, {name: _header(tensor) for name, tensor in tensors.items()})


def _stop_at_bomb(stream: BinaryIO, size: int) -> None:
    """Tensors are stored as they are: an archive that says otherwise is none of PyTorch's."""
    stream.seek(0)
    try:
        with zipfile.ZipFile(stream) as archive:
            claimed = sum(item.file_size for item in archive.infolist())
    except BROKEN_ZIP:
        return
    if claimed > MAX_ARRAY_BYTES:
        raise UnreadableFileError("too-large", f"{claimed} bytes")
    if claimed > BOMB_BYTES and claimed > BOMB_RATIO * size:
        raise UnreadableFileError("bomb", f"{claimed} bytes out of {size}")


def _tensors(value: Any, name: str, depth: int) -> Iterator[tuple[str, Any]]:
    import torch

    if isinstance(value, torch.Tensor):
        yield name or UNNAMED, value.detach()
    elif depth < _DEPTH and isinstance(value, dict):
        for key, inner in value.items():
            yield from _tensors(inner, f"{name}/{key}" if name else str(key), depth + 1)
    elif depth < _DEPTH and isinstance(value, list | tuple):
        for index, inner in enumerate(value):
            yield from _tensors(inner, f"{name or 'attentions'}_{index}", depth + 1)


def _header(tensor: Any) -> ArrayHeader:
    import torch

    if tensor.dtype is torch.bfloat16:
        size = 2 * tensor.numel()
        plain = header_of(tuple(tensor.shape), np.dtype(np.uint16), stored_bytes=size, size=size)
        return replace(plain, bfloat16=True)
    try:
        dtype = np.dtype(str(tensor.dtype).removeprefix("torch."))
        tensor[:0].numpy() if tensor.ndim else tensor.numpy()
    except (TypeError, RuntimeError):
        shape = tuple(tensor.shape)
        return ArrayHeader(shape, np.dtype("V1"), refused="not-numeric")
    size = tensor.numel() * dtype.itemsize
    # Strides of zero make a small storage look large.
    return header_of(
        tuple(tensor.shape), dtype, stored_bytes=tensor.untyped_storage().nbytes(), size=size
    )
