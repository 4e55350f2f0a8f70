"""The one heavy step: a streaming, mergeable pass over the tensors into a small Summary."""

from reportgen.summarize.dataset import merge, open_summary, save_summary
from reportgen.summarize.stream import Progress, summarize

__all__ = ["Progress", "merge", "open_summary", "save_summary", "summarize"]
