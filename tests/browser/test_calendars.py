"""A year's holidays: pasted as announced at the desk, and for all communities below at the overview."""

import re

from playwright.async_api import expect

from tests.browser.visiting import Windows, assert_accessible, assert_fits_a_phone, sign_in

ANNOUNCED = """一、元旦：1月1日（周五）至3日（周日）放假，共3天。
二、春节：2月5日（周五）至11日（周四）放假调休，共7天。2月14日（周日）上班。"""
YEAR = "2027"


async def test_the_announcement_is_pasted_and_read(windows: Windows) -> None:
    page = await windows.open()
    await sign_in(page, "other_desk", at="/desk/ledger")
    part = page.get_by_role("region", name="放假和调休")
    await part.get_by_label("年份").fill(YEAR)
    await part.get_by_label(re.compile("^粘贴放假通知")).fill(ANNOUNCED)
    await page.keyboard.press("Tab")
    await expect(part.get_by_label("放假的日子，含中间的周末（10 天）")).to_have_value(
        "2027-01-01 至 2027-01-03\n2027-02-05 至 2027-02-11"
    )
    await expect(part.get_by_label("调休上班的周六、周日（1 天）")).to_have_value("2027-02-14")
    await part.get_by_label(re.compile("^依据")).fill("放假通知（测试）")
    await assert_accessible(page)
    await assert_fits_a_phone(page)
    await part.get_by_label(re.compile("^依据")).press("Enter")
    await expect(part.get_by_role("status").filter(has_text="2027 年的放假和调休已登记")).to_be_visible()
    await expect(part.get_by_text(re.compile(r"本级已登记：.*2027"))).to_be_visible()

    await part.get_by_label(re.compile("^调休上班")).fill("2027-02-15")
    await part.get_by_label(re.compile("^依据")).fill("放假通知（测试）")
    await part.get_by_label(re.compile("^依据")).press("Enter")
    await expect(part.get_by_role("alert")).to_contain_text("这里只填调休上班的周六、周日")


async def test_the_district_sees_which_years_nobody_has_recorded(windows: Windows) -> None:
    page = await windows.open()
    await sign_in(page, "district", at="/overview")
    part = page.get_by_role("region", name="放假和调休")
    await expect(part.get_by_role("button", name=re.compile("^登记 .* 年"))).to_be_visible()
    await expect(part.get_by_text(re.compile("及以下按工作日计算的期限从此照此办理"))).to_be_visible()
    await assert_accessible(page)
    await assert_fits_a_phone(page)
