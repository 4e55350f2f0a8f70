"""Flags, `reportgen.yaml`, the directory's name and the training config as one configuration."""

from __future__ import annotations

import difflib
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, Final, TypedDict

from pydantic import BaseModel, ValidationError

from reportgen.config.architecture import is_without
from reportgen.config.directory import DirectoryName, read_directory_name
from reportgen.config.documents import (
    Document,
    Path_,
    Problem,
    ReadText,
    dotted,
    file_text,
    parse_document,
    shown,
    usage_error,
)
from reportgen.config.durations import Hours, duration_text
from reportgen.config.model import Column, Patch, RunConfig, Scale
from reportgen.config.training import Derived, derive, read_training_config
from reportgen.schema import Interval, Message, Stamp

CONFIG_FILE: Final = "reportgen.yaml"
FLAG, DECLARED, TRAINING, DEFAULT = "flag", CONFIG_FILE, "training config", "default"
_MODELS: Final[dict[object, type[BaseModel]]] = {
    "patch": Patch,
    "inputs": Column,
    "targets": Column,
    "scales": Scale,
}


class TimeArguments(TypedDict):
    """Keyword arguments of `reportgen.timeaxis.build_times` that the configuration settles."""

    cadence_hours: float | None
    source: str
    detail: str
    stamp: Stamp
    issue_offset_hours: float | None
    forecast_period: Interval | None
    prefix_tokens: int
    patch_length: int
    patch_stride: int
    n_steps: int | None
    span_hours: float | None


@dataclass(frozen=True, slots=True)
class LoadedConfig:
    """A configuration, and where each of its values comes from.

    Attributes
    ----------
    config
        The values.
    sources
        By field: ``flag``, ``reportgen.yaml``, ``training config`` or ``default``. What the
        directory's name says counts as ``reportgen.yaml``, which declares how to read it.
    details
        By field: the flag, the key, or the keys of the training config; empty for a default.
    notes
        What the report has to say about it (ids ``note.*`` of the catalogue).
    window_steps, window_hours
        The input window, where the training config or the directory's name gives it.
    directory
        The named groups of ``directory_pattern`` as found in the directory's name.
    without_attention
        Place and value that say the model has no attention; empty where nothing says so.
    """

    config: RunConfig
    sources: Mapping[str, str]
    details: Mapping[str, str]
    notes: tuple[Message, ...] = ()
    window_steps: int | None = None
    window_hours: float | None = None
    directory: Mapping[str, str] = field(default_factory=dict)
    without_attention: str = ""

    def time_arguments(self) -> TimeArguments:
        """What `reportgen.timeaxis.build_times` needs to know."""
        config, patch = self.config, self.config.patch
        declared = config.cadence is not None
        return TimeArguments(
            cadence_hours=config.cadence,
            source=self.sources["cadence"] if declared else "undeclared",
            detail=self.details["cadence"],
            stamp=config.stamp,
            issue_offset_hours=config.issue_offset,
            forecast_period=config.forecast_period,
            prefix_tokens=config.prefix_tokens,
            patch_length=patch.length if patch else 1,
            patch_stride=patch.stride if patch else 1,
            n_steps=self.window_steps,
            span_hours=self.window_hours,
        )


def load_config(
    read_text: ReadText,
    *,
    file: Path | None = None,
    overrides: Mapping[str, object] | None = None,
    run_name: str = "",
) -> LoadedConfig:
    """Return the configuration of a run.

    A flag wins over ``reportgen.yaml``, and that over the training config; what nobody says stays
    at its default. A cadence is never assumed.

    Parameters
    ----------
    read_text
        Gives the text of a file of the run by its name (``reportgen.yaml``,
        ``.hydra/config.yaml``), None where there is none. For a folder: `directory_reader`.
    file
        Read instead of the run's own ``reportgen.yaml``.
    overrides
        Flags by field name, as typed; None means not given.
    run_name
        Name of the directory, for ``directory_pattern``.

    Raises
    ------
    UsageError
        One for all problems, each with its place, what was given and what is allowed.
    """
    document = _declarations(read_text, file)
    flags = {key: value for key, value in (overrides or {}).items() if value is not None}
    from_file, problems = _checked(document.values, document.place)
    from_flags, of_flags = _checked(flags, _flag_place)
    settled = {key: value for key, value in from_file.items() if value is not None} | from_flags
    declared, of_both = _combined(settled, document, flags)
    named = read_directory_name(declared.directory_pattern, run_name)
    training = read_training_config(read_text)
    derived = derive(
        training,
        declared={*document.values, *flags} - {key for key in from_file if key not in settled},
        cadence_hours=declared.cadence,
        stamp=declared.stamp,
        extra=named.found,
    )
    clashing = _disagreement(derived, named, settled)
    problems += [*of_flags, *of_both, *named.problems, *derived.problems, *clashing]
    if problems:
        raise usage_error(problems)
    loaded = _assembled(settled, from_flags, derived, named)
    model = named.groups.get("model", "")
    by_name = f"directory_pattern: model: {model}" if is_without(model) else ""
    return replace(loaded, without_attention=training.without_attention or by_name)


def _declarations(read_text: ReadText, file: Path | None) -> Document:
    """The user's own file; empty where the run has none."""
    if file is not None:
        return parse_document(file_text(file, str(file)), str(file))
    text = read_text(CONFIG_FILE)
    return Document(CONFIG_FILE) if text is None else parse_document(text, CONFIG_FILE)


def _flag_place(path: Path_) -> str:
    """A flag as it is typed."""
    return "--" + dotted(path).replace("_", "-")


def _checked(
    given: Mapping[str, object], place: Callable[[Path_], str]
) -> tuple[dict[str, object], list[Problem]]:
    """Values that hold by themselves, and the problems of the others."""
    try:
        RunConfig.model_validate(dict(given))
    except ValidationError as error:
        # What concerns two fields at once is looked at when flags and file are put together.
        errors = [each for each in error.errors(include_url=False) if each["loc"]]
        bad = {each["loc"][0] for each in errors}
        good = {key: value for key, value in given.items() if key not in bad}
        return good, [_problem(each, place) for each in errors]
    return dict(given), []


def _problem(error: Any, place: Callable[[Path_], str]) -> Problem:
    """One of pydantic's errors in our words."""
    path: Path_ = tuple(error["loc"])
    kind, message = error["type"], str(error["msg"])
    model = RunConfig if len(path) == 1 else _MODELS.get(path[0], RunConfig)
    if kind == "extra_forbidden":
        keys = list(model.model_fields)
        near = difflib.get_close_matches(str(path[-1]).replace("-", "_"), keys, 1, 0.5)
        hint = f"did you mean {near[0]}?" if near else ", ".join(keys)
        return Problem(place(path), "unknown key", hint)
    if kind == "missing":
        return Problem(place(path[:-1]), f"{path[-1]} is missing", f"{path[-1]}: …")
    allowed = re.sub(r"^(Value error, |Input should be )", "", message).split(", unable to")[0]
    if kind == "model_type":
        model = _MODELS.get(path[0], RunConfig)
        allowed = f"key: value pairs of {', '.join(model.model_fields)}"
    return Problem(place(path), f"given {shown(error['input'])}", allowed)


def _combined(
    settled: dict[str, object], document: Document, flags: Mapping[str, object]
) -> tuple[RunConfig, list[Problem]]:
    """Flags and file together, and what does not fit together."""
    try:
        return RunConfig.model_validate(settled), []
    except ValidationError as error:
        allowed = str(error.errors()[0]["msg"]).removeprefix("Value error, ")
    place = _flag_place(("event",)) if "event" in flags else document.place(("event",))
    rest = {key: value for key, value in settled.items() if key != "event"}
    problem = Problem(place, f"given {shown(settled['event'])}", allowed)
    return RunConfig.model_validate(rest), [problem]


def _disagreement(
    derived: Derived, named: DirectoryName, settled: Mapping[str, object]
) -> list[Problem]:
    """Fields for which the directory's name and the training config differ."""
    problems = []
    for key in ("issue_offset", "horizon"):
        one, other = derived.values.get(key), named.hours.get(key)
        if key in settled or one is None or other is None or one == other:
            continue
        given = (
            f"{_hours_text(one)} ({derived.places[key]})"
            f" and {_hours_text(other)} (directory_pattern: {key})"
        )
        allowed = f"one; declare it with {_flag_place((key,))}, or with {key} in reportgen.yaml"
        problems.append(Problem(f"two values of {key}", given, allowed))
    return problems


def _hours_text(hours: float | tuple[float, float]) -> str:
    """A duration, or both ends of a period, as text."""
    return ":".join(map(duration_text, hours if isinstance(hours, tuple) else (hours,)))


def _typed(hours: float | tuple[float, float]) -> object:
    """Computed hours, marked so that the model asks for no unit."""
    return tuple(map(Hours, hours)) if isinstance(hours, tuple) else Hours(hours)


def _assembled(
    settled: Mapping[str, object],
    from_flags: Mapping[str, object],
    derived: Derived,
    named: DirectoryName,
) -> LoadedConfig:
    """The configuration with the origin of each value."""
    fields: Sequence[str] = list(RunConfig.model_fields)
    by_name = {key: hours for key, hours in named.hours.items() if key in fields}
    found = {key: _typed(hours) for key, hours in {**by_name, **derived.values}.items()}
    config = RunConfig.model_validate({**found, **settled})
    sources, details = dict.fromkeys(fields, DEFAULT), dict.fromkeys(fields, "")
    notes = list(named.notes)
    for key in fields:
        if key in settled:
            sources[key] = FLAG if key in from_flags else DECLARED
            details[key] = _flag_place((key,)) if key in from_flags else key
        elif key in derived.values:
            place = derived.places[key]
            by_pattern = place.startswith("directory_pattern")
            sources[key], details[key] = (DECLARED if by_pattern else TRAINING), place
        elif key in by_name:
            sources[key], details[key] = DECLARED, f"directory_pattern: {key}"
        if key not in settled and sources[key] != DEFAULT:
            which = "training-config" if sources[key] == TRAINING else "directory-name"
            value = _hours_text({**by_name, **derived.values}[key])
            values = {"field": key, "value": value, "place": details[key]}
            notes.append(Message(f"note.from-{which}", values))
    window = named.hours.get("window")
    span = window if isinstance(window, float) else None
    steps = derived.window_steps
    if steps is None and span is not None and config.cadence is not None:
        steps = round(span / config.cadence)
    return LoadedConfig(
        config, sources, details, (*notes, *derived.notes), steps, span, named.groups
    )
