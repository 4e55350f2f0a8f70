"""Every number and finding of the report of a Summary."""

from __future__ import annotations

from dataclasses import fields
from typing import TYPE_CHECKING

from reportgen.checks import judged
from reportgen.interpret import interpret
from reportgen.schema import Analysis, Profile, Provenance, Report
from reportgen.statistics import analyse
from reportgen.summarize.dataset import description_of

if TYPE_CHECKING:
    import xarray as xr

_LIBRARIES = ("jinja2", "markdown-it-py", "matplotlib", "netCDF4", "numpy", "xarray")


def report_of(summary: xr.Dataset, *, command: str = "") -> Report:
    """Every number and finding of the report of a Summary."""
    description = description_of(summary)
    profile = Profile(description.config.get("profile", Profile.DEFAULT))
    analysis = analyse(summary, profile=profile)
    checks = judged(summary, analysis, profile)
    return Report(
        **{item.name: getattr(analysis, item.name) for item in fields(Analysis)},
        profile=profile,
        checks=checks,
        findings=interpret(analysis, checks),
        provenance=Provenance(
            version=_version("reportgen"),
            command=command,
            config=description.config,
            input_digest=description.digest,
            libraries={name: _version(name) for name in _LIBRARIES},
        ),
    )


def _version(package: str) -> str:
    from importlib.metadata import PackageNotFoundError, version

    try:
        return version(package)
    except PackageNotFoundError:
        return "unknown"
