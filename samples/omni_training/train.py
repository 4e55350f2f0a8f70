"""Train two small transformers on hourly OMNI data and keep their attention as they learn.

    python samples/omni_training/train.py -o DIR
    reportgen build DIR          # the two targets side by side
    reportgen build DIR/dst      # one of them, epoch by epoch, the untrained model first

Written: ``DIR/dst/epoch_00`` … and ``DIR/speed/epoch_00`` …, each a run of its own; beside them
``training.csv`` and ``scores.json`` of each target.
"""

import argparse
import csv
import json
import sys
from dataclasses import replace
from pathlib import Path

import numpy as np
import torch

from encoder import ForecastEncoder
from fitting import EpochRecord, fit, forecast, root_mean_square
from reportgen.capture import capture_attention
from reportgen.exceptions import ReportgenError
from settings import ROLES, TARGETS, UNITS, Settings, Target, TrainingSettings
from windows import Hours, Scale, Windows, load_hours, make_windows, spaced


def declarations(target: Target, hours: Hours, scale: Scale, settings: Settings) -> dict:
    """Return what the capture writes into each ``reportgen.yaml``."""
    columns = {
        name: {"name": name, "units": UNITS[name], "mean": float(mean), "std": float(std)}
        for name, mean, std in zip(
            hours.names, scale.mean.astype(str), scale.std.astype(str), strict=True
        )
    }
    return {
        "cadence": "1h",
        "issue_offset": "1h",
        "horizon": f"{settings.windows.targets}h",
        "stamp": "start",
        "clock": "bow-shock",
        "inputs": [
            column | ({"role": ROLES[name]} if name in ROLES else {})
            for name, column in columns.items()
        ],
        "targets": [columns[target.variable]],
        "event": target.event,
    }


def capture(model: ForecastEncoder, folder: Path, windows: Windows, declared: dict) -> None:
    """Keep the attention of the model as it is now, one file per window.

    Parameters
    ----------
    windows
        In standard units.
    """
    with torch.no_grad(), capture_attention(model, folder, **declared) as running:
        predictions = model(torch.from_numpy(windows.inputs))
        running.add(
            predictions=predictions,
            targets=windows.targets,
            inputs=windows.inputs,
            reference_times=windows.issued,
        )


def scores(model: ForecastEncoder, windows: Windows, scale: Scale) -> dict[str, float]:
    """Return RMSE in physical units and the skill against persistence."""
    mean, std = scale.mean[windows.column], scale.std[windows.column]
    predicted = forecast(model, windows.standardised(scale).inputs) * std + mean
    rmse = root_mean_square(predicted - windows.targets)
    persistence = root_mean_square(windows.persisted() - windows.targets)
    return {
        "windows": len(windows),
        "rmse": round(rmse, 3),
        "rmse_persistence": round(persistence, 3),
        "skill": round(1 - (rmse / persistence) ** 2, 3),
    }


def typical_change(train: Windows) -> torch.Tensor:
    """Return the root-mean-square change from the last input to each hour ahead."""
    change = (train.targets - train.persisted()).astype(np.float64)
    return torch.from_numpy(np.sqrt((change**2).mean(axis=0)).astype(np.float32))


def run(name: str, folder: Path, hours: Hours, settings: Settings) -> dict[str, dict]:
    """Train one target's model, capture it as it learns, and return its scores by epoch."""
    target, chosen = TARGETS[name], settings.windows
    # The test year stays out of the normalisation, and so does the validation year.
    scale = Scale.of(hours.of_years(chosen.train_years))
    train, validation, test = (
        make_windows(hours.of_years(years), target.variable, chosen)
        for years in (chosen.train_years, chosen.validation_years, chosen.test_years)
    )
    train = train.every(settings.training.thinning).standardised(scale)
    validation = validation.every(settings.training.thinning)
    kept, test = spaced(test, chosen.test_step), test.every(settings.training.thinning)
    torch.manual_seed(settings.training.seed)
    model = ForecastEncoder(
        settings.model,
        variables=len(hours.names),
        tokens=chosen.inputs,
        column=train.column,
        change_scale=typical_change(train),
    )
    declared = declarations(target, hours, scale, settings)
    found: dict[str, dict] = {}

    def after_epoch(epoch: int) -> None:
        if epoch in settings.training.captured_epochs:
            place = folder / name / f"epoch_{epoch:02d}"
            capture(model, place, kept.standardised(scale), declared)
            found[f"epoch {epoch}"] = {
                "test_year": scores(model, test, scale),
                "captured_windows": scores(model, kept, scale),
            }

    print(f"{name}: {len(train)} training, {len(validation)} validation, {len(kept)} kept windows")
    records = fit(model, train, validation.standardised(scale), settings.training, after_epoch)
    write_records(folder / name / "training.csv", records)
    content = {"variable": target.variable, "units": target.units, **found}
    (folder / name / "scores.json").write_text(json.dumps(content, indent=2) + "\n")
    return found


def write_records(path: Path, records: list[EpochRecord]) -> None:
    """Write the course of the training."""
    lines = [record.rounded() for record in records]
    with path.open("w", newline="", encoding="utf-8") as stream:
        writer = csv.DictWriter(stream, list(lines[0]), lineterminator="\n")
        writer.writeheader()
        writer.writerows(lines)


def main() -> None:
    """Read the command line, train both targets, print the scores."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("-o", "--output", type=Path, required=True, help="new folder")
    defaults = Settings()
    parser.add_argument("--epochs", type=int, default=defaults.training.epochs)
    parser.add_argument(
        "--thinning",
        type=int,
        default=1,
        help="train on and score every N-th window, for a quick look",
    )
    parser.add_argument(
        "--test-step",
        type=int,
        default=defaults.windows.test_step,
        help="hours between two windows whose attention is kept",
    )
    arguments = parser.parse_args()
    settings = replace(
        defaults,
        training=TrainingSettings(epochs=arguments.epochs, thinning=arguments.thinning),
        windows=replace(defaults.windows, test_step=arguments.test_step),
    )
    # One thread and deterministic kernels: the same machine gives the same files again.
    torch.set_num_threads(1)
    torch.use_deterministic_algorithms(True)
    hours = load_hours()
    try:
        found = {name: run(name, arguments.output, hours, settings) for name in TARGETS}
    except ReportgenError as error:
        sys.exit(str(error))
    for name, by_epoch in found.items():
        for epoch, values in by_epoch.items():
            test = values["test_year"]
            print(
                f"{name} {epoch}: RMSE {test['rmse']:g} {TARGETS[name].units}, persistence"
                f" {test['rmse_persistence']:g}, skill {test['skill']:g}"
            )
    print("The targets side by side, and each of them epoch by epoch:")
    for place in (arguments.output, *(arguments.output / name for name in TARGETS)):
        print(f"  reportgen build {place}")


if __name__ == "__main__":
    main()
