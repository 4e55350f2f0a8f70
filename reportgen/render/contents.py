"""All that the page and the Markdown show, in their order, without a language."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Protocol

from reportgen.render.cells import Cell, words
from reportgen.render.checklist import check_rows, status_counts
from reportgen.render.content_tables import content_tables
from reportgen.render.finding import ladder, placed, run_facts, shares
from reportgen.render.input_tables import inputs_table, scales_table
from reportgen.render.methods import definitions_table, run_table
from reportgen.render.origins import configuration, provenance_table, skipped_table
from reportgen.render.parts import parts_table, skipped_parts_table
from reportgen.render.places import key_places
from reportgen.render.plane_tables import heads_table, layers_table
from reportgen.render.references import REFERENCES
from reportgen.render.sample_tables import connections_table, half_widths_table, peaks_table
from reportgen.schema import Message, Report

#: Anchors of the contents list, in the order of the page.
SECTIONS = (
    "now",
    "ladder",
    "checklist",
    "when",
    "plots",
    "samples",
    "heads",
    "layers",
    "tested",
    "methods",
    "files",
    "guide",
)
#: Longer tables scroll within the page; printed, they are shown in full.
LONG_TABLE = 24


class Described(Protocol):
    """The words that come with a drawn figure."""

    @property
    def title(self) -> Message:
        """The finding in a few words."""

    @property
    def caption(self) -> tuple[Message, ...]:
        """Sentences that stand below the figure."""

    @property
    def alt(self) -> Message:
        """What it shows, for those who do not see it."""


def page_contents(report: Report) -> Mapping[str, object]:
    """Names that the templates use, apart from words and pictures."""
    steps, places = ladder(report), key_places(report)
    return {
        "report": report,
        "sections": SECTIONS,
        "facts": run_facts(report),
        "headlines": placed(report, "headline") or (_plain_headline(report),),
        "decks": placed(report, "deck"),
        "doubts": placed(report, "doubt"),
        "safe": placed(report, "safe"),
        "shares": shares(report),
        "ladder": steps,
        "ladder_count": Message(
            "ladder.count",
            {"held": sum(step.state == "held" for step in steps), "steps": len(steps)},
        ),
        "checks": check_rows(report.checks, report.profile),
        "counts": status_counts(report.checks),
        "profile": words(f"profile.{report.profile.value}"),
        "inputs": inputs_table(report),
        "content": content_tables(report, places),
        "scales": scales_table(report),
        "connections": connections_table(report, places),
        "peaks": peaks_table(report, places),
        "half_widths": half_widths_table(report),
        "stability": _stability(report),
        "heads": heads_table(report, places),
        "heads_note": words("heads.note"),
        "layers": layers_table(report, places),
        "flow_missing": _flow_missing(report),
        "parts": parts_table(report, places),
        "skipped_parts": skipped_parts_table(report),
        "tested": placed(report, "tested"),
        "untested": placed(report, "untested"),
        "run_methods": run_table(report),
        "definitions": definitions_table(report),
        "references": REFERENCES,
        "files_read": _files_read(report),
        "skipped": skipped_table(report),
        "provenance": provenance_table(report),
        "configuration": configuration(report),
        "long_table": LONG_TABLE,
    }


def _plain_headline(report: Report) -> Cell:
    """What stands on top when no finding claims the place."""
    return report.run.name


def _stability(report: Report) -> Message | None:
    share = report.peak.stability
    return None if share is None else words("stability", share=share)


def _flow_missing(report: Report) -> Message | None:
    """Why a flow that was asked for is not there."""
    if report.flow is None or report.flow.missing is None:
        return None
    return words(f"flow.missing.{report.flow.missing}")


def _files_read(report: Report) -> Message:
    run = report.run
    return words("files.read.text", read=run.files_read, skipped=len(run.files_skipped))
