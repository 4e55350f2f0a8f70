"""Records as builds leave them, without a build."""

from __future__ import annotations

from typing import Any

from reportgen.nightly.record import BUILT, Numbers, RunRecord, Traits


def numbers(**values: Any) -> Numbers:
    plain: dict[str, Any] = {
        "samples": 12,
        "files_skipped": 0,
        "cadence": 1.0,
        "window": 24.0,
        "clock": "hours",
        "peak_key": 18,
        "peak": (5.0, 6.0),
        "peak_interval": (5.0, 6.0),
        "p_value": 0.001,
        "share": 0.2,
        "share_interval": (0.18, 0.22),
        "last": {"1": 0.05, "3": 0.2, "6": 0.5},
        "hours_half": 6.0,
        "normalized_entropy": 0.9,
        "skill": 0.3,
        "skill_interval": (0.1, 0.5),
    }
    return Numbers(**{**plain, **values})


def record(name: str = "a", **values: Any) -> RunRecord:
    plain: dict[str, Any] = {
        "name": name,
        "folder": name,
        "identity": "1",
        "night": "2026-01-01T00:00:00Z",
        "version": "1",
        "state": BUILT,
        "status": "pass",
        "checks": {"row-sums": "pass"},
        "numbers": numbers(),
        "traits": Traits(model="transformer", window="24 h", target="ap"),
    }
    return RunRecord(**{**plain, **values})
