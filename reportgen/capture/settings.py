"""The YAML file of ``reportgen capture``: validated, every problem at once."""

from __future__ import annotations

import difflib
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, ValidationError, model_validator

from reportgen.config import RunConfig
from reportgen.config.documents import Document, Problem, file_text, parse_document, shown
from reportgen.config.documents import usage_error as listed

TARGET = "{target}"
_FACTORY_ALLOWED = "package.module:function"


def _importable(text: str) -> str:
    module, colon, function = text.partition(":")
    names = [*module.split("."), *function.split(".")]
    if not colon or not all(name.isidentifier() for name in names):
        raise ValueError(_FACTORY_ALLOWED)
    return text


Factory = Annotated[str, AfterValidator(_importable)]
Count = Annotated[int, Field(ge=1, strict=True)]


class CaptureConfig(BaseModel):
    """What to run, on which data, and where its attention goes.

    ``{target}`` in any text stands for each of ``targets`` in turn.

    Attributes
    ----------
    model, model_arguments
        Function that returns the model, and its keyword arguments.
    checkpoint, checkpoint_key
        File of weights, and the key of the state dict in it; None: found, or the file's own.
    data, data_arguments
        Function that returns the batches, and its keyword arguments.
    targets
        Captured one after the other; empty: one capture.
    batches
        At most so many; None: all.
    output
        Run directory.
    untrained
        Whether the model's initial weights are captured, too, in ``<output>-untrained``.
    run
        Declarations: the keys of reportgen.yaml.
    """

    model_config = ConfigDict(frozen=True, extra="forbid", protected_namespaces=())

    model: Factory
    model_arguments: dict[str, Any] = {}
    checkpoint: str | None = None
    checkpoint_key: str | None = None
    data: Factory
    data_arguments: dict[str, Any] = {}
    targets: tuple[Annotated[str, Field(min_length=1)], ...] = ()
    batches: Count | None = None
    output: Annotated[str, Field(min_length=1)]
    untrained: Annotated[bool, Field(strict=True)] = False
    seed: Annotated[int, Field(ge=0, strict=True)] = 0
    device: Annotated[str, Field(min_length=1)] = "cpu"
    kinds: tuple[Literal["self", "cross", "decoder"], ...] = ()
    softmax: Annotated[bool, Field(strict=True)] = False
    summary: Annotated[bool, Field(strict=True)] = False
    dtype: Literal["float16", "float32", "float64"] = "float32"
    format: Literal["npz", "netcdf"] = "npz"
    run: RunConfig = RunConfig()

    @model_validator(mode="after")
    def _one_run_per_target(self) -> CaptureConfig:
        if len(self.targets) > 1 and TARGET not in self.output:
            raise ValueError(f"output: a path with {TARGET} in it, or the targets would mix")
        if len(set(self.targets)) < len(self.targets):
            raise ValueError("targets: each once")
        if self.format == "netcdf" and self.dtype == "float16":
            raise ValueError("format: npz for dtype float16, which NetCDF does not have")
        return self

    def for_target(self, target: str) -> CaptureConfig:
        """The same with one target's name put in everywhere."""
        filled = _filled(self.model_dump(exclude={"run", "targets"}), target)
        return self.model_copy(update={**filled, "targets": (target,)})


def read_capture_config(path: Path) -> tuple[CaptureConfig, dict[str, Any]]:
    """Read and check a configuration.

    Returns
    -------
    config
        What to do.
    declared
        The section ``run`` as it is written.

    Raises
    ------
    UsageError
        One for all problems, each with its line, what was given and what is allowed.
    """
    document = parse_document(file_text(path, path.name), path.name)
    try:
        config = CaptureConfig.model_validate(dict(document.values))
    except ValidationError as error:
        problems = [_problem(each, document) for each in error.errors(include_url=False)]
        raise listed(problems, fix="correct the file") from error
    problems = _missing_files(config, path.parent, document)
    if problems:
        raise listed(problems, fix="correct the file")
    declared = document.values.get("run") or {}
    assert isinstance(declared, dict)
    return config, declared


def _missing_files(config: CaptureConfig, folder: Path, document: Document) -> list[Problem]:
    """Checkpoints that are not there, of every target."""
    if config.checkpoint is None:
        return []
    wanted = [
        each.checkpoint or ""
        for each in (
            [config.for_target(target) for target in config.targets] if config.targets else [config]
        )
    ]
    missing = [name for name in dict.fromkeys(wanted) if not (folder / name).is_file()]
    place = document.place(("checkpoint",))
    return [Problem(place, f"{name} does not exist", "a file of weights") for name in missing]


def _problem(error: Any, document: Document) -> Problem:
    """One of pydantic's errors with its line."""
    path = tuple(error["loc"])
    message = str(error["msg"]).removeprefix("Value error, ").removeprefix("Input should be ")
    if error["type"] == "extra_forbidden":
        model = RunConfig if path[0] == "run" else CaptureConfig
        keys = list(model.model_fields)
        near = difflib.get_close_matches(str(path[-1]), keys, 1, 0.5)
        hint = f"did you mean {near[0]}?" if near else ", ".join(keys)
        return Problem(document.place(path), "unknown key", hint)
    if error["type"] == "missing":
        return Problem(document.place(path[:-1]), f"{path[-1]} is missing", f"{path[-1]}: …")
    if not path:
        return Problem(document.name, message)
    return Problem(document.place(path), f"given {shown(error['input'])}", message)


def _filled(value: Any, target: str) -> Any:
    if isinstance(value, str):
        return value.replace(TARGET, target)
    if isinstance(value, dict):
        return {key: _filled(each, target) for key, each in value.items()}
    if isinstance(value, list | tuple):
        return type(value)(_filled(each, target) for each in value)
    return value
