"""One valid request for each operation, and who may send it: judged by people, not by the policy table.

A new operation needs an example in the module of its service; `test_roles.py` says so until there is one.
"""

from tests.integration.api.examples import (
    agreements,
    bookings,
    evaluation,
    matching,
    meetings,
    notify,
    offers,
    places,
    registry,
    suggestions,
)
from tests.integration.api.examples.case import Case, Example, Scene

EXAMPLES: dict[str, Example] = {
    f"{module.SERVICE}.{name}": example
    for module in (registry, offers, places, agreements, matching, suggestions, meetings, bookings, evaluation, notify)
    for name, example in module.EXAMPLES.items()
}
"""By `<service>.<operation id>`; a second one for the same operation adds `.<word>`."""

__all__ = ["EXAMPLES", "Case", "Example", "Scene"]
