"""Suggestions, counted from the log: each is answered once at most, and a yes is one claim, made with it."""

from collections import Counter
from typing import Any

from tests.chaos.oracle.books import Book
from tests.chaos.oracle.verdict import Verdict

ANSWERS = ("suggestion_accepted", "suggestion_declined", "suggestion_withdrawn")


def check_suggestions(matching: Book, verdict: Verdict) -> None:
    """All of them."""
    answered: Counter[tuple[str, int]] = Counter()
    for commit in matching.commits:
        claimed = [_claim(event) for event in commit.events if event.type == "request_claimed"]
        for event in commit.events:
            one: Any = event
            if event.type not in ANSWERS:
                continue
            answered[commit.stream, one.suggestion] += 1
            if event.type == "suggestion_accepted":
                verdict.count("suggestions_accepted")
                if claimed != [one.claim]:
                    said = f"suggestion {one.suggestion} became {one.claim}, and the claims {claimed} were made with it"
                    verdict.lost.append(f"matching:{commit.position} {commit.stream}: {said}")
    for (stream, number), times in answered.items():
        if times > 1:
            verdict.doubled.append(f"matching: suggestion {number} of {stream} was answered {times} times")


def _claim(event: Any) -> str:
    return str(event.claim)
