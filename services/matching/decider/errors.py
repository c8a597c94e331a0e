"""What matching refuses, and what to do then."""

from shared.errors import Forbidden, Malformed, NotFound, Refused


class AlreadyClaimed(Refused):
    """Nothing of the request is left to claim."""

    zh = "已经被认领完了，请看看其他心愿或需求。"
    en = "All of it has been claimed. Please look at other wishes and needs."


class TooMuch(Refused):
    """More was asked for than is left."""

    zh = "只剩 {left} {unit}可以认领，请改小数量。"
    en = "Only {left} {unit} are left to claim. Claim that many or fewer."


class RequestEnded(Refused):
    """The request was fulfilled or closed."""

    zh = "这件事已经办结，不能再这样操作；若没有真正办好，请重新打开。"
    en = "This request has ended. If it was not really done, reopen it."


class OrganizationInactive(Refused):
    """Nobody is there to keep what it would promise."""

    zh = (
        "这个单位已停用，不能认领、承接、答复或预约，它的资源也不再预约；请另选一家，或先恢复它。"
        "已有的认领和预约可以谢绝、退回、取消，或登记结果。"
    )
    en = (
        "This organization is deactivated: it can't claim, answer or book, nor can its offers be booked. Choose "
        "another one, or reactivate it first. What it has already can be declined, given back, cancelled or reported."
    )


class OwnRequest(Refused):
    """Somebody claims what he or she asked for."""

    zh = "不能认领自己提出的心愿或需求；若已自行解决，请把它关闭。"
    en = "You can't claim your own request. Close it if you have solved it yourself."


class OtherCommunity(Refused):
    """A community claims outside itself."""

    zh = "社区只能承接本社区的心愿或需求。"
    en = "A community can claim only its own requests."


class NotWaiting(Refused):
    """The claim does not wait for acceptance."""

    zh = "该认领不在等待确认，请刷新后查看它现在的状态。"
    en = "This claim isn't waiting to be accepted. Refresh to see its state."


class NotAccepted(Refused):
    """The claim still waits for acceptance."""

    zh = "该认领还没有确认对接，请社区工作人员先确认。"
    en = "This claim hasn't been accepted yet. Ask the community's staff to accept it first."


class NotUnderWay(Refused):
    """The claim has been delivered or has ended."""

    zh = "该认领已经送达或已经结束，请刷新后查看它现在的状态。"
    en = "This claim has been delivered or has ended. Refresh to see its state."


class AlreadyVoided(Refused):
    """It was taken back before."""

    zh = "这条记录已经作为误录更正过了，不用再做。"
    en = "This was voided before. Nothing more to do."


class NotLater(Refused):
    """An extension to a day that is not later than the present due date."""

    zh = "延期的日子要晚于现在的期限，请另选日期。"
    en = "The new day must be later than the present due date. Choose another one."


class AfterDue(Refused):
    """A visit arranged for a day after the due date."""

    zh = "请检查 {field}：最迟 {last} 要完成；要再晚些，请社区先延期。"
    en = "Check {field}: it is due on {last}. For a later day ask the community for more time first."


class TriedAlready(Refused):
    """A second attempt in the same way on the same day."""

    zh = "这一天已经用同样的方式回访过，请改天再试，或换一种方式。"
    en = "That was tried in this way on that day already. Try another day, or the other way."


class OnlyWishes(Refused):
    """A return visit for a need."""

    zh = "需求由单位自己确认，不用回访；请提醒该单位确认。"
    en = "A need is confirmed by its organization, without a return visit. Remind it to confirm."


class TakenOn(Refused):
    """Somebody has taken it on, so it isn't waiting."""

    zh = "已经有人认领，不用延长等待；要延期，请在认领上办理。"
    en = "Somebody has taken it on, so it isn't waiting. Give the claim more time instead."


class NothingToExtend(Refused):
    """No limit is set."""

    zh = "没有设认领期限，会一直等待认领，不用延长。"
    en = "It has no time limit and waits as long as it takes. Nothing to extend."


class DeliversTooMuch(Refused):
    """More was delivered than is still promised."""

    zh = "该认领只剩 {left} {unit}未送达，请核对数量；多送的请另行认领。"
    en = "Only {left} {unit} of this claim are outstanding. Check the quantity, or claim the rest first."


class AlreadyConfirmed(Refused):
    """A confirmed delivery is not voided."""

    zh = "这次送达已经确认；若确认有误，请先重新打开。"
    en = "This delivery was confirmed. If that was wrong, reopen the request first."


class NothingToConfirm(Refused):
    """No delivery waits for confirmation."""

    zh = "没有等待确认的送达，请先登记送达。"
    en = "No delivery is waiting to be confirmed. Enter the delivery first."


class NothingToReopen(Refused):
    """Nothing was said to be delivered that could be under way again."""

    zh = "没有已送达或已确认的认领可以重新办理，请核对认领编号。"
    en = "No claim that is delivered or confirmed can be reopened. Check which claims you mean."


class NoFreeText(Refused):
    """Free words around a person's or household's wish."""

    zh = "个人和家庭心愿只记代码，不写文字说明，请去掉文字。"
    en = "For wishes of persons and households only codes are kept. Leave out the words."


class StaffConfirms(Forbidden):
    """A public wish is confirmed by staff, or by who answers for its place."""

    zh = "公共心愿由所在楼院的负责人或社区工作人员确认，请联系他们。"
    en = "Public wishes are confirmed by the steward of the place or by the community's staff. Ask them."


class OwnDelivery(Forbidden):
    """Who delivered does not confirm."""

    zh = "不能确认自己的送达，请由对方或社区工作人员确认。"
    en = "You can't confirm your own delivery. The recipient or the community's staff does."


class NotYourClaim(NotFound):
    """Somebody else's claim: as good as not there."""

    zh = "找不到您的这条认领，请核对编号。"
    en = "No such claim of yours. Check its number."


class NotYet(Malformed):
    """A day in the future for what has happened."""

    zh = "请检查 {field}：不能晚于今天。"
    en = "Check {field}: it can't be later than today."


class Yesterday(Malformed):
    """A day in the past for what is to come."""

    zh = "请检查 {field}：不能早于今天。"
    en = "Check {field}: it can't be earlier than today."


class UnclearMarks(Malformed):
    """Neither marks for the claims named nor one for all, or both."""

    zh = "请检查 {field}：逐条写明认领和满意度，或只给一个适用于全部的满意度。"
    en = "Check {field}: give each claim its mark, or one mark for all of them."


class WrongKind(Malformed):
    """An id that is not of the kind it is said to be."""

    zh = "请检查 {field}：编号与类别不符，单位是 org_，居民是 person_，社区是 community_。"
    en = "Check {field}: the id is not of that kind (org_ organization, person_ person, community_ community)."


class ConsentMissing(Malformed):
    """A claim entered for a person without saying how he or she agreed."""

    zh = "请检查 {field}：替本人登记时，请注明其同意的方式。"
    en = "Check {field}: say how the person agreed when you enter this for somebody."
