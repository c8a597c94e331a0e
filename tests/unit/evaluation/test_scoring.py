"""Points follow from facts and schemes alone."""

import pytest

from services.evaluation.events import AtLeast
from services.evaluation.projections import RecordedFact
from services.evaluation.scoring import score
from shared.directory.adoptions import in_force
from tests.unit.evaluation.examples import AT, COMMUNITY, DISTRICT, PATHS, STREET, adopted, fact, rule

PATH = PATHS[COMMUNITY]


def counted(n: int = 1, counts: bool = True, **changes: object) -> RecordedFact:
    return RecordedFact(id=f"fact_{n}.1", recorded_at=AT, counts=counts, **fact(**changes).model_dump())


def points(facts, *schemes) -> list[int]:
    return [point.points for point in score(facts, schemes, PATHS)]


def test_a_point_names_fact_rule_and_scheme():
    (point,) = score([counted()], [adopted()], PATHS)
    assert point.model_dump(mode="json") == {
        "fact": "fact_1.1",
        "request": fact().request,
        "claim": fact().claim,
        "occurred_on": "2024-11-01",
        "indicator": "public_welfare",
        "points": 1000,
        "capped": False,
        "rule": "delivered",
        "words_zh": "完成一次认领",
        "words_en": "A promise kept",
        "scheme": "scheme_1",
        "scheme_title": "评价细则",
        "scheme_valid_from": "2024-01-01",
    }


def test_reversed_facts_and_other_kinds_give_nothing():
    assert points([counted(counts=False), counted(2, kind="need_resolved")], adopted()) == []


def test_a_fact_may_meet_several_rules():
    careful = rule(id="careful", points=50, where={"mark": AtLeast(min=5)})
    assert points([counted()], adopted(rule(), careful)) == [1000, 50]


@pytest.mark.parametrize(
    ("where", "expected"),
    [
        ({"category": ("care", "repair")}, [1000]),
        ({"category": ("repair",)}, []),
        ({"wish_kind": ("public",)}, []),
        ({"request_kind": ("wish",), "wish_kind": ("person",)}, [1000]),
        ({"mark": AtLeast(min=5)}, [1000]),
        ({"mark": AtLeast(min=6)}, []),
    ],
)
def test_a_rule_counts_where_all_conditions_hold(where, expected):
    assert points([counted()], adopted(rule(where=where))) == expected


def test_an_absent_mark_is_not_at_least_anything():
    assert points([counted(mark=None)], adopted(rule(where={"mark": AtLeast(min=0)}))) == []


@pytest.mark.parametrize(
    ("per", "expected"),
    [("fact", [1000, 1000, 1000]), ("unit", [20000, 20000, 10000]), ("share", [400, 400, 200])],
)
def test_three_organizations_share_fifty_lights(per, expected):
    parts = [counted(n, quantity=quantity, of_quantity=50) for n, quantity in enumerate((20, 20, 10))]
    assert points(parts, adopted(rule(per=per))) == expected


def test_shares_are_rounded_half_up():
    assert points([counted(quantity=1, of_quantity=3)], adopted(rule(per="share"))) == [333]
    assert points([counted(quantity=1, of_quantity=2)], adopted(rule(per="share", points=1))) == [1]


def test_a_rule_may_be_limited_to_so_much_a_quarter():
    facts = [counted(n, occurred_on=f"2024-11-0{n}") for n in (1, 2, 3)]
    earned = score(reversed(facts), [adopted(rule(max_per_quarter=1500))], PATHS)
    assert [(point.fact, point.points, point.capped) for point in earned] == [
        ("fact_1.1", 1000, False),
        ("fact_2.1", 500, True),
        ("fact_3.1", 0, True),
    ]


def test_the_scheme_in_force_is_that_of_the_day():
    first, later = adopted(), adopted(rule(points=7), valid_from="2024-11-01", n=2)
    assert points([counted(occurred_on="2024-10-31"), counted(2)], first, later) == [1000, 7]


def test_before_any_scheme_there_are_no_points():
    assert points([counted(occurred_on="2023-12-31")], adopted()) == []


def test_the_nearest_node_wins_once_its_scheme_is_valid():
    district, street = adopted(), adopted(node=STREET, valid_from="2024-06-01", n=2)
    assert in_force([street, district], PATH, fact(occurred_on="2024-05-31").occurred_on) == district
    assert in_force([street, district], PATH, fact(occurred_on="2024-06-01").occurred_on) == street
    assert in_force([street, district], (DISTRICT, "elsewhere"), fact().occurred_on) == district


def test_of_two_valid_from_the_same_day_the_later_adoption_counts():
    assert points([counted()], adopted(rule(points=2), n=2), adopted(rule(points=1))) == [2]


def test_a_correction_takes_the_place_of_what_it_replaces():
    wrong = adopted(valid_from="2024-10-01", n=2)
    right = adopted(rule(points=3), valid_from="2024-02-01", n=3, replaces="scheme_2")
    assert points([counted()], adopted(), wrong, right) == [3]


def test_a_correction_leaves_the_days_before_it_alone():
    wrong = adopted(rule(points=5), valid_from="2024-01-01", n=2)
    right = adopted(rule(points=3), valid_from="2024-11-01", n=3, replaces="scheme_2")
    assert points([counted(1, occurred_on="2024-10-31"), counted(2, occurred_on="2024-11-01")], wrong, right) == [5, 3]


def test_a_node_cannot_take_another_nodes_scheme_out_of_force():
    stranger = adopted(node="community_other", n=2, replaces="scheme_1")
    assert points([counted()], adopted(), stranger) == [1000]


def test_a_community_not_known_yet_is_scored_by_its_own_scheme_only():
    assert score([counted()], [adopted()], {}) == ()
    assert len(score([counted()], [adopted(node=COMMUNITY)], {})) == 1


def test_a_second_scheme_changes_every_score():
    facts = [counted(n, occurred_on=f"2024-1{n}-01") for n in (0, 1, 2)]
    before = points(facts, adopted())
    after = points(facts, adopted(), adopted(rule(points=1234), n=2))
    assert all(one != other for one, other in zip(before, after, strict=True))
