"""Models whose "attention" is not a distribution over time: refused with the reason.

A report would look right and mean nothing.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from reportgen.capture.hugging_face import pretrained_models
from reportgen.exceptions import NoAttentionError

if TYPE_CHECKING:
    from torch.nn import Module

_NOT_PROBABILITIES = (
    "its auto-correlation weights whole lags of the series: they are not probabilities over time"
)
_SOME_QUERIES = (
    "ProbSparse attention computes only selected queries, in layers of different size: most rows"
    " are a stand-in, not attention"
)
_KEYS_ARE_VARIABLES = "its keys are variables, not times"
_NO_WEIGHTS = "it mixes without attention weights"
_HASHED = "it attends within hashed or sampled groups of keys: there is no (query, key) matrix"
_BLOCKS = "it attends in blocks whose keys differ from query to query"
_LOW_RANK = "it approximates the softmax: there is no (query, key) matrix"

_MODEL_TYPES: Final = {
    "autoformer": _NOT_PROBABILITIES,
    "informer": _SOME_QUERIES,
    "patchtsmixer": _NO_WEIGHTS,
    "fnet": _NO_WEIGHTS,
    "mamba": _NO_WEIGHTS,
    "mamba2": _NO_WEIGHTS,
    "falcon_mamba": _NO_WEIGHTS,
    "rwkv": _NO_WEIGHTS,
    "reformer": _HASHED,
    "yoso": _HASHED,
    "big_bird": _BLOCKS,
    "bigbird_pegasus": _BLOCKS,
    "longformer": _BLOCKS,
    "led": _BLOCKS,
    "longt5": _BLOCKS,
    "mra": _LOW_RANK,
    "nystromformer": _LOW_RANK,
}
# Beginnings of class names, as the models' authors and the collections of them call them.
_CLASS_NAMES: Final = {
    "autocorrelation": _NOT_PROBABILITIES,
    "autoformer": _NOT_PROBABILITIES,
    "probattention": _SOME_QUERIES,
    "probsparse": _SOME_QUERIES,
    "informer": _SOME_QUERIES,
    "itransformer": _KEYS_ARE_VARIABLES,
    "dataembedding_inverted": _KEYS_ARE_VARIABLES,
    "lshselfattention": _HASHED,
    "reformer": _HASHED,
    "performer": _LOW_RANK,
    "linformer": _LOW_RANK,
}


def check_model(model: Module) -> None:
    """Refuse a model that cannot be captured.

    Raises
    ------
    NoAttentionError
        It does not attend over time, or it is compiled, scripted or spread over devices.
    """
    _check_wrapping(model)
    for inner in pretrained_models(model):
        reason = _MODEL_TYPES.get(str(getattr(inner.config, "model_type", "")))
        if reason:
            raise _refusal(type(inner).__name__, reason)
    for module in model.modules():
        name = type(module).__name__
        for start, reason in _CLASS_NAMES.items():
            if name.lower().startswith(start):
                raise _refusal(name, reason)


def _refusal(name: str, reason: str) -> NoAttentionError:
    return NoAttentionError(
        f"{name}: {reason}",
        allowed="models with softmax attention over time steps or patches of them",
        fix="do not read a report of it as attention over time",
    )


def _check_wrapping(model: Module) -> None:
    import torch

    wrapped = {
        "OptimizedModule": ("is compiled", "capture model._orig_mod, the model before compile()"),
        "DataParallel": ("runs copies of the model", "capture model.module"),
        "DistributedDataParallel": ("runs copies of the model", "capture model.module"),
    }
    for module in model.modules():
        found = wrapped.get(type(module).__name__)
        if isinstance(module, torch.jit.ScriptModule):
            found = ("is scripted", "capture the Python model that was scripted")
        if found:
            raise NoAttentionError(
                f"{type(module).__name__} {found[0]}, and its attention cannot be seen",
                allowed="a plain nn.Module",
                fix=found[1],
            )
