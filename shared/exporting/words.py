"""The Chinese words for values from lists, as the desk shows them: those that more than one service writes."""

from collections.abc import Mapping
from typing import NamedTuple


class Words(NamedTuple):
    """`shown` is what our own files say for a value; `also` is what else is understood. An `open` list is not all there
    is: another word is a value of its own."""

    shown: Mapping[str, str]
    also: Mapping[str, str]
    open: bool = False

    def value_of(self, word: str) -> str | None:
        """The value for what somebody wrote; None where that is none of them."""
        found = {shown: value for value, shown in self.shown.items()} | dict(self.also)
        value = word.lower()
        return value if value in self.shown else found.get(word, word if self.open else None)


CATEGORY = Words(
    {
        "care": "关爱照料",
        "household_help": "家务帮助",
        "repair": "维修",
        "supplies": "物资",
        "environment": "环境环保",
        "safety": "安全",
        "culture": "文化活动",
        "learning": "学习讲座",
        "party_building": "党的建设",
        "employment": "就业",
        "space": "场地",
        "parking": "停车",
        "charging": "充电",
        "transport": "交通出行",
        "volunteering": "志愿服务",
        "other": "其他",
    },
    {
        "会议室": "space",
        "车位": "parking",
        "充电桩": "charging",
        "志愿者": "volunteering",
        "培训": "learning",
        "讲座": "learning",
        "环境": "environment",
        "文化": "culture",
        "党建": "party_building",
        "家政": "household_help",
    },
)
WISH_KIND = Words({"person": "个人", "household": "家庭", "public": "公共"}, {})
