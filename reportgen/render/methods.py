"""What the figures mean and what this run put into them: rows of term, text and value."""

from __future__ import annotations

from reportgen.render.cells import Cell, Table, heads, number, words
from reportgen.render.plane_tables import lag_hours
from reportgen.schema import MaskKind, Message, Report


def run_table(report: Report) -> Table:
    """How this run was understood: focus, readout, mask, precision, clocks, nulls, intervals."""
    rows = [
        ("focus", words("method.focus.text", layer=report.focus.layer)),
        ("readout", words(f"method.readout.{report.focus.readout.value}")),
        ("mask", _mask(report)),
        ("precision", _precision(report)),
        ("null", _null(report)),
        ("interval", _interval(report)),
        *_clock(report),
        *_tokens(report),
    ]
    if report.matrices.block > 1:
        rows.append(
            ("block-average", words("method.block-average.text", block=report.matrices.block))
        )
    return Table(
        "run-methods",
        words("method.run"),
        heads("fact", "definition"),
        tuple((words(f"method.{name}"), text) for name, text in rows),
    )


def _mask(report: Report) -> Message:
    mask = report.run.mask
    values = {"kind": mask.kind.value, "source": mask.source.value}
    if mask.kind is MaskKind.WINDOW and mask.width is not None:
        return words("method.mask.window", **values, width=mask.width)
    return words("method.mask.text", **values)


def _precision(report: Report) -> Message:
    run = report.run
    return words("method.precision.text", dtype=run.dtype, precision=run.precision.value)


def _null(report: Report) -> Message:
    peak = report.peak
    if peak.p_samples is None:
        return words("method.null.rows", rows=peak.p_rows)
    return words("method.null.both", rows=peak.p_rows, samples=peak.p_samples, p=peak.p_value)


def _interval(report: Report) -> Message:
    peak = report.peak
    if peak.ci95_share is None:
        return words("method.interval.none")
    if peak.block_hours > 0:
        return words("method.interval.blocks", blocks=peak.blocks, hours=peak.block_hours)
    return words("method.interval.independent", blocks=peak.blocks)


def _clock(report: Report) -> list[tuple[str, Message]]:
    times = report.times
    if not times.declared:
        return [("clock", words("method.clock.undeclared"))]
    detail = "detail" if times.detail else "declared"
    facts = {"window": times.window_hours, "source": f"source.{times.source}"}
    issue = (
        words("method.issue.unknown")
        if times.issue_offset_hours is None
        else words("method.issue.known", offset=times.issue_offset_hours)
    )
    rows = [
        ("clock", words(f"method.clock.{detail}", **facts, detail=times.detail)),
        ("stamp", words(f"method.stamp.{times.stamp.value}", cell=times.cell_hours)),
        ("issue", issue),
    ]
    if times.gaps:
        step, longest = max(times.gaps, key=lambda gap: gap[1])
        rows.append(
            ("gaps", words("method.gaps.text", n=len(times.gaps), longest=longest, step=step))
        )
    return rows


def _tokens(report: Report) -> list[tuple[str, Message]]:
    times = report.times
    rows = []
    if times.patch_length > 1 or times.patch_stride > 1:
        patches = {"length": times.patch_length, "stride": times.patch_stride}
        rows.append(("tokens", words("method.tokens.patches", **patches)))
    if times.padded_share > 0:
        rows.append(("tokens", words("method.tokens.padded", share=times.padded_share)))
    if times.prefix_tokens:
        rows.append(("tokens", words("method.tokens.prefix", n=times.prefix_tokens)))
    return rows


def definitions_table(report: Report) -> Table:
    """Definition of each figure, with its formula in words and its value on the focus plane."""
    figures, peak = report.figures, report.peak
    lag = lag_hours(report, figures.mean_lag)
    unit = "hours" if report.times.cadence_hours is not None else "steps"
    values: dict[str, Cell] = {
        "incoming": number(peak.incoming, "n2"),
        "importance": number(peak.share, "pct"),
        "lift": number(peak.lift, "n2"),
        "critical": words("yes") if peak.critical else words("no"),
        "entropy": number(figures.entropy_nats, "n3"),
        "normalized": number(figures.normalized_entropy, "n3"),
        "effective": number(figures.effective_keys, "n1"),
        "gini": number(figures.gini, "n3"),
        "unevenness": number(figures.unevenness, "n3"),
        "diagonal": number(figures.diagonal_mean, "n3"),
        "lag": number(None, "n2") if lag is None else words(f"lag.{unit}", x=lag),
        "sink": number(figures.sink_strength, "n3"),
        "pattern": words("term", x=figures.pattern.value),
    }
    if report.rollout_lift is not None:
        values["rollout"] = number(float(max(report.rollout_lift)), "n2")
    nulls = {"diagonal": figures.diagonal_null, "sink": figures.sink_null}
    return Table(
        "definitions",
        words("method.definitions"),
        heads("term", "definition", "value"),
        tuple(
            (words(f"define.{name}"), words(f"define.{name}.text", null=nulls.get(name)), value)
            for name, value in values.items()
        ),
        frozenset({2}),
    )
