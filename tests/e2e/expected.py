"""The table that every play has to come to, whatever was killed meanwhile; the positions are not compared."""

from demo.table import Table

WISHES = (
    "30 wishes published · 30 claimed · 29 fulfilled · 1 reopened and under way · "
    "night lights 50 of 50 by 3 organizations"
)
LISTS = (
    "4 needs published · 2 resolved · 2 open | 6 offers listed · 1 stale | "
    "organizations scored 5, every point explained"
)
SUGGESTIONS = (
    "1 suggestion made · 1 accepted: 会议室 for 党员红色教育或学习培训 | 1 benefit given: 专家培训 for 心理辅导咨询"
)
PLAN = "1 plan for 30 wishes: 8 with somebody to ask · 1 line changed by hand · carried out"
ALLIANCE = (
    "alliance on 2024-12-31: 6 members · chair 石榴籽商务楼宇公司（虚构） | 1 confirmed for 2024: 北京小学广内分校"
)
AGREEMENTS = "agreements signed 1 | ticked off: 夜灯 20 of 20"
BOOKINGS = "1 booking kept: 会议室 2024-12-05, 50 people"
LEDGER = (
    "ledger of 2024: 3692 residents · 汉族 3283 · 回族 238 · 满族 121 · 蒙古族 38 · 其他 12 | "
    "900 organizations, 7 of them registered"
)
SHEETS = "1 spreadsheet (csv, GBK) imported: 900 new · 0 refused | 901 organizations listed"
NOTICES = (
    "446 notices sent, by kind: "
    "agreement_signed 2 · booking_made 3 · claim_accepted 61 · claim_declined 2 · claim_expired 2 · claim_overdue 2 · "
    "claim_voided 2 · delivered 62 · delivery_confirmed 36 · membership_started 6 · "
    "need_claimed 3 · need_published 4 · need_resolved 4 · offer_confirmed 1 · "
    "offer_listed 6 · request_reopened 3 · scorecard_changed 38 · suggestion_accepted 1 · suggestion_made 1 · "
    "wish_claimed 70 · wish_fulfilled 76 · wish_posted 32 · wish_published 27 · "
    "wish_rejected 1 · wish_withdrawn 1 | "
    "told in person 15 · still to tell 53"
)


def assert_right(table: Table) -> None:
    """The table is the one of the report."""
    assert table.wishes == WISHES
    assert table.lists == LISTS
    assert table.suggestions == SUGGESTIONS
    assert table.plan == PLAN
    assert table.alliance == ALLIANCE
    assert table.agreements == AGREEMENTS
    assert table.bookings == BOOKINGS
    assert table.ledger == LEDGER
    assert table.sheets == SHEETS
    assert table.notices == NOTICES
    assert table.positions.endswith("projections caught up: yes")
