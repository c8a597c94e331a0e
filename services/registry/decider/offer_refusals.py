"""Why an offer can't be what somebody wants it to be."""

from shared.errors import Refused


class AlreadySubmitted(Refused):
    zh = "这条资源已经提交过，请直接使用它。"
    en = "This offer was submitted already. Use the existing one."


class AlreadyListed(Refused):
    zh = "这条资源已在资源清单上，无需再次上架。"
    en = "This offer is on the list already."


class NotListed(Refused):
    zh = "这条资源还没有上架，请先由社区工作人员审核上架。"
    en = "This offer is not on the list yet. Staff have to list it first."


class AlreadyEnded(Refused):
    zh = "这条资源已经结束；若又可以提供，请重新提交一条。"
    en = "This offer has ended. Submit a new one if it can be given again."


class AlreadyPaused(Refused):
    zh = "这条资源自 {first} 起已暂停，请先恢复，再另行暂停。"
    en = "This offer is paused from {first} on. Resume it first."


class NotPaused(Refused):
    zh = "这条资源没有暂停，无需恢复。"
    en = "This offer is not paused; there is nothing to resume."


class NotYetInTheSubdistrict(Refused):
    zh = "请先向街道开放，再向全区开放。"
    en = "Open it to the subdistrict first, then to the district."


class NotOpened(Refused):
    zh = "这条资源没有向这一级开放，无需关闭。"
    en = "This offer is not open to that level; there is nothing to close."


class NothingToReview(Refused):
    zh = "没有等待审核的答复，请刷新后再看。"
    en = "No answer waits for review. Refresh and look again."


class StillInTheDistrict(Refused):
    zh = "请先关闭向全区的开放，再关闭向街道的开放。"
    en = "Close it to the district first, then to the subdistrict."
