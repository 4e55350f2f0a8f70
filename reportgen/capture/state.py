"""The model as it was: what a capture changes for a while, and puts back whatever happens."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from torch.nn import Module


@contextmanager
def evaluating(model: Module) -> Iterator[None]:
    """Evaluation mode: weights without dropout. Every module gets its own mode back."""
    before = [(module, module.training) for module in model.modules()]
    model.eval()
    try:
        yield
    finally:
        for module, training in before:
            module.training = training


@contextmanager
def without_fast_path(model: Module) -> Iterator[None]:
    """Switch torch's fused encoder off, which computes attention without calling it.

    Its output differs in one thing: with a padding mask it leaves zeros at padded tokens. Where it
    would have run, those zeros are put there, so that a model that pools over all tokens gives
    what it gave before.
    """
    import torch

    before = torch.backends.mha.get_fastpath_enabled()
    handles: list[Any] = []
    if before:
        for module in model.modules():
            if isinstance(module, torch.nn.TransformerEncoder):
                handles += _zero_padding(module)
    torch.backends.mha.set_fastpath_enabled(False)
    try:
        yield
    finally:
        torch.backends.mha.set_fastpath_enabled(before)
        for handle in handles:
            handle.remove()


def _zero_padding(encoder: Any) -> list[Any]:
    """Hooks that put zeros at padded tokens behind the last layer of an encoder."""
    padded: list[Any] = [None]

    def note(_module: Any, arguments: tuple[Any, ...], keywords: dict[str, Any]) -> None:
        names = ("src", "mask", "src_key_padding_mask", "is_causal")
        given = dict(zip(names, arguments, strict=False)) | keywords
        padded[0] = _fused_padding(encoder, given)

    def clear(_module: Any, _arguments: Any, output: Any) -> Any:
        return output if padded[0] is None else output.masked_fill(padded[0].unsqueeze(-1), 0)

    last = encoder.layers[-1]
    return [
        encoder.register_forward_pre_hook(note, with_kwargs=True),
        last.register_forward_hook(clear),
    ]


def _fused_padding(encoder: Any, given: dict[str, Any]) -> Any:
    """Padded tokens (batch, token) if the fused encoder would have run on these arguments."""
    import torch

    source, padding = given["src"], given.get("src_key_padding_mask")
    if padding is None or given.get("mask") is not None or source.dim() != 3:
        return None
    hidden = padding if padding.dtype == torch.bool else padding < 0
    differentiable = torch.is_grad_enabled() and (
        source.requires_grad or any(each.requires_grad for each in encoder.layers[0].parameters())
    )
    possible = getattr(encoder, "use_nested_tensor", False)
    if not possible or differentiable or torch.is_autocast_enabled():
        return None
    # Real tokens first in every sample, or the fused encoder refuses.
    left_aligned = bool((hidden.int().diff(dim=1) >= 0).all())
    return hidden if left_aligned or not getattr(encoder, "mask_check", True) else None
