"""Parts of ``report.json`` on the heads: lags in hours, and how alike the heads are."""

from __future__ import annotations

import numpy as np

from reportgen.schema import Figures, HeadMap, HeadPair, Report

#: Decimals of a distance: more would be noise, and hundreds of heads have many pairs.
_DECIMALS = 4
#: Pairs that are listed; all are counted.
_MOST_PAIRS = 1000
_LAGS = ("mean_lag", "mean_abs_lag", "mean_abs_lag_null", "lag_half", "lag_ninety")


def lag_hours_record(report: Report, figures: Figures) -> dict[str, object]:
    """The lags of a plane in hours; null where no cadence is known."""
    cadence = report.times.cadence_hours
    steps = {name: getattr(figures, name) for name in _LAGS}
    return {
        f"{name}_hours": None if lag is None or cadence is None else lag * cadence
        for name, lag in steps.items()
    }


def head_map_record(report: Report) -> dict[str, object] | None:
    """Distances, map, clusters and redundant pairs of the heads, in the order of ``heads``."""
    compared = report.head_map
    if compared is None:
        return None
    return {
        "head_distances": np.round(compared.distances, _DECIMALS).tolist(),
        "positions": np.round(compared.positions, _DECIMALS).tolist(),
        "positions_share": compared.shown,
        "clusters": list(compared.groups),
        "silhouette": compared.silhouette,
        "redundant_pairs": [_pair_record(report, pair) for pair in compared.pairs[:_MOST_PAIRS]],
        "redundant_pairs_in_all": len(compared.pairs),
        "undecided_pairs": compared.unresolved,
        "threshold": compared.threshold,
        "distance_between_halves": _floors(compared),
        "block": compared.block,
    }


def _floors(compared: HeadMap) -> list[float] | None:
    if compared.floors is None:
        return None
    return [round(floor, _DECIMALS) for floor in compared.floors]


def _pair_record(report: Report, pair: HeadPair) -> dict[str, object]:
    first, second = (report.heads[place] for place in (pair.first, pair.second))
    return {
        "first": [first.layer, first.head],
        "second": [second.layer, second.head],
        "distance": round(pair.distance, _DECIMALS),
        "distance_in_halves": [round(half, _DECIMALS) for half in pair.halves],
        "distance_between_halves": round(pair.floor, _DECIMALS),
    }
