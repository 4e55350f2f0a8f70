"""`reportgen.yaml`, the command line and the training config as one validated `RunConfig`.

The names load on first use: pydantic and PyYAML stay out of ``reportgen --help``.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from reportgen.config.documents import directory_reader
    from reportgen.config.durations import duration_text, parse_duration
    from reportgen.config.load import LoadedConfig, TimeArguments, load_config
    from reportgen.config.model import Column, RunConfig, Scale, config_json_schema, effective

__all__ = [
    "Column",
    "LoadedConfig",
    "RunConfig",
    "Scale",
    "TimeArguments",
    "config_json_schema",
    "directory_reader",
    "duration_text",
    "effective",
    "load_config",
    "parse_duration",
]

_HOMES = {
    "Column": "model",
    "LoadedConfig": "load",
    "RunConfig": "model",
    "Scale": "model",
    "TimeArguments": "load",
    "config_json_schema": "model",
    "directory_reader": "documents",
    "duration_text": "durations",
    "effective": "model",
    "load_config": "load",
    "parse_duration": "durations",
}


def __getattr__(name: str) -> Any:
    """Load a public name from the module it lives in."""
    if name not in _HOMES:
        raise AttributeError(f"module 'reportgen.config' has no attribute {name!r}")
    return getattr(import_module(f"reportgen.config.{_HOMES[name]}"), name)
