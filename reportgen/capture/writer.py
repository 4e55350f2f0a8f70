"""Captured batches as run directories: which group goes where, and what lies in each file."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from reportgen.capture import files
from reportgen.capture.batches import CapturedBatch
from reportgen.capture.calls import DECODER, SELF, Call
from reportgen.capture.declarations import DECODER_REMARK
from reportgen.capture.groups import Group
from reportgen.capture.netcdf_files import write_netcdf
from reportgen.capture.sorting import Settings, Sorter
from reportgen.exceptions import UsageError
from reportgen.schema import ATTENTION_DIMS

Arrays = dict[str, NDArray[Any]]


class RunWriter(Protocol):
    """Where captured batches go."""

    @property
    def runs(self) -> Mapping[str, Path]:
        """Run directories by kind of attention."""

    @property
    def layers(self) -> Mapping[str, tuple[str, ...]]:
        """Modules by kind of attention."""

    def kept(self, call: Call) -> Call:
        """What is kept of a call until its batch is complete."""

    def batch(
        self,
        calls: Sequence[Call],
        index: int,
        axes: frozenset[int],
        padding: Mapping[str, Any],
    ) -> CapturedBatch:
        """Sort the calls of one forward pass."""

    def write(self, batch: CapturedBatch) -> None:
        """Write a batch."""

    def close(self) -> None:
        """Write what waits for the last batch."""


class FileWriter(Sorter):
    """Writes one file per batch, or per sample once reference times are given."""

    def __init__(self, settings: Settings, *, resume: bool) -> None:
        super().__init__(settings)
        self._by_sample: bool | None = None
        self._written: set[str] = set()
        taken = bool(files.sample_files(settings.run_dir))
        if not resume and (taken or (settings.run_dir / files.CONFIG).exists()):
            raise UsageError(
                f"{settings.run_dir} holds a run already",
                allowed="a new or empty folder",
                fix="give another folder, remove this one, or go on in it with resume=True",
            )

    def kept(self, call: Call) -> Call:
        """Weights as stored, off the device."""
        import torch

        assert call.weights is not None
        stored = call.weights.to("cpu", getattr(torch, self.settings.dtype))
        if call.appended:
            # Keys without a time come first in a run: its prefix tokens.
            stored = stored.roll(call.appended, dims=-1)
        return replace(call, weights=stored, operands=None)

    def write(self, batch: CapturedBatch) -> None:
        """Write the files of one batch, and before the first of them the reportgen.yaml.

        Raises
        ------
        UsageError
            Reference times for some batches only, or one that was written before.
        """
        by_sample = bool(batch.stamps)
        if self._by_sample not in (None, by_sample):
            raise UsageError(
                "reference times were given for some batches and not for others",
                allowed="for every batch, or for none",
                fix="call add(reference_times=…) after each forward pass",
            )
        self._by_sample = by_sample
        names = batch.stamps or (batch.name or files.batch_name(batch.index),)
        twice = sorted(self._written & set(names))
        if twice:
            raise UsageError(
                f"{twice[0]} was captured before",
                allowed="each reference time, and each name, once in a run",
                fix="capture one ensemble member, or one site, per run",
            )
        # The first run's files last: where they are, the batch is complete.
        for group in reversed(batch.groups):
            self._declare(group, by_sample=by_sample)
            arrays = self._arrays(group, batch)
            write = files.write_arrays if self.settings.format == files.NPZ else write_netcdf
            for place, name in enumerate(names):
                path = files.sample_path(self.runs[group.name], name, self.settings.format)
                write(path, _sample(arrays, place) if by_sample else arrays)
        self._written |= set(names)

    def close(self) -> None:
        """Nothing waits: every batch is written when it is complete."""

    def _declare(self, group: Group, *, by_sample: bool) -> None:
        if self._written:
            return
        dims = ATTENTION_DIMS[1:] if by_sample else ATTENTION_DIMS
        remark = DECODER_REMARK if group.kind == DECODER else ""
        text = files.config_text(self.declarations(group), dims, self.layers[group.name], remark)
        files.write_text(self.runs[group.name] / files.CONFIG, text)

    def _arrays(self, group: Group, batch: CapturedBatch) -> Arrays:
        stacked = [call.weights.numpy() for call in group.calls if call.weights is not None]
        arrays: Arrays = {"attention_weights": np.stack(stacked, axis=1)}
        keys, appended = group.shape[3], group.calls[0].appended
        real = np.ones((batch.samples, keys), dtype=np.int8)
        if group.kind in batch.padding:
            real[:, appended:] = batch.padding[group.kind]
        # In every file, or the reader would ignore those that have it.
        arrays["attention_mask"] = real
        arrays["layer_names"] = np.array(group.layers)
        arrays |= batch.arrays
        if group.kind == DECODER:
            arrays.pop("solar_wind_data", None)
        else:
            arrays |= self._clock(keys, appended)
        return arrays

    def _clock(self, keys: int, appended: int) -> Arrays:
        """Names and times of the input tokens, where they are as many as the keys."""
        clock: Arrays = {}
        tokens, times = self.settings.tokens, self.settings.times
        if tokens is not None and len(tokens) + appended == keys:
            clock["tokens"] = np.array([*("[bias]" for _ in range(appended)), *tokens])
        elif tokens is not None and SELF in self.runs:
            raise UsageError(f"{len(tokens)} tokens for {keys - appended} keys")
        if times is not None:
            clock["time" if times.dtype.kind == "M" else "key_time"] = times
        return clock


def _sample(arrays: Arrays, place: int) -> Arrays:
    """Arrays of one sample of a batch; what all samples share stays whole."""
    shared = ("layer_names", "tokens", "time", "key_time")
    return {name: each if name in shared else each[place] for name, each in arrays.items()}
