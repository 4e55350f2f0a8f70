"""Attention functions of torch, seen while a model calls them.

A forward hook cannot do this: encoder layers call their attention without weights, and a module
may call ``scaled_dot_product_attention`` anywhere. The functions are met where they are called,
run with the caller's own arguments, and their weights are taken or computed beside them.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable
from functools import cache
from typing import TYPE_CHECKING, Any

from reportgen.capture.calls import Call, kind_of
from reportgen.capture.places import Places
from reportgen.capture.weights import QueriesAndKeys, real_keys
from reportgen.exceptions import NoAttentionError

if TYPE_CHECKING:
    from torch import Tensor

Arguments = dict[str, Any]


class Interceptor:
    """Turns the attention functions that run inside a model into calls.

    Parameters
    ----------
    places
        Where in the model the program is.
    record
        Receives each call.
    keep_weights
        False keeps queries and keys only, so that no (query, key) matrix is ever made.
    every_softmax
        Whether a softmax over the last axis of four is attention wherever it happens; otherwise
        only inside the attention modules of Hugging Face models.
    """

    def __init__(
        self,
        places: Places,
        record: Callable[[Call], None],
        *,
        keep_weights: bool = True,
        every_softmax: bool = False,
    ) -> None:
        self._places = places
        self._record = record
        self._keep_weights = keep_weights
        self._every_softmax = every_softmax
        self.softmaxes_passed: list[str] = []

    def mode(self) -> Any:
        """Return the context manager in which torch's functions are met."""
        from torch.overrides import TorchFunctionMode

        meet = self._meet

        class Interception(TorchFunctionMode):
            def __torch_function__(
                self, func: Any, types: Any, args: Any = (), kwargs: Any = None
            ) -> Any:
                return meet(func, args, kwargs or {})

        return Interception()

    def _meet(self, func: Any, args: tuple[Any, ...], kwargs: Arguments) -> Any:
        handler = _handlers().get(func)
        if handler is None or not self._places.inside:
            return func(*args, **kwargs)
        return getattr(self, handler)(func, args, kwargs)

    def _multi_head(self, func: Any, args: tuple[Any, ...], kwargs: Arguments) -> Any:
        """``F.multi_head_attention_forward``, asked for the weights of every head."""
        given = _bound(func, args, kwargs)
        query, key = given["query"], given["key"]
        appended = int(given["bias_k"] is not None) + int(given["add_zero_attn"])
        layer, ancestors = self._places.here
        kind = kind_of(layer, ancestors, query.shape[0], key.shape[0])
        padding = given["key_padding_mask"]
        if padding is not None and padding.ndim == 1:
            padding = padding[None]
        real = None
        if padding is not None:
            padded = padding if padding.dtype.is_floating_point is False else padding < -9e3
            real = ~padded.bool()
        if not self._keep_weights:
            operands = _projected(given)
            self._record(Call(layer, kind, None, operands, real, appended))
            return func(*args, **kwargs)
        wanted, averaged = given["need_weights"], given["average_attn_weights"]
        given |= {"need_weights": True, "average_attn_weights": False}
        output, weights = func(**given)
        every_sample = weights if weights.ndim == 4 else weights[None]
        self._record(Call(layer, kind, every_sample.detach(), None, real, appended))
        if not wanted:
            return output, None
        return output, weights.mean(dim=-3) if averaged else weights

    def _scaled_dot_product(self, func: Any, args: tuple[Any, ...], kwargs: Arguments) -> Any:
        """``F.scaled_dot_product_attention``, whose weights are computed beside it."""
        output = func(*args, **kwargs)
        names = ("query", "key", "value", "attn_mask", "dropout_p", "is_causal")
        given = dict(zip(names, args, strict=False)) | kwargs
        query, key = _four_axes(given["query"]), _four_axes(given["key"])
        mask = given.get("attn_mask")
        if mask is not None and mask.ndim == 3 and given["query"].ndim == 3:
            mask = mask.unsqueeze(1)
        operands = QueriesAndKeys(
            query.detach(), key.detach(), mask, bool(given.get("is_causal")), given.get("scale")
        )
        batch, _, queries, keys = operands.shape
        layer, ancestors = self._places.here
        kind = kind_of(layer, ancestors, queries, keys)
        weights = operands.weights() if self._keep_weights else None
        self._record(Call(layer, kind, weights, operands, real_keys(mask, batch, keys)))
        return output

    def _softmax(self, func: Any, args: tuple[Any, ...], kwargs: Arguments) -> Any:
        """A softmax that the model takes itself: attention only where it can be nothing else."""
        output = func(*args, **kwargs)
        axis = kwargs.get("dim", args[1] if len(args) > 1 else None)
        if output.ndim != 4 or axis not in (-1, 3):
            return output
        layer, ancestors = self._places.here
        if not (self._every_softmax or self._places.in_hugging_face_attention):
            self.softmaxes_passed.append(layer)
            return output
        if not self._keep_weights:
            raise NoAttentionError(
                f"{layer} takes the softmax of its scores itself",
                allowed="scaled_dot_product_attention or nn.MultiheadAttention in summary mode",
                fix="capture files instead: leave summary=True out",
            )
        appended = int(self._places.has_sink_column)
        kind = kind_of(layer, ancestors, output.shape[2], output.shape[3] - appended)
        self._record(Call(layer, kind, output.detach(), appended=appended))
        return output


@cache
def _handlers() -> dict[Any, str]:
    import torch
    from torch.nn import functional

    return {
        functional.multi_head_attention_forward: "_multi_head",
        functional.scaled_dot_product_attention: "_scaled_dot_product",
        functional.softmax: "_softmax",
        torch.softmax: "_softmax",
        torch.Tensor.softmax: "_softmax",
    }


def _bound(func: Any, args: tuple[Any, ...], kwargs: Arguments) -> Arguments:
    """Every argument of a call by name, defaults included."""
    bound = inspect.signature(func).bind(*args, **kwargs)
    bound.apply_defaults()
    return dict(bound.arguments)


def _four_axes(tensor: Tensor) -> Tensor:
    """Queries or keys as (batch, head, token, feature)."""
    if tensor.ndim == 4:
        return tensor
    if tensor.ndim == 3:
        return tensor.unsqueeze(1)
    if tensor.ndim == 2:
        return tensor[None, None]
    raise NoAttentionError(
        f"scaled_dot_product_attention was called with {tensor.ndim} axes {tuple(tensor.shape)}",
        allowed="(batch, head, token, feature), or without head",
        fix="fold the further axes of the model into the batch",
    )


def _projected(given: Arguments) -> QueriesAndKeys:
    """Queries and keys as ``F.multi_head_attention_forward`` projects them."""
    from torch.nn import functional

    if given["bias_k"] is not None or given["add_zero_attn"] or given["static_k"] is not None:
        raise NoAttentionError(
            "nn.MultiheadAttention appends keys (add_bias_kv, add_zero_attn)",
            allowed="plain attention in summary mode",
            fix="capture files instead: leave summary=True out",
        )
    query, key = given["query"], given["key"]
    if query.ndim == 2:
        query, key = query[:, None], key[:, None]
    features, heads = query.shape[-1], given["num_heads"]
    if given["use_separate_proj_weight"]:
        of_query, of_key = given["q_proj_weight"], given["k_proj_weight"]
    else:
        of_query, of_key = given["in_proj_weight"].split(features)[:2]
    bias = given["in_proj_bias"]
    query_bias, key_bias = (None, None) if bias is None else bias.split(features)[:2]
    query = _by_head(functional.linear(query, of_query, query_bias), heads)
    key = _by_head(functional.linear(key, of_key, key_bias), heads)
    return QueriesAndKeys(query.detach(), key.detach(), _one_mask(given, query.shape[0], heads))


def _by_head(tokens: Tensor, heads: int) -> Tensor:
    """(token, batch, feature) as (batch, head, token, feature)."""
    length, batch, features = tokens.shape
    return tokens.reshape(length, batch, heads, features // heads).permute(1, 2, 0, 3)


def _one_mask(given: Arguments, batch: int, heads: int) -> Any:
    """Attention and padding mask as one that is added to the scores; None where there is none."""
    import torch

    total = None
    mask = given["attn_mask"]
    if mask is not None:
        total = _added(mask, torch)
        if total.ndim == 3:
            total = total.reshape(batch, -1, *total.shape[-2:])
    padding = given["key_padding_mask"]
    if padding is not None:
        hidden = _added(padding, torch).reshape(batch, 1, 1, -1)
        total = hidden if total is None else total + hidden
    return total


def _added(mask: Tensor, torch: Any) -> Tensor:
    """nn.MultiheadAttention's masks forbid where True; the same as numbers to add."""
    if mask.dtype != torch.bool:
        return mask
    return torch.zeros(mask.shape, device=mask.device).masked_fill(mask, float("-inf"))
