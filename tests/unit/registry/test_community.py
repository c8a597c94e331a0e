from typing import Any

import pytest

from services.registry.commands import ChangeSettings, Figures, FoundCommunity, GroupCount, RecordLedger
from services.registry.decider.community import (
    DECIDER,
    AlreadyFounded,
    WrongLevel,
)
from services.registry.decider.ledger import FiguresDisagree, table_of
from services.registry.events import CommunitySettingsChanged, Group, LedgerRecorded
from shared.contracts.limits import ClassLimits
from shared.contracts.registry import Settings
from shared.errors import Malformed, NotFound
from shared.testing.spec import spec
from tests.unit.registry.examples import COMMUNITY, DISTRICT, STAFF, founded

FOUND = FoundCommunity(
    **STAFF, name="核桃园社区", level="community", path=(DISTRICT, COMMUNITY), parent_level="subdistrict"
)


def figures(residents: int, **groups: int) -> Figures:
    counts = tuple(GroupCount(name=name, count=count) for name, count in groups.items())
    return Figures(residents=residents, groups=counts, organizations=900)


def test_a_community_is_founded_under_its_parent() -> None:
    spec(DECIDER).when(FOUND).then(founded)


def test_the_first_node_has_no_parent() -> None:
    root = FoundCommunity(**STAFF, name="西城区", level="district", path=(DISTRICT,))
    event = spec(DECIDER).when(root).events()[0]
    assert event.model_dump()["path"] == (DISTRICT,)


@pytest.mark.parametrize("parent", ["community"])
def test_a_community_holds_no_community(parent: Any) -> None:
    spec(DECIDER).when(FOUND.model_copy(update={"parent_level": parent})).refused(WrongLevel)


def test_a_node_is_founded_once() -> None:
    spec(DECIDER).given(founded).when(FOUND).refused(AlreadyFounded)


def test_nothing_happens_to_an_unknown_node() -> None:
    spec(DECIDER).when(ChangeSettings(**STAFF, settings=Settings())).refused(NotFound)


def test_settings_are_replaced_whole() -> None:
    settings = Settings(claim_due="PT2S", time_zone="Asia/Urumqi")
    change = ChangeSettings(**STAFF, settings=settings)
    changed = CommunitySettingsChanged(settings=settings)
    spec(DECIDER).given(founded).when(change).then(changed)
    spec(DECIDER).given(founded, changed).when(change).then()


@pytest.mark.parametrize("zone", ["Asia/Nowhere", "../etc", ""])
def test_a_time_zone_must_exist(zone: str) -> None:
    spec(DECIDER).given(founded).when(ChangeSettings(**STAFF, settings=Settings(time_zone=zone))).refused(Malformed)


@pytest.mark.parametrize(
    "classes",
    [
        [ClassLimits(claim_due="P3D")],
        [ClassLimits(kind="public", category="care", claim_due="P3D")],
        [ClassLimits(category="care")],
        [ClassLimits(category="care", claim_due="P3D"), ClassLimits(category="care", reply_due="P3D")],
        [ClassLimits(peer_class="school", unclaimed_after="P3D")],
        [ClassLimits(peer_class="school", reply_due="P3D", claim_due="P3D")],
    ],
)
def test_a_class_is_one_thing_named_once_and_differs_in_what_it_can(classes: list[ClassLimits]) -> None:
    settings = Settings(classes=tuple(classes))
    spec(DECIDER).given(founded).when(ChangeSettings(**STAFF, settings=settings)).refused(Malformed)


def test_classes_are_kept() -> None:
    classes = (ClassLimits(category="care", claim_due="P3D"), ClassLimits(peer_class="school", claim_grace="P1WD"))
    settings = Settings(classes=classes)
    change = ChangeSettings(**STAFF, settings=settings)
    spec(DECIDER).given(founded).when(change).then(CommunitySettingsChanged(settings=settings))


def ledger(year: int = 2024) -> RecordLedger:
    return RecordLedger(**STAFF, year=year, **dict(figures(3692, 汉族=3283, 回族=300, 满族=100, 布依族=9)))


RECORDED = LedgerRecorded(
    year=2024,
    residents=3692,
    groups=(Group(name="汉族", count=3283), Group(name="回族", count=300), Group(name="其他", count=109)),
    organizations=900,
)


def test_small_groups_are_merged_before_the_event() -> None:
    spec(DECIDER).given(founded).when(ledger()).then(RECORDED)


def test_figures_are_replaced_by_a_correction_and_the_same_ones_are_no_news() -> None:
    earlier = RECORDED.model_copy(update={"residents": 3700})
    spec(DECIDER).given(founded, earlier).when(ledger()).then(RECORDED)
    spec(DECIDER).given(founded, earlier, RECORDED).when(ledger()).then()


def test_figures_of_the_future_are_refused() -> None:
    spec(DECIDER).given(founded).when(ledger(2026)).refused(Malformed)


def test_a_group_is_named_once() -> None:
    twice = ledger().model_copy(update={"groups": (GroupCount(name="回族", count=20),) * 2})
    spec(DECIDER).given(founded).when(twice).refused(Malformed)


def test_the_groups_cannot_exceed_the_residents() -> None:
    more = ledger().model_copy(update={"residents": 100})
    spec(DECIDER).given(founded).when(more).refused(FiguresDisagree)


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        (figures(100, 汉族=90, 回族=10), {"汉族": 90, "回族": 10}),
        (figures(109, 汉族=90, 回族=10, 满族=9), {"汉族": 90, "其他": 19}),
        (figures(115, 汉族=90, 回族=10, 满族=9, 蒙古族=6), {"汉族": 90, "回族": 10, "其他": 15}),
        (figures(105, 汉族=90, 回族=10), {"汉族": 90, "其他": 15}),
        (figures(120, 汉族=90, 回族=10), {"汉族": 90, "回族": 10, "其他": 20}),
        (figures(108, 汉族=90, 其他=18), {"汉族": 90, "其他": 18}),
        (figures(95, 汉族=90, 其他=5), {"其他": 95}),
        (figures(12, 汉族=5, 回族=7), {"其他": 12}),
        (figures(9, 汉族=9), {}),
        (figures(100), {"其他": 100}),
        (figures(0), {}),
        (figures(100, 汉族=100, 回族=0), {"汉族": 100}),
    ],
)
def test_no_cell_under_ten_is_kept_or_derivable(given: Figures, kept: dict[str, int]) -> None:
    groups = table_of(given).groups
    assert {group.name: group.count for group in groups} == kept
    hidden = given.residents - sum(group.count for group in groups)
    assert all(group.count >= 10 for group in groups)
    assert hidden == 0 or not groups
