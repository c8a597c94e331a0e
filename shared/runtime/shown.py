"""The settings as an operator may see them: without secrets, with where each comes from, and what was misspelt."""

import os
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path

from pydantic import SecretStr

from shared.runtime.settings import Settings

HIDDEN = "***"
_ALIKE = 0.8
_LOGIN = re.compile(r"(?P<scheme>^\w+://)(?:(?P<user>[^:@/]*)(?::.*)?@)?(?P<where>[^?@]*)")


@dataclass(frozen=True, slots=True)
class Shown:
    """One setting; `origin` is `environment`, `file` (in SECRETS_DIR) or `default`."""

    variable: str
    value: str
    origin: str


def show(settings: Settings) -> Iterator[Shown]:
    """All settings, none of the secrets."""
    for name in Settings.model_fields:
        yield Shown(name.upper(), _value(getattr(settings, name)), _origin(settings, name))


def misspelt(settings: Settings, given: Iterable[str]) -> list[str]:
    """What among the `given` names is not read and looks like a setting that is not set, with that setting's name."""
    unset = [name.upper() for name in Settings.model_fields if name not in settings.model_fields_set]
    if "SECRETS_DIR" not in os.environ:
        unset.append("SECRETS_DIR")
    found = []
    for name in sorted(given):
        if name.lower() in Settings.model_fields or not (near := get_close_matches(name.upper(), unset, 1, _ALIKE)):
            continue
        found.append(f"{name}：没有这个设置，是不是 {near[0]}？ this is not read: did you mean {near[0]}?")
    return found


def given_names() -> list[str]:
    """The names of all variables of the environment and of the files in SECRETS_DIR."""
    directory = os.environ.get("SECRETS_DIR")
    files = [path.name for path in Path(directory).iterdir() if path.is_file()] if directory else []
    return [*os.environ, *files]


def _value(value: object) -> str:
    if value is None:
        return ""
    return _without_password(value.get_secret_value()) if isinstance(value, SecretStr) else str(value)


def _without_password(secret: str) -> str:
    """Of an address the scheme, the user and the place; of anything else nothing."""
    if not (parts := _LOGIN.match(secret)):
        return HIDDEN
    login = f"{parts['user']}:{HIDDEN}@" if parts["user"] else ""
    return f"{parts['scheme']}{login}{parts['where']}"


def _origin(settings: Settings, name: str) -> str:
    if name not in settings.model_fields_set:
        return "default"
    return "environment" if name in {variable.lower() for variable in os.environ} else "file"
