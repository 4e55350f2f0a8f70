"""On what the model looks: from arrays the runs already store (science.md section 5)."""

from reportgen.statistics.content.assemble import content_of

__all__ = ["content_of"]
