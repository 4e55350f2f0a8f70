"""Errors say the same in every process."""

from __future__ import annotations

import pickle

import pytest

from reportgen.exceptions import (
    NoAttentionByDesignError,
    NoAttentionError,
    OutputError,
    ReportgenError,
    UnreadableFileError,
    UsageError,
    WorkersError,
)
from reportgen.schema import Message

ERRORS = [
    UsageError("--jobs 0", allowed="1 or more", fix="leave it out"),
    NoAttentionError("nothing there?", message=Message("finding.doubt.edge")),
    NoAttentionByDesignError("the model is an LSTM", fix="nothing to do"),
    UnreadableFileError("truncated", "after 12 bytes", fix="copy it again"),
    WorkersError("two workers died"),
    OutputError("the disk is full"),
]


@pytest.mark.parametrize("error", ERRORS, ids=lambda error: type(error).__name__)
def test_an_error_is_sent_as_it_is(error: ReportgenError) -> None:
    there = pickle.loads(pickle.dumps(error))
    assert type(there) is type(error)
    assert str(there) == str(error)
    assert vars(there) == vars(error)
    assert there.exit_code == error.exit_code
