"""Days as the community counts them."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

from shared.errors import Malformed

_ZONE = ZoneInfo("Asia/Shanghai")


def day_of(at: datetime) -> date:
    """The calendar day of `at` in China."""
    return at.astimezone(_ZONE).date()


def not_after(at: datetime, day: date, field: str) -> date:
    """`day`, unless it lies in the future of `at`. Raises Malformed naming `field`."""
    if day > day_of(at):
        raise Malformed(field=field, reason_zh="日期不能晚于今天。", reason_en="the day can't be in the future.")
    return day
