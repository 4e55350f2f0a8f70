"""What fixes the training, besides the data themselves."""

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Target:
    """What one of the two models forecasts.

    Attributes
    ----------
    variable
        One of the input variables: persistence holds its last value.
    units
        As in the table of hours.
    event
        Recorded in ``reportgen.yaml``.
    """

    variable: str
    units: str
    event: str


@dataclass(frozen=True, slots=True)
class WindowSettings:
    """Hours of inputs and of targets, and which years serve for what.

    Attributes
    ----------
    longest_filled_gap
        Hours that a gap of the wind is bridged with the last value seen.
    test_step
        Hours between the windows whose attention is kept: more than a window and its targets, so
        that no two share an hour, and no divisor of a day, so that they pass through all of it.
    """

    inputs: int = 24
    targets: int = 6
    train_years: tuple[int, ...] = (1998, 1999, 2000)
    validation_years: tuple[int, ...] = (2001,)
    test_years: tuple[int, ...] = (2002,)
    longest_filled_gap: int = 3
    test_step: int = 61


@dataclass(frozen=True, slots=True)
class ModelSettings:
    """Sizes of the encoder."""

    width: int = 32
    layers: int = 2
    heads: int = 4
    inner: int = 64
    dropout: float = 0.1


@dataclass(frozen=True, slots=True)
class TrainingSettings:
    """How the encoder is fitted.

    Attributes
    ----------
    thinning
        Only every so-manieth window is trained on and scored, for a quick look.
    warned_growth
        A block whose output is so many times larger than its input is reported.
    """

    epochs: int = 8
    batch_size: int = 128
    learning_rate: float = 2e-3
    warmup_steps: int = 200
    weight_decay: float = 1e-2
    gradient_clip: float = 1.0
    seed: int = 0
    thinning: int = 1
    warned_growth: float = 10.0

    @property
    def captured_epochs(self) -> tuple[int, ...]:
        """Untrained, then after 1, 2, 4, … epochs, and after the last."""
        doubled = (2**power for power in range(self.epochs.bit_length()))
        return tuple(sorted({0, self.epochs, *(epoch for epoch in doubled if epoch < self.epochs)}))


@dataclass(frozen=True, slots=True)
class Settings:
    """All of it."""

    windows: WindowSettings = field(default_factory=WindowSettings)
    model: ModelSettings = field(default_factory=ModelSettings)
    training: TrainingSettings = field(default_factory=TrainingSettings)


TARGETS = {
    "dst": Target("Dst", "nT", "Dst <= -50"),
    "speed": Target("v", "km/s", "v >= 550"),
}
UNITS = {"B": "nT", "Bz": "nT", "n": "cm-3", "v": "km/s", "Dst": "nT"}
ROLES = {"Bz": "bz", "n": "density", "v": "speed", "Dst": "index"}
