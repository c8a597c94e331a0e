"""Links, counted from the log: each answers once at most, and never after it was taken back."""

from typing import Any

from tests.chaos.oracle.books import Book
from tests.chaos.oracle.verdict import Verdict

ENDS = {"link_used": "answered", "link_revoked": "taken back"}


def check_links(book: Book, verdict: Verdict) -> None:
    """All links of a service."""
    for stream, commits in book.streams.items():
        ended: dict[int, str] = {}
        for commit in commits:
            for event in commit.events:
                one: Any = event
                if event.type not in ENDS:
                    continue
                verdict.count("links_ended")
                if before := ended.get(one.number):
                    said = f"link {one.number} was {before}, and then {ENDS[event.type]}"
                    verdict.doubled.append(f"{book.name}:{commit.position} {stream}: {said}")
                ended[one.number] = ENDS[event.type]
