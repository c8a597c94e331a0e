"""The door of notify: its parts, put together."""

from services.notify.api import POLICY, router
from services.notify.decider import DECIDERS
from services.notify.effects import effect
from services.notify.events import EVENTS
from services.notify.messages import SOURCES, publish, receive
from services.notify.projections import PROJECTIONS
from shared.directory.projections import COMMUNITIES
from shared.runtime.service import Definition

NOTIFY = Definition(
    name="notify",
    title="红石榴 · 通知 (notify)",
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
)
