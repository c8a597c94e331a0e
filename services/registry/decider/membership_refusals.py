"""Why something can't happen to a membership."""

from shared.errors import Refused


class AlreadyMember(Refused):
    zh = "该单位已是联盟成员，无需再次加入。"
    en = "The organization is a member already."


class NotAMember(Refused):
    zh = "该单位现在不是联盟成员，请先办理加入。"
    en = "The organization is not a member now. Admit it first."


class NotApplied(Refused):
    zh = "该单位没有待办理的申请，无需答复。"
    en = "The organization has not applied: there is nothing to decline."


class AlreadySuspended(Refused):
    zh = "该单位的成员资格自 {since} 起已暂停，请先恢复，再另行暂停。"
    en = "The membership is suspended from {since} on. Resume it first."


class NotSuspended(Refused):
    zh = "该单位的成员资格没有暂停，无需恢复。"
    en = "The membership is not suspended."


class RoleTaken(Refused):
    zh = "该单位在这段时间已担任此职，请先结束原来的任期。"
    en = "The organization has this role at that time already. End the former term first."


class RoleWhileSuspended(Refused):
    """Who has a role leads what a suspended member takes no part in."""

    zh = "该单位的成员资格自 {since} 起暂停，期间不能担任职务；请先恢复成员资格，或请另一个单位担任。"
    en = "The membership is suspended from {since} on: it can't have a role. Resume it, or ask another one."


class NoSuchRole(Refused):
    zh = "该单位现在没有担任此职。"
    en = "The organization does not have this role now."
