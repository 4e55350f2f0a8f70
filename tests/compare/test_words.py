"""The words of a comparison follow its numbers."""

from __future__ import annotations

from pathlib import Path

from reportgen.compare import comparison_of
from reportgen.compare.findings import decks, doubts, headlines
from reportgen.compare.tables import differences_table, heads_sentence
from reportgen.schema import Language, Message
from reportgen.text import say


def ids(messages: tuple[Message, ...]) -> list[str]:
    return [message.id.removeprefix("compare.") for message in messages]


def test_the_same_run_twice_differs_in_nothing(runs: dict[str, Path]) -> None:
    comparison = comparison_of([runs["far"], runs["far"]])
    assert ids(headlines(comparison)) == ["headline.same"]
    assert ids(decks(comparison)) == ["deck.same-place", "deck.no-verdicts"]
    assert "doubt.one-training" in ids(doubts(comparison))
    assert "doubt.same-samples" in ids(doubts(comparison))


def test_earlier_means_further_before_issue(runs: dict[str, Path]) -> None:
    closer = decks(comparison_of([runs["far"], runs["near"]]))[0]
    further = decks(comparison_of([runs["near"], runs["far"]]))[0]
    assert ids((closer, further)) == ["deck.later", "deck.earlier"]
    assert "lies 3\u00a0h closer" in say(closer, Language.EN)
    assert "3시간 더 과거에" in say(further, Language.KO)


def test_another_order_of_heads_is_claimed_only_beyond_noise(
    permuted: tuple[Path, Path], runs: dict[str, Path]
) -> None:
    moved = comparison_of(permuted)
    sentence = heads_sentence(moved.pairs[0], moved.sides)
    assert (sentence.id, sentence.values["moved"]) == ("compare.heads.permuted", 8)
    # Heads that are all alike: which is which is noise, whatever the assignment says.
    alike = comparison_of([runs["far"], runs["again"]])
    sentence = heads_sentence(alike.pairs[0], alike.sides)
    assert sentence.id in ("compare.heads.unclear", "compare.heads.ordered")
    other = comparison_of([runs["far"], runs["fine"]])
    sentence = heads_sentence(other.pairs[0], other.sides)
    assert sentence.id == "compare.heads.left-out-tokens"


def test_the_table_has_a_row_for_each_difference(runs: dict[str, Path]) -> None:
    comparison = comparison_of([runs["far"], runs["near"]])
    table = differences_table(comparison.pairs[0], comparison.sides)
    assert len(table.rows) == len(comparison.pairs[0].differences)
    peak = next(row for row in table.rows if row[0] == Message("compare.figure.peak_hours"))
    texts = [say(cell, Language.EN) for cell in peak if isinstance(cell, Message)]
    assert texts[3:] == ["−3.00\u00a0h", "−3.00\u00a0h", "differs"]
