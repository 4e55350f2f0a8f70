"""Material for a manuscript: figures, captions, tables, methods, references, plotted numbers."""

from reportgen.deliver.paper.bundle import PaperResult, write_paper
from reportgen.deliver.paper.journals import JOURNALS, Journal

__all__ = ["JOURNALS", "Journal", "PaperResult", "write_paper"]
