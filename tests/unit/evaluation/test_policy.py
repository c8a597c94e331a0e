"""Who may see what was worth what."""

import pytest

from services.evaluation.api import POLICY, router
from shared.http.policy import Caller, Subject
from tests.support.routing import operations_of
from tests.unit.evaluation.examples import COMMUNITY, DISTRICT, PATHS, SCHOOL, SHOP

SUBJECT = Subject(COMMUNITY, PATHS[COMMUNITY], frozenset({SCHOOL}))


def test_every_route_is_in_the_table():
    assert operations_of(router) == set(POLICY)


@pytest.mark.parametrize(
    ("caller", "allowed"),
    [
        (Caller("staff", "a", node=DISTRICT), True),
        (Caller("staff", "a", node="elsewhere"), False),
        (Caller("contact", "a", node=COMMUNITY, organization=SCHOOL), True),
        (Caller("contact", "a", node=COMMUNITY, organization=SHOP), False),
        (Caller("service", "a", node=COMMUNITY), True),
        (Caller("service", "a"), False),
    ],
)
def test_an_organization_sees_its_own_scorecard_and_staff_those_of_their_node(caller, allowed):
    assert POLICY["get_scorecard"][caller.role](caller, SUBJECT) is allowed


def test_there_is_no_league_table_for_anybody_but_staff():
    assert set(POLICY["get_scorecards"]) == {"staff"}
    assert "resident" not in POLICY["get_scorecard"]
