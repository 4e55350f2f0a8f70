"""Composes the steps from a run to its report; the only room that writes report files."""

from reportgen.build.compose import BuildResult, Request, build, render_summary, report_of

__all__ = ["BuildResult", "Request", "build", "render_summary", "report_of"]
