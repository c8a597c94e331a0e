"""What a public text may hold, and what it may not."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import TypeAdapter, ValidationError

from shared.privacy.numbers import holds_personal_number
from shared.privacy.text import Note, OfficePhone, PersonPhone, PlainText, PublicText, Title

PERSONAL = [
    "13800138000",
    "请打13800138000找她",
    "电话：138-0013-8000",
    "138 0013 8000",
    "1380 0138 000",
    "138-00138000",
    "138  0013  8000",
    "138.0013.8000",
    "138—0013—8000",
    "138－0013 8000",
    "138一0013一8000",
    "（138）00138000",
    "+86 138 0013 8000",
    "+8613800138000",
    "0086-138-0013-8000",
    "86 13800138000",
    "013800138000",
    "１３８００１３８０００",
    "①③⑧⓪⓪①③⑧⓪⓪⓪",
    "1️⃣3️⃣8️⃣0️⃣0️⃣1️⃣3️⃣8️⃣0️⃣0️⃣0️⃣",
    "1 3 8 0 0 1 3 8 0 0 0",
    "1-3-8-0-0-1-3-8-0-0-0",
    "1、3、8、0、0、1、3、8、0、0、0",
    "138\u200b0013\u200b8000",
    "1\u00ad38001\u200d38000",
    "138a0013b8000",
    "1a3b8c0d0e1f3g8h0i0j0",
    "138OO138OOO",
    "一三八零零一三八零零零",
    "幺三八〇〇幺三八〇〇〇",
    "壹叁捌零零壹叁捌零零零",
    "一3八0零13八000",
    "١٣٨٠٠١٣٨٠٠٠",
    "手机号13 80 01 38 000",
    "联系电话是：138 00 13 80 00",
    "微信同号13800138000,2024年12月",
    "13800138000 2024-12-31",
    "13800138000 13900139000",
    "19912345678",
    "010-63030001",
    "010 6303 0001",
    "(010) 6303-0001",
    "（０１０）６３０３０００１",
    "01063030001",
    "01063030001转8012",
    "010-63030001-8012",
    "+86 10 6303 0001",
    "86-10-63030001",
    "0086 10 63030001",
    "0311-88886666",
    "0311 8888 6666",
    "0411-8888-666",
    "021-63030001",
    "零一零六三零三零零零一",
    "电话63030001",
    "Tel: 6303 0001",
    "请致电6303-0001",
    "11010519491231002X",
    "11010519491231002x",
    "１１０１０５１９４９１２３１００２Ｘ",
    "110105 19491231 002X",
    "110105-1949-1231-002 X",
    "110105194912310021",
    "身份证110102199003070011。",
    "110105 1949 12 31 0021",
    "110105491231002",
    "110105201501010025",
]

HARMLESS = [
    "2024-12-31",
    "2024-12-31 19:30-21:00",
    "2024-12-13 – 2024-12-31 5次",
    "2024.10.15-2024.10.20 3场",
    "2024年12月13日至2024年12月31日，每天9:00—17:00",
    "20241231",
    "2024-12-31T19:30:00+08:00",
    "20241231193000",
    "二〇二四年十二月三十一日",
    "区划代码110102000000",
    "110102003012001",
    "110102003012",
    "11010220241231",
    "项目编号110102202412310001",
    "项目编号 110102-20241231-0001",
    "订单号20241231123456789",
    "订单 17000000000000001",
    "订单号202412311234567890",
    "1500元、2000元、300元",
    "¥1,500.00",
    "13,800,138,000元",
    "价格1380.00-2000.00元",
    "夜灯50盏，共50户",
    "衣柜1800x2000x600一个",
    "衣柜1800*2000*600",
    "衣柜1800×2000×600mm",
    "社区3692人，900多家单位",
    "13 25 30 40 156",
    "15-30人，20-25次，100",
    "12345热线",
    "拨打12345、96156或110",
    "周一至周五，一老一小，三会一课，四议两公开",
    "一、三、五、七号楼",
    "1、3、5、7、9、11、13、15、17号楼",
    "400-810-1234",
    "统一社会信用代码91110102MA01234567",
    "统一社会信用代码12110102400839302X",
    "电话费20000元",
    "联系2020年12月",
    "联系 20241231",
    "邮编100053",
    "核桃园北里1号楼2单元305",
    "面积1500m² 2000m² 300",
    "1:3 5:2 4:1",
    "0.5-1.5小时",
    "3.1415926535",
    "第0001-0030号微心愿",
]


@pytest.mark.parametrize("text", PERSONAL)
def test_a_personal_number_is_refused_however_it_is_written(text: str) -> None:
    assert "personal_number" in _errors(PublicText, text)


@pytest.mark.parametrize("text", HARMLESS)
def test_dates_quantities_and_codes_are_no_personal_numbers(text: str) -> None:
    assert not holds_personal_number(text)


@given(
    st.from_regex(r"1[3-9][0-9]{9}", fullmatch=True),
    st.sampled_from(["", "-", " ", "　", ".", "–", "－", "\u200b"]),
    st.sampled_from(["请打", "（", "，", "", "王阿姨：", "3号楼，"]),
    st.sampled_from(["", "。", " 谢谢", "，2024年", "找我", "）"]),
)
def test_every_mobile_number_is_found(number: str, gap: str, before: str, after: str) -> None:
    assert holds_personal_number(f"{before}{number[:3]}{gap}{number[3:7]}{gap}{number[7:]}{after}")


@given(st.dates(), st.dates(), st.integers(0, 9999))
def test_a_span_of_dates_with_a_quantity_is_never_refused(first: Any, last: Any, quantity: int) -> None:
    assert not holds_personal_number(f"{first}至{last}，{quantity}份")
    assert not holds_personal_number(f"{first}–{last} {quantity}份")


@given(st.text(max_size=500))
def test_no_text_breaks_the_search(text: str) -> None:
    holds_personal_number(text)


@pytest.mark.timeout(10)
def test_the_search_ends_soon_on_the_worst_texts() -> None:
    for text in ("1" * 500, "1 " * 250, "1-" * 250, "1a" * 250, "电话" * 250, "(" * 500, "X" * 500):
        holds_personal_number(text)


def test_a_refusal_does_not_repeat_the_text() -> None:
    with pytest.raises(ValidationError) as refused:
        TypeAdapter(PublicText).validate_python("找13800138000")
    assert "13800138000" not in refused.value.errors()[0]["msg"]
    assert "ctx" not in refused.value.errors()[0]


@pytest.mark.parametrize("kind", [PlainText, PublicText, Title])
@pytest.mark.parametrize("text", ["", "   ", "　", "\n\t", "\u200b", "\u200b \u200d"])
def test_blank_is_not_a_text(kind: Any, text: str) -> None:
    assert _errors(kind, text)


@pytest.mark.parametrize("kind", [PlainText, PublicText, Title, Note])
@pytest.mark.parametrize("character", ["\x00", "\x07", "\x1b", "\x7f", "\x85", "\u202e", "\u2066"])
def test_control_characters_are_refused(kind: Any, character: str) -> None:
    assert "control_characters" in _errors(kind, f"a{character}b")


def test_space_around_is_taken_off_before_the_length_is_judged() -> None:
    assert TypeAdapter(Title).validate_python("　" + "灯" * 60 + " ") == "灯" * 60


def test_lines_end_in_one_way() -> None:
    assert TypeAdapter(PublicText).validate_python("一盏灯\r\n两盏灯") == "一盏灯\n两盏灯"


@pytest.mark.parametrize("text", ["一\n二", "一\t二", "一\u2028二"])
def test_a_title_is_one_line(text: str) -> None:
    assert "several_lines" in _errors(Title, text)


def test_a_note_may_be_empty() -> None:
    assert TypeAdapter(Note).validate_python("  ") == ""


def test_joined_emoji_and_rare_characters_pass() -> None:
    assert TypeAdapter(PublicText).validate_python("谢谢👨‍👩‍👧 𠮷野家") == "谢谢👨‍👩‍👧 𠮷野家"


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("010-63030001", "+86 10 6303 0001"),
        ("（０１０）６３０３０００１", "+86 10 6303 0001"),
        ("010-63030001转8012", "+86 10 6303 0001 ext. 8012"),
        ("010-63030001 分机 8012", "+86 10 6303 0001 ext. 8012"),
        ("400-810-1234", "+86 400 810 1234"),
        ("13800138000", "+86 138 0013 8000"),
    ],
)
def test_an_office_number_is_kept_in_one_form(given: str, kept: str) -> None:
    assert TypeAdapter(OfficePhone).validate_python(given) == kept
    assert TypeAdapter(OfficePhone).validate_python(kept) == kept


@pytest.mark.parametrize(
    "number", ["", "12", "63030001", "not a number", "+1 212 555 0123", "+852 2345 6789", "1" * 31]
)
def test_an_office_number_is_one_in_mainland_china(number: str) -> None:
    assert _errors(OfficePhone, number)


def test_a_person_may_have_a_number_abroad() -> None:
    assert TypeAdapter(PersonPhone).validate_python("+852 23456789") == "+852 2345 6789"
    assert "phone_number" in _errors(PersonPhone, "12345")


def _errors(kind: Any, value: str) -> list[str]:
    try:
        TypeAdapter(kind).validate_python(value)
    except ValidationError as refused:
        return [error["type"] for error in refused.errors()]
    return []
