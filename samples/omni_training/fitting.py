"""Training with a cosine schedule and clipped gradients, and a record of its stability."""

import math
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field

import numpy as np
import torch
from torch import Tensor, nn

from encoder import Block, ForecastEncoder
from settings import TrainingSettings
from windows import Floats, Windows


@dataclass(frozen=True, slots=True)
class EpochRecord:
    """One line of ``training.csv``; epoch 0 is before training.

    Attributes
    ----------
    learning_rate
        Of the epoch's last batch.
    loss
        Mean over the epoch's batches, in units of the typical change.
    validation_rmse
        Standard units.
    gradient_norm_median, gradient_norm_max
        Over the epoch's batches, before clipping.
    clipped_share
        Batches whose gradient was clipped.
    largest_growth
        Largest ratio of a block's output norm to its input norm.
    """

    epoch: int
    learning_rate: float
    loss: float
    validation_rmse: float
    gradient_norm_median: float
    gradient_norm_max: float
    clipped_share: float
    largest_growth: float

    def rounded(self) -> dict[str, str]:
        """Return the record as text with five significant digits."""
        return {name: f"{value:.5g}" for name, value in asdict(self).items()}


@dataclass(slots=True)
class _Batches:
    losses: list[float] = field(default_factory=list)
    norms: list[float] = field(default_factory=list)
    rate: float = 0.0


def learning_rate_factor(step: int, *, warmup: int, total: int) -> float:
    """Return the share of the full learning rate: a linear rise, then half a cosine to zero."""
    if step < warmup:
        return (step + 1) / warmup
    return 0.5 * (1 + math.cos(math.pi * (step - warmup) / max(1, total - warmup)))


def fit(
    model: ForecastEncoder,
    train: Windows,
    validation: Windows,
    settings: TrainingSettings,
    after_epoch: Callable[[int], None],
) -> list[EpochRecord]:
    """Fit the model in place and return a record for each epoch, the untrained state first.

    The last epoch is the result: none is picked, so that the course of the training is what the
    reports show.

    Parameters
    ----------
    train, validation
        In standard units.
    after_epoch
        Called with 0 before the training and with each epoch's number after it.
    """
    generator = torch.Generator().manual_seed(settings.seed)
    per_epoch = math.ceil(len(train) / settings.batch_size)
    total = settings.epochs * per_epoch
    warmup = min(settings.warmup_steps, max(1, total // 10))
    optimizer = torch.optim.AdamW(
        model.parameters(), lr=settings.learning_rate, weight_decay=settings.weight_decay
    )
    schedule = torch.optim.lr_scheduler.LambdaLR(
        optimizer, lambda step: learning_rate_factor(step, warmup=warmup, total=total)
    )
    with block_growth(model) as growth:
        records = [_record(0, model, validation, _Batches(), growth, settings)]
        after_epoch(0)
        for epoch in range(1, settings.epochs + 1):
            growth.clear()
            batches = _one_epoch(model, train, generator, optimizer, schedule, settings)
            records.append(_record(epoch, model, validation, batches, growth, settings))
            after_epoch(epoch)
    return records


def _one_epoch(
    model: ForecastEncoder,
    train: Windows,
    generator: torch.Generator,
    optimizer: torch.optim.Optimizer,
    schedule: torch.optim.lr_scheduler.LambdaLR,
    settings: TrainingSettings,
) -> _Batches:
    """Pass over the training windows once, in a new order."""
    model.train()
    inputs, targets = torch.from_numpy(train.inputs), torch.from_numpy(train.targets)
    seen = _Batches()
    for batch in torch.randperm(len(train), generator=generator).split(settings.batch_size):
        loss = change_loss(model, inputs[batch], targets[batch])
        optimizer.zero_grad()
        loss.backward()
        norm = nn.utils.clip_grad_norm_(model.parameters(), settings.gradient_clip)
        seen.rate = schedule.get_last_lr()[0]
        optimizer.step()
        schedule.step()
        seen.losses.append(float(loss.detach()))
        seen.norms.append(float(norm))
    return seen


def change_loss(model: ForecastEncoder, inputs: Tensor, targets: Tensor) -> Tensor:
    """Return the mean squared error, each hour ahead in units of its typical change."""
    return (((model(inputs) - targets) / model.change_scale) ** 2).mean()


@torch.inference_mode()
def forecast(model: ForecastEncoder, inputs: Floats) -> Floats:
    """Return forecasts (sample, step) in standard units, with dropout off."""
    training = model.training
    model.eval()
    parts = [model(part) for part in torch.from_numpy(inputs).split(2048)]
    model.train(training)
    return torch.cat(parts).numpy()


def root_mean_square(errors: Floats) -> float:
    """Return the root mean square over all elements, summed in double precision."""
    return float(np.sqrt(np.mean(errors.astype(np.float64) ** 2)))


@contextmanager
def block_growth(model: ForecastEncoder) -> Iterator[list[float]]:
    """Note how many times larger each block's output is than its input, while the block lasts."""
    found: list[float] = []

    def note(_block: nn.Module, given: tuple[Tensor, ...], output: Tensor) -> None:
        found.append(float(output.detach().norm() / given[0].detach().norm()))

    handles = [
        block.register_forward_hook(note) for block in model.modules() if isinstance(block, Block)
    ]
    try:
        yield found
    finally:
        for handle in handles:
            handle.remove()


def _record(
    epoch: int,
    model: ForecastEncoder,
    validation: Windows,
    batches: _Batches,
    growth: list[float],
    settings: TrainingSettings,
) -> EpochRecord:
    errors = forecast(model, validation.inputs) - validation.targets
    norms = np.array(batches.norms or [np.nan])
    record = EpochRecord(
        epoch=epoch,
        learning_rate=batches.rate,
        loss=float(np.mean(batches.losses or [np.nan])),
        validation_rmse=root_mean_square(errors),
        gradient_norm_median=float(np.median(norms)),
        gradient_norm_max=float(norms.max()),
        clipped_share=float((norms > settings.gradient_clip).mean()) if batches.norms else np.nan,
        largest_growth=max(growth),
    )
    warning = ""
    if record.largest_growth > settings.warned_growth:
        warning = f"  WARNING: a block's output is {record.largest_growth:.1f} times its input"
    print(
        f"epoch {epoch:2d}  loss {record.loss:7.4f}  validation RMSE {record.validation_rmse:.4f}"
        f"  gradient norm {record.gradient_norm_median:.2f} (max {record.gradient_norm_max:.2f})"
        + warning,
        flush=True,
    )
    return record
