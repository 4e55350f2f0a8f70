"""Whether a configuration says that the model has no attention.

Consulted only where no file holds attention: what the files hold is believed first. One name that
is not known to be without attention, and one key that asks for attention, leave it open.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Final

#: Words of a model's name that stand for a model without attention.
_WITHOUT: Final = re.compile(
    r"(bi|conv)?(lstm|gru|rnn)|mlp|ffn|[td]?cnn|tcn|resnet|wavenet|[dn]?linear|ridge|lasso"
    r"|s?arima|var|ets|persistence|climatology|naive|recurrence|xgboost|lightgbm|catboost|forest|svr"
)
#: Words that say nothing either way.
_NEUTRAL: Final = re.compile(
    r"models?|net(work)?|nn|baseline|forecast(er)?|predict(or|ion)|regress(or|ion)|encoder|decoder"
    r"|seq2seq|time|series|bi|conv|deep|simple|stacked|plain|vanilla|tiny|small|base|medium|large"
    r"|random|gradient|multi|single|step|v"
)
#: Where the name of the model stands: in such a key, or in one of the second kind below it.
_MODELS: Final = re.compile(r"model(_name|_type|_class)?|arch(itecture)?|net(work)?|backbone")
_NAMES: Final = re.compile(r"name|type|kind|class(_name)?|arch(itecture)?|_target_")
_SWITCHES: Final = re.compile(r"((use|with|has|self)_)?attention")
_NO: Final = frozenset(("none", "null", "~", "false", "no", "off", "0"))
_WORD: Final = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+\d*[a-z]*")


def without_attention(scalars: Mapping[str, str]) -> str:
    """Key and value that say the model has no attention; empty where nothing says so.

    Parameters
    ----------
    scalars
        Dotted keys of a configuration, a file and a colon before them or not, and their texts.

    Examples
    --------
    >>> without_attention({"model.name": "BiLSTM", "data.name": "omni"})
    'model.name: BiLSTM'
    >>> without_attention({"train.model.type": "cnn_lstm", "train.model.attention": "true"})
    ''
    >>> without_attention({"model.encoder.use_attention": "False"})
    'model.encoder.use_attention: False'
    >>> without_attention({"model.name": "linear_transformer", "model.head.name": "mlp"})
    ''
    """
    names = {path: text for path, text in scalars.items() if _names_model(path) and text.strip()}
    switches = {path: text for path, text in scalars.items() if _SWITCHES.fullmatch(_last(path))}
    said = [f"{path}: {text.strip()}" for path, text in switches.items() if _is_no(text)]
    if len(said) < len(switches):
        return ""
    if all(is_without(text) for text in names.values()):
        said += [f"{path}: {text.strip()}" for path, text in names.items()]
    return said[0][:120] if said else ""


def is_without(name: str) -> bool:
    """Whether a model's name is one that is known to have no attention.

    Examples
    --------
    >>> [is_without(name) for name in ("src.models.GRUForecaster", "lstm-v2", "TCN", "vit", "")]
    [True, True, True, False, False]
    """
    # Of an import path the last step is the class.
    found = _WORD.findall(name.strip().rpartition(".")[2])
    words = [word.lower().rstrip("0123456789") for word in found]
    return any(_WITHOUT.fullmatch(word) for word in words) and _known(words)


def _known(words: Iterable[str]) -> bool:
    return all(_WITHOUT.fullmatch(word) or _NEUTRAL.fullmatch(word) for word in words)


def _names_model(path: str) -> bool:
    """Whether a key holds the name of the model itself, not of one of its parts."""
    steps = path.rpartition(": ")[2].lower().split(".")
    if _MODELS.fullmatch(steps[-1]):
        return True
    below = len(steps) > 1 and _MODELS.fullmatch(steps[-2])
    return bool(below and _NAMES.fullmatch(steps[-1]))


def _last(path: str) -> str:
    return path.rpartition(": ")[2].lower().rpartition(".")[2]


def _is_no(text: str) -> bool:
    return text.strip().lower() in _NO
