"""The door of registry: its parts, put together."""

from services.registry.api import POLICY, router
from services.registry.decider import DECIDERS
from services.registry.effects import effect, sweep
from services.registry.events import EVENTS, UPCASTERS
from services.registry.messages import SOURCES, on_due, publish, receive
from services.registry.projections import COMMUNITIES, DUE, PROJECTIONS
from shared.runtime.service import Definition

REGISTRY = Definition(
    name="registry",
    title="红石榴 · 登记 (registry)",
    events=EVENTS,
    upcasters=UPCASTERS,
    deciders=DECIDERS,
    projections=PROJECTIONS,
    communities=COMMUNITIES,
    router=router,
    policy=POLICY,
    sources=SOURCES,
    receive=receive,
    publish=publish,
    due=DUE,
    on_due=on_due,
    effect=effect,
    chore=sweep,
    keeps_vault=True,
)
