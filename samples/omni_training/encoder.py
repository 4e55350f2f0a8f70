"""A small bidirectional transformer encoder: sinusoidal positions, post-norm blocks, Xavier."""

import torch
from torch import Tensor, nn

from reportgen.reference import sinusoidal_positions
from settings import ModelSettings


class Block(nn.Module):
    """Self-attention and feed-forward, each normalised after its residual sum (post-norm).

    The same as `reportgen.reference.encoder_block`, which computes it in numpy.
    """

    def __init__(self, model: ModelSettings) -> None:
        super().__init__()
        self.attention = nn.MultiheadAttention(
            model.width, model.heads, dropout=model.dropout, batch_first=True
        )
        self.inner = nn.Linear(model.width, model.inner)
        self.outer = nn.Linear(model.inner, model.width)
        self.attention_norm = nn.LayerNorm(model.width)
        self.outer_norm = nn.LayerNorm(model.width)
        self.dropout = nn.Dropout(model.dropout)

    def forward(self, tokens: Tensor) -> Tensor:
        """Return the new tokens, dims (sample, token, feature)."""
        mixed, _ = self.attention(tokens, tokens, tokens, need_weights=False)
        tokens = self.attention_norm(tokens + self.dropout(mixed))
        fed = self.outer(self.dropout(torch.relu(self.inner(tokens))))
        return self.outer_norm(tokens + self.dropout(fed))


class ForecastEncoder(nn.Module):
    """Forecast of one variable: its last value plus a change read from the mean over the tokens.

    Parameters
    ----------
    variables
        Number of input variables.
    column
        Place of the forecast variable among them.
    change_scale : (step,)
        Typical change until each hour ahead, in standard units of the training years. The network
        then learns numbers of order one for every hour.
    """

    positions: Tensor
    change_scale: Tensor

    def __init__(
        self,
        model: ModelSettings,
        *,
        variables: int,
        tokens: int,
        column: int,
        change_scale: Tensor,
    ) -> None:
        super().__init__()
        self.column = column
        self.embed = nn.Linear(variables, model.width)
        self.blocks = nn.ModuleList(Block(model) for _ in range(model.layers))
        self.readout = nn.Linear(model.width, len(change_scale))
        places = torch.from_numpy(sinusoidal_positions(tokens, model.width)).float()
        self.register_buffer("positions", places)
        self.register_buffer("change_scale", change_scale)
        for name, parameter in self.named_parameters():
            if parameter.dim() > 1:
                nn.init.xavier_uniform_(parameter)
            elif name.endswith("bias"):
                nn.init.zeros_(parameter)

    def forward(self, inputs: Tensor) -> Tensor:
        """Return forecasts (sample, step) from inputs (sample, time, variable)."""
        tokens = self.embed(inputs) + self.positions
        for block in self.blocks:
            tokens = block(tokens)
        change = self.readout(tokens.mean(dim=1)) * self.change_scale
        return inputs[:, -1, self.column, None] + change
