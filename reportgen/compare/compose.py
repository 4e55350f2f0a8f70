"""From runs to the files of their comparison."""

from __future__ import annotations

import json
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from reportgen.build.directory import check_target, staged
from reportgen.compare.differences import pair_of
from reportgen.compare.figures import draw_comparison
from reportgen.compare.findings import Comparison
from reportgen.compare.page import comparison_html, comparison_markdown
from reportgen.compare.record import comparison_record
from reportgen.compare.repeats import check_group, repeats_of
from reportgen.compare.side import side_of, summary_at
from reportgen.exceptions import UsageError
from reportgen.figures.drawing import Drawing
from reportgen.render.json import SIGNIFICANT_DIGITS
from reportgen.schema import Language
from reportgen.summarize import Progress

PAGE = "compare.html"
_NARROW = "-narrow"


@dataclass(frozen=True, slots=True, eq=False)
class CompareResult:
    """A finished comparison.

    Attributes
    ----------
    directory
        Where it lies.
    comparison
        Every number in it.
    """

    directory: Path
    comparison: Comparison


def compare(
    paths: Sequence[str | Path],
    output: str | Path,
    *,
    group: bool = False,
    languages: tuple[Language, ...] = tuple(Language),
    templates: Path | None = None,
    force: bool = False,
    jobs: int | None = None,
    progress: Progress | None = None,
    cache: bool = True,
) -> CompareResult:
    """Compare runs with the first of them, and write ``compare.html``, ``.md`` and ``.json``.

    Parameters
    ----------
    paths
        Two or more run directories, ``summary.nc`` files or report directories.
    output
        Directory of the comparison.
    group
        Whether they are repeats (seeds, folds) of one experiment.
    languages, templates, force, jobs, progress, cache
        As for ``build``.

    Raises
    ------
    ReportgenError
        Fewer than two are given, one cannot be read, the runs of a group are no repeats, or the
        output cannot be written; an older comparison is then still whole.
    """
    target = Path(output)
    if len(paths) < 2:
        raise UsageError(
            f"{len(paths)} run to compare",
            allowed="two or more",
            fix="name another run directory, summary.nc or report directory",
        )
    check_target(target, force=force)
    comparison = comparison_of(paths, group=group, jobs=jobs, progress=progress, cache=cache)
    with staged(target) as staging:
        _write(comparison, staging, languages, templates)
    return CompareResult(target, comparison)


def comparison_of(
    paths: Sequence[str | Path],
    *,
    group: bool = False,
    jobs: int | None = None,
    progress: Progress | None = None,
    cache: bool = True,
) -> Comparison:
    """Every number of a comparison; nothing is written. See `compare`."""
    sides = tuple(
        side_of(summary_at(Path(path), jobs=jobs, progress=progress, cache=cache), index)
        for index, path in enumerate(paths)
    )
    if group:
        check_group(sides)
    return Comparison(
        sides=sides,
        pairs=tuple(pair_of(sides[0], side, place) for place, side in enumerate(sides) if place),
        repeats=repeats_of(sides) if group else None,
    )


def _write(
    comparison: Comparison,
    staging: Path,
    languages: tuple[Language, ...],
    templates: Path | None,
) -> None:
    from reportgen.figures.svg import to_svg

    drawings = draw_comparison(comparison)
    page = comparison_html(
        comparison,
        pictures={name: to_svg(drawing) for name, drawing in drawings.items()},
        drawings=drawings,
        languages=languages,
        templates=templates,
    )
    _write_text(staging / PAGE, page)
    text = comparison_markdown(
        comparison,
        pictures=_pictures(drawings, staging, languages),
        drawings=drawings,
        languages=languages,
        templates=templates,
    )
    _write_text(staging / "compare.md", text)
    record = json.dumps(
        _plain(comparison_record(comparison)), ensure_ascii=False, indent=2, allow_nan=False
    )
    _write_text(staging / "compare.json", record + "\n")


def _pictures(
    drawings: Mapping[str, Drawing], staging: Path, languages: tuple[Language, ...]
) -> dict[str, dict[Language, str]]:
    from reportgen.figures.drawing import to_csv, to_png

    files: dict[str, dict[Language, str]] = {}
    folder = staging / "figures"
    for name, drawing in drawings.items():
        if name.endswith(_NARROW):
            continue
        folder.mkdir(exist_ok=True)
        _write_text(folder / f"{name}.csv", to_csv(drawing))
        files[name] = {}
        for language in languages:
            file = folder / f"{name}.{language.value}.png"
            file.write_bytes(to_png(drawing, language))
            files[name][language] = f"{folder.name}/{file.name}"
    return files


def _plain(value: object) -> object:
    """Values as JSON knows them: no NaN, and no digits that float32 data do not have."""
    if isinstance(value, Mapping):
        return {str(key): _plain(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(item) for item in value]
    if isinstance(value, float):
        return float(f"{value:.{SIGNIFICANT_DIGITS}g}") if math.isfinite(value) else None
    return value


def _write_text(path: Path, text: str) -> None:
    path.write_text(text, encoding="utf-8", newline="\n")
