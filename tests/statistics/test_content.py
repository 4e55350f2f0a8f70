"""On what the model looks: truths planted in simulated runs are found, and nulls are not."""

from __future__ import annotations

import itertools

import numpy as np
import pytest

from reportgen import open_run, summarize
from reportgen.build import report_of
from reportgen.config import RunConfig
from reportgen.schema import Status
from reportgen.sources.description import Column
from reportgen.sources.events import is_event
from reportgen.statistics.blocks import blocks_of
from reportgen.statistics.content.arrays import Forecast, Series
from reportgen.statistics.content.conditions import attended_conditions, beats_chance
from reportgen.statistics.content.groups import quartile_shares
from reportgen.statistics.content.locking import Residual, followed, locks
from reportgen.statistics.content.outcomes import cliffs_delta, holm
from reportgen.statistics.content.position import position_share
from reportgen.statistics.content.resampling import draw_weights
from reportgen.statistics.content.samples import constant_cells
from reportgen.statistics.content.skill import forecast_skill, true_skill_statistic

SAMPLE = "samples/omni_dst"
KEYS, SAMPLES = 24, 60


def softmax(scores):
    weights = np.exp(scores - scores.max(axis=1, keepdims=True))
    return weights / weights.sum(axis=1, keepdims=True)


def independent(samples=SAMPLES):
    issue = np.arange(samples) * 100.0
    blocks = blocks_of(issue, 30.0)
    return issue, blocks, draw_weights(blocks)


def simulated(seed, strength):
    """Attention that prefers late places in every sample, and low Bz with a strength."""
    generator = np.random.default_rng(seed)
    bz = np.cumsum(generator.normal(size=(SAMPLES, KEYS)), axis=1) + np.linspace(0, 3, KEYS)
    scores = np.linspace(0, 2, KEYS) - strength * bz + generator.normal(size=bz.shape)
    return softmax(scores), (Series("Bz", "nT", "bz", bz),)


def test_attention_that_follows_bz_is_found_with_its_sign():
    _, blocks, weights = independent()
    importance, series = simulated(1, 0.3)
    (found,) = attended_conditions(importance, series, blocks.of_sample, weights)
    assert found.difference.value < 0
    assert beats_chance(found, 1)
    assert found.difference.interval.high < 0


def test_attention_on_places_alone_is_not_taken_for_attention_on_bz():
    """Both rise through the window, so that a plain correlation would be large."""
    _, blocks, weights = independent()
    claimed = 0
    for seed in range(120):
        importance, series = simulated(seed, 0.0)
        (found,) = attended_conditions(importance, series, blocks.of_sample, weights)
        claimed += beats_chance(found, 1)
    # 5 % expected; 16 of 120 has a binomial probability below 0.0005 there.
    assert claimed < 16


def residual_of(lift, issue):
    return Residual(lift - lift.mean(axis=0), issue, 1.0)


@pytest.mark.parametrize(("follows", "wins"), [("hour", "same_hour"), ("place", "same_lag")])
def test_locking_tells_the_hour_of_the_world_from_the_place_in_the_window(follows, wins):
    generator = np.random.default_rng(3)
    issue = np.repeat(np.arange(20) * 200.0, 4) + np.tile([0.0, 1.0, 3.0, 6.0], 20)
    blocks = blocks_of(issue, 100.0)
    world = generator.normal(size=5000)
    if follows == "hour":
        rows = np.stack([world[int(t) + 100 : int(t) + 100 + KEYS] for t in issue])
    else:
        # A storm's own profile over places, shared by its four windows.
        rows = np.repeat(generator.normal(size=(20, KEYS)), 4, axis=0)
    lift = 1 + 0.5 * rows + 0.1 * generator.normal(size=rows.shape)
    found = locks(residual_of(lift, issue), blocks, draw_weights(blocks))
    assert [lock.hours for lock in found] == [1.0, 3.0, 6.0]
    for lock in found:
        other = "same_lag" if wins == "same_hour" else "same_hour"
        assert getattr(lock, wins).value > 0.8
        assert abs(getattr(lock, other).value) < 0.35
        assert getattr(lock, wins).interval.low > 0.5
        assert lock.difference.value == pytest.approx(lock.same_hour.value - lock.same_lag.value)
        apart = lock.difference.interval
        assert (apart.low > 0.2) if wins == "same_hour" else (apart.high < -0.2)
    assert followed(found) == {"same_hour": "hour", "same_lag": "lag"}[wins]


def test_noise_follows_neither_hour_nor_place():
    generator = np.random.default_rng(5)
    issue = np.repeat(np.arange(20) * 200.0, 4) + np.tile([0.0, 1.0, 3.0, 6.0], 20)
    blocks = blocks_of(issue, 100.0)
    lift = 1 + 0.5 * generator.normal(size=(80, KEYS))
    found = locks(residual_of(lift, issue), blocks, draw_weights(blocks))
    assert followed(found) == "neither"
    assert followed(()) == "neither"


def test_position_explains_everything_or_nothing():
    _, _, weights = independent()
    even = np.full((SAMPLES, KEYS), 1 / KEYS)
    profile = softmax(np.linspace(0, 3, KEYS)[None, :])
    same = np.repeat(profile, SAMPLES, axis=0)
    assert position_share(same, even, weights).value == pytest.approx(1, abs=1e-9)
    generator = np.random.default_rng(5)
    own = softmax(2 * generator.normal(size=(SAMPLES, KEYS)))
    share = position_share(own, even, weights)
    assert share.value < 0.1
    assert position_share(even, even, weights) is None


def forecast(predicted, observed, persistence):
    column = Column("Dst", "nT", 0.0, 1.0, "index")
    return Forecast(column, "nT", predicted, observed, persistence)


def test_skill_is_one_less_the_ratio_of_the_squared_errors():
    generator = np.random.default_rng(7)
    observed = generator.normal(size=(SAMPLES, 6)) * 20 - 40
    predicted = observed + generator.normal(size=observed.shape) * 5
    last = generator.normal(size=SAMPLES) * 20 - 40
    _, _, weights = independent()
    event = RunConfig.model_validate({"event": "Dst <= -50", "targets": ["Dst"]}).event
    skill = forecast_skill(forecast(predicted, observed, last), event, weights)
    by_hand = 1 - ((predicted - observed) ** 2).mean() / ((last[:, None] - observed) ** 2).mean()
    assert skill.skill.value == pytest.approx(by_hand)
    assert skill.skill.interval.low < by_hand < skill.skill.interval.high
    truth, said = (observed <= -50).any(axis=1), (predicted <= -50).any(axis=1)
    assert skill.tss == pytest.approx(said[truth].mean() - said[~truth].mean())
    assert forecast_skill(forecast(predicted, observed, None), event, weights) is None


def test_a_threshold_survives_the_rounding_of_stored_values():
    event = RunConfig.model_validate({"event": "Dst <= -50", "targets": ["Dst"]}).event
    assert is_event(np.array([[-49.99995], [-49.9]]), event).tolist() == [True, False]


def test_cliffs_delta_counts_pairs():
    generator = np.random.default_rng(11)
    one, two = generator.integers(0, 5, 13).astype(float), generator.integers(1, 6, 9).astype(float)
    pairs = [np.sign(a - b) for a, b in itertools.product(one, two)]
    assert cliffs_delta(one, two) == pytest.approx(np.mean(pairs))


def test_holm_is_monotone_and_never_below_the_raw_values():
    raw = [0.04, 0.001, 0.02, 0.9]
    corrected = holm(raw)
    assert corrected == pytest.approx([0.08, 0.004, 0.06, 0.9])
    assert all(after >= before for after, before in zip(corrected, raw, strict=True))


def test_tss_needs_both_classes():
    assert true_skill_statistic(np.array([True, False]), np.array([True, True])) is None


def test_constant_stretches_of_all_inputs_are_seen():
    values = np.arange(12.0).reshape(1, 12).copy()
    values[0, 4:8] = 4.0
    other = values * 2
    found = constant_cells((Series("a", "", "", values), Series("b", "", "", other)))
    assert np.flatnonzero(found[0]).tolist() == [4, 5, 6, 7]
    varying = (Series("a", "", "", values), Series("b", "", "", np.arange(12.0)[None]))
    assert not constant_cells(varying).any()


def test_quarters_hold_all_samples_in_order():
    _, _, weights = independent()
    values = np.arange(float(SAMPLES))
    groups = quartile_shares("error", values, "nT", values / SAMPLES, weights)
    assert [group.samples for group in groups] == [15, 15, 15, 15]
    assert [group.bounds.low for group in groups] == [0, 15, 30, 45]
    shares = [group.share.value for group in groups]
    assert shares == sorted(shares)


def result(report, id):
    return next(check for check in report.checks if check.id == id)


def test_the_sample_agrees_with_the_scores_its_own_script_printed():
    report = report_of(summarize(open_run(SAMPLE)))
    skill = report.content.skill
    assert skill.rmse == pytest.approx(20.216, abs=5e-4)
    assert skill.rmse_persistence == pytest.approx(25.006, abs=5e-4)
    assert skill.skill.value == pytest.approx(0.346, abs=5e-4)
    assert (skill.tss, skill.tss_persistence) == pytest.approx((0.844, 0.781), abs=5e-4)
    assert (result(report, "skill").status, result(report, "skill").outcome) == (
        Status.PASS,
        "better",
    )
    assert result(report, "outcome-contrast").outcome in ("differs", "differs-pattern")
    assert {item.classes for item in report.content.contrasts} == {"predicted", "true"}
    assert report.content.composition is not None
    assert len(report.content.odd) == 5


def test_a_run_of_weights_alone_says_what_is_missing():
    report = report_of(summarize(open_run("samples/guide_8x8")))
    assert report.content.skill is None
    assert report.content.conditions == ()
    assert result(report, "skill").outcome == "no-history"
    assert result(report, "outcome-contrast").outcome == "no-outcomes"
    ladder = [finding for finding in report.findings if finding.message.id == "ladder.position"]
    assert [finding.holds for finding in ladder] == [None]
