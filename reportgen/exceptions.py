"""Errors a user can meet: each says what was given, what is allowed and how to fix it."""

from __future__ import annotations


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
    """

    exit_code = 3

    def __init__(self, given: str, *, allowed: str = "", fix: str = "") -> None:
        parts = [given.rstrip(".") + "."]
        if allowed:
            parts.append(f"Allowed: {allowed.rstrip('.')}.")
        if fix:
            parts.append(f"Fix: {fix.rstrip('.')}.")
        super().__init__(" ".join(parts))
        self.fix = fix


class UsageError(ReportgenError):
    """A flag or a configuration value that cannot be used."""

    exit_code = 2


class NoAttentionError(ReportgenError):
    """No usable attention in the run: missing, empty, unreadable or not attention."""

    exit_code = 3


class NoAttentionByDesignError(NoAttentionError):
    """The run's model has no attention: nothing is broken, and nothing can be reported.

    ``state`` names it for machines: a nightly job lists it apart from runs that need repair.
    """

    state = "no-attention-by-design"


class UnreadableFileError(ReportgenError):
    """One file that cannot be read; a run skips and lists it.

    ``reason`` is the catalogue's ``skip.`` id, ``detail`` the particulars.
    """

    exit_code = 3

    def __init__(self, reason: str, detail: str = "", *, fix: str = "") -> None:
        super().__init__(f"{reason}: {detail}" if detail else reason, fix=fix)
        self.reason = reason
        self.detail = detail


class OutputError(ReportgenError):
    """A requested output could not be made or written."""

    exit_code = 4
