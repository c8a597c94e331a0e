"""Who may do what with a notice."""

import pytest

from services.notify.api import POLICY, desk, router
from shared.http.policy import Caller, Subject
from tests.support.routing import operations_of
from tests.unit.notify.examples import COMMUNITY, PERSON

TO_PERSON = Subject(COMMUNITY, ("district", COMMUNITY), frozenset({PERSON}))
TO_STAFF = Subject(COMMUNITY, ("district", COMMUNITY))
CLERK = Caller("staff", "clerk", node="district")
STRANGER = Caller("staff", "stranger", node="elsewhere")
RESIDENT = Caller("resident", PERSON, node=COMMUNITY, person=PERSON)
NEIGHBOUR = Caller("resident", "other", node=COMMUNITY, person="other")


def test_every_route_is_in_the_table():
    assert operations_of(router) == set(POLICY)


def test_staff_read_what_is_addressed_to_the_staff_of_their_node():
    assert desk(CLERK, TO_STAFF)
    assert not desk(CLERK, TO_PERSON)
    assert not desk(STRANGER, TO_STAFF)


@pytest.mark.parametrize(
    ("operation", "caller", "subject", "allowed"),
    [
        ("post_reading", RESIDENT, TO_PERSON, True),
        ("post_reading", NEIGHBOUR, TO_PERSON, False),
        ("post_reading", RESIDENT, TO_STAFF, False),
        ("post_reading", CLERK, TO_STAFF, True),
        ("post_reading", CLERK, TO_PERSON, False),
        ("post_telling", CLERK, TO_PERSON, True),
        ("post_telling", STRANGER, TO_PERSON, False),
    ],
)
def test_who_may_mark_a_notice(operation, caller, subject, allowed):
    assert POLICY[operation][caller.role](caller, subject) is allowed
