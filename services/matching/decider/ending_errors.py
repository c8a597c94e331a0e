"""What is refused about ends and about answers to vacancies, and what to do then."""

from shared.errors import Malformed, NotFound, Refused


class StillToConfirm(Refused):
    """Something was delivered and nobody has judged it."""

    zh = "还有送达没有确认，请先确认或说明没有真正办好，再按部分解决办结。"
    en = "A delivery waits to be confirmed. Confirm it, or say that it was not really done, before ending in part."


class NothingDone(Refused):
    """Nothing of it is confirmed: that is not a part."""

    zh = "还没有任何完成并确认的部分；办不到的请按“无法办到”答复，转给别处的请“转办”。"
    en = "Nothing of it is confirmed. Answer that it is impossible, or refer it, instead of ending it in part."


class NotReferred(Refused):
    """There is no referral to tell about."""

    zh = "这件事没有转办，不用登记转办结果。"
    en = "This request was not referred, so there is no outcome to enter."


class NothingToReturn(Refused):
    """It is open, fulfilled, or closed because nobody wants it any more."""

    zh = "只有已转办、无法办到或部分解决的才能退回重办；已完成但没有真正办好的，请重新打开。"
    en = "Only what was referred, found impossible or partly done can come back. Reopen what was said to be done."


class ExpectedTooEarly(Malformed):
    """An answer expected before today."""

    zh = "请检查 {field}：预计答复的日子不能早于今天。"
    en = "Check {field}: the day can't be before today."


class NotAVacancy(Refused):
    """Only jobs are answered."""

    zh = "这不是招聘岗位，请用认领或承接。"
    en = "This is not a vacancy. Claim it instead."


class VacancyNotClaimed(Refused):
    """Jobs are answered by residents, not claimed."""

    zh = "招聘岗位由居民应聘，不能认领；请登记应聘的居民。"
    en = "Residents answer a vacancy; it can't be claimed. Enter the resident who would take the job."


class AnsweredBefore(Refused):
    """That resident's answer waits already, or was taken."""

    zh = "这位居民已经应聘过，请查看之前的记录。"
    en = "This resident has answered already. See the earlier answer."


class NoPlaceLeft(Refused):
    """All that were wanted have been found."""

    zh = "岗位已经招满，请看看其他岗位。"
    en = "Everybody who was wanted has been found. Look at other vacancies."


class MayOnlyWithdraw(Refused):
    """A resident settles nothing but the own answer."""

    zh = "本人只能撤回应聘；其他结果请由社区工作人员登记。"
    en = "You can only withdraw your answer. The community's staff enter other outcomes."


class NotYourAnswer(NotFound):
    """Somebody else's answer: as good as not there."""

    zh = "找不到您的这条应聘，请核对编号。"
    en = "No such answer of yours. Check its number."


class NoSuchPart(Malformed):
    """A part that the request does not have, or none where it has some."""

    zh = "请检查 {field}：这条需求分为 {parts} 项，请写明承接第几项。"
    en = "Check {field}: this need has {parts} parts. Say the number of the one you mean."
