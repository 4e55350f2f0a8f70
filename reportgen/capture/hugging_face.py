"""Hugging Face models: which implementation of attention runs, and the padding they are told of.

With ``sdpa`` and ``eager`` the weights are met where they arise, and nothing is switched; other
kernels never hold the weights, so the model is switched for the while.
"""

from __future__ import annotations

import inspect
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from reportgen.exceptions import NoAttentionError

if TYPE_CHECKING:
    from torch.nn import Module

_SEEN = (None, "sdpa", "eager")


def pretrained_models(model: Module) -> list[Module]:
    """Outermost Hugging Face models in a model, itself included; none without transformers."""
    library = sys.modules.get("transformers")
    kind = getattr(library, "PreTrainedModel", None)
    if kind is None:
        return []
    found: list[Module] = []
    inner: set[int] = set()
    for module in model.modules():
        if isinstance(module, kind) and id(module) not in inner:
            found.append(module)
            inner |= {id(each) for each in module.modules()}
    return found


@contextmanager
def visible_attention(model: Module, *, keep_weights: bool) -> Iterator[None]:
    """Switch models away from kernels whose weights cannot be seen, and back again.

    Parameters
    ----------
    keep_weights
        False wants queries and keys, which only ``sdpa`` shows.

    Raises
    ------
    NoAttentionError
        A model cannot be switched.
    """
    wanted = "eager" if keep_weights else "sdpa"
    seen = _SEEN if keep_weights else ("sdpa",)
    before: list[tuple[Any, str | None]] = []
    try:
        for inner in pretrained_models(model):
            configs = {id(each.config): each.config for each in _configured(inner)}
            if all(_implementation(config) in seen for config in configs.values()):
                continue
            before += [(config, _implementation(config)) for config in configs.values()]
            _switch(inner, wanted)
        yield
    finally:
        for config, implementation in before:
            config._attn_implementation = implementation


def _configured(model: Any) -> list[Any]:
    return [module for module in model.modules() if hasattr(module, "config")]


def _implementation(config: Any) -> str | None:
    found: str | None = getattr(config, "_attn_implementation", None)
    return found


def _switch(model: Any, wanted: str) -> None:
    """Set the implementation of one model.

    Raises
    ------
    NoAttentionError
        It refuses.
    """
    try:
        model.set_attn_implementation(wanted)
    except (ValueError, ImportError, AttributeError) as error:
        raise NoAttentionError(
            f"{type(model).__name__} runs {model.config._attn_implementation} attention, whose"
            f" weights cannot be seen, and cannot be switched to {wanted} ({error})",
            allowed="attn_implementation 'eager' or 'sdpa'",
            fix=f'load the model with attn_implementation="{wanted}"',
        ) from error


def told_padding(
    model: Module, arguments: tuple[Any, ...], keywords: Mapping[str, Any]
) -> dict[str, Any]:
    """Padding masks (batch, token) that a Hugging Face model was called with, by kind of keys.

    Only where the outermost model is one: a wrapper's arguments may mean anything.
    """
    if not any(inner is model for inner in pretrained_models(model)):
        return {}
    given = dict(keywords)
    for name, value in zip(inspect.signature(model.forward).parameters, arguments, strict=False):
        given[name] = value
    masks = {
        "self": given.get("attention_mask"),
        "cross": given.get("attention_mask"),
        "decoder": given.get("decoder_attention_mask"),
    }
    return {kind: mask for kind, mask in masks.items() if getattr(mask, "ndim", 0) == 2}
