"""Matching's read models: the requests with their claims, what falls due when, the claiming meetings and the plans."""

from services.matching.projections.due import DUE, Due
from services.matching.projections.meetings import MEETINGS, MeetingDocument
from services.matching.projections.plans import PLANS, PlanDocument
from services.matching.projections.requests import REQUESTS, RequestDocument
from shared.directory import projections as directory

__all__ = [
    "DUE",
    "MEETINGS",
    "PLANS",
    "PROJECTIONS",
    "REQUESTS",
    "Due",
    "MeetingDocument",
    "PlanDocument",
    "RequestDocument",
]

PROJECTIONS = (
    REQUESTS,
    DUE,
    MEETINGS,
    PLANS,
    directory.COMMUNITIES,
    directory.PLACES,
    directory.ORGANIZATIONS,
    directory.PERSONS,
)
