"""Texts in stored events: found by their marks, replaced, and marked in the first place."""

import hmac
import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from shared.contracts.redaction import Replacement

_CODE = re.compile(r"^[\x21-\x7e]*$")
"""Ids, codes, days, rules and marks: no texts, and never touched."""

INSTEAD = "（已去除）"
"""Stands where something was taken out. Nobody chooses it, so nothing can be made to say something else."""


def mark_of(secret: bytes, text: str) -> str:
    """The mark of `text`: the same in every service of an installation, and of no use to others."""
    return hmac.digest(secret, f"text\0{text}".encode(), "sha256").hex()


def replacements(secret: bytes, data: Any, find: str) -> tuple[Replacement, ...]:
    """One for each text in `data` that says `find`, each once; and one for `find` itself, which may stand alone in what
    others made of these texts. None where no text says it."""
    texts = dict.fromkeys(text for text in texts_in(data) if find in text)
    texts |= {find: None} if texts else {}
    return tuple(
        Replacement(mark=mark_of(secret, text), length=len(text), text=text.replace(find, INSTEAD)) for text in texts
    )


def texts_in(data: Any) -> Iterator[str]:
    """All texts in what is stored of an event."""
    if isinstance(data, str):
        if not _CODE.match(data):
            yield data
    elif isinstance(data, Mapping):
        for value in data.values():
            yield from texts_in(value)
    elif isinstance(data, list | tuple):
        for value in data:
            yield from texts_in(value)


class Replacing:
    """Replaces the texts with the marks of `wanted`."""

    def __init__(self, secret: bytes, wanted: Sequence[Replacement]) -> None:
        self._secret = secret
        self._texts = {each.mark: each.text for each in wanted}
        self._lengths = {each.length for each in wanted}

    def __call__(self, data: Any) -> Any:
        """`data` with the new texts."""
        if isinstance(data, str):
            return self._text(data)
        if isinstance(data, Mapping):
            return {name: self(value) for name, value in data.items()}
        if isinstance(data, list | tuple):
            return [self(value) for value in data]
        return data

    def _text(self, text: str) -> str:
        if len(text) not in self._lengths or _CODE.match(text):
            return text
        return self._texts.get(mark_of(self._secret, text), text)
