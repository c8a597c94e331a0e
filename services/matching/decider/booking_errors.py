"""What an offer's calendar refuses, and what to do then."""

from collections.abc import Iterable, Sequence
from typing import Any

from services.matching.engine.slots import Slot
from shared.errors import DomainError, Malformed, NotFound, Refused
from shared.eventsourcing.model import Day


class WithSlots(Refused):
    """A refusal that names slots that are free."""

    none_zh, none_en = "近期没有其他空闲时段。", "No other slot is free soon."
    some_zh, some_en = "最近的空闲时段：{free}。", "The nearest free slots: {free}."

    def __init__(self, *, free: Iterable[Slot] = (), **details: Any) -> None:
        super().__init__(free=tuple(f"{slot.day} {slot.start}" for slot in free), **details)

    def text(self, language: str) -> str:
        """The message in `language`, and what is free."""
        free: Sequence[str] = self.details["free"]  # type: ignore[assignment]
        if language == "en":
            more, said = self.some_en if free else self.none_en, self.en + " "
        else:
            more, said = self.some_zh if free else self.none_zh, self.zh
        details = {**self.details, "free": (", " if language == "en" else "、").join(free)}
        return (said + more).format(**details)


class SlotTaken(WithSlots):
    """Somebody else has the slot, or too much of it."""

    zh = "该时段已被预约，只剩 {left} 份；可换一个时段，或登记候补。"
    en = "That slot is booked, {left} left. Choose another one, or wait for it."


class NoSuchSlot(WithSlots):
    """The offer can't be had at that time."""

    zh = "该资源这个时间不开放，请改选开放的时段。"
    en = "The offer can't be had at that time. Choose one of its slots."


class SlotPast(WithSlots):
    """The slot has begun."""

    zh = "这个时段已经开始或已经过去，请选以后的时段。"
    en = "That slot has begun or is over. Choose a later one."


class TooSoon(WithSlots):
    """The provider wants to know earlier."""

    zh = "提供方要求至少提前 {lead_time} 预约，请选更晚的时段，或请社区工作人员联系提供方。"
    en = "It has to be booked {lead_time} ahead. Choose a later slot, or ask the community's staff."


class OfferPaused(Refused):
    """The offer is paused on that day."""

    zh = "该资源暂停提供，直到 {until}；请选之后的日子，或换一个资源。"
    en = "The offer is paused until {until}. Choose a day after that, or another offer."

    def __init__(self, *, until: Day | None, **details: Any) -> None:
        super().__init__(until=until, **details)

    def text(self, language: str) -> str:
        """The message in `language`."""
        zh = language != "en"
        until = self.details["until"] or ("另行通知" if zh else "further notice")
        return (self.zh if zh else self.en).format(until=until)


class OfferOver(Refused):
    """The offer has ended."""

    zh = "该资源已停止提供，请换一个资源。"
    en = "The offer has ended. Choose another one."


class TooManyPeople(Refused):
    """More people than seats."""

    zh = "最多容纳 {seats} 人，请减少人数或换一个资源。"
    en = "There is room for {seats} people. Bring fewer, or choose another offer."


class OutOfReach(Refused):
    """The booker is at home where the offer is not open to."""

    zh = "该资源只对本社区开放，尚未向您所在的社区开放；请联系资源所在社区。"
    en = "The offer isn't open to your community. Ask the community it belongs to."


class NotForBooker(NotFound):
    """An offer for an audience the booker does not belong to: as good as not there."""

    zh = "找不到可供该预约方预约的资源，它可能只面向成员单位；请核对编号，或联系资源所在社区。"
    en = "No such offer for this booker; it may be for members. Check its number, or ask the community it belongs to."


class QuotaUsed(Refused):
    """This month's bookings from outside are used up."""

    zh = "{month} 对外社区的 {quota} 次名额已用完，请选其他月份或其他资源，或联系资源所在社区。"
    en = "The {quota} uses from outside in {month} are used up. Choose another month or offer, or ask its community."


class NotEnoughLeft(Refused):
    """So many are promised by running claims that this is too much."""

    zh = "这项资源的名额已被进行中的认领占用，只剩 {left}；请减少数量，等其中一项认领结束，或请提供方增加名额。"
    en = "Running claims take the rest of this offer, {left} left. Ask for less, wait for one to end, or raise it."


class BookedAlready(Refused):
    """The same booker, the same slot."""

    zh = "该预约方已经预约或候补了这个时段；要改数量，请先取消原预约。"
    en = "This booker has that slot or waits for it. Cancel that booking first to change it."


class SeriesTaken(Refused):
    """Some days of a series can't be had; none was booked."""

    zh = "这些日子不能预约：{days}。没有预约任何一天；可以跳过它们，或换一个时间。"
    en = "These days can't be had: {days}. Nothing was booked. Skip them, or choose another time."

    def __init__(self, *, refused: Sequence[tuple[Day, DomainError]] = (), **details: Any) -> None:
        super().__init__(on=tuple(str(day) for day, _ in refused), **details)

    def text(self, language: str) -> str:
        """The message in `language`, with every day."""
        days: Sequence[str] = self.details["on"]  # type: ignore[assignment]
        return (self.en if language == "en" else self.zh).format(days=(", " if language == "en" else "、").join(days))


class UnknownBooker(Malformed):
    """Nobody here knows who is to have it."""

    zh = "请检查 {field}：没有这个单位、居民或社区，请先登记或核对编号。"
    en = "Check {field}: nobody has that identifier. Register them first, or check it."


class UnknownRequest(Malformed):
    """The booking is said to be for a wish or need that is not there."""

    zh = "请检查 {field}：没有这个心愿或需求，请核对编号或留空。"
    en = "Check {field}: there is no such wish or need. Check the identifier, or leave it out."


class TooManyDays(Malformed):
    """A longer stretch of days than one answer shows."""

    zh = "请检查 {field}：一次最多查看 {most} 天，不能早于第一天。"
    en = "Check {field}: at most {most} days at once, and not before the first."


class SeriesTooLong(Malformed):
    """Too many weeks at once."""

    zh = "请检查 {field}：一次最多预约 {most} 周，请选更早的结束日期，不能早于第一天。"
    en = "Check {field}: at most {most} weeks at once, and not before the first day."


class TooManyMonths(Malformed):
    """Too many months at once."""

    zh = "请检查 {field}：一次最多预约 {most} 个月，请选更早的结束月份，不能早于第一个月。"
    en = "Check {field}: at most {most} months at once, and not before the first."


class OneSeries(Malformed):
    """By the week and by the month at once."""

    zh = "请检查 {field}：按周和按月重复只能选一种，请去掉其中一个。"
    en = "Check {field}: a series goes by the week or by the month. Leave one of the two out."


class BookingOver(Refused):
    """It ended or was marked already."""

    zh = "该预约已经结束，请刷新后查看它现在的状态。"
    en = "This booking has ended. Refresh to see its state."


class NotOffered(Refused):
    """No slot waits for an answer."""

    zh = "现在没有空出的时段等待答复，请刷新后查看。"
    en = "No slot waits for your answer now. Refresh to look again."


class NotBegun(Refused):
    """Nobody can tell yet whether it was kept."""

    zh = "时段还没有开始，不能登记是否使用；不再需要的，请取消预约。"
    en = "The slot hasn't begun. Mark it afterwards, or cancel the booking if it isn't needed."


class BegunAlready(Refused):
    """What has begun is marked, not cancelled."""

    zh = "时段已经开始，请登记“已使用”或“未到场”。"
    en = "The slot has begun. Mark it as kept or as missed."


class MonthBegun(Refused):
    """A month that has begun is given back from a day on."""

    zh = "这个月已经开始，不能整月取消；请在 free_from 填写从哪天起退还，当月余下的日子即可另行预约。"
    en = "The month has begun. Say in free_from from which day it is given back; the rest of it is free then."


class NotOfTheMonth(Malformed):
    """Given back from a day that is none of the month's but its first."""

    zh = "请检查 {field}：请选 {first} 之后、{end} 之前的日子。"
    en = "Check {field}: choose a day after {first} and before {end}."


class NotByTheMonth(Refused):
    """Only a month that has begun is given back in part."""

    zh = "只有已经开始的按月预约才能从某天起退还；请去掉 free_from，直接取消。"
    en = "Only a month that has begun is given back from a day on. Leave free_from out and cancel it."


class NotYourBooking(NotFound):
    """Somebody else's booking: as good as not there."""

    zh = "找不到您的这条预约，请核对编号。"
    en = "No such booking of yours. Check its number."
