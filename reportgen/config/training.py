"""Cadence, issue and forecast period found in the training config of a run.

The file is the users' own: nothing in it is constructed, no tag is resolved, only plain scalars are
read. What is found is used only where the user declared nothing, and is said so.

Input and target ranges count steps from the reference time, which is the time of issue, and are
half-open: the last input is stamped ``reference + (input_end - 1) cadence``. An average stamped at
the start of its interval lasts one cadence from its stamp on, so targets ``target_start`` up to
``target_end`` cover exactly these steps after issue; averages stamped at the middle (the end) cover
half a step (a whole step) less.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Final

import yaml

from reportgen.config.architecture import without_attention
from reportgen.config.documents import PlainLoader, Problem, ReadText
from reportgen.config.durations import duration_text, parse_duration
from reportgen.exceptions import UsageError
from reportgen.schema import Message, Stamp

TRAINING_FILES: Final = (".hydra/config.yaml", "config.yaml")
CADENCE_KEYS: Final = {"interval_minutes": 60, "interval_hours": 1, "cadence": None}
STEP_KEYS: Final = ("input_start", "input_end", "target_start", "target_end")
# Steps by which an average reaches beyond its stamp.
_AFTER_STAMP: Final = {Stamp.START: 1.0, Stamp.MIDDLE: 0.5, Stamp.END: 0.0}


@dataclass(frozen=True, slots=True)
class Found:
    """One value and the places it was read from, such as ``config.yaml: data.input_end``."""

    value: float
    place: str


@dataclass(frozen=True, slots=True)
class TrainingConfig:
    """Everything of interest, by quantity: ``cadence`` in hours, the others in steps.

    Attributes
    ----------
    without_attention
        Place and value that say the model has no attention; empty where nothing says so.
    """

    found: Mapping[str, tuple[Found, ...]] = field(default_factory=dict)
    notes: tuple[Message, ...] = ()
    without_attention: str = ""


def read_training_config(read_text: ReadText) -> TrainingConfig:
    """Return what the training config says of time and of the model; empty where there is none."""
    found: dict[str, list[Found]] = {}
    notes: list[Message] = []
    model: dict[str, str] = {}
    for file in TRAINING_FILES:
        try:
            text = read_text(file)
            root = None if text is None else yaml.compose(text, Loader=PlainLoader)
        except (UsageError, yaml.YAMLError, RecursionError) as error:
            # Not ours to mend: the run is still readable, and the report says what was left unread.
            notes.append(
                Message("note.training-config-unread", {"file": file, "line": _line(error)})
            )
            continue
        if root is None:
            continue
        scalars = dict(_scalars(root))
        model |= {
            f"{file}: {path}": _resolved(text_value, scalars)
            for path, text_value in scalars.items()
        }
        for path, text_value in scalars.items():
            quantity, value = _quantity(path, _resolved(text_value, scalars))
            if quantity is None:
                continue
            place = f"{file}: {path}"
            if value is None:
                notes.append(
                    Message(
                        "note.training-value-unread", {"place": place, "value": text_value[:60]}
                    )
                )
            else:
                found.setdefault(quantity, []).append(Found(value, place))
    return TrainingConfig(
        {key: tuple(values) for key, values in found.items()},
        tuple(notes),
        without_attention(model),
    )


def _line(error: Exception) -> int | None:
    """Line of a YAML error, counted from 1."""
    mark = getattr(error, "problem_mark", None)
    return None if mark is None else int(mark.line) + 1


def _scalars(root: yaml.Node) -> Iterator[tuple[str, str]]:
    """Dotted key and text of every scalar below a node, in the order of the file."""
    seen: set[int] = set()
    nodes: list[tuple[str, yaml.Node]] = [("", root)]
    while nodes:
        path, node = nodes.pop()
        if isinstance(node, yaml.ScalarNode):
            yield path, str(node.value)
            continue
        if id(node) in seen:
            continue
        seen.add(id(node))
        children: Iterable[tuple[str, yaml.Node]] = ()
        if isinstance(node, yaml.MappingNode):
            children = [(str(key.value), value) for key, value in node.value]
        elif isinstance(node, yaml.SequenceNode):
            children = [(str(index), value) for index, value in enumerate(node.value)]
        nodes.extend(
            (f"{path}.{key}" if path else key, child) for key, child in reversed([*children])
        )


def _resolved(text: str, scalars: Mapping[str, str]) -> str:
    """A value behind ``${a.b}``: saved Hydra configs keep their references."""
    for _ in range(5):
        match = re.fullmatch(r"\$\{([\w.]+)\}", text.strip())
        if match is None or match[1] not in scalars:
            break
        text = scalars[match[1]]
    return text


def _quantity(path: str, text: str) -> tuple[str | None, float | None]:
    """Name of the quantity a key holds and its value; None for either where it cannot be read."""
    # Entries of a list speak of the key that holds it.
    key = re.sub(r"(?:\.\d+)+$", "", path).rpartition(".")[2]
    if key in STEP_KEYS:
        return key, float(text) if re.fullmatch(r"[-+]?\d{1,9}", text.strip()) else None
    if key not in CADENCE_KEYS or text.strip() in ("", "~", "null"):
        return None, None
    per_hour = CADENCE_KEYS[key]
    try:
        hours = parse_duration(text) if per_hour is None else float(text) / per_hour
    except ValueError:
        return "cadence", None
    return "cadence", hours if 0 < hours < float("inf") else None


@dataclass(frozen=True, slots=True)
class Derived:
    """What the training config gives the fields that nobody declared.

    Attributes
    ----------
    values, places
        Hours (both ends of the horizon) by field, and the keys each rests on.
    window_steps
        Steps of the input window.
    problems
        Quantities that have two values.
    notes
        What could not be read.
    """

    values: Mapping[str, float | tuple[float, float]]
    places: Mapping[str, str]
    window_steps: int | None
    problems: tuple[Problem, ...]
    notes: tuple[Message, ...] = ()


def derive(
    training: TrainingConfig,
    *,
    declared: Iterable[str],
    cadence_hours: float | None,
    stamp: Stamp,
    extra: Mapping[str, tuple[Found, ...]],
) -> Derived:
    """Turn what was found into values for the fields that nobody declared.

    Parameters
    ----------
    training
        What the training config says.
    declared
        Fields that are settled by a flag or by ``reportgen.yaml``.
    cadence_hours
        The declared cadence, None where it is to be found.
    stamp
        What a stamp marks: see the module's text.
    extra
        Further places that speak of the same quantities: ``cadence`` from the directory's name.

    Returns
    -------
    Derived
        Two values for one quantity are among the problems, and give none.
    """
    settled = set(declared)
    one = _Unanimous({**training.found, **_joined(training.found, extra)})
    cadence = None if "cadence" in settled else one.value("cadence", "cadence")
    values: dict[str, float | tuple[float, float]] = {}
    places: dict[str, str] = {}
    if cadence is not None:
        values["cadence"], places["cadence"] = cadence.value, cadence.place
    hours = cadence_hours if cadence is None else cadence.value
    if hours is not None and "issue_offset" not in settled:
        last = one.value("input_end", "issue_offset")
        if last is not None:
            values["issue_offset"] = round((1 - last.value) * hours, 9)
            places["issue_offset"] = last.place
    if hours is not None and "horizon" not in settled:
        first, last = one.value("target_start", "horizon"), one.value("target_end", "horizon")
        if first is not None and last is not None and first.value < last.value:
            shift = _AFTER_STAMP[stamp] - 1
            values["horizon"] = (
                round((first.value + shift) * hours, 9),
                round((last.value + shift) * hours, 9),
            )
            places["horizon"] = f"{first.place}, {last.place.rpartition('.')[2]}"
    return Derived(values, places, _window_steps(training), tuple(one.problems), training.notes)


def _joined(
    found: Mapping[str, tuple[Found, ...]], extra: Mapping[str, tuple[Found, ...]]
) -> dict[str, tuple[Found, ...]]:
    """Both mappings, values of one quantity side by side."""
    return {key: (*found.get(key, ()), *values) for key, values in extra.items()}


def _window_steps(training: TrainingConfig) -> int | None:
    """Steps of the input window, where the training config says one thing."""
    ends = [
        {found.value for found in training.found.get(key, ())}
        for key in ("input_start", "input_end")
    ]
    if not all(len(values) == 1 for values in ends):
        return None
    start, end = (values.pop() for values in ends)
    return int(end - start) if end > start else None


class _Unanimous:
    """Values on which every place agrees; those on which they differ become problems."""

    def __init__(self, found: Mapping[str, tuple[Found, ...]]) -> None:
        self._found = found
        self.problems: list[Problem] = []

    def value(self, quantity: str, field_name: str) -> Found | None:
        """The one value of a quantity, None where there is none or more than one."""
        candidates = self._found.get(quantity, ())
        if not candidates:
            return None
        first = candidates[0]
        other = next((each for each in candidates if not _same(each.value, first.value)), None)
        if other is None:
            return first
        in_hours = quantity == "cadence"
        given = " and ".join(
            f"{duration_text(each.value) if in_hours else f'{each.value:g}'} ({each.place})"
            for each in (first, other)
        )
        flag = "--" + field_name.replace("_", "-")
        self.problems.append(
            Problem(
                f"two values of {quantity}",
                given,
                f"one; declare it with {flag}, or with {field_name} in reportgen.yaml",
            )
        )
        return None


def _same(one: float, other: float) -> bool:
    """Whether two readings of one quantity agree, but for rounding."""
    return abs(one - other) <= 1e-9 * max(abs(one), abs(other), 1.0)
