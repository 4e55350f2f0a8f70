"""Functions named in a configuration: the model, its weights, its data."""

from __future__ import annotations

import importlib
import inspect
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from reportgen.exceptions import UsageError

# What trainers call the weights in a checkpoint that holds more.
_STATE_KEYS = ("state_dict", "model_state_dict", "model")


@contextmanager
def imports_from(folder: Path) -> Iterator[None]:
    """Modules beside the configuration can be imported by name."""
    entry = str(folder.resolve())
    sys.path.insert(0, entry)
    try:
        yield
    finally:
        sys.path.remove(entry)


def called(factory: str, arguments: Mapping[str, Any], key: str) -> Any:
    """What a function named ``package.module:function`` returns.

    Raises
    ------
    UsageError
        It cannot be imported, or does not take the arguments.
    """
    module_name, _, path = factory.partition(":")
    try:
        found: Any = importlib.import_module(module_name)
        for name in path.split("."):
            found = getattr(found, name)
    except (ImportError, AttributeError) as error:
        raise UsageError(
            f"{key}: {factory} cannot be imported ({error})",
            allowed="package.module:function, importable from the configuration's folder",
            fix="correct the name, or install the package",
        ) from error
    try:
        inspect.signature(found).bind(**arguments)
    except (TypeError, ValueError) as error:
        raise UsageError(
            f"{key}: {factory} does not take these arguments ({error})",
            allowed=f"{path}{_signature(found)}",
            fix=f"correct {key}_arguments",
        ) from error
    return found(**arguments)


def _signature(found: Any) -> str:
    try:
        return str(inspect.signature(found))
    except (TypeError, ValueError):
        return "(…)"


def load_weights(model: Any, path: Path, key: str | None, device: str) -> None:
    """Put a checkpoint's weights into a model; nothing is ever unpickled from it.

    Raises
    ------
    UsageError
        It holds other things than tensors, or the weights of another model.
    """
    import torch

    try:
        stored = torch.load(path, map_location=device, weights_only=True)
    except Exception as error:  # torch raises pickle, zip, runtime and value errors here
        raise UsageError(
            f"checkpoint: {path.name} cannot be read as weights alone"
            f" ({str(error).splitlines()[0]})",
            allowed="what torch.save(model.state_dict(), path) writes",
            fix="save the state dict, without other objects",
        ) from error
    state = _state_dict(stored, path, key)
    try:
        model.load_state_dict(state)
    except RuntimeError as error:
        raise UsageError(
            f"checkpoint: {path.name} does not fit the model ({error})",
            allowed="the weights of exactly this model",
            fix="correct model_arguments, or take the checkpoint of this model",
        ) from error


def _state_dict(stored: Any, path: Path, key: str | None) -> Any:
    if key is None:
        key = next((name for name in _STATE_KEYS if _holds(stored, name)), None)
        state = stored if key is None else stored[key]
    elif _holds(stored, key):
        state = stored[key]
    else:
        state = None
    if not isinstance(state, Mapping):
        keys = ", ".join(map(str, stored)) if isinstance(stored, Mapping) else type(stored).__name__
        raise UsageError(
            f"checkpoint: {path.name} has no state dict"
            + (f" under {key}" if key else "")
            + f"; it holds {keys}",
            fix="name its key with checkpoint_key",
        )
    return state


def _holds(stored: Any, key: str) -> bool:
    return isinstance(stored, Mapping) and isinstance(stored.get(key), Mapping)
