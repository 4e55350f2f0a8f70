"""Words, last: message ids and numbers become English or Korean text.

Nothing above this room holds prose. ``say`` returns plain text, the only markup being
``**bold**`` and back-quoted commands.
"""

from __future__ import annotations

from reportgen.schema import Language, Message, SkippedFile
from reportgen.text.catalogue import MESSAGES
from reportgen.text.template import fill, format_value, unbroken

__all__ = ["MESSAGES", "fill", "format_value", "known", "say", "skip_reason", "unbroken"]


def say(message: Message | str, language: Language, **values: object) -> str:
    """The text of a message.

    Parameters
    ----------
    message
        A message, or the id of one.
    language
        Language of the text.
    **values
        What the template's placeholders stand for; they come before the message's own.

    Raises
    ------
    KeyError
        If the id is not in the catalogue, or a value is missing.
    TypeError, ValueError
        If a value does not fit its format.

    Examples
    --------
    >>> say("term.pass", Language.KO)
    '통과'
    """
    identifier = message if isinstance(message, str) else message.id
    if identifier not in MESSAGES:
        raise KeyError(f"no message {identifier!r} in the text catalogue")
    own = {} if isinstance(message, str) else dict(message.values)
    english, korean = MESSAGES[identifier]
    template = english if Language(language) is Language.EN else korean
    return fill(template, {**own, **values}, Language(language))


def known(identifier: str) -> bool:
    """Whether the catalogue has a message of this id."""
    return identifier in MESSAGES


def skip_reason(skipped: SkippedFile, language: Language) -> str:
    """Why a file was skipped, with its particulars where the reason has any."""
    text = say("skip." + skipped.reason.removeprefix("skip."), language)
    return f"{text} ({skipped.detail})" if skipped.detail else text
