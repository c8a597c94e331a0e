"""The lists of the desk as rows of a sheet. Residents are not named: a booking says that it is a resident's."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal
from zoneinfo import ZoneInfo

from services.matching.projections import BOOKINGS, REQUESTS
from services.matching.queries.bookings import BookingView, booking_views, bookings_in
from services.matching.queries.requests import requests_in, views
from services.matching.queries.shown import RequestView
from shared.eventsourcing.documents import Reads
from shared.exporting import bounds
from shared.exporting.sheet import Column
from shared.exporting.words import CATEGORY, WISH_KIND, Words
from shared.http.policy import Caller

ExportList = Literal["cases", "bookings"]
Values = Mapping[str, object]


@dataclass(frozen=True, slots=True)
class Wanted:
    """Where a list is taken out, by whom, with which filters, and whose clock its times are told by."""

    reads: Reads
    caller: Caller
    community: str
    zone: ZoneInfo
    said: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Listing:
    """A list that can be taken out: its columns, how it may be filtered, and what gathers its rows."""

    title: str
    columns: tuple[Column, ...]
    filters: tuple[str, ...]
    gather: Callable[[Wanted], Awaitable[Sequence[Values]]]


async def cases(wanted: Wanted) -> Sequence[Values]:
    """The requests of a community, those that changed last first."""
    query = await requests_in(wanted.reads, wanted.caller, {**wanted.said, "community": wanted.community})
    found = await wanted.reads(REQUESTS).find(query, sort=[("position", -1)], limit=bounds.MOST + 1)
    return [_case(view, wanted.zone) for view in await views(wanted.reads, bounds.few_enough(found))]


async def bookings(wanted: Wanted) -> Sequence[Values]:
    """The bookings of the offers of a node, and those its organizations have elsewhere, in order of time."""
    query = await bookings_in(wanted.reads, wanted.community, wanted.said)
    found = await wanted.reads(BOOKINGS).find(query, sort=[("day", 1), ("starts_at", 1)], limit=bounds.MOST + 1)
    shown = await booking_views(wanted.reads, bounds.few_enough(found), wanted.caller)
    return [_booking(view) for view in shown]


def _case(view: RequestView, zone: ZoneInfo) -> Values:
    days = {name: at and at.astimezone(zone).date() for name, at in dict(view).items() if name in _DAYS}
    return {
        **dict(view),
        **days,
        "organization": view.organization and view.organization.name,
        "claimants": tuple(each.name for each in view.claimants),
        "stands": view.ended or view.state,
    }


def _booking(view: BookingView) -> Values:
    booker = _RESIDENT if view.booker.kind == "person" else view.booker.name
    return {**dict(view), "provider": view.provider.name, "booker": booker}


_RESIDENT = "居民"
_DAYS = ("opened_at", "changed_at", "owed_since")
KIND = Words({"wish": "微心愿", "need": "需求"}, {})
STANDS = Words(
    {
        "open": "办理中",
        "fulfilled": "已办结",
        "closed": "已关闭",
        "partly": "部分解决",
        "impossible": "无法办到",
        "referred": "已转办",
    },
    {},
)
BOOKING_STATE = Words(
    {
        "waiting": "候补",
        "offered": "候补待答复",
        "booked": "已预约",
        "kept": "已使用",
        "missed": "未使用",
        "cancelled": "已取消",
        "declined": "不要了",
        "lapsed": "候补未果",
    },
    {},
)
MISFIT = Words(
    {
        "offer_ended": "资源已停止提供",
        "paused": "暂停提供",
        "outside": "这个时间不再开放",
        "too_many_people": "人数超过座位",
        "out_of_reach": "不再对外社区开放",
        "taken": "可用数量减少",
    },
    {},
)
_CASE_COLUMNS = (
    Column("kind", "类型", "Kind", words=KIND),
    Column("wish_kind", "心愿类型", "Kind of wish", words=WISH_KIND),
    Column("title", "名称", "Title", wide=20),
    Column("text", "公开文字", "Text", wide=40),
    Column("organization", "需求单位", "Organization", wide=28),
    Column("category", "类别", "Category", words=CATEGORY),
    Column("quantity", "数量", "Quantity"),
    Column("left", "待认领", "Left"),
    Column("unit", "计量单位", "Unit"),
    Column("stands", "状态", "State", words=STANDS),
    Column("claimants", "认领单位", "Claimed by", many=True, wide=28),
    Column("opened_at", "开始日期", "Opened on"),
    Column("owed_since", "待回复起", "Reply owed since"),
    Column("changed_at", "最近变动", "Changed on"),
    Column("id", "系统编号", "Id", wide=34),
)
_BOOKING_COLUMNS = (
    Column("day", "日期", "Day"),
    Column("start", "开始", "Start"),
    Column("minutes", "分钟", "Minutes"),
    Column("title", "资源名称", "Title", wide=20),
    Column("category", "类别", "Category", words=CATEGORY),
    Column("provider", "提供单位", "Provider", wide=28),
    Column("booker", "预约方", "Booked by", wide=28),
    Column("people", "人数", "People"),
    Column("quantity", "数量", "Quantity"),
    Column("purpose", "用途", "Purpose", wide=30),
    Column("state", "状态", "State", words=BOOKING_STATE),
    Column("misfit", "不再适合", "Fits no longer", words=MISFIT, wide=20),
    Column("id", "系统编号", "Id", wide=34),
)
LISTINGS: Mapping[ExportList, Listing] = {
    "cases": Listing("办件", _CASE_COLUMNS, ("kind", "wish_kind", "state", "organization", "q", "owed"), cases),
    "bookings": Listing("预约", _BOOKING_COLUMNS, ("from", "until", "state", "misfit"), bookings),
}
