"""A small bidirectional transformer encoder that forecasts the change of Dst."""

import math

import torch
from torch import Tensor, nn

from settings import ModelSettings


class Block(nn.Module):
    """Self-attention and feed-forward, each normalised after its residual sum (post-norm)."""

    def __init__(self, model: ModelSettings) -> None:
        super().__init__()
        self.attention = nn.MultiheadAttention(
            model.width, model.heads, dropout=model.dropout, batch_first=True
        )
        self.feed_forward = nn.Sequential(
            nn.Linear(model.width, model.feed_forward),
            nn.GELU(),
            nn.Dropout(model.dropout),
            nn.Linear(model.feed_forward, model.width),
        )
        self.attention_norm = nn.LayerNorm(model.width)
        self.feed_forward_norm = nn.LayerNorm(model.width)
        self.dropout = nn.Dropout(model.dropout)

    def forward(self, tokens: Tensor, *, with_weights: bool) -> tuple[Tensor, Tensor | None]:
        """Return the new tokens and, if asked for, the weights (sample, head, query, key)."""
        mixed, weights = self.attention(
            tokens, tokens, tokens, need_weights=with_weights, average_attn_weights=False
        )
        tokens = self.attention_norm(tokens + self.dropout(mixed))
        tokens = self.feed_forward_norm(tokens + self.dropout(self.feed_forward(tokens)))
        return tokens, weights


class DstEncoder(nn.Module):
    """Forecast of Dst as the last Dst seen plus a change read from the mean over all tokens.

    Parameters
    ----------
    model : ModelSettings
    variables : int
        Number of input variables; the last of them is Dst.
    change_scale : tensor (target,)
        Typical change of normalised Dst until each target hour, in the training years. The
        network then learns numbers of order one at every hour ahead.
    """

    change_scale: Tensor

    def __init__(self, model: ModelSettings, *, variables: int, change_scale: Tensor) -> None:
        super().__init__()
        self.width = model.width
        self.embed = nn.Linear(variables, model.width)
        self.blocks = nn.ModuleList(Block(model) for _ in range(model.layers))
        self.readout = nn.Linear(model.width, len(change_scale))
        self.register_buffer("change_scale", change_scale)
        for weight in self.parameters():
            if weight.dim() > 1:
                nn.init.xavier_uniform_(weight)

    def forward(
        self, inputs: Tensor, *, with_weights: bool = False
    ) -> tuple[Tensor, Tensor | None]:
        """Return forecasts (sample, target) and weights (sample, layer, head, query, key)."""
        tokens = self.embed(inputs) + sinusoidal_positions(inputs.shape[1], self.width)
        weights = []
        for block in self.blocks:
            tokens, weight = block(tokens, with_weights=with_weights)
            weights.append(weight)
        change = self.readout(tokens.mean(dim=1)) * self.change_scale
        forecast = inputs[:, -1, -1:] + change
        return forecast, torch.stack(weights, dim=1) if with_weights else None


def sinusoidal_positions(length: int, width: int) -> Tensor:
    """Return the fixed positional code (token, feature) of Vaswani et al. (2017)."""
    position = torch.arange(length).unsqueeze(1)
    frequency = torch.exp(torch.arange(0, width, 2) * (-math.log(10_000.0) / width))
    code = torch.zeros(length, width)
    code[:, 0::2] = torch.sin(position * frequency)
    code[:, 1::2] = torch.cos(position * frequency)
    return code
