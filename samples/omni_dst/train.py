"""Train a small transformer to forecast Dst and save its attention as a sample run directory.

    python train.py omni2_hourly_1998_2002_bz_dst.csv

Written beside this script: ``npz/``, ``.hydra/config.yaml``, ``reportgen.yaml``, ``scores.json``.
"""

import argparse
import copy
import json
import math
from collections.abc import Mapping
from dataclasses import asdict
from pathlib import Path

import numpy as np
import torch
import yaml
from torch import Tensor, nn

from encoder import DstEncoder
from settings import OptimizerSettings, Settings
from windows import (
    FloatArray,
    Normalization,
    Windows,
    choose_quiet_windows,
    choose_storm_windows,
    load_hours,
    make_windows,
)

UNITS = {"B": "nT", "Bz": "nT", "n": "cm-3", "v": "km/s", "Dst": "nT"}
ROLES = {"Bz": "bz", "n": "density", "v": "speed", "Dst": "index"}


def learning_rate_factor(step: int, *, warmup: int, total: int) -> float:
    """Return the share of the full learning rate: a linear rise, then half a cosine to zero."""
    if step < warmup:
        return (step + 1) / warmup
    return 0.5 * (1 + math.cos(math.pi * (step - warmup) / (total - warmup)))


def fit(model: DstEncoder, train: Windows, validation: Windows, settings: OptimizerSettings) -> int:
    """Fit the model in place, leave it at its best epoch on the validation windows.

    Parameters
    ----------
    model : DstEncoder
    train, validation : Windows
        Normalised.
    settings : OptimizerSettings

    Returns
    -------
    int
        The best epoch, counted from 1.
    """
    generator = torch.Generator().manual_seed(settings.seed)
    inputs, targets = torch.from_numpy(train.inputs), torch.from_numpy(train.targets)
    total = settings.epochs * math.ceil(len(inputs) / settings.batch_size)
    optimizer = torch.optim.AdamW(
        model.parameters(), lr=settings.learning_rate, weight_decay=settings.weight_decay
    )
    schedule = torch.optim.lr_scheduler.LambdaLR(
        optimizer,
        lambda step: learning_rate_factor(step, warmup=settings.warmup_steps, total=total),
    )
    best, best_epoch, best_state = math.inf, 0, copy.deepcopy(model.state_dict())
    for epoch in range(1, settings.epochs + 1):
        model.train()
        for batch in torch.randperm(len(inputs), generator=generator).split(settings.batch_size):
            loss = change_loss(model, inputs[batch], targets[batch])
            optimizer.zero_grad()
            loss.backward()
            nn.utils.clip_grad_norm_(model.parameters(), settings.gradient_clip)
            optimizer.step()
            schedule.step()
        error = root_mean_square(forecast(model, validation.inputs) - validation.targets)
        print(f"epoch {epoch:2d}  validation RMSE {error:.4f} standard units", flush=True)
        if error < best:
            best, best_epoch, best_state = error, epoch, copy.deepcopy(model.state_dict())
    model.load_state_dict(best_state)
    return best_epoch


def change_loss(model: DstEncoder, inputs: Tensor, targets: Tensor) -> Tensor:
    """Return the mean squared error, each target hour in units of its typical change."""
    predictions, _ = model(inputs)
    return (((predictions - targets) / model.change_scale) ** 2).mean()


@torch.inference_mode()
def forecast(model: DstEncoder, inputs: FloatArray) -> FloatArray:
    """Return normalised forecasts (sample, target), with dropout off."""
    model.eval()
    parts = [model(part)[0] for part in torch.from_numpy(inputs).split(4096)]
    return torch.cat(parts).numpy()


@torch.inference_mode()
def attention(model: DstEncoder, inputs: FloatArray) -> FloatArray:
    """Return post-softmax weights (sample, layer, head, query, key), with dropout off."""
    model.eval()
    return model(torch.from_numpy(inputs), with_weights=True)[1].numpy()


def root_mean_square(errors: FloatArray) -> float:
    """Return the root mean square over all elements, summed in double precision."""
    return float(np.sqrt(np.mean(errors.astype(np.float64) ** 2)))


def true_skill(predicted: FloatArray, observed: FloatArray, threshold: float) -> float:
    """Return hit rate minus false-alarm rate of "the lowest target reaches the threshold"."""
    warned = predicted.min(axis=1) <= threshold
    event = observed.min(axis=1) <= threshold
    return float(warned[event].mean() - warned[~event].mean())


def score(
    predicted: FloatArray, persisted: FloatArray, observed: FloatArray, threshold: float
) -> dict[str, object]:
    """Return the scores of a forecast and of persistence, all arrays (sample, target) in nT."""
    rmse = root_mean_square(predicted - observed)
    rmse_persistence = root_mean_square(persisted - observed)
    by_hour = [root_mean_square(column) for column in (predicted - observed).T]
    by_hour_persistence = [root_mean_square(column) for column in (persisted - observed).T]
    return {
        "windows": len(observed),
        "events": int((observed.min(axis=1) <= threshold).sum()),
        "rmse_nT": round(rmse, 3),
        "rmse_persistence_nT": round(rmse_persistence, 3),
        "skill": round(1 - (rmse / rmse_persistence) ** 2, 3),
        "rmse_by_hour_nT": [round(value, 2) for value in by_hour],
        "rmse_persistence_by_hour_nT": [round(value, 2) for value in by_hour_persistence],
        "tss": round(true_skill(predicted, observed, threshold), 3),
        "tss_persistence": round(true_skill(persisted, observed, threshold), 3),
    }


def score_windows(
    model: DstEncoder, windows: Windows, scale: Normalization, threshold: float
) -> dict[str, object]:
    """Return the scores of the model on windows in physical units.

    Persistence holds the last Dst of the input window, the last value known at issue. Observations
    are taken as measured, never from their normalised copy: a Dst of exactly -50 nT could come
    back from there as -49.99999 and cease to be an event.
    """
    persisted = np.repeat(windows.inputs[:, -1, -1:], windows.targets.shape[1], axis=1)
    predicted = scale.dst(forecast(model, scale.apply(windows).inputs))
    return score(predicted, persisted, windows.targets, threshold)


def write_samples(
    folder: Path, windows: Windows, weights: FloatArray, predictions: FloatArray, name: str
) -> None:
    """Write one npz per window, named by its reference time, in the layout the users write.

    Parameters
    ----------
    folder : Path
        Any npz already there is removed.
    windows : Windows
        Normalised.
    weights : array (sample, layer, head, query, key)
    predictions : array (sample, target)
        Normalised.
    name : str
        Name of the run, for the metadata.
    """
    folder.mkdir(parents=True, exist_ok=True)
    for stale in folder.glob("*.npz"):
        stale.unlink()
    for index, time in enumerate(windows.reference_times):
        head_mean = weights[index].mean(axis=1, dtype=np.float64)
        np.savez_compressed(
            folder / f"{time:%Y%m%d%H%M%S}.npz",
            attention_weights=weights[index],
            temporal_importance=head_mean.sum(axis=1).astype(np.float32),
            solar_wind_data=windows.inputs[index],
            predictions=predictions[index][:, np.newaxis],
            targets=windows.targets[index][:, np.newaxis],
            metadata=np.array(
                {"reference_time": f"{time:%Y-%m-%dT%H:%M:%SZ}", "model": name, "split": "test"},
                dtype=object,
            ),
        )


def report_settings(settings: Settings, scale: Normalization) -> dict[str, object]:
    """Return what ``reportgen.yaml`` says: what the columns are and how to undo normalisation."""
    columns = {
        name: {"name": name, "units": UNITS[name], "mean": round(mean, 4), "std": round(std, 4)}
        for name, mean, std in zip(
            settings.data.input_variables, scale.mean.tolist(), scale.std.tolist(), strict=True
        )
    }
    return {
        "name": settings.name,
        "stamp": "start",
        "clock": "bow-shock",
        "inputs": [
            column | ({"role": ROLES[name]} if name in ROLES else {})
            for name, column in columns.items()
        ],
        "targets": [columns[name] for name in settings.data.target_variables],
        "event": f"Dst <= {settings.samples.storm_dst:g}",
    }


def dump_report_settings(content: Mapping[str, object]) -> str:
    """Return the text of ``reportgen.yaml``, one column a line."""
    comments = {
        "stamp": "hourly OMNI averages are stamped at the start of the hour",
        "clock": "OMNI wind is already shifted to the bow-shock nose",
        "inputs": "columns of solar_wind_data, in order; physical value = stored * std + mean",
        "targets": "columns of predictions and targets",
    }
    lines = []
    for key, value in content.items():
        comment = f"  # {comments[key]}" if key in comments else ""
        if isinstance(value, list):
            lines.append(f"{key}:{comment}")
            for column in value:
                flow = yaml.safe_dump(column, default_flow_style=True, sort_keys=False, width=1000)
                lines.append(f"  - {flow.strip()}")
        else:
            lines.append(yaml.safe_dump({key: value}).strip() + comment)
    return "\n".join(lines) + "\n"


def dump_training_settings(settings: Settings) -> str:
    """Return the text of ``.hydra/config.yaml``."""
    # By way of JSON, because YAML would mark tuples with a Python tag.
    return yaml.safe_dump(json.loads(json.dumps(asdict(settings))), sort_keys=False)


def typical_change(train: Windows) -> Tensor:
    """Return the root-mean-square change of normalised Dst from the last input to each target."""
    change = train.targets - train.inputs[:, -1, -1:]
    return torch.from_numpy(np.sqrt((change**2).mean(axis=0, dtype=np.float64)).astype(np.float32))


def run(table: Path, folder: Path, settings: Settings) -> dict[str, object]:
    """Train, score and write the run directory; return the scores."""
    data, threshold = settings.data, settings.samples.storm_dst
    hours = load_hours(table)
    # The test year stays out of the normalisation, and so does the year that picks the epoch.
    scale = Normalization.fit(hours[hours.index.year.isin(data.train_years)])
    train = make_windows(hours, data.train_years, data)
    validation = make_windows(hours, data.validation_years, data)
    test = make_windows(hours, data.test_years, data)
    # Chosen before there is a model, so that its forecasts can have no say in it.
    chosen = choose_storm_windows(test, settings.samples)
    chosen += choose_quiet_windows(test, settings.samples)
    saved = test.select(sorted(chosen))

    torch.manual_seed(settings.optimizer.seed)
    model = DstEncoder(
        settings.model,
        variables=train.inputs.shape[2],
        change_scale=typical_change(scale.apply(train)),
    )
    best_epoch = fit(model, scale.apply(train), scale.apply(validation), settings.optimizer)

    inputs = scale.apply(saved).inputs
    weights = attention(model, inputs)
    write_samples(
        folder / "npz", scale.apply(saved), weights, forecast(model, inputs), settings.name
    )
    (folder / ".hydra").mkdir(exist_ok=True)
    (folder / ".hydra" / "config.yaml").write_text(dump_training_settings(settings))
    (folder / "reportgen.yaml").write_text(dump_report_settings(report_settings(settings, scale)))
    scores = {
        "best_epoch": best_epoch,
        "windows": {
            "train": {"used": len(train.targets), "dropped": train.dropped},
            "validation": {"used": len(validation.targets), "dropped": validation.dropped},
            "test": {"used": len(test.targets), "dropped": test.dropped},
        },
        "validation_year": score_windows(model, validation, scale, threshold),
        "test_year": score_windows(model, test, scale, threshold),
        "saved_windows": score_windows(model, saved, scale, threshold),
        # Columns summed over queries; 1 is what uniform attention gives, as keys equal queries.
        "saved_lift_last_layer": [
            round(float(value), 3) for value in weights[:, -1].mean(axis=(0, 1)).sum(axis=0)
        ],
    }
    (folder / "scores.json").write_text(json.dumps(scores, indent=2) + "\n")
    return scores


def main() -> None:
    """Read the command line, run, print the scores."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("table", type=Path, help="hourly OMNI table: ts, b, bz, n, v, dst")
    parser.add_argument("-o", "--output", type=Path, default=Path(__file__).parent)
    arguments = parser.parse_args()
    # One thread and deterministic kernels: the same machine gives the same files again.
    torch.set_num_threads(1)
    torch.use_deterministic_algorithms(True)
    print(json.dumps(run(arguments.table, arguments.output, Settings()), indent=2))


if __name__ == "__main__":
    main()
