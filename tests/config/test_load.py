from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pytest

from reportgen.config import LoadedConfig, directory_reader, load_config
from reportgen.exceptions import UsageError
from reportgen.schema import Interval, Mask, MaskKind, Origin, Stamp

HYDRA = """
data:
  interval_minutes: 60
  input_start: -24
  input_end: 0
  target_start: 0
  target_end: 6
"""


def load(files: Mapping[str, str] | str = "", run_name: str = "", **flags: object) -> LoadedConfig:
    texts = {"reportgen.yaml": files} if isinstance(files, str) else files
    return load_config(texts.get, overrides=flags, run_name=run_name)


def message(files: Mapping[str, str] | str = "", run_name: str = "", **flags: object) -> str:
    with pytest.raises(UsageError) as caught:
        load(files, run_name, **flags)
    assert caught.value.exit_code == 2
    return str(caught.value)


# Where values come from -----------------------------------------------------------------------


def test_nothing_declared_assumes_no_cadence() -> None:
    loaded = load({})
    assert loaded.config.cadence is None
    assert set(loaded.sources.values()) == {"default"}
    assert loaded.time_arguments()["source"] == "undeclared"


def test_training_config_gives_cadence_issue_and_horizon_and_says_where() -> None:
    loaded = load({".hydra/config.yaml": HYDRA})
    assert loaded.config.cadence == 1.0
    assert loaded.config.issue_offset == 1.0
    assert loaded.config.forecast_period == Interval(0.0, 6.0)
    assert loaded.window_steps == 24
    assert loaded.sources["cadence"] == "training config"
    assert loaded.details["cadence"] == ".hydra/config.yaml: data.interval_minutes"
    assert loaded.details["horizon"] == ".hydra/config.yaml: data.target_start, target_end"
    assert {note.id for note in loaded.notes} == {"note.from-training-config"}
    assert loaded.notes[0].values["value"] == "1h"


@pytest.mark.parametrize(
    ("stamp", "period"), [("start", (0.0, 6.0)), ("middle", (-0.5, 5.5)), ("end", (-1.0, 5.0))]
)
def test_targets_cover_the_hours_that_their_stamps_mark(
    stamp: str, period: tuple[float, float]
) -> None:
    loaded = load({".hydra/config.yaml": HYDRA}, stamp=stamp)
    assert loaded.config.forecast_period == Interval(*period)


@pytest.mark.parametrize(("input_end", "offset"), [(0, 0.2), (1, 0.0), (-4, 1.0), (2, -0.2)])
def test_issue_lies_one_less_input_end_cadences_after_the_last_input(
    input_end: int, offset: float
) -> None:
    loaded = load({"config.yaml": f"a: {{b: {{interval_minutes: 12}}}}\ninput_end: {input_end}"})
    assert loaded.config.issue_offset == pytest.approx(offset, abs=1e-12)


def test_flag_wins_over_file_wins_over_training() -> None:
    files = {"reportgen.yaml": "cadence: 30min\nstamp: end", ".hydra/config.yaml": HYDRA}
    loaded = load(files, cadence="12min")
    assert (loaded.config.cadence, loaded.sources["cadence"]) == (0.2, "flag")
    assert loaded.details["cadence"] == "--cadence"
    assert (loaded.config.stamp, loaded.sources["stamp"]) == (Stamp.END, "reportgen.yaml")
    assert load(files).config.cadence == 0.5
    # Steps of the training config are steps of the declared cadence.
    assert loaded.config.issue_offset == pytest.approx(0.2)


def test_file_given_replaces_the_runs_own(tmp_path: Path) -> None:
    (tmp_path / "reportgen.yaml").write_text("layer: 1\nname: own")
    other = tmp_path / "other.yaml"
    other.write_text("layer: 2")
    loaded = load_config(directory_reader(tmp_path), file=other)
    assert (loaded.config.layer, loaded.config.name) == (2, None)
    with pytest.raises(UsageError, match="cannot be read"):
        load_config(directory_reader(tmp_path), file=tmp_path / "missing.yaml")


def test_two_cadences_in_the_training_config_are_a_question() -> None:
    files = {
        ".hydra/config.yaml": "data: {interval_minutes: 12}\n",
        "config.yaml": "sampling: {interval_hours: 3}\n",
    }
    text = message(files)
    assert "12min (.hydra/config.yaml: data.interval_minutes)" in text
    assert "3h (config.yaml: sampling.interval_hours)" in text
    assert "--cadence" in text
    assert load(files, cadence="12min").config.cadence == 0.2


def test_a_list_of_cadences_is_a_question() -> None:
    assert "two values of cadence" in message({"config.yaml": "interval_minutes: [12, 30]"})


def test_one_cadence_said_twice_is_no_question() -> None:
    files = {"config.yaml": "a: {interval_minutes: 180}\nb: [{interval_hours: 3}, {cadence: 3h}]"}
    assert load(files).config.cadence == 3.0


def test_two_input_ends_are_a_question_about_the_issue_offset() -> None:
    text = message({"config.yaml": "cadence: 1h\na: {input_end: 0}\nb: {input_end: 1}"})
    assert "two values of input_end" in text
    assert "--issue-offset" in text


def test_saved_hydra_reference_is_followed() -> None:
    files = {"config.yaml": "step: 30\ndata: {interval_minutes: '${step}'}"}
    assert load(files).config.cadence == 0.5


@pytest.mark.parametrize("text", ["cadence: 12", "interval_minutes: [soon]", "cadence: ${gone}"])
def test_unreadable_training_value_is_noted_not_guessed(text: str) -> None:
    loaded = load({"config.yaml": text})
    assert loaded.config.cadence is None
    assert [note.id for note in loaded.notes] == ["note.training-value-unread"]


@pytest.mark.parametrize("text", ["a: [", "a: b: c"])
def test_broken_training_config_is_noted(text: str) -> None:
    assert load({"config.yaml": text}).notes[0].id == "note.training-config-unread"


def test_foreign_tags_of_the_training_config_are_never_run() -> None:
    text = "x: !!python/object/apply:os.system ['exit 1']\ninterval_minutes: 12"
    assert load({"config.yaml": text}).config.cadence == 0.2


def test_training_config_that_holds_itself_ends() -> None:
    assert load({"config.yaml": "&a\nself: *a\ninterval_minutes: 12"}).config.cadence == 0.2


# The directory's name -------------------------------------------------------------------------

PATTERN = r"directory_pattern: '(?P<target>\w+?)_in(?P<window>\w+?)_out(?P<horizon>\w+?)_'"


def test_directory_name_gives_window_horizon_and_target() -> None:
    loaded = load(PATTERN, "ap_in1d_out12h_transformer")
    assert loaded.config.forecast_period == Interval(0.0, 12.0)
    assert loaded.sources["horizon"] == "reportgen.yaml"
    assert loaded.details["horizon"] == "directory_pattern: horizon"
    assert loaded.window_hours == 24.0
    assert loaded.directory["target"] == "ap"
    assert load(PATTERN, "ap_in1d_out12h_x", cadence="3h").window_steps == 8


def test_directory_name_that_does_not_match_is_noted() -> None:
    assert load(PATTERN, "run7").notes[0].id == "note.directory-unmatched"


def test_directory_name_against_training_config_is_a_question() -> None:
    text = message({"reportgen.yaml": PATTERN, "config.yaml": HYDRA}, "ap_in1d_out12h_x")
    assert "two values of horizon" in text
    assert "0h:6h" in text
    assert "0h:12h" in text


def test_unreadable_group_is_a_problem() -> None:
    assert "directory_pattern: window" in message(PATTERN, "ap_inlong_out12h_x")


# Values ---------------------------------------------------------------------------------------


def test_yaml_surprises_stay_text() -> None:
    config = load("patch: 4:2\nname: 2024-05-10\ninputs: [no, Bz]\nmask: none").config
    assert config.patch is not None
    assert (config.patch.length, config.patch.stride) == (4, 2)
    assert config.name == "2024-05-10"
    assert [column.name for column in config.inputs] == ["no", "Bz"]
    assert config.declared_mask == Mask(MaskKind.NONE, Origin.DECLARED)


def test_flags_are_read_as_typed() -> None:
    config = load(
        patch="4:2", dims="layer,head,query,key", mask="window:8", layer="-1", horizon="1h:6h"
    ).config
    assert config.dims == ("layer", "head", "query", "key")
    assert config.declared_mask == Mask(MaskKind.WINDOW, Origin.DECLARED, 8)
    assert config.forecast_period == Interval(1.0, 6.0)


def test_event_is_parsed_and_held_against_the_targets() -> None:
    event = load("event: Dst ≤ \u221250 nT\ntargets: [{name: Dst, units: nT}]").config.event
    assert event is not None
    assert (event.column, event.operator, event.threshold) == ("Dst", "<=", -50.0)
    assert "did you mean Dst?" in message("event: Dts <= -50\ntargets: [Dst]")
    assert "units of the target" in message(
        "event: Dst <= -50 mT\ntargets: [{name: Dst, units: nT}]"
    )


# Errors ---------------------------------------------------------------------------------------


def test_every_problem_is_listed_at_once_with_its_line() -> None:
    text = message(
        "stamp: begin\n"
        "cadense: 12min\n"
        "inputs:\n"
        "  - name: Bz\n"
        "    std: -1\n"
        "    mean: 0\n"
        "  - unit: nT\n"
        "scales: [{name: x, hours: [3, 1]}]\n"
        "event: Dts <= -50\n"
        "targets: [Dst]\n",
        layer="last",
        cadence="12",
    )
    assert text.startswith("9 problems in the configuration:")
    for line in (
        "reportgen.yaml, line 1: stamp: given 'begin'. Allowed: 'start', 'middle' or 'end'",
        "reportgen.yaml, line 2: cadense: unknown key. Allowed: did you mean cadence?",
        "reportgen.yaml, line 5: inputs[0].std: given -1. Allowed: greater than 0",
        "reportgen.yaml, line 7: inputs[1]: name is missing",
        "reportgen.yaml, line 7: inputs[1].unit: unknown key. Allowed: did you mean units?",
        "reportgen.yaml, line 8: scales[0].hours: given [3, 1]",
        "reportgen.yaml, line 9: event: given 'Dts <= -50'",
        "--layer: given 'last'. Allowed: a valid integer",
        "--cadence: given '12'. Allowed: a number with its unit",
    ):
        assert line in text


def test_wrong_value_in_the_file_is_said_though_a_flag_wins() -> None:
    assert "reportgen.yaml, line 1: cadence" in message("cadence: 12", cadence="12min")


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("name: a\nname: b", "line 2: the key name stands there twice, first in line 1"),
        ("inputs:\n- {name: a, name: b}", "line 2: the key name stands there twice"),
        ("- a\n- b", "line 1: not a mapping"),
        ("name: a\nlayer: [", "line 2: not YAML"),
        ("name: a: b", "quotes"),
        ("name: !!python/object:os.x {}", "remove the !tag"),
        ("name: a\n? [b]\n: c", "line 2: a key that is not text"),
        ("a: &x [*x]\nlayer: *x", "recursive"),
        ("name: a\n--- \nname: b", "line 2"),
        ("name: \x01", "line 1: not YAML"),
        ("a: " + "[" * 5000, "not YAML|nested too deeply"),
    ],
)
def test_what_is_no_configuration_is_said_with_its_line(text: str, says: str) -> None:
    with pytest.raises(UsageError, match=says):
        load(text)


def test_bytes_that_are_not_utf8_are_said_with_their_line(tmp_path: Path) -> None:
    (tmp_path / "reportgen.yaml").write_bytes("name: a\ninputs: [밀도]".encode("euc-kr"))
    with pytest.raises(UsageError, match=r"reportgen\.yaml, line 2: not UTF-8"):
        load_config(directory_reader(tmp_path))


def test_aliases_do_not_blow_up_the_message() -> None:
    bomb = "a0: &a0 [x, x]\n" + "".join(
        f"a{i}: &a{i} [{', '.join([f'*a{i - 1}'] * 9)}]\n" for i in range(1, 12)
    )
    assert len(message(bomb + "layer: *a11")) < 20_000


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("cadence: 0", "more than 0"),
        ("cadence: -1h", "more than 0"),
        ("patch: 4", "LENGTH:STRIDE"),
        ("patch: 0:1", "greater than or equal to 1"),
        ("mask: window:0", "window:N"),
        ("dims: [layer, head]", "with query and key"),
        ("dims: [query, query, key]", "each once"),
        ("layer: true", "a whole number"),
        ("clock: L2", "'bow-shock' or 'L1'"),
        ("inputs: [{name: a, mean: 1}]", "mean and std together"),
        ("inputs: [a, b, a]", "a stands there more than once"),
        ("inputs: Bz", "a list"),
        ("inputs: [3.5, [x]]", "key: value pairs of name, units"),
        ("event: Dst = 5", "an operator"),
        ("directory_pattern: in1d", "names no group"),
        ("directory_pattern: '(?P<a>'", "a regular expression"),
        ("jobs: 0", "greater than or equal to 1"),
        ("inputs: [{name: a, mean: .nan, std: 1}]", "finite"),
    ],
)
def test_each_wrong_value_says_what_is_allowed(text: str, says: str) -> None:
    assert says in message(text)
