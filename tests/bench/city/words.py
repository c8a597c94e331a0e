"""What things are called in the district: put together from words of the kind that stand on such lists, so that none is
rare and many are alike. Everything follows from numbers: the same district each time."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any, TypeVar
from zoneinfo import ZoneInfo

from shared.contracts.base import Category
from shared.contracts.offers import OfferTerms, Reach

TODAY = datetime.now(ZoneInfo("Asia/Shanghai")).date()
STALE_FROM = TODAY - timedelta(days=180)
"""What was confirmed before that day is stale."""
T = TypeVar("T")

_AREAS = "北京 西城 广安 宣武 牛街 白纸坊 椿树 陶然亭 大栅栏 天桥 月坛 金融街 展览路 德胜 新街口 什刹海 长椿 枣林"
_MARKS = "同心 和顺 永安 恒瑞 博文 春晖 康宁 诚信 华兴 育才 佳和 聚源 明德 瑞祥 万家 海棠 核桃园 红石榴 朝阳 长乐"
_KINDS = "小学 幼儿园 中学 有限公司 科技有限公司 便利店 餐厅 银行支行 医院 卫生服务站 律师事务所 物业公司 药店 书店"
_WITH = "投影设备 显示屏 音响 无障碍坡道 空调 饮水 停车位 志愿者 专业老师 医护人员 工具 材料 场地 车辆"
AREAS, MARKS, KINDS, WITH = (words.split() for words in (_AREAS, _MARKS, _KINDS, _WITH))
THINGS: dict[Category, str] = {
    "space": "多功能会议室 报告厅 活动室 排练厅 阅览室 舞蹈教室 篮球场 礼堂",
    "learning": "法律咨询 健康讲座 智能手机培训 反诈宣传 书法课 英语角 急救培训 作业辅导",
    "care": "上门理发 义诊 陪诊 助浴 送餐 量血压 心理疏导 家庭医生",
    "repair": "水电维修 家电维修 管道疏通 配钥匙 磨刀 换灯 修鞋 手机维修",
    "parking": "停车位 错时停车 共享停车 电动车充电桩 充电柜 自行车棚 装卸车位 访客车位",
    "culture": "合唱团 京剧票友会 抖空竹 剪纸 太极拳 摄影展 茶艺 花卉展",
    "supplies": "米面油 慰问品 口罩 雨伞 轮椅 图书 旧衣 文具",
    "safety": "灭火器 烟感报警器 消防演练 应急演练 夜间巡逻 楼道灯 监控 反诈志愿者",
}
CATEGORIES = tuple(THINGS)


def of(choices: Sequence[T], number: int) -> T:
    """One of `choices`, in turn."""
    return choices[number % len(choices)]


def category(number: int) -> Category:
    """What kind of thing offer or request `number` is about."""
    return of(CATEGORIES, number)


def organization_name(number: int) -> str:
    """What organization `number` is called: 西城同心小学31号."""
    return f"{of(AREAS, number)}{of(MARKS, number // 7)}{of(MARKS, number // 3 + 5)}{of(KINDS, number // 11)}{number}号"


def terms(number: int, reach: tuple[Reach, ...], edition: int = 0) -> OfferTerms:
    """What offer `number` says; in another `edition` its words are others."""
    thing = _thing(number)
    said = f"提供{thing}，有{of(WITH, number + edition)}和{of(WITH, number // 5 + 3)}，工作日可用，请提前一天预约。"
    return OfferTerms(
        title=f"{of(MARKS, number)}{thing}",
        detail=f"{said}第{edition}次修改。" if edition else said,
        category=category(number),
        mode="standing",
        partners=1 + number % 40,
        confirmed_on=TODAY - timedelta(days=number % 400),
        reach=reach,
    )


def wanted(number: int) -> dict[str, Any]:
    """What request `number` says."""
    thing = _thing(number)
    return {
        "title": f"需要{thing}",
        "text": f"希望有单位提供{thing}，最好有{of(WITH, number + 1)}，服务社区里的老人和孩子。",
        "category": category(number),
        "quantity": 1 + number % 20,
        "unit": "次",
    }


def _thing(number: int) -> str:
    return of(THINGS[category(number)].split(), number // len(CATEGORIES))
