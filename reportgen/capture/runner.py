"""``reportgen capture CONFIG.yaml``: every target, trained and untrained, batch by batch."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from itertools import islice
from pathlib import Path
from typing import Any

from reportgen.capture import files
from reportgen.capture.batches import Batch
from reportgen.capture.companions import outcomes, stamps
from reportgen.capture.factories import called, imports_from, load_weights
from reportgen.capture.progress import ProgressBar
from reportgen.capture.requirement import load_torch
from reportgen.capture.session import Capture, capture_attention
from reportgen.capture.settings import CaptureConfig, read_capture_config
from reportgen.exceptions import UsageError

RECORD = "capture.json"


@dataclass(frozen=True, slots=True)
class CapturedRun:
    """What one capture left behind.

    Attributes
    ----------
    path
        Run directory.
    batches, kept
        Batches captured now, and those that were there already.
    """

    target: str
    path: Path
    trained: bool
    batches: int
    kept: int


@dataclass(frozen=True, slots=True)
class _Job:
    config: CaptureConfig
    declared: Mapping[str, Any]
    folder: Path
    target: str
    trained: bool

    @property
    def run_dir(self) -> Path:
        path = self.folder / self.config.output
        return path if self.trained else path.with_name(f"{path.name}-untrained")

    @property
    def label(self) -> str:
        words = [self.target, "" if self.trained else "untrained"]
        return " ".join(filter(None, words)) or self.run_dir.name


def run_capture(config_file: str | Path, *, quiet: bool = False) -> tuple[CapturedRun, ...]:
    """Capture what a configuration asks for.

    What is there already is kept: batches whose files are whole are not run again.

    Parameters
    ----------
    config_file
        YAML; its keys are those of `CaptureConfig`. Paths and modules in it are looked for in its
        folder first.
    quiet
        No progress bar, which shows on a terminal only in any case.

    Raises
    ------
    UsageError
        The configuration cannot be used, or the output holds a capture of another one.
    NoAttentionError
        The model has no attention over time.
    OutputError
        PyTorch is missing, or a file cannot be written.
    """
    path = Path(config_file)
    config, declared = read_capture_config(path)
    load_torch()
    bar = ProgressBar(quiet=quiet)
    done: list[CapturedRun] = []
    with imports_from(path.parent):
        for target in config.targets or ("",):
            one = config.for_target(target) if target else config
            for trained in (True, False) if config.untrained else (True,):
                job = _Job(one, declared, path.parent, target, trained)
                bar.start(job.label)
                done.append(_captured(job, bar.show))
    bar.end()
    return tuple(done)


def _captured(job: _Job, progress: Callable[[int, int | None], None]) -> CapturedRun:
    """Run one capture to its end."""
    _check_record(job)
    config = job.config
    if config.summary and (job.run_dir / "summary.nc").is_file():
        return CapturedRun(job.target, job.run_dir, job.trained, 0, 1)
    model = _model(job)
    loader = called(config.data, config.data_arguments, "data")
    total = _length(loader, config.batches)
    # The record goes first: a capture that breaks off is known for what it was.
    files.write_text(job.run_dir / RECORD, _record(job))
    with capture_attention(
        model,
        job.run_dir,
        kinds=config.kinds,
        softmax=config.softmax,
        dtype=config.dtype,
        format=config.format,
        summary=config.summary,
        resume=True,
        **job.declared,
    ) as capture:
        for index, item in enumerate(islice(_iterated(loader), config.batches)):
            _run_batch(model, as_batch(item), index, job, capture)
            progress(index + 1, total)
    return CapturedRun(job.target, job.run_dir, job.trained, capture.batches, capture.kept)


def _run_batch(model: Any, batch: Batch, index: int, job: _Job, capture: Capture) -> None:
    """Run one batch, unless its files are there."""
    import torch

    names = [files.batch_name(index)]
    if batch.reference_times is not None:
        times = list(batch.reference_times)
        names = list(stamps(times, len(times)))
        batch = replace(batch, reference_times=times)
    paths = [files.sample_path(job.run_dir, name, job.config.format) for name in names]
    if all(files.is_whole(path) for path in paths):
        capture.kept += 1
        return
    device = job.config.device
    with torch.inference_mode():
        output = model(*moved(list(batch.arguments), device), **moved(dict(batch.keywords), device))
    described = {
        "targets": batch.targets,
        "inputs": _inputs(batch, job.declared),
        "reference_times": batch.reference_times,
        "attention_mask": batch.attention_mask,
        "predictions": _predictions(output, batch, job.declared),
    }
    capture.add(name=names[0], **described)


def as_batch(item: Any) -> Batch:
    """What a loader yields as a `Batch`.

    A mapping holds the model's keyword arguments; a tuple or list the model's argument, its
    targets and the reference times; anything else is the model's argument.

    Raises
    ------
    UsageError
        A tuple of none, or of more than three.
    """
    if isinstance(item, Batch):
        return item
    if isinstance(item, Mapping):
        return Batch(keywords=item)
    if not isinstance(item, list | tuple):
        return Batch(arguments=(item,))
    found: list[Any] = list(item)
    if not 1 <= len(found) <= 3:
        raise UsageError(
            f"the data loader yields {type(item).__name__}s of {len(found)}",
            allowed="a tensor, (inputs, targets), (inputs, targets, reference times), a mapping of"
            " keyword arguments, or a reportgen.capture.Batch",
            fix="yield a reportgen.capture.Batch, which names everything",
        )
    targets = found[1] if len(found) > 1 else None
    times = found[2] if len(found) > 2 else None
    return Batch((found[0],), targets=targets, reference_times=times)


def moved(value: Any, device: str) -> Any:
    """The same with every tensor on a device."""
    if hasattr(value, "to") and hasattr(value, "dtype"):
        return value.to(device)
    if isinstance(value, Mapping):
        return {key: moved(each, device) for key, each in value.items()}
    if isinstance(value, list | tuple):
        return type(value)(moved(each, device) for each in value)
    return value


def _model(job: _Job) -> Any:
    """The model as built, seeded, with its weights unless it is the untrained control."""
    import torch

    config = job.config
    torch.manual_seed(config.seed)
    model = called(config.model, config.model_arguments, "model")
    if not isinstance(model, torch.nn.Module):
        raise UsageError(
            f"model: {config.model} returns a {type(model).__name__}",
            allowed="a torch.nn.Module",
            fix="return the model itself",
        )
    if job.trained and config.checkpoint is not None:
        load_weights(model, job.folder / config.checkpoint, config.checkpoint_key, config.device)
    return model.to(config.device)


def _inputs(batch: Batch, declared: Mapping[str, Any]) -> Any:
    """The input window: as given, else the model's argument where its columns are declared."""
    if batch.inputs is not None:
        return batch.inputs
    columns = declared.get("inputs") or ()
    first = batch.arguments[0] if batch.arguments else None
    shape: tuple[int, ...] = tuple(getattr(first, "shape", ()))
    return first if columns and len(shape) == 3 and shape[-1] == len(columns) else None


def _predictions(output: Any, batch: Batch, declared: Mapping[str, Any]) -> Any:
    """The model's output, where it is shaped as the targets are; else it is something else."""
    first = output[0] if isinstance(output, list | tuple) else output
    if batch.targets is None or not hasattr(first, "shape") or len(first.shape) not in (1, 2, 3):
        return None
    samples, columns = first.shape[0], len(declared.get("targets") or ())
    wanted = outcomes(batch.targets, len(batch.targets), columns, "targets").shape
    return first if outcomes(first, samples, columns, "predictions").shape == wanted else None


def _iterated(loader: Any) -> Iterable[Any]:
    if not isinstance(loader, Iterable):
        raise UsageError(
            f"data: a {type(loader).__name__} cannot be iterated",
            allowed="a torch DataLoader, a list or a generator of batches",
            fix="return the loader",
        )
    return loader


def _length(loader: Any, batches: int | None) -> int | None:
    if not hasattr(loader, "__len__"):
        return batches
    length = len(loader)
    return length if batches is None else min(length, batches)


def _record(job: _Job) -> str:
    """What a capture depends on, so that another one is not mixed with it."""
    plain = job.config.model_dump(
        mode="json", exclude={"run", "batches", "device", "output", "untrained", "targets"}
    )
    if not job.trained:
        plain["checkpoint"] = None
    if plain["checkpoint"] is not None:
        content = (job.folder / plain["checkpoint"]).read_bytes()
        plain["checkpoint_sha256"] = hashlib.sha256(content).hexdigest()
    record = {"capture": plain, "run": job.declared, "trained": job.trained}
    return json.dumps(record, indent=2, sort_keys=True, default=str) + "\n"


def _check_record(job: _Job) -> None:
    """Refuse to go on in a folder that another configuration or checkpoint has filled."""
    path = job.run_dir / RECORD
    foreign = not path.is_file() and bool(files.sample_files(job.run_dir))
    if foreign or (path.is_file() and path.read_text(encoding="utf-8") != _record(job)):
        raise UsageError(
            f"output: {job.run_dir.name} holds the capture of another configuration or checkpoint",
            allowed="a new folder, or the one of this very configuration",
            fix="give another output, or remove the folder",
        )
