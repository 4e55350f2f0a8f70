"""Attention flow of the queries that the run's configuration chooses."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Flow:
    """How much of each input can reach a query of the last layer (Abnar & Zuidema 2020).

    Attributes
    ----------
    queries
        Chosen queries, never negative.
    flow, lift : (query, key)
        Largest flow, in [0, 1], and the same over that of even attention under the same mask.
        Empty where it was not computed. A lift is None where even attention lets nothing pass.
    missing
        Why it was not computed: ``not-square``, ``blocks``, ``too-large`` or ``scipy``; None where
        it was.
    """

    queries: tuple[int, ...]
    flow: tuple[tuple[float, ...], ...] = ()
    lift: tuple[tuple[float | None, ...], ...] = ()
    missing: str | None = None
