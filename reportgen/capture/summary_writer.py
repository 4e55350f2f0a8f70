"""Captured batches straight into ``summary.nc``: no file of weights, no (query, key) matrix."""

from __future__ import annotations

import hashlib
from datetime import datetime
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from reportgen.capture import files
from reportgen.capture.batches import CapturedBatch
from reportgen.capture.calls import DECODER, Call
from reportgen.capture.declarations import DECODER_REMARK
from reportgen.capture.groups import Group
from reportgen.capture.row_geometry import RowGeometry, geometry_by_rows, rows_at_once
from reportgen.capture.sorting import Settings, Sorter
from reportgen.capture.summary_part import (
    CELLS_AT_ONCE,
    detected_mask,
    precision_counts,
    summary_part,
)
from reportgen.config import LoadedConfig, effective, load_config
from reportgen.exceptions import UsageError
from reportgen.schema import Focus, Mask, Message
from reportgen.sources.description import Column, Description
from reportgen.sources.names import sample_name
from reportgen.summarize.dataset import save_summary, summary_dataset
from reportgen.summarize.parts import Part, accumulated
from reportgen.summarize.permutation import FEW_SAMPLES
from reportgen.summarize.stream import MAX_STORED_CELLS
from reportgen.timeaxis import build_times

if TYPE_CHECKING:
    from torch import Tensor

SUMMARY = "summary.nc"


class SummaryWriter(Sorter):
    """Accumulates one Summary per run."""

    def __init__(self, settings: Settings, *, resume: bool) -> None:
        super().__init__(settings)
        self._growing: dict[str, _Growing] = {}
        if not resume and (settings.run_dir / SUMMARY).exists():
            raise UsageError(
                f"{settings.run_dir} holds a summary.nc already",
                allowed="a new or empty folder",
                fix="give another folder, or remove the file",
            )

    def kept(self, call: Call) -> Call:
        """Queries and keys, on their device."""
        return call

    def write(self, batch: CapturedBatch) -> None:
        """Add a batch to the Summary of each of its runs."""
        for group in batch.groups:
            if group.name not in self._growing:
                loaded = self._loaded(group)
                self._growing[group.name] = _Growing(group, loaded, self.settings)
            self._growing[group.name].add(group, batch)

    def close(self) -> None:
        """Write every Summary.

        Raises
        ------
        UsageError
            Only the first sample looked masked.
        OutputError
            The disk refuses.
        """
        for name, growing in self._growing.items():
            folder = self.runs[name]
            folder.mkdir(parents=True, exist_ok=True)
            run = str(growing.loaded.config.name or folder.resolve().name)
            save_summary(growing.summary(run), folder / SUMMARY)

    def _loaded(self, group: Group) -> LoadedConfig:
        """Configuration of the run, read from the file that is written for it."""
        remark = DECODER_REMARK if group.kind == DECODER else ""
        text = files.config_text(self.declarations(group), (), group.layers, remark)
        files.write_text(self.runs[group.name] / files.CONFIG, text)
        return load_config(lambda name: text if name == files.CONFIG else None)


class _Growing:
    """The Summary of one run while batches come."""

    def __init__(self, group: Group, loaded: LoadedConfig, settings: Settings) -> None:
        self.loaded = loaded
        self._settings = settings
        self._kind = group.kind
        self._total: Part | None = None
        self._mask = loaded.config.declared_mask
        self._detected = self._mask is None
        self._geometries: dict[bytes, RowGeometry] = {}
        self._files: list[str] = []
        self._samples = 0
        self._dtype = ""
        layers, heads, queries, keys = len(group.calls), *group.shape[1:]
        self._layers, self._keys = layers, keys
        self._block = _block_factor(layers, heads, queries, keys)
        self._step = rows_at_once(heads, keys, self._block, CELLS_AT_ONCE)
        self._focus = Focus(loaded.config.layer % layers, loaded.config.readout)

    def add(self, group: Group, batch: CapturedBatch) -> None:
        """Add the samples of a batch."""
        stem = batch.name or files.batch_name(batch.index)
        operands = group.calls[0].operands
        assert operands is not None
        self._dtype = str(operands.query.dtype).removeprefix("torch.")
        for sample in range(batch.samples):
            real = self._real(group, batch, sample)
            if self._mask is None:
                self._mask = detected_mask(group.calls, sample, real)
            name = sample_name(stem, sample, batch.samples)
            stamp = batch.stamps[sample] if batch.stamps else ""
            few = self._samples < FEW_SAMPLES
            part = summary_part(
                group.calls,
                sample,
                self._geometry(group, real),
                stamp or name,
                permuted_layer=self._focus.layer if few else None,
                readout=self._focus.readout,
            )
            self._samples += 1
            part["sample_issue"] = np.array([_hours(stamp)])
            part["precision_files"] = precision_counts(
                operands.query.dtype, first=bool(batch.stamps) or sample == 0
            )
            part |= _companions(batch, sample, self._kind)
            self._total = accumulated([each for each in (self._total, part) if each is not None])
        self._files += [f"{name}.npz" for name in batch.stamps or (stem,)]

    def _real(self, group: Group, batch: CapturedBatch, sample: int) -> Tensor:
        import torch

        operands = group.calls[0].operands
        assert operands is not None
        real = torch.ones(group.shape[3], dtype=torch.bool)
        if group.kind in batch.padding:
            real = torch.from_numpy(batch.padding[group.kind][sample].astype(bool))
        return real.to(operands.query.device)

    def _geometry(self, group: Group, real: Tensor) -> RowGeometry:
        """Geometry of a sample; those of samples with equal padding are one."""
        assert self._mask is not None
        key = real.cpu().numpy().tobytes()
        if key not in self._geometries:
            self._geometries = {} if len(self._geometries) > 32 else self._geometries
            self._geometries[key] = geometry_by_rows(
                self._mask,
                group.shape[2],
                real,
                self.loaded.config.readout,
                block=self._block,
                step=self._step,
            )
        return self._geometries[key]

    def summary(self, name: str) -> Any:
        """The finished Summary."""
        assert self._total is not None
        mask = self._mask
        if self._detected and mask != Mask() and self._total["leak_cells"].any():
            raise UsageError(
                "only the first sample's attention looked masked, and summary mode cannot go back",
                allowed="mask='none', 'causal' or 'window:N'",
                fix="declare the mask and capture again",
            )
        assert mask is not None
        if (self._total["sample_real_keys"] < self._keys).any():
            mask = mask.with_padding()
        total = _in_order(self._total)
        return summary_dataset(total, self._description(name, mask, total))

    def _remarks(self, total: Part) -> tuple[Message, ...]:
        """What a reader must know of the p values."""
        if self._samples > FEW_SAMPLES or "null_incoming" in total:
            return ()
        return (Message("note.capture.no-permutations", {"samples": self._samples}),)

    def _description(self, name: str, mask: Mask, total: Part) -> Description:
        config = self.loaded.config
        names = "\n".join(str(each) for each in total["sample_name"])
        digest = hashlib.sha256(names.encode() + total["sample_importance"].tobytes())
        times = self._settings.times
        hours = times if times is not None and self._kind != DECODER else None
        if hours is not None and hours.dtype.kind == "M":
            hours = (hours - hours[0]) / np.timedelta64(1, "h")
        return Description(
            name=name,
            files=tuple(sorted(self._files)),
            skipped=(),
            digest=digest.hexdigest(),
            dtype=self._dtype,
            unread=(),
            notes=(*self.loaded.notes, *self._remarks(total)),
            times=build_times(
                self._keys, **self.loaded.time_arguments(), stored_hours=_as_float(hours)
            ),
            focus=self._focus,
            mask=mask,
            block=self._block,
            inputs=_columns(config.inputs, total.get("inputs")),
            targets=_columns(config.targets, total.get("predictions")),
            tokens=self._settings.tokens or (),
            config=effective(config),
            sources=dict(self.loaded.sources),
        )


def _as_float(hours: NDArray[Any] | None) -> NDArray[np.float64] | None:
    return None if hours is None else hours.astype(np.float64)


def _in_order(total: Part) -> Part:
    """Samples in the order of their names, as files would be read."""
    from reportgen.summarize.variables import VARIABLES, Merge

    order = np.argsort(total["sample_name"].astype(str), kind="stable")
    return {
        name: values[order] if VARIABLES[name].merge is Merge.CONCAT else values
        for name, values in total.items()
    }


def _block_factor(layers: int, heads: int, queries: int, keys: int) -> int:
    """Smallest block that keeps the stored matrices below the limit, as for files."""
    planes, block = (heads + 1) * layers * 3, 1
    while planes * -(-queries // block) * -(-keys // block) > MAX_STORED_CELLS:
        block += 1
    return block


def _hours(stamp: str) -> float:
    """Hours since 1970 of a reference time, NaN where there is none."""
    if not stamp:
        return float("nan")
    moment = np.datetime64(datetime.strptime(stamp, "%Y%m%d%H%M%S"), "s")
    return float((moment - np.datetime64("1970-01-01T00:00:00", "s")) / np.timedelta64(1, "h"))


def _companions(batch: CapturedBatch, sample: int, kind: str) -> Part:
    stored = {"predictions": "predictions", "targets": "targets", "solar_wind_data": "inputs"}
    return {
        stored[name]: values[sample : sample + 1].astype(np.float64)
        for name, values in batch.arrays.items()
        if not (kind == DECODER and name == "solar_wind_data")
    }


def _columns(declared: Any, values: NDArray[Any] | None) -> tuple[Column, ...]:
    """Columns as declared, else numbered without units."""
    width = 0 if values is None else values.shape[-1]
    if declared:
        if width and width != len(declared):
            raise UsageError(
                f"{len(declared)} columns are declared, and {width} were captured",
                allowed="one entry per column, in stored order",
            )
        return tuple(Column(c.name, c.units, c.mean, c.std, c.role) for c in declared)
    return tuple(Column(f"variable {index}") for index in range(width))
