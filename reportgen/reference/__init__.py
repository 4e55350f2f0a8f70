"""Attention in plain numpy, to check other implementations against."""

from reportgen.reference.attention import (
    attention_scores,
    causal_cells,
    chunked_attention,
    scaled_dot_product_attention,
    softmax,
)
from reportgen.reference.encoder import (
    BlockWeights,
    encoder_block,
    layer_norm,
    sinusoidal_positions,
)
from reportgen.reference.heads import (
    HeadProjections,
    joined_heads,
    multi_head_attention,
    split_heads,
)
from reportgen.reference.properties import (
    AttentionProperties,
    attention_properties,
    row_sum_deviation,
    scaling_effect,
    validate_attention,
    weighted_sum_deviation,
)

__all__ = [
    "AttentionProperties",
    "BlockWeights",
    "HeadProjections",
    "attention_properties",
    "attention_scores",
    "causal_cells",
    "chunked_attention",
    "encoder_block",
    "joined_heads",
    "layer_norm",
    "multi_head_attention",
    "row_sum_deviation",
    "scaled_dot_product_attention",
    "scaling_effect",
    "sinusoidal_positions",
    "softmax",
    "split_heads",
    "validate_attention",
    "weighted_sum_deviation",
]
