"""The settings of the sample run: what is written to ``.hydra/config.yaml``."""

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class DataSettings:
    """Which years and columns are used, and which steps make a window.

    ``input_*`` and ``target_*`` count steps of ``interval_minutes`` from the reference time, which
    is the time of issue; both ranges are half-open. With hourly averages stamped at the start of
    the hour, the last input ends, and the first target begins, at the reference time.
    """

    source: str = "OMNI2 hourly, 1998-2002"
    interval_minutes: int = 60
    input_start: int = -24
    input_end: int = 0
    target_start: int = 0
    target_end: int = 6
    input_variables: tuple[str, ...] = ("B", "Bz", "n", "v", "Dst")
    target_variables: tuple[str, ...] = ("Dst",)
    train_years: tuple[int, ...] = (1998, 1999, 2000)
    validation_years: tuple[int, ...] = (2001,)
    test_years: tuple[int, ...] = (2002,)
    longest_filled_gap: int = 3


@dataclass(frozen=True, slots=True)
class ModelSettings:
    """Sizes of the encoder."""

    width: int = 64
    layers: int = 2
    heads: int = 4
    feed_forward: int = 128
    dropout: float = 0.1


@dataclass(frozen=True, slots=True)
class OptimizerSettings:
    """How the encoder is fitted."""

    epochs: int = 20
    batch_size: int = 256
    learning_rate: float = 2e-3
    warmup_steps: int = 200
    schedule: str = "cosine"
    weight_decay: float = 1e-2
    gradient_clip: float = 1.0
    seed: int = 0


@dataclass(frozen=True, slots=True)
class SampleSettings:
    """Which test windows are saved, and what counts as a storm."""

    storms: int = 8
    storm_steps: tuple[int, ...] = (0, 1, 3, 6)
    quiet_windows: int = 32
    storm_dst: float = -50.0
    quiet_dst: float = -30.0


@dataclass(frozen=True, slots=True)
class Settings:
    """Everything that fixes the run, besides the data themselves."""

    name: str = "omni_in24h_out6h_transformer"
    data: DataSettings = field(default_factory=DataSettings)
    model: ModelSettings = field(default_factory=ModelSettings)
    optimizer: OptimizerSettings = field(default_factory=OptimizerSettings)
    samples: SampleSettings = field(default_factory=SampleSettings)
