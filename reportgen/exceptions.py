"""Errors a user can meet: each says what was given, what is allowed and how to fix it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from reportgen.schema.messages import Message


class ReportgenError(Exception):
    """Base of every expected error; ``exit_code`` is what the command line ends with.

    Parameters
    ----------
    given
        What was found or asked for.
    allowed
        What would have been right.
    fix
        What to do about it.
    message
        What was found in the catalogue's words, for pages in two languages; None where there is
        only the English text.
    """

    exit_code = 3

    def __init__(
        self, given: str, *, allowed: str = "", fix: str = "", message: Message | None = None
    ) -> None:
        parts = [_closed(given)]
        if allowed:
            parts.append(_closed(f"Allowed: {allowed}"))
        if fix:
            parts.append(_closed(f"Fix: {fix}"))
        super().__init__(" ".join(parts))
        self.fix = fix
        self.message = message

    def __reduce__(self) -> tuple[Any, ...]:
        """As it is, for another process: made anew, its text would be put together once more."""
        return _restored, (type(self), self.args, self.__dict__)


def _restored(
    kind: type[ReportgenError], texts: tuple[object, ...], values: dict[str, object]
) -> ReportgenError:
    error = kind.__new__(kind, *texts)
    error.__dict__.update(values)
    return error


def _closed(sentence: str) -> str:
    """A sentence with its full stop, but for a question or an exclamation."""
    bare = sentence.rstrip(".")
    return bare if bare.endswith(("?", "!")) else f"{bare}."


class UsageError(ReportgenError):
    """A flag or a configuration value that cannot be used."""

    exit_code = 2


class NoAttentionError(ReportgenError):
    """No usable attention in the run: missing, empty, unreadable or not attention."""

    exit_code = 3


class NoAttentionByDesignError(NoAttentionError):
    """The run's model has no attention: nothing is broken, and nothing can be reported.

    ``state`` names it for machines: a nightly job lists it apart from runs that need repair.

    Parameters
    ----------
    reason
        What says so.
    """

    state = "no-attention-by-design"

    def __init__(
        self, reason: str, *, allowed: str = "", fix: str = "", message: Message | None = None
    ) -> None:
        given = f"no attention by design: {reason}"
        super().__init__(given, allowed=allowed, fix=fix, message=message)


class UnreadableFileError(ReportgenError):
    """One file that cannot be read; a run skips and lists it.

    ``reason`` is the catalogue's ``skip.`` id, ``detail`` the particulars.
    """

    exit_code = 3

    def __init__(self, reason: str, detail: str = "", *, fix: str = "") -> None:
        # Details quote names of the file, and what its library says.
        # Not above: the records of a report are a third of what `--help` would import.
        from reportgen.schema.lines import one_line

        self.reason, self.detail = reason, one_line(detail)
        super().__init__(f"{reason}: {self.detail}" if detail else reason, fix=fix)


class WorkersError(ReportgenError):
    """Those who should read the run died again and again, are gone, or do not see its files."""

    exit_code = 5


class OutputError(ReportgenError):
    """A requested output could not be made or written."""

    exit_code = 4
