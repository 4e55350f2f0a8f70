"""What the arrays beside the attention say of its axes."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from reportgen.schema import BATCH, HEAD, KEY, LAYER, QUERY
from reportgen.sources.arrays import ArrayHeader

Dims = tuple[str, ...]

_BATCHED: Final = ("predictions", "targets", "solar_wind_data", "inputs")
_LAYER_LABELS: Final = ("layer_names", "layers")
_HEAD_LABELS: Final = ("head_names", "heads")
_SAMPLE_LABELS: Final = ("sample_names", "samples", "sample_ids")


def readings_left(
    options: Sequence[Dims],
    shape: tuple[int, ...],
    headers: Mapping[str, ArrayHeader],
    *,
    dated: bool,
) -> tuple[tuple[Dims, ...], str]:
    """Readings that the companions leave, the likeliest first, and what decided.

    Parameters
    ----------
    options
        Readings of equal rank, the usual one first.
    dated
        The file holds one sample, as its name is a time.

    Returns
    -------
    readings, why
        More than one where two statements contradict each other, or where nothing decides.
    """
    kept: list[Dims] = []
    why = ""
    for dims, source in _statements(options, shape, headers, dated=dated):
        if dims not in kept:
            kept.append(dims)
            why = why or source
    if len(kept) == 1:
        return _with_heads_last(kept[0], shape, headers), why
    if kept:
        return tuple(kept), ""
    if len(shape) == 4:
        # One sample a file is what scripts write; a batch says so by a mask or by its outcomes.
        return _with_heads_last(options[0], shape, headers), "rank"
    if shape[0] == shape[1] == 1:
        return _with_heads_last(options[0], shape, headers), "assumed"
    return tuple(options), ""


def _statements(
    options: Sequence[Dims],
    shape: tuple[int, ...],
    headers: Mapping[str, ArrayHeader],
    *,
    dated: bool,
) -> Iterator[tuple[Dims, str]]:
    """Each reading that a companion speaks for, the most trustworthy companion first."""
    batch, layers, heads = _counts(headers)
    for dim, counts in ((BATCH, batch), (LAYER, layers), (HEAD, heads)):
        for length, source in counts:
            fitting = [d for d in options if dim in d and shape[d.index(dim)] == length]
            # A count that fits every reading, or none, says nothing.
            others = [d for d in options if d not in fitting]
            if len(fitting) == 1 and others and (length > 1 or len(shape) == 5):
                yield fitting[0], source
    if dated and len(shape) == 5 and (shape[0] == 1) != (shape[1] == 1):
        yield (options[0] if shape[0] == 1 else options[1]), "name"


def _counts(
    headers: Mapping[str, ArrayHeader],
) -> tuple[list[tuple[int, str]], list[tuple[int, str]], list[tuple[int, str]]]:
    """Numbers of samples, layers and heads that companions speak of, and who says so."""
    batch: list[tuple[int, str]] = []
    layers: list[tuple[int, str]] = []
    heads: list[tuple[int, str]] = []
    mask = _shape(headers, "attention_mask")
    if len(mask) == 2:
        batch.append((mask[0], "attention_mask"))
    importance = _shape(headers, "temporal_importance")
    if len(importance) == 2:
        layers.append((importance[0], "temporal_importance"))
    if len(importance) == 3:
        batch.append((importance[0], "temporal_importance"))
        layers.append((importance[1], "temporal_importance"))
    for name in _BATCHED:
        if len(_shape(headers, name)) == 3:
            batch.append((_shape(headers, name)[0], "companions"))
    for names, counts in ((_LAYER_LABELS, layers), (_HEAD_LABELS, heads), (_SAMPLE_LABELS, batch)):
        for name in names:
            if len(_shape(headers, name)) == 1:
                counts.append((_shape(headers, name)[0], "companions"))
    return batch, layers, heads


def _with_heads_last(
    dims: Dims, shape: tuple[int, ...], headers: Mapping[str, ArrayHeader]
) -> tuple[Dims, ...]:
    """The reading, and the one with the heads last where the square lies before the last axis."""
    before, query, key = shape[-3:]
    if before != query or key >= query or query < 3:
        return (dims,)
    lengths = {
        _shape(headers, name)[-1]
        for name in ("attention_mask", "temporal_importance", "tokens")
        if _shape(headers, name)
    }
    last = (*dims[:-3], QUERY, KEY, HEAD)
    if lengths == {key}:
        return (dims,)
    return (last,) if lengths == {query} else (dims, last)


def _shape(headers: Mapping[str, ArrayHeader], name: str) -> tuple[int, ...]:
    header = headers.get(name)
    return () if header is None or not header.readable else header.shape
