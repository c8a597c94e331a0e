"""Matching's read models: the requests with their claims, and what falls due when."""

from services.matching.projections.due import DUE, Due
from services.matching.projections.requests import REQUESTS, RequestDocument
from shared.directory import projections as directory

__all__ = ["DUE", "PROJECTIONS", "REQUESTS", "Due", "RequestDocument"]

PROJECTIONS = (
    REQUESTS,
    DUE,
    directory.COMMUNITIES,
    directory.ORGANIZATIONS,
    directory.PERSONS,
)
