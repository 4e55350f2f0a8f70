"""Tables of the documents that follow from the code.

``python tests/docs/tables.py configuration`` (or ``summary``) prints one, to be pasted.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from enum import Enum

from pydantic import BaseModel

from reportgen.config.model import RunConfig
from reportgen.summarize.variables import HEAD_MEAN, OPTIONAL, VARIABLES


def default_text(model: type[BaseModel], name: str) -> str:
    """Default of a key as its table shows it."""
    field = model.model_fields[name]
    if field.is_required():
        return "required"
    value = field.default
    if value is None or value == "":
        return "none"
    if value == ():
        return "empty"
    return f"`{value.value if isinstance(value, Enum) else value}`"


def key_rows(model: type[BaseModel]) -> Iterator[str]:
    """First two cells of a table of keys."""
    for name in model.model_fields:
        yield f"| `{name}` | {default_text(model, name)} |"


def summary_rows() -> Iterator[str]:
    """One row for each variable of a Summary; those of heads stand for their mean, too."""
    for name, variable in VARIABLES.items():
        if name.startswith(HEAD_MEAN):
            continue
        twin = " *" if HEAD_MEAN + name in VARIABLES else ""
        optional = "; where present" if name in OPTIONAL else ""
        cells = (
            f"`{name}`{twin}",
            f"({', '.join(variable.dims)})",
            variable.merge.value,
            variable.units or "–",
            variable.long_name + optional,
        )
        yield f"| {' | '.join(cells)} |"


if __name__ == "__main__":
    rows = {"configuration": lambda: key_rows(RunConfig), "summary": summary_rows}
    print("\n".join(rows[sys.argv[1]]()))
