"""Which settings of a node can be meant."""

from collections import Counter
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from shared.contracts.limits import ClassLimits
from shared.contracts.registry import Settings
from shared.errors import Malformed


def check_settings(settings: Settings) -> None:
    """Raises Malformed for a time zone nobody knows and for classes that can't be told apart, or whose limits say
    nothing."""
    _check_time_zone(settings)
    named = Counter(each.named for each in settings.classes)
    for number, each in enumerate(settings.classes):
        _check_class(f"settings.classes.{number}", each, named)


def _check_time_zone(settings: Settings) -> None:
    if settings.time_zone is None:
        return
    try:
        ZoneInfo(settings.time_zone)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        raise Malformed(
            field="settings.time_zone",
            reason_zh="不认识的时区，例如 Asia/Shanghai。",
            reason_en="unknown time zone; Asia/Shanghai is one.",
        ) from None


def _check_class(field: str, limits: ClassLimits, named: Counter[tuple[str | None, ...]]) -> None:
    if sum(part is not None for part in limits.named) != 1:
        raise Malformed(
            field=field,
            reason_zh="每条分类期限只写一样：事项种类（kind）、类别（category）或单位类别（peer_class）。",
            reason_en="name one class: a kind, a category, or a peer_class of organizations.",
        )
    if named[limits.named] > 1:
        raise Malformed(
            field=field,
            reason_zh="同一类只写一条，请合并。",
            reason_en="name each class once; put its limits together.",
        )
    if not limits.said:
        raise Malformed(
            field=field, reason_zh="请至少填一个期限，或删去这一条。", reason_en="give a limit, or leave the class out."
        )
    if limits.peer_class and not limits.said.keys() <= {"claim_due", "claim_grace", "confirm_due"}:
        raise Malformed(
            field=field,
            reason_zh="单位类别只影响认领后的期限（claim_due、claim_grace、confirm_due），其余请按种类或类别设置。",
            reason_en="a peer_class has claim_due, claim_grace and confirm_due; set the others by kind or category.",
        )
