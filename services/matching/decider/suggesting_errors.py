"""What is refused about suggestions, and what to do then."""

from shared.errors import Malformed, NotFound, Refused


class NotForPersons(Refused):
    """Nobody is asked through the system to visit a person."""

    zh = "个人和家庭心愿不向单位发建议：请当面或电话联系，对方同意后登记认领。"
    en = "No offers are suggested for wishes of persons and households. Call the provider, then enter its claim."


class OfferNotListed(Refused):
    """It is not on the list, or not any more."""

    zh = "这项资源不在清单上，请另选一项，或先让它上单。"
    en = "This offer isn't on the list. Choose another one, or have it listed first."


class OfferElsewhere(Refused):
    """It is not open to this community."""

    zh = "这项资源没有对本社区开放，请先请提供社区扩大开放范围，或另选一项。"
    en = "This offer isn't open to this community. Ask its community to open it, or choose another one."


class AskedAlready(Refused):
    """The provider has not answered yet."""

    zh = "已经问过这家单位，正在等它答复；要换一项，请先撤回原来的建议。"
    en = "This provider has been asked and has not answered yet. Withdraw that suggestion first to ask for another."


class AskedTooSoon(Refused):
    """It declined, and said until when."""

    zh = "该单位已婉拒，{not_before} 之前请不要再问，请另选一项。"
    en = "This provider declined and asks not to be asked before {not_before}. Choose another one."


class AlreadyAnswered(Refused):
    """The suggestion was accepted, declined or withdrawn before."""

    zh = "这条建议已经答复或撤回，请刷新后查看。"
    en = "This suggestion was answered or withdrawn. Refresh to see how."


class NotYourSuggestion(NotFound):
    """Somebody else was asked: as good as not there."""

    zh = "找不到问您的这条建议，请核对编号。"
    en = "No such suggestion was made to you. Check its number."


class UnknownOffer(Malformed):
    """No offer has that id."""

    zh = "请检查 {field}：没有这项资源，请核对编号。"
    en = "Check {field}: there is no such offer. Check the identifier."


class MustBeLater(Malformed):
    """A day that is not after today."""

    zh = "请检查 {field}：要晚于今天。"
    en = "Check {field}: it must be later than today."
