"""Filling a notice's words with what it is about."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from services.notify.events import Params
from services.notify.templates.reasons import REASONS
from services.notify.templates.words import CLAIMANTS, TAKE, WHAT, WORDS
from shared.eventsourcing.model import Frozen

Names = Mapping[str, str]
"""The names of organizations and communities by id."""


class Words(Frozen):
    zh: str
    en: str


def render(kind: str, audience: str, params: Params, names: Names, time_zone: str) -> Words:
    """What a notice says to a person, an organization or staff."""
    zh, en = _words(kind, audience, params)
    return Words(
        zh=zh.format_map(_fields(params, names, time_zone, 0)),
        en=en.format_map(_fields(params, names, time_zone, 1)),
    )


def _words(kind: str, audience: str, params: Params) -> tuple[str, str]:
    if audience == "staff" and params.get("needs_acceptance"):
        audience = "to_accept"
    if audience == "person" and params.get("thanked"):
        audience = "thanked"
    if audience == "person" and params.get("steward"):
        audience = "steward"
    return WORDS.get(f"{kind}:{audience}") or WORDS.get(kind) or WORDS[""]


class _Fields(dict[str, object]):
    def __missing__(self, name: str) -> str:
        return "—"


def _fields(params: Params, names: Names, time_zone: str, language: int) -> _Fields:
    request_kind = str(params.get("request_kind", "wish"))
    claimant = CLAIMANTS.get(str(params.get("claimant_kind")), CLAIMANTS["organization"])[language]
    organization = names.get(str(params.get("organization")), CLAIMANTS["organization"][language])
    return _Fields(
        params,
        what=WHAT.get(request_kind, WHAT["wish"])[language],
        take=TAKE.get(request_kind, TAKE["wish"]),
        claimant_name=names.get(str(params.get("claimant")), claimant),
        organization_name=organization,
        when=" ".join(str(params[name]) for name in ("on", "time") if name in params),
        reason=_code(params, "reason")[language],
        outcome=_code(params, "outcome")[language],
        **{name: _last_day(params[name], time_zone) for name in ("due_at", "expires_at", "until") if name in params},
        **{name: _moment(params[name], time_zone) for name in ("answer_by",) if name in params},
    )


def _code(params: Params, name: str) -> tuple[str, str]:
    """A code in words; one that has none yet is shown itself."""
    code = str(params.get(name, "")) or "—"
    return REASONS.get(code, (code, code))


def _last_day(moment: str | int, time_zone: str) -> str:
    """The last day on which `moment` is not yet over: 24:00 still belongs to the day before. A day is its own."""
    if len(str(moment)) == len("2026-03-01"):
        return str(moment)
    at = datetime.fromisoformat(str(moment)) - timedelta(seconds=1)
    return at.astimezone(ZoneInfo(time_zone)).date().isoformat()


def _moment(moment: str | int, time_zone: str) -> str:
    """`moment` to the minute, by the clock of the place."""
    at = datetime.fromisoformat(str(moment)).astimezone(ZoneInfo(time_zone))
    return at.strftime("%Y-%m-%d %H:%M")
