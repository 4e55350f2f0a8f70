"""What the content statistics say of runs that store little, odd or broken companions."""

from __future__ import annotations

import re

import numpy as np
import pytest

from reportgen import open_run, summarize
from reportgen.build import report_of
from reportgen.config import RunConfig
from reportgen.render.content_tables import content_tables
from reportgen.render.places import key_places
from reportgen.schema import Language, Status
from reportgen.sources.description import Column
from reportgen.statistics.blocks import Blocks
from reportgen.statistics.content.arrays import Forecast, Series
from reportgen.statistics.content.conditions import attended_conditions
from reportgen.statistics.content.resampling import draw_weights
from reportgen.statistics.content.samples import constant_cells, filled_input
from reportgen.statistics.content.skill import forecast_skill
from reportgen.text import say
from tests.builders import random_attention, stamps, write_run

KEYS = 12
PHYSICAL = """\
inputs:
- {name: Bz, units: nT, mean: 0, std: 4, role: bz}
- {name: v, units: km/s, mean: 430, std: 90, role: speed}
- {name: Dst, units: nT, mean: -16, std: 25, role: index}
targets:
- {name: Dst, units: nT, mean: -16, std: 25}
event: "Dst <= -45"
"""


def run_of(folder, *, samples=24, yaml="", hourly=True, change=None, step_hours=48.0):
    """A run with every companion, which ``change`` may spoil, by name and sample."""
    generator = np.random.default_rng(13)
    attention = random_attention(generator, shape=(samples, 1, 2, KEYS, KEYS))
    for index, stem in enumerate(stamps(samples, step_hours=step_hours)):
        arrays = {
            "solar_wind_data": generator.normal(size=(KEYS, 3)).astype(np.float32),
            "predictions": generator.normal(size=(6, 1)).astype(np.float32),
            "targets": generator.normal(size=(6, 1)).astype(np.float32),
        }
        if change is not None:
            change(index, arrays)
        write_run(
            folder,
            attention[index : index + 1],
            names=[stem],
            hourly=hourly and index == 0,
            yaml=yaml if index == 0 else "",
            extra=arrays,
        )
    return report_of(summarize(open_run(folder)))


def outcome(report, id):
    check = next(check for check in report.checks if check.id == id)
    return check.status, check.outcome


def every_word(report):
    """All that the checks and findings say, in both languages."""
    for language in Language:
        for check in report.checks:
            for part in ("measured", "meaning", "action"):
                message = f"check.{check.id}.{check.outcome}.{part}"
                yield say(message, language, **{**check.values, "value": check.value or 0.0})
        for finding in report.findings:
            if finding.place != "ladder":
                yield say(finding.message, language)


def without(*names):
    def change(index, arrays):
        for name in names:
            del arrays[name]

    return change


def test_a_complete_run_has_everything(tmp_path):
    report = run_of(tmp_path, yaml=PHYSICAL)
    content = report.content
    assert [item.name for item in content.conditions] == ["Bz", "v", "Dst", "VBs"]
    assert [item.units for item in content.conditions] == ["nT", "km/s", "nT", "mV/m"]
    assert {count.classes for count in content.counts} == {"predicted", "true"}
    assert {group.grouping for group in content.groups} == {"error", "intensity", "speed"}
    assert outcome(report, "skill")[1] in ("better", "unclear", "worse")
    assert outcome(report, "outcome-contrast")[1] in ("none", "differs", "differs-pattern")


def test_without_inputs_nothing_is_said_on_them(tmp_path):
    report = run_of(tmp_path, yaml=PHYSICAL, change=without("solar_wind_data"))
    assert report.content.conditions == ()
    assert report.content.filled is None
    assert report.content.main_input == ""
    assert outcome(report, "skill") == (Status.SKIP, "no-history")
    assert outcome(report, "outcome-contrast")[0] is not Status.SKIP


def test_without_outcomes_nothing_is_compared(tmp_path):
    report = run_of(tmp_path, yaml=PHYSICAL, change=without("predictions", "targets"))
    assert report.content.counts == report.content.contrasts == ()
    assert outcome(report, "outcome-contrast") == (Status.SKIP, "no-outcomes")
    assert outcome(report, "skill") == (Status.SKIP, "no-history")
    assert len(report.content.conditions) == 4


def test_one_class_is_not_compared(tmp_path):
    rare = PHYSICAL.replace("-45", "-5000")
    report = run_of(tmp_path, yaml=rare)
    assert outcome(report, "outcome-contrast") == (Status.SKIP, "one-class")
    assert [count.event for count in report.content.counts] == [0, 0]


def test_normalised_values_are_never_read_as_physical(tmp_path):
    report = run_of(tmp_path, yaml='inputs: [Bz, v, Dst]\ntargets: [Dst]\nevent: "Dst <= -1"\n')
    content = report.content
    assert {item.units for item in content.conditions} == {"standard units"}
    assert "VBs" not in {item.name for item in content.conditions}
    assert content.counts == ()
    assert content.skill is None
    assert outcome(report, "outcome-contrast") == (Status.SKIP, "one-class")


def test_without_time_no_hour_is_named(tmp_path):
    report = run_of(tmp_path, yaml=PHYSICAL, hourly=False)
    assert report.content.short_hours is None
    assert report.content.short_span == ("steps", 3)
    assert report.content.locks == ()
    words = [text for text in every_word(report) if re.search("last 3|마지막 3", text)]
    assert words
    assert all(re.search("last 3\u00a0steps|마지막 3스텝", text) for text in words)


@pytest.mark.parametrize("samples", [1, 2, 3])
def test_few_samples_claim_nothing(tmp_path, samples):
    report = run_of(tmp_path, samples=samples, yaml=PHYSICAL)
    content = report.content
    assert content.conditions == ()
    assert (content.position is None) == (samples == 1)
    assert content.skill.skill.interval is None
    assert outcome(report, "skill") == (Status.INFO, "unclear")
    assert list(every_word(report))


def test_many_windows_of_one_day_are_few_blocks(tmp_path):
    report = run_of(tmp_path, yaml=PHYSICAL, step_hours=1.0)
    assert report.content.conditions == ()
    assert report.content.skill.skill.interval is None
    assert [lock.hours for lock in report.content.locks] == [1.0, 3.0, 6.0]


def test_missing_and_constant_inputs_do_not_spoil_the_others(tmp_path):
    def change(index, arrays):
        arrays["solar_wind_data"][:, 1] = 0.5
        if index == 3:
            arrays["solar_wind_data"][4:7, 0] = np.nan

    report = run_of(tmp_path, yaml=PHYSICAL, change=change)
    names = [item.name for item in report.content.conditions]
    assert names == ["Bz", "Dst", "VBs"]
    assert all(np.isfinite(item.difference.value) for item in report.content.conditions)
    assert all(np.isfinite(item.p_value) for item in report.content.conditions)


def series(*columns):
    return tuple(Series(f"v{i}", "", "", np.array([c], float)) for i, c in enumerate(columns))


GAP = [1, 2, 3, 3, 3, 3, 7, 8]


def test_a_gap_of_the_wind_is_seen_beside_an_index_that_goes_on():
    index = [5, 4, 6, 2, 9, 1, 0, 3]
    cells = constant_cells(series(GAP, np.multiply(GAP, 2), np.multiply(GAP, 3), index))
    assert np.flatnonzero(cells[0]).tolist() == [2, 3, 4, 5]
    importance = np.full((1, 8), 1 / 8)
    found = filled_input(importance, series(GAP, GAP, index), draw_weights(Blocks(np.zeros(1), 0)))
    assert (found.cells, found.attention.value) == (0.5, 0.5)


def test_one_coarse_variable_or_a_static_one_is_no_gap():
    moving = [5, 4, 6, 2, 9, 1, 0, 3]
    assert not constant_cells(series(GAP, moving, moving)).any()
    # What never changes within a window is a fact of the sample, not a gap.
    assert not constant_cells(series([1] * 8, [2] * 8, moving)).any()
    assert constant_cells(series([1] * 8)) is None


def forecast(observed, name="Dst", predicted=None, last=None):
    column = Column(name, "nT", 0.0, 1.0)
    predicted = observed if predicted is None else predicted
    return Forecast(column, "nT", predicted, observed, last)


@pytest.mark.parametrize(
    ("name", "event", "strongest"),
    [
        ("Dst", "Dst <= -50", -9),
        ("Dst", None, -9),
        ("Kp", "Kp >= 5", 7),
        ("Kp", None, 7),
        ("SYM-H", None, -9),
    ],
)
def test_the_strongest_value_lies_on_the_side_of_storms(name, event, strongest):
    declared = RunConfig.model_validate({"event": event, "targets": [name]}).event
    observed = np.array([[-9.0, 7.0, np.nan]])
    assert forecast(observed, name).strongest(declared).tolist() == [strongest]


def test_model_and_persistence_are_scored_on_the_same_steps():
    observed = np.array([[1.0, 100.0], [2.0, 4.0]] * 4)
    predicted = observed + 1
    predicted[0, 1] = np.nan
    last = np.zeros(8)
    weights = draw_weights(Blocks(np.arange(8), 0.0))
    skill = forecast_skill(forecast(observed, "x", predicted, last), None, weights)
    first, others = 1.0**2, [(1 + 10_000) / 2] * 3 + [(4 + 16) / 2] * 4
    assert skill.rmse == pytest.approx(1.0)
    assert skill.rmse_persistence == pytest.approx(np.sqrt(np.mean([first, *others])))


def test_a_token_longer_than_three_hours_is_not_called_three_hours(tmp_path):
    report = run_of(tmp_path, yaml=PHYSICAL + "cadence: 6h\n", hourly=False)
    assert report.content.short_span == ("hours", 6.0)
    assert report.content.short_keys == 1


def test_a_variable_without_any_value_is_left_out():
    generator = np.random.default_rng(1)
    shares = generator.dirichlet(np.ones(KEYS), 20)
    empty = Series("gone", "", "", np.full((20, KEYS), np.nan))
    kept = Series("kept", "", "", generator.normal(size=(20, KEYS)))
    blocks = np.arange(20)
    found = attended_conditions(shares, (empty, kept), blocks, draw_weights(Blocks(blocks, 0.0)))
    assert [item.name for item in found] == ["kept"]


def labelled(*, probability, shape=(), values=(0, 1)):
    def change(index, arrays):
        arrays["labels"] = np.full(shape, values[index % 2], dtype=np.int64)
        del arrays["predictions"], arrays["targets"]
        if probability:
            arrays["predictions"] = np.full((1, 1), (index % 4) / 4 + 0.1, dtype=np.float32)

    return change


@pytest.mark.parametrize("shape", [(), (1,)])
def test_labels_in_the_files_make_classes(tmp_path, shape):
    report = run_of(tmp_path, change=labelled(probability=False, shape=shape, values=(3, 7)))
    counts = [(count.classes, count.event, count.quiet) for count in report.content.counts]
    assert counts == [("true", 12, 12)]
    assert report.content.event == "label = 7"
    check = next(check for check in report.checks if check.id == "outcome-contrast")
    assert check.status is Status.INFO
    assert check.values["classes"] == "class-true"


def test_probabilities_beside_labels_make_predicted_classes(tmp_path):
    report = run_of(tmp_path, change=labelled(probability=True))
    counts = [(count.classes, count.event, count.quiet) for count in report.content.counts]
    assert counts == [("predicted", 12, 12), ("true", 12, 12)]
    assert {item.classes for item in report.content.contrasts} == {"predicted", "true"}


def test_labels_that_are_all_one_value_are_one_class(tmp_path):
    report = run_of(tmp_path, change=labelled(probability=False, values=(1, 1)))
    assert outcome(report, "outcome-contrast") == (Status.SKIP, "one-class")


def test_select_and_contrast_count_the_same_events(tmp_path):
    def change(index, arrays):
        # -45 nT as float32 standard units: -44.99999 and -45.00001, one to each side.
        arrays["targets"][:] = np.float32((-45 - (-16)) / 25)

    report = run_of(tmp_path, yaml=PHYSICAL, change=change)
    assert [count.event for count in report.content.counts if count.classes == "true"] == [24]
    chosen = open_run(tmp_path, overrides={"select": "event"})
    assert chosen.sizes["batch"] == 24


def test_the_page_says_why_there_is_no_map_of_issue_time(tmp_path):
    """Windows of a day issued two days apart share no hour; undated files have no issue time."""
    report = run_of(tmp_path / "apart", yaml=PHYSICAL)
    assert report.content.issue_map is None
    assert report.content.map_missing == "no-overlap"
    tables = content_tables(report, key_places(report))
    assert say(tables["map_missing"], Language.EN).endswith("share half of their hours.")
    assert "untested.locks.overlap" in {finding.message.id for finding in report.findings}
    attention = random_attention(3, shape=(8, 1, 2, KEYS, KEYS))
    names = [f"case_{index}" for index in range(8)]
    undated = report_of(
        summarize(open_run(write_run(tmp_path / "undated", attention, names=names, hourly=True)))
    )
    assert undated.content.map_missing == "no-reference-times"
    tables = content_tables(undated, key_places(undated))
    assert "Name the files by it" in say(tables["map_missing"], Language.EN)
    assert "untested.locks.times" in {finding.message.id for finding in undated.findings}
    # Who has no time has been told so already.
    steps = run_of(tmp_path / "steps", yaml=PHYSICAL, hourly=False)
    assert steps.content.map_missing == "no-time"
    assert content_tables(steps, key_places(steps))["map_missing"] is None


def test_windows_that_overlap_are_mapped_and_tested(tmp_path):
    report = run_of(tmp_path, yaml=PHYSICAL, step_hours=3.0, samples=48)
    assert report.content.map_missing is None
    assert report.content.issue_map.rows > 8
    ids = {finding.message.id for finding in report.findings}
    assert "tested.locks.neither" in ids
    assert not ids & {"untested.locks.overlap", "untested.locks.times"}
