"""What is refused about a wish, and what to do then."""

from shared.errors import NotFound, Refused


class WishKnown(Refused):
    zh = "这个心愿已经提交过，请直接使用它。"
    en = "This wish was posted already. Use the existing one."


class AlreadyReviewed(Refused):
    zh = "这个心愿已审核为不发布；若情况有变，请重新提交一个。"
    en = "This wish was reviewed and rejected. Post a new one if things have changed."


class AlreadyWithdrawn(Refused):
    zh = "这个心愿已经撤回；若又需要，请重新提交一个。"
    en = "This wish was withdrawn. Post a new one if it is wanted again."


class WasReferred(Refused):
    zh = "这个心愿已转办给{to}；要重新审核，请先退回。"
    en = "This wish was referred to {to}. Take it back first if it is to be reviewed here."


class NotReferred(Refused):
    zh = "这个心愿没有转办，不用登记转办结果，也不用退回。"
    en = "This wish was not referred, so there is no outcome to enter and nothing to take back."


class NothingToReveal(Refused):
    zh = "这个心愿没有可联系的居民，或已经结束，请联系社区工作人员。"
    en = "There is nobody to reach behind this wish, or it has ended. Ask the community's staff."


class NothingSaid(Refused):
    zh = "这是公共心愿，没有居民原话，请看公开文字。"
    en = "This is a public wish: nobody's own words are kept for it. Read its public text."


class NothingFulfilled(Refused):
    zh = "这个心愿还没有实现（或正在重新办理），实现以后再登记或发布感谢。"
    en = "This wish has not come true, or is under way again. Thanks are for when it has."


class NobodyToThank(Refused):
    zh = "这个心愿没有登记居民，或没有人登记为完成方，感谢无处转达；请当面转达。"
    en = "No resident stands behind this wish, or nobody is known to have fulfilled it. Pass the thanks on in person."


class ThanksKnown(Refused):
    zh = "这个心愿已经登记过感谢；要换一种说法，请先撤回原来的。"
    en = "Thanks are entered for this wish already. Take them back first if they are to be said differently."


class NoThanks(Refused):
    zh = "这个心愿没有登记感谢，或已撤回、已审核不转达。"
    en = "There are no thanks for this wish: none were entered, or they were taken back or rejected."


class ThanksReviewed(Refused):
    zh = "这段感谢已经发布；要改，请撤回后重新登记。"
    en = "These thanks are published. Take them back and enter them anew if they are to change."


class NotAnAcceptedClaimant(NotFound):
    zh = "只有认领已确认对接的一方可以查看联系方式，请先等待社区确认。"
    en = "Only a claimant whose claim was accepted may see this. Wait for the staff's word first."
