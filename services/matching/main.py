"""The door of matching: its parts, put together."""

from services.matching.api import POLICY, router
from services.matching.decider import DECIDERS
from services.matching.effects import effect
from services.matching.events import EVENTS
from services.matching.messages import SOURCES, publish, receive
from services.matching.messages.deadlines import on_due
from services.matching.projections import DUE, PROJECTIONS
from shared.directory.projections import COMMUNITIES
from shared.runtime.service import Definition

MATCHING = Definition(
    name="matching",
    title="红石榴 · 对接 (matching)",
    events=EVENTS,
    deciders=DECIDERS,
    projections=PROJECTIONS,
    communities=COMMUNITIES,
    router=router,
    policy=POLICY,
    sources=SOURCES,
    receive=receive,
    publish=publish,
    effect=effect,
    due=DUE,
    on_due=on_due,
)
