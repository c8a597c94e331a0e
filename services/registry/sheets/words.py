"""The Chinese words for values from lists, as the desk shows them and a clerk writes them."""

from shared.exporting.words import Words

KIND = Words(
    {
        "school": "学校",
        "company": "企业",
        "shop": "商铺",
        "hospital": "医院",
        "care_station": "养老驿站",
        "government_office": "机关",
        "public_institution": "事业单位",
        "social_organization": "社会组织",
        "branch": "党支部",
        "team": "队伍",
        "other": "其他",
    },
    {
        "公司": "company",
        "商店": "shop",
        "个体工商户": "shop",
        "幼儿园": "school",
        "卫生服务中心": "hospital",
        "卫生服务站": "hospital",
        "老年驿站": "care_station",
        "政府机关": "government_office",
        "社团": "social_organization",
        "支部": "branch",
        "志愿者队伍": "team",
    },
)
PEER_CLASS = Words(
    {
        **KIND.shown,
        "company_large": "大型企业",
        "company_medium": "中型企业",
        "company_small": "小型企业",
        "company_micro": "微型企业",
        "shop_large": "大型商铺",
        "shop_medium": "中型商铺",
        "shop_small": "小型商铺",
        "shop_micro": "微型商铺",
        "institution": "机构",
        "service": "服务机构",
    },
    {
        "公司": "company",
        "商店": "shop",
        "政府机关": "government_office",
        "社团": "social_organization",
        "支部": "branch",
    },
    open=True,
)
MODE = Words(
    {"bookable": "可预约", "standing": "长期", "seasonal": "季节性", "one_off": "一次性"},
    {"预约": "bookable", "长期提供": "standing", "季节": "seasonal"},
)
PRICE_PER = Words(
    {"time": "次", "hour": "小时", "day": "天", "month": "月", "person": "人", "piece": "件"},
    {"每次": "time", "每小时": "hour", "每天": "day", "日": "day", "每月": "month", "每人": "person", "每件": "piece"},
)
AUDIENCE = Words(
    {"public": "所有人", "members": "联盟成员", "community": "本社区"},
    {"公开": "public", "成员": "members", "社区": "community"},
)
INSIDE = Words(
    {"true": "驻区", "false": "报到"},
    {"驻区单位": "true", "是": "true", "报到单位": "false", "否": "false"},
)
SHOWN_TO = Words(
    {"wall": "上墙公开", "members": "联盟成员", "community": "仅本社区"},
    {"公开": "wall", "上墙": "wall", "成员": "members", "不公开": "community", "本社区": "community"},
)
DUTY = Words(
    {
        "head": "负责人",
        "liaison": "联络员",
        "offers": "资源联系人",
        "needs": "需求联系人",
        "emergency": "应急联系人",
        "other": "其他",
    },
    {"联系人": "liaison", "校长": "head", "经理": "head", "书记": "head"},
)
CONSENT = Words(
    {
        "in_person": "本人当面同意",
        "by_phone": "电话同意",
        "in_writing": "书面同意",
        "guardian": "监护人同意",
        "self": "本人",
    },
    {
        "当面": "in_person",
        "当面同意": "in_person",
        "电话": "by_phone",
        "书面": "in_writing",
        "监护人": "guardian",
        "本人登记": "self",
    },
)
NEED_KIND = Words(
    {"help": "要人帮忙", "vacancy": "招人（保安、保洁等）"},
    {"需求": "help", "帮忙": "help", "招聘": "vacancy", "招人": "vacancy", "岗位": "vacancy"},
)
OFFER_STATE = Words(
    {"submitted": "待上清单", "listed": "在清单上", "ended": "已结束"}, {"待审核": "submitted", "已上架": "listed"}
)
NEED_STATE = Words({"posted": "待发布", "published": "已发布", "withdrawn": "已撤回"}, {"发布": "published"})
WISH_STATE = Words(
    {"posted": "待审核", "referred": "已转办", "published": "已发布", "rejected": "未通过", "withdrawn": "已撤回"}, {}
)
PROGRESS = Words(
    {
        "open": "待认领",
        "claimed": "已认领",
        "reopened": "重新办理",
        "fulfilled": "已实现",
        "resolved": "已解决",
        "partly": "部分解决",
        "impossible": "无法办到",
        "referred": "已转办",
        "closed": "已结束",
    },
    {},
)
STANDS = Words(
    {
        "draft": "草案",
        "signed": "已签署，未生效",
        "in_force": "生效中",
        "expired": "已到期",
        "terminated": "已终止",
    },
    {},
)
ROLE = Words({"council": "理事", "chair": "轮值"}, {})
WAY = Words({"link": "发链接", "call": "打电话", "visit": "上门", "letter": "发函", "page": "单位网页"}, {})
ANSWER = Words({"holds": "仍有效", "changed": "有变化", "paused": "暂停提供", "ended": "不再提供"}, {})
YES = Words({"true": "是", "false": "否"}, {})
