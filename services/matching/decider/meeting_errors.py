"""What a claiming meeting refuses, and what to do then."""

from collections.abc import Sequence
from typing import Any

from services.matching.decider.errors import AlreadyClaimed
from shared.errors import Malformed, NotFound, Refused


class MeetingNotOpen(Refused):
    """A claim before the opening or after the end."""

    zh = "认领会还没有开始或已经结束，请先开始认领会；已经结束的，请直接在心愿上登记认领。"
    en = "The meeting isn't open. Open it first; if it has ended, enter the claim on the wish itself."


class MeetingEnded(Refused):
    """Nothing of a closed meeting is changed."""

    zh = "认领会已经结束，不能再修改；请直接在心愿上办理，或另外准备一场。"
    en = "This meeting has ended and can't be changed. Act on the wish itself, or prepare another meeting."


class NumbersFixed(Refused):
    """After the first claim each number stands for its wish."""

    zh = "已经有人认领，编号不能再换；要加心愿，请追加在最后。"
    en = "A claim has been made, so the numbers are fixed. Add further wishes at the end."


class TooManyNumbers(Refused):
    """More wishes than one meeting takes."""

    zh = "一场认领会最多 {most} 个心愿，请减少一些或另外准备一场。"
    en = "A meeting takes at most {most} wishes. Leave some out, or prepare another meeting."


class WishNotOpen(Refused):
    """A wish that was fulfilled or closed gets no number."""

    zh = "请检查 {field}：这个心愿已经办结，请从名单里去掉。"
    en = "Check {field}: this wish has ended. Leave it out."


class UnknownWish(Malformed):
    """No wish of this community has that id."""

    zh = "请检查 {field}：本社区没有这个心愿，请核对编号。"
    en = "Check {field}: this community has no such wish. Check the identifier."


class RepeatedWish(Malformed):
    """One wish, two numbers."""

    zh = "请检查 {field}：这个心愿已经有编号了，请去掉重复的。"
    en = "Check {field}: this wish has a number already. Leave out the second one."


class UnknownOrganization(Malformed):
    """Nobody here knows that organization."""

    zh = "请检查 {field}：没有这个单位，请先登记单位或核对编号。"
    en = "Check {field}: there is no such organization. Register it first, or check the identifier."


class UnknownNumber(NotFound):
    """The meeting has no wish with that number."""

    zh = "这场认领会只有 1 到 {last} 号，请核对编号。"
    en = "This meeting has the numbers 1 to {last}. Check the number."


class NoSuchIntention(NotFound):
    """The organization has not said that it means to claim this."""

    zh = "没有记过这条认领意向，请核对编号和单位。"
    en = "No such intention was noted. Check the number and the organization."


class NothingClaimedHere(Refused):
    """There is no claim of this meeting to take back."""

    zh = "{number} 号在本场认领会上还没有人认领，不用撤销。"
    en = "Number {number} hasn't been claimed in this meeting. Nothing to undo."


class Taken(AlreadyClaimed):
    """Somebody was faster; `claimants` are the names of those who may be named, the rest are residents."""

    zh = "{number} 号已由{who}认领，请另选一个。"
    en = "Number {number} has been claimed by {who}. Choose another one."

    def __init__(self, *, claimants: Sequence[str] = (), residents: bool = False, **details: Any) -> None:
        super().__init__(claimants=tuple(claimants), **details)
        self._residents = residents

    def text(self, language: str) -> str:
        """The message in `language`, with everybody who has it."""
        zh = language != "en"
        resident = ("居民" if zh else "a resident",) if self._residents else ()
        who = ("、" if zh else ", ").join((*self.details["claimants"], *resident))  # type: ignore[misc]
        return (self.zh if zh else self.en).format(number=self.details["number"], who=who)
