"""What lies beside the attention in a file: outcomes, inputs, times, and the names of samples."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from typing import Any

import numpy as np
from numpy.typing import NDArray

from reportgen.exceptions import UsageError

Array = NDArray[Any]


def as_array(values: Any) -> Array:
    """Numbers of a tensor, an array or a list; half precision raised to float32."""
    if hasattr(values, "detach"):
        tensor = values.detach().cpu()
        numpy_knows = str(tensor.dtype) != "torch.bfloat16"
        values = (tensor if numpy_knows else tensor.float()).numpy()
    array = np.asarray(values)
    return array.astype(np.float32) if array.dtype == np.float16 else array


def outcomes(values: Any, samples: int, columns: int, name: str) -> Array:
    """Predictions or targets as (batch, forecast_step, target).

    Parameters
    ----------
    values
        (batch,), (batch, step), (batch, target) or (batch, step, target). Of two axes the second is
        taken for the targets where as many are declared, else for the steps.
    columns
        Declared targets; 0 where none are.

    Raises
    ------
    UsageError
        Another number of samples or axes.
    """
    array = _numbers(as_array(values), samples, name)
    if array.ndim == 1:
        return array[:, None, None]
    if array.ndim == 2:
        return array[:, None, :] if columns == array.shape[1] > 1 else array[:, :, None]
    if array.ndim == 3:
        return array
    raise UsageError(
        f"{name} of shape {array.shape}",
        allowed="(batch, step, target), or without step or target",
        fix="leave the further axes out",
    )


def windows(values: Any, samples: int) -> Array:
    """Input windows as (batch, time, variable).

    Raises
    ------
    UsageError
        Another number of samples or axes.
    """
    array = _numbers(as_array(values), samples, "inputs")
    if array.ndim == 2:
        return array[:, :, None]
    if array.ndim == 3:
        return array
    raise UsageError(
        f"inputs of shape {array.shape}",
        allowed="(batch, time, variable)",
        fix="give the time series alone; images are not stored",
    )


def real_tokens(values: Any, samples: int, keys: int) -> NDArray[np.int8]:
    """Padding mask as (batch, key), 1 real and 0 padding.

    Raises
    ------
    UsageError
        Another shape, or other values.
    """
    array = as_array(values)
    if array.shape != (samples, keys) or not np.isin(array, (0, 1)).all():
        raise UsageError(
            f"attention_mask of shape {array.shape}",
            allowed=f"({samples}, {keys}) of 1 for real keys and 0 for padding",
            fix="give one value per sample and key",
        )
    return array.astype(np.int8)


def _numbers(array: Array, samples: int, name: str) -> Array:
    if array.dtype.kind not in "fiub" or array.ndim == 0 or array.shape[0] != samples:
        raise UsageError(
            f"{name} of shape {array.shape} and type {array.dtype}",
            allowed=f"numbers for each of the batch's {samples} samples, along the first axis",
            fix="if the model folds another axis into the batch (channels, windows), its samples"
            " are no longer yours",
        )
    return array


def stamps(times: Iterable[Any], samples: int) -> tuple[str, ...]:
    """Reference times as names of files, ``YYYYMMDDHHMMSS`` in UTC.

    Parameters
    ----------
    times
        datetime (without zone: UTC), numpy datetime64, or ISO text; one per sample.

    Raises
    ------
    UsageError
        Another number, no times, or one of them twice.
    """
    given = list(times)
    if len(given) != samples:
        raise UsageError(
            f"{len(given)} reference times for {samples} samples",
            allowed="one time of issue per sample",
            fix="give them in the order of the batch",
        )
    names = tuple(_moment(time).strftime("%Y%m%d%H%M%S") for time in given)
    if len(set(names)) < samples:
        twice = next(name for name in names if names.count(name) > 1)
        raise UsageError(
            f"the reference time {twice} stands twice in one batch",
            allowed="each sample its own",
            fix="capture one ensemble member, or one site, per run",
        )
    return names


def _moment(time: Any) -> datetime:
    if isinstance(time, bytes):
        time = time.decode()
    try:
        if isinstance(time, str):
            moment = datetime.fromisoformat(time)
        elif isinstance(time, np.datetime64):
            moment = time.astype("datetime64[us]").astype(datetime)
        else:
            moment = time
        utc: datetime = moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment
        return utc.astimezone(UTC)
    except (ValueError, AttributeError, TypeError) as error:
        raise UsageError(
            f"the reference time {time!r}",
            allowed="datetime, numpy.datetime64, or ISO text such as 2024-05-10T17:00",
            fix="give the time of issue in UTC",
        ) from error


def hours_of(times: Sequence[Any] | Array) -> Array:
    """Times of the keys as the reader wants them: hours, or dates.

    Raises
    ------
    UsageError
        Neither, or not along one axis.
    """
    array = np.asarray(times)
    if array.dtype.kind in "OU":
        try:
            array = array.astype("datetime64[ms]")
        except (ValueError, TypeError) as error:
            raise UsageError(f"times of type {type(times[0]).__name__}", allowed="hours") from error
    if array.ndim != 1 or array.dtype.kind not in "fiuM":
        raise UsageError(
            f"times of shape {array.shape} and type {array.dtype}",
            allowed="hours or dates, one per key",
            fix="give those of one window; all samples share them",
        )
    return array
