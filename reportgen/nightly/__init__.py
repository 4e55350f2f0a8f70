"""Many runs at once: what is new, what changed its verdict, and the index of them all."""

from reportgen.nightly.job import NightlyResult, nightly

__all__ = ["NightlyResult", "nightly"]
