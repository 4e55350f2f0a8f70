"""Functions on the Summary: importance, lift, entropy, pattern, intervals, significance."""

from reportgen.statistics.analysis import analyse

__all__ = ["analyse"]
