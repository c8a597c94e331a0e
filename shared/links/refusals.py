"""Why a link opens nothing, and what to do then."""

from shared.errors import NotFound, Refused


class WrongLink(NotFound):
    """No link is like that: it was cut off on the way, or guessed."""

    zh = "链接不完整或有误：请完整复制收到的链接再打开，或请社区服务站重新发一个。"
    en = "This link is incomplete or wrong. Copy all of it, or ask the service station for a new one."


class LinkExpired(Refused):
    """Its days are over."""

    zh = "这个链接已过有效期，请社区服务站重新发一个。"
    en = "This link has expired. Ask the service station for a new one."


class LinkTakenBack(Refused):
    """Staff took it back."""

    zh = "社区服务站已收回这个链接，有疑问请联系服务站。"
    en = "The service station took this link back. Ask there if in doubt."


class LinkReplaced(Refused):
    """There is a newer one for the same thing."""

    zh = "社区服务站已另发了新的链接，请用新的。"
    en = "The service station has sent a newer link. Use that one."


class LinkUsedUp(Refused):
    """It was answered."""

    zh = "这个链接已经答复过；要更改请联系社区服务站。"
    en = "This link was answered already. Ask the service station if the answer has to change."


class LinkOver(Refused):
    """Its question needs no answer any more."""

    zh = "这件事已经办结或不再需要答复；有疑问请联系社区服务站。"
    en = "This is settled, or needs no answer any more. Ask the service station if in doubt."


class NotItsQuestion(Refused):
    """An answer to something the link does not ask."""

    zh = "这个链接问的不是这件事，请按页面上的选项答复。"
    en = "This link asks something else. Answer what it asks."


class LinkNotOpen(Refused):
    """Nothing is left to take back."""

    zh = "这个链接已经答复、收回或被新链接取代，无需收回；请刷新后再看。"
    en = "This link was answered, taken back or replaced; there is nothing to take back. Refresh and look again."


class OnlyForOrganizations(Refused):
    """Persons and the community get no links."""

    zh = "链接只发给单位；居民和社区的事请由工作人员代为登记。"
    en = "Links are for organizations. Enter it yourself for a resident or the community."
