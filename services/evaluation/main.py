"""The door of evaluation: its parts, put together."""

from services.evaluation.api import POLICY, router
from services.evaluation.decider import DECIDERS
from services.evaluation.events import EVENTS
from services.evaluation.messages import SOURCES, publish, receive
from services.evaluation.projections import PROJECTIONS
from shared.directory.projections import COMMUNITIES
from shared.redaction.rewriting import redact
from shared.runtime.service import Definition

EVALUATION = Definition(
    name="evaluation",
    title="红石榴 · 评价 (evaluation)",
    events=EVENTS,
    deciders=DECIDERS,
    projections=PROJECTIONS,
    communities=COMMUNITIES,
    router=router,
    policy=POLICY,
    sources=SOURCES,
    receive=receive,
    publish=publish,
    effect=redact,
)
