"""What is refused about an agreement, and what to do then."""

from shared.errors import Refused


class SignedAlready(Refused):
    zh = "协议已经签署；要改请用“更正”，要续请用“续签”。"
    en = "The agreement is signed already. Correct it, or renew it for a further term."


class NotSigned(Refused):
    zh = "协议还是草案，请先登记签署。"
    en = "The agreement is a draft. Record that it was signed first."


class Terminated(Refused):
    zh = "协议已经终止；若终止是误录，请先撤销终止。"
    en = "The agreement was terminated. Take the termination back first if it was entered by mistake."


class NotTerminated(Refused):
    zh = "协议没有终止，无需撤销。"
    en = "The agreement was not terminated, so there is nothing to take back."


class Expired(Refused):
    zh = "协议已经到期，无需终止；若要继续，请续签。"
    en = "The agreement has expired, so there is nothing to terminate. Renew it if it goes on."


class NothingToTick(Refused):
    zh = "这一条没有可以勾销的数量：它不计数，或已经完成。请刷新后再看。"
    en = "Nothing of this clause can be ticked: it does not count anything, or is done. Refresh and look again."


class NoSuchTick(Refused):
    zh = "这一笔已经不计入，请刷新后再看。"
    en = "This tick does not count any more. Refresh and look again."


class NotDeclaratory(Refused):
    zh = "这一条按数量计，不写年度记录；请勾销数量。"
    en = "This clause is counted, so it gets no yearly note. Tick its quantity off."


class ScanGone(Refused):
    zh = "这份扫描件已经删除，请重新上传。"
    en = "This scan was erased. Upload it again."
