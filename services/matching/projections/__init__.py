"""Matching's read models: the requests with their claims, what falls due when, and the claiming meetings."""

from services.matching.projections.due import DUE, Due
from services.matching.projections.meetings import MEETINGS, MeetingDocument
from services.matching.projections.requests import REQUESTS, RequestDocument
from shared.directory import projections as directory

__all__ = ["DUE", "MEETINGS", "PROJECTIONS", "REQUESTS", "Due", "MeetingDocument", "RequestDocument"]

PROJECTIONS = (
    REQUESTS,
    DUE,
    MEETINGS,
    directory.COMMUNITIES,
    directory.PLACES,
    directory.ORGANIZATIONS,
    directory.PERSONS,
)
