"""Builds of many runs, each in a process of its own kind: one bad run never stops the rest."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from concurrent.futures import Future, as_completed
from concurrent.futures.process import BrokenProcessPool
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from reportgen.exceptions import (
    NoAttentionByDesignError,
    OutputError,
    ReportgenError,
    UsageError,
)
from reportgen.nightly.find import FoundRun, printable
from reportgen.nightly.record import BUILT, FAILED, NO_ATTENTION, RunRecord, numbers_of
from reportgen.nightly.traits import traits_of
from reportgen.processes import follow_parent, pool_of, process_context, submitted
from reportgen.schema import Language, Message

RUNS: Final = "runs"
CACHE: Final = ".cache"
_LONGEST: Final = 600


@dataclass(frozen=True, slots=True)
class Order:
    """What is asked for of every run.

    Attributes
    ----------
    site
        Where reports and partial sums go; nothing is written elsewhere.
    night
        When the job began.
    formats, languages, config_file
        As for ``build``.
    """

    site: Path
    night: str
    version: str
    formats: tuple[str, ...]
    languages: tuple[Language, ...]
    config_file: Path | None = None

    def identity(self, run: FoundRun) -> str:
        """What a record must have been made of to count as up to date."""
        import hashlib

        config = b"" if self.config_file is None else self.config_file.read_bytes()
        asked = "\0".join((run.identity, self.version, *self.formats, *self.languages))
        return hashlib.sha256(asked.encode() + b"\0" + config).hexdigest()[:32]


def build_one(run: FoundRun, order: Order) -> RunRecord:
    """Build a run's report; whatever goes wrong becomes a record that says so."""
    from reportgen.build import Request, build

    try:
        result = build(
            run.path,
            order.site / RUNS / run.folder,
            config_file=order.config_file,
            jobs=1,
            cache=order.site / CACHE / run.folder,
            request=Request(order.formats, order.languages, command="reportgen nightly"),
        )
    except NoAttentionByDesignError as error:
        return unbuilt(run, order, NO_ATTENTION, str(error), cause_of(error))
    except ReportgenError as error:
        return unbuilt(run, order, FAILED, str(error), cause_of(error))
    except Exception as error:
        unforeseen = f"unforeseen: {type(error).__name__}: {error}"
        return unbuilt(run, order, FAILED, unforeseen, Message("failure.unforeseen"))
    report = result.report
    numbers = numbers_of(report)
    return RunRecord(
        name=run.name,
        folder=run.folder,
        identity=order.identity(run),
        night=order.night,
        version=order.version,
        state=BUILT,
        status=report.status.value,
        checks={check.id: check.status.value for check in report.checks},
        numbers=numbers,
        traits=traits_of(run.path, numbers, config_file=order.config_file),
    )


def cause_of(error: ReportgenError) -> Message:
    """What went wrong in the catalogue's words; of an error without words of its own, its kind."""
    if error.message is not None:
        return error.message
    kinds = {UsageError: "failure.config", OutputError: "failure.output"}
    return Message(kinds.get(type(error), "failure.other"))


def unbuilt(run: FoundRun, order: Order, state: str, reason: str, cause: Message) -> RunRecord:
    """Record of a run without a report."""
    # No path of this machine belongs on a page that others read.
    shown = reason.replace(str(run.path), run.name).replace(str(order.site), "SITE")
    return RunRecord(
        name=run.name,
        folder=run.folder,
        identity=order.identity(run),
        night=order.night,
        version=order.version,
        state=state,
        reason=printable(" ".join(shown.split()))[:_LONGEST],
        cause_id=cause.id,
        cause_values={
            key: printable(value) if isinstance(value, str) else value
            for key, value in cause.values.items()
        },
        traits=traits_of(run.path, None, config_file=order.config_file),
    )


def built_records(runs: Sequence[FoundRun], order: Order, jobs: int) -> Iterator[RunRecord]:
    """Records in the order in which the builds end.

    A process that the system ends (for memory, say) breaks its pool: what was not done is then
    built one by one, so that only the run that cannot be built fails.
    """
    left = {run.name: run for run in runs}
    for record in _pooled(list(left.values()), order, min(jobs, max(len(left), 1))):
        del left[record.name]
        yield record
    for run in list(left.values()):
        alone = list(_pooled([run], order, 1))
        ended = "its process was ended: out of memory?"
        yield from alone or [unbuilt(run, order, FAILED, ended, Message("failure.ended"))]


def _pooled(runs: Sequence[FoundRun], order: Order, jobs: int) -> Iterator[RunRecord]:
    if not runs:
        return
    with suppress(BrokenProcessPool), pool_of(jobs, process_context(), follow_parent) as pool:
        futures: list[Future[RunRecord]] = [submitted(pool, build_one, run, order) for run in runs]
        for future in as_completed(futures):
            with suppress(BrokenProcessPool):
                yield future.result()
