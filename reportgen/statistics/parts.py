"""Epochs or targets of one run side by side, and whether entropy collapses over the epochs."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from reportgen.schema import (
    EntropyFall,
    HeadCollapse,
    Interval,
    PartFigures,
    PartKind,
    PartList,
    PartName,
    Parts,
    Pattern,
    Profile,
)
from reportgen.sources.description import ATTRIBUTE, to_json
from reportgen.statistics.pattern import attention_pattern
from reportgen.statistics.peak import find_peak, focus_incoming
from reportgen.statistics.planes import Plane, block_of, mean_uniform
from reportgen.summarize.dataset import description_of
from reportgen.summarize.variables import PARTS

if TYPE_CHECKING:
    import xarray as xr

Floats = NDArray[np.float64]
#: Values of one part by the name of their Summary variable.
PartValues = Mapping[str, Any]

#: A head whose normalised entropy lies below has collapsed onto single keys.
COLLAPSED = 0.1
#: The mean normalised entropy has fallen when more than this share of its highest value is gone.
FALLEN = 0.5


def part_values(summary: xr.Dataset) -> PartValues:
    """The few numbers that are kept of a part.

    Parameters
    ----------
    summary
        Of the part alone.
    """
    description = description_of(summary)
    focus, times = description.focus, description.times
    layers, heads = range(summary.sizes["layer"]), range(summary.sizes["head"])
    profile = Profile(description.config.get("profile", Profile.DEFAULT))
    incoming = focus_incoming(summary, times, focus)
    peak = find_peak(incoming, times, profile, sink=False)
    uniform = mean_uniform(summary)
    block = block_of(summary)
    matrix = Plane(summary, focus.layer).mean_weights()
    pattern, score = attention_pattern(matrix, uniform, block=block)
    by_head = [[Plane(summary, layer, head) for head in heads] for layer in layers]
    bounds = peak.ci95_lift or Interval(float("nan"), float("nan"))
    return {
        "part_samples": peak.samples,
        "part_blocks": peak.blocks,
        "part_normalized_entropy": [
            [plane.sample_mean("normalized_entropy") for plane in row] for row in by_head
        ],
        "part_lift": [Plane(summary, layer).lift() for layer in layers],
        "part_peak_key": peak.key,
        "part_peak_share": peak.share,
        "part_peak_lift": peak.lift,
        "part_peak_lift_low": bounds.low,
        "part_peak_lift_high": bounds.high,
        "part_peak_p": peak.p_value,
        "part_pattern": pattern.value,
        "part_pattern_score": score,
        "part_head_pattern": [
            [
                attention_pattern(plane.mean_weights(), uniform, block=block)[0].value
                for plane in row
            ]
            for row in by_head
        ],
    }


def with_parts(
    summary: xr.Dataset, parts: PartList, values: Sequence[PartValues], digest: str
) -> xr.Dataset:
    """Summary of the main part with the numbers of every part.

    Parameters
    ----------
    summary
        Of the main part.
    parts
        Names, in the order of ``values``.
    values
        From `part_values`, the main part's own among them.
    digest
        Of the input of all parts.
    """
    import xarray as xr

    columns: dict[str, list[Any]] = {
        name: [each[name] for each in values] for name in PARTS if name != "part_label"
    }
    columns["part_label"] = [name.label for name in parts.names]
    variables = {}
    for name, variable in PARTS.items():
        kind = object if variable.dtype == "O" else variable.dtype
        attributes = {"long_name": variable.long_name}
        if variable.units:
            attributes["units"] = variable.units
        variables[name] = xr.Variable(variable.dims, np.array(columns[name], kind), attributes)
    description = replace(description_of(summary), parts=parts, digest=digest)
    # Coordinates last, as they are read again: the same bytes when the Summary is saved anew.
    coords = dict(summary.coords)
    whole = summary.drop_vars(list(coords)).assign(variables).assign_coords(coords)
    return whole.assign_attrs({ATTRIBUTE: to_json(description)})


def parts_of(summary: xr.Dataset) -> Parts | None:
    """Every part of a run side by side; None for a run that has none, or none beside the main one.

    For epochs the heads that collapse and the deepest fall of the mean entropy are found.

    References
    ----------
    Zhai et al. 2023, "Stabilizing Transformer Training by Preventing Attention Entropy Collapse".
    The two thresholds are ours.
    """
    listed = description_of(summary).parts
    if listed is None or any(name not in summary for name in PARTS):
        return None
    if len(listed.names) < 2 and not listed.skipped:
        return None
    stored = {name: summary[name].values for name in PARTS}
    items = tuple(_figures(stored, index, name) for index, name in enumerate(listed.names))
    epochs = listed.kind is PartKind.EPOCH
    return Parts(
        kind=listed.kind,
        main=listed.main,
        items=items,
        skipped=listed.skipped,
        collapses=head_collapses(items) if epochs else (),
        fall=entropy_fall(items) if epochs else None,
    )


def _figures(stored: Mapping[str, NDArray[Any]], index: int, name: PartName) -> PartFigures:
    def number(variable: str) -> float:
        return float(stored[variable][index])

    low, high = number("part_peak_lift_low"), number("part_peak_lift_high")
    return PartFigures(
        name=name,
        samples=int(stored["part_samples"][index]),
        blocks=int(stored["part_blocks"][index]),
        normalized_entropy=stored["part_normalized_entropy"][index].astype(np.float64),
        lift=stored["part_lift"][index].astype(np.float64),
        peak_key=int(stored["part_peak_key"][index]),
        peak_share=number("part_peak_share"),
        peak_lift=number("part_peak_lift"),
        ci95_lift=Interval(low, high) if np.isfinite(low) and np.isfinite(high) else None,
        p_value=number("part_peak_p"),
        pattern=Pattern(str(stored["part_pattern"][index])),
        pattern_score=number("part_pattern_score"),
        head_patterns=tuple(
            tuple(Pattern(str(head)) for head in row) for row in stored["part_head_pattern"][index]
        ),
    )


def head_collapses(items: Sequence[PartFigures]) -> tuple[HeadCollapse, ...]:
    """Heads whose normalised entropy lies below ``COLLAPSED`` in some epoch, by layer and head."""
    if not items:
        return ()
    entropy: Floats = np.stack([np.asarray(item.normalized_entropy) for item in items])
    below = entropy < COLLAPSED
    return tuple(
        HeadCollapse(
            layer=int(layer),
            head=int(head),
            first=int(np.argmax(below[:, layer, head])),
            lasts=bool(below[-1, layer, head]),
            lowest=float(np.nanmin(entropy[:, layer, head])),
        )
        for layer, head in np.argwhere(below.any(axis=0))
    )


def mean_entropy(items: Sequence[PartFigures]) -> Floats:
    """Mean normalised entropy over all heads, dim (part); NaN where no head has one."""
    means = []
    for item in items:
        known = np.asarray(item.normalized_entropy, dtype=np.float64)
        known = known[np.isfinite(known)]
        means.append(float(known.mean()) if known.size else float("nan"))
    return np.array(means)


def entropy_fall(items: Sequence[PartFigures]) -> EntropyFall | None:
    """Deepest fall of the mean normalised entropy, relative to its highest value before."""
    means = mean_entropy(items)
    deepest: EntropyFall | None = None
    highest: int | None = None
    for index, value in enumerate(means):
        if not np.isfinite(value):
            continue
        if highest is None or value > means[highest]:
            highest = index
            continue
        before = float(means[highest])
        share = 1 - float(value) / before if before > 0 else 0.0
        if share > 0 and (deepest is None or share > deepest.share):
            deepest = EntropyFall(highest, index, before, float(value), share)
    return deepest
