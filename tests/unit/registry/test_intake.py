"""A machine with the scope `intake` hands in four kinds of things, and writes nothing else anywhere."""

import pytest

from services.catalogue import SERVICES
from services.registry.api import POLICY
from shared.errors import Forbidden
from shared.http.policy import Caller, Subject, where_for
from tests.unit.registry.examples import COMMUNITY, DISTRICT

READER = Caller(role="service", actor="u_city", node=COMMUNITY)
INTAKE = Caller(role="service", actor="u_city", node=COMMUNITY, scopes=frozenset({"openid", "intake"}))
HANDED_IN = {"post_organization", "post_offer", "post_need", "post_wish"}


def test_it_hands_in_these_and_nothing_else() -> None:
    lines = {operation for part in SERVICES.values() for operation, line in part.policy.items() if "intake" in line}
    assert lines == HANDED_IN
    for part in SERVICES.values():
        for operation, line in part.policy.items():
            if "service" in line:
                assert where_for(part.policy, operation, INTAKE) is line["service"], operation


@pytest.mark.parametrize("operation", sorted(HANDED_IN))
def test_without_the_scope_and_outside_of_its_node_it_does_not(operation: str) -> None:
    with pytest.raises(Forbidden):
        where_for(POLICY, operation, READER)
    where = where_for(POLICY, operation, INTAKE)
    assert where(INTAKE, Subject(COMMUNITY, (DISTRICT, COMMUNITY)))
    assert not where(INTAKE, Subject(DISTRICT, (DISTRICT,)))


def test_the_scope_gives_nothing_to_other_roles() -> None:
    contact = Caller(role="contact", actor="u", node=COMMUNITY, scopes=frozenset({"intake"}))
    with pytest.raises(Forbidden):
        where_for(POLICY, "post_organization", contact)
