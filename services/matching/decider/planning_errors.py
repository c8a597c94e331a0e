"""What a plan refuses, and what to do then."""

from shared.errors import NotFound, Refused


class PlanOver(Refused):
    """It is carried out or dropped."""

    zh = "这份安排已经结束，不能再改；请另做一份。"
    en = "This plan has ended and can't be changed. Make another one."


class NotInPlan(NotFound):
    """The request has no line."""

    zh = "这份安排里没有这一件，请核对编号。"
    en = "This plan has no line for that request. Check the identifier."


class NothingToPlan(Refused):
    """No open request lies in the scope."""

    zh = "这个范围里没有待认领的心愿或需求，请放宽条件。"
    en = "No wish or need in this scope is open. Widen it."


class TooMuchToPlan(Refused):
    """More requests than one plan takes."""

    zh = "这个范围里有 {found} 件，一份安排最多 {most} 件，请缩小范围。"
    en = "There are {found} requests in this scope; a plan takes at most {most}. Narrow it."


class CannotTake(Refused):
    """The provider is none that the plan could choose for this."""

    zh = "该单位没有合适的资源，或已排满，请另选一个；确已商定的，请直接在办件上登记认领。"
    en = "This provider has nothing that fits, or has enough to do. Choose another, or enter the claim on the request."
