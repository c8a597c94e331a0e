"""The services of Pomegranate, by name."""

from services.evaluation.main import EVALUATION
from services.matching.main import MATCHING
from services.notify.main import NOTIFY
from services.registry.main import REGISTRY
from shared.runtime.service import Definition

SERVICES: dict[str, Definition] = {part.name: part for part in (REGISTRY, MATCHING, EVALUATION, NOTIFY)}
