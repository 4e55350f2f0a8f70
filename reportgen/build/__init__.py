"""Composes the steps from a run to its report; the only room that writes report files."""

from reportgen.build.compose import build, render_summary
from reportgen.build.report import report_of
from reportgen.build.request import BuildResult, Request

__all__ = ["BuildResult", "Request", "build", "render_summary", "report_of"]
