"""One valid request for each operation, and who may send it: judged by people, not by the policy table.

A new operation needs an example in the module of its service; `test_roles.py` says so until there is one.
"""

from tests.integration.api.examples import (
    agreements,
    bookings,
    calendars,
    endings,
    evaluation,
    guardians,
    matching,
    meetings,
    notify,
    offer_links,
    offers,
    organizations,
    places,
    plans,
    plates,
    referrals,
    registry,
    request_links,
    sheets,
    suggestions,
    taking_out,
    thanks,
    visits,
)
from tests.integration.api.examples.case import Case, Example, Scene

MODULES = (
    registry,
    guardians,
    referrals,
    offers,
    offer_links,
    places,
    plans,
    plates,
    organizations,
    calendars,
    agreements,
    matching,
    visits,
    endings,
    sheets,
    suggestions,
    taking_out,
    thanks,
    request_links,
    meetings,
    bookings,
    evaluation,
    notify,
)
EXAMPLES: dict[str, Example] = {
    f"{module.SERVICE}.{name}": example for module in MODULES for name, example in module.EXAMPLES.items()
}
"""By `<service>.<operation id>`; a second one for the same operation adds `.<word>`."""

__all__ = ["EXAMPLES", "Case", "Example", "Scene"]
