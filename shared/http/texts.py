"""What is wrong with a field, in both languages and without the value that was sent."""

import re
from collections.abc import Mapping, Sequence
from typing import Any

from shared.errors import Malformed

_OTHER = ("内容不对，请查阅接口说明。", "Not valid. See the API description.")
_TEXTS = {
    "missing": ("这一项必须填写。", "This field is required."),
    "extra_forbidden": ("没有这一项，请去掉它。", "There is no such field. Leave it out."),
    "string_type": ("请填写文字。", "Give a text."),
    "string_too_short": ("至少 {min_length} 个字。", "Give at least {min_length} characters."),
    "string_too_long": ("最多 {max_length} 个字，请缩短。", "Give at most {max_length} characters."),
    "control_characters": ("含有控制字符，请去掉。", "Remove the control characters."),
    "blank": ("请写看得见的文字。", "Write something that can be read."),
    "several_lines": ("请写成一行。", "Write it in one line."),
    "personal_number": (
        "公开文字里不能有电话或身份证号，请去掉；号码请登记在联系人里。",
        "A public text must not hold phone or identity-card numbers. Remove them; numbers belong to contacts.",
    ),
    "number_plate": ("不是有效的车牌号，请核对。", "Not a valid number plate. Check it."),
    "phone_number": (
        "不是有效的电话号码，请核对位数和区号，如 010-63030000、13800000000。",
        "Not a valid phone number. Check it: 010-63030000, 13800000000.",
    ),
    "recurrence": (
        "不是可用的重复规则，例如 FREQ=WEEKLY;BYDAY=MO,WE。",
        "Not a rule that can be used, such as FREQ=WEEKLY;BYDAY=MO,WE.",
    ),
    "over_midnight": ("要在当天结束，请缩短或提早。", "It has to end on the same day. Shorten it or begin earlier."),
    "days_backwards": ("结束日期不能早于开始日期。", "The last day can't lie before the first."),
    "one_contact": ("联系人和电话只填一项。", "Name a person or a phone, not both."),
    "greater_than": ("必须大于 {gt}。", "Must be greater than {gt}."),
    "greater_than_equal": ("不能小于 {ge}。", "Must be at least {ge}."),
    "less_than": ("必须小于 {lt}。", "Must be less than {lt}."),
    "less_than_equal": ("不能大于 {le}。", "Must be at most {le}."),
    "literal_error": ("只能是 {expected}。", "Must be {expected}."),
    "enum": ("只能是 {expected}。", "Must be {expected}."),
    "too_short": ("至少 {min_length} 项。", "Give at least {min_length} items."),
    "too_long": ("最多 {max_length} 项。", "Give at most {max_length} items."),
    "union_tag_invalid": ("只能是 {expected_tags}。", "Must be {expected_tags}."),
    "union_tag_not_found": ("这一项必须填写。", "This field is required."),
    "timezone_aware": ("时间要带时区，例如 +08:00。", "Give the time with its offset, such as +08:00."),
    "in_the_future": ("这个时间还没有到，请填写过去的时间。", "That time has not come yet. Give one that is past."),
    "json_invalid": ("不是有效的 JSON（UTF-8）。", "Not valid JSON in UTF-8."),
    "json_expected": ("请用 Content-Type: application/json 提交。", "Send it as Content-Type: application/json."),
    "too_deep": ("嵌套过深，请简化。", "Nested too deeply. Simplify it."),
    "number_too_large": ("数字太大，请核对。", "The number is too large. Check it."),
    "credit_code": (
        "统一社会信用代码的校验位不符，可能看错或输错了一位（如 0 与 O、1 与 I），请对照营业执照核对。",
        "Not a credit code: one of its characters was misread or mistyped (0 and O, 1 and I). Check it.",
    ),
    "receipt_number": ("编号不对，可能看错或输错了一位，请核对回执。", "Not a receipt's number. Check its digits."),
    "unknown_file": (
        "文件须为 {expected}，且与 Content-Type 一致；请换一个文件。",
        "It must be {expected}, as Content-Type says. Send another file.",
    ),
    "file_too_large": (
        "文件最大 {most} MB，请压缩或降低扫描分辨率后再传。",
        "A file has at most {most} MB. Compress it, or scan it at a lower resolution.",
    ),
    "unknown_template": (
        "本社区没有这份协议模板，请从列表中选择。",
        "This community has no such template. Choose one from its list.",
    ),
    "unknown_community": ("没有这个社区，请核对编号。", "There is no such community. Check the identifier."),
    "unknown_wish": ("没有这个心愿，请核对编号。", "There is no such wish. Check the identifier."),
    "unknown_cursor": ("翻页标记无效，请从第一页开始。", "The cursor is not valid. Start from the first page."),
    "consent_missing": ("请注明本人如何同意由他人代办。", "Say how the person agreed to what you enter for them."),
}
_FAMILIES = {
    "int": ("请填写整数。", "Give a whole number."),
    "float": ("请填写数字。", "Give a number."),
    "decimal": ("请填写数字，例如 50 或 50.5。", "Give a number, such as 50 or 50.5."),
    "bool": ("请填写 true 或 false。", "Give true or false."),
    "list": ("请填写一个列表。", "Give a list."),
    "tuple": ("请填写一个列表。", "Give a list."),
    "dict": ("请填写一个对象。", "Give an object."),
    "model": ("请填写一个对象。", "Give an object."),
    "date": ("不是有效的日期，例如 2024-12-31。", "Not a valid date, such as 2024-12-31."),
    "datetime": ("不是有效的时间，例如 2024-12-31T09:00:00+08:00。", "Not a time, such as 2024-12-31T09:00:00+08:00."),
}
_NAME = re.compile(r"^[A-Za-z][A-Za-z0-9_-]{0,39}$")


def malformed(field: str, fault: str, context: Mapping[str, Any] | None = None) -> Malformed:
    """The refusal of `field` for `fault`; of `context` the texts repeat only what our schema says."""
    texts = _TEXTS.get(fault) or _FAMILIES.get(fault.partition("_")[0]) or _OTHER
    try:
        zh, en = (text.format(**(context or {})) for text in texts)
    except KeyError:
        zh, en = _OTHER
    return Malformed(field=field, fault=fault, reason_zh=zh, reason_en=en)


def field_name(location: Sequence[str | int]) -> str:
    """`("body", "cells", 3, "name")` as `cells.3.name`. What is no name of ours may be anything: it is not repeated."""
    inner = location[1:] if any(isinstance(part, str) for part in location[1:]) else location[:1]
    return ".".join(str(part) if isinstance(part, int) or _NAME.match(part) else "…" for part in inner)
