"""What the model did in one forward pass: a list of attention calls, in order."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from reportgen.capture.weights import QueriesAndKeys

if TYPE_CHECKING:
    from torch import Tensor

SELF, DECODER, CROSS = "self", "decoder", "cross"
KINDS = (SELF, CROSS, DECODER)
_CROSS = re.compile(r"cross|enc_?dec|encoder_att", re.IGNORECASE)


@dataclass(frozen=True, slots=True, eq=False)
class Call:
    """One attention function that ran inside the model.

    Attributes
    ----------
    layer
        Name of the module it ran in.
    kind
        ``self``, ``decoder`` (among the tokens that the decoder writes) or ``cross``.
    weights : (batch, head, query, key)
        After the softmax, before dropout; None where only queries and keys were kept.
    operands
        Queries and keys, where they are known.
    padding : (batch, key)
        True for real keys; None where no mask told of padding.
    appended
        Keys without a time that the module put after those of the sequence.
    """

    layer: str
    kind: str
    weights: Tensor | None
    operands: QueriesAndKeys | None = None
    padding: Any = None
    appended: int = 0

    @property
    def shape(self) -> tuple[int, int, int, int]:
        """Sizes of (batch, head, query, key)."""
        if self.weights is not None:
            batch, heads, queries, keys = self.weights.shape
            return batch, heads, queries, keys
        assert self.operands is not None
        return self.operands.shape


def kind_of(path: str, ancestors: tuple[str, ...], queries: int, keys: int) -> str:
    """Kind of attention, from where it happens and whether queries and keys are equally many.

    Parameters
    ----------
    path
        Name of the module, such as ``decoder.layers.0.multihead_attn``.
    ancestors
        Class names of the modules around it, outermost first.

    Examples
    --------
    >>> kind_of("encoder.layers.0.self_attn", (), 8, 8)
    'self'
    >>> kind_of("layers.0.multihead_attn", ("TransformerDecoder", "TransformerDecoderLayer"), 8, 8)
    'cross'
    """
    parts = path.split(".")
    in_decoder_layer = "TransformerDecoderLayer" in ancestors
    if queries != keys or any(_CROSS.search(part) for part in parts):
        return CROSS
    # T5's blocks name their layers after their classes only.
    if any(_CROSS.search(name) for name in ancestors[-2:]):
        return CROSS
    if in_decoder_layer and parts[-1] == "multihead_attn":
        return CROSS
    if in_decoder_layer or any(part.startswith("decoder") for part in parts):
        return DECODER
    return SELF
