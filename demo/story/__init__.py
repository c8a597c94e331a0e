"""The report, told as requests to the four services: chapter by chapter, each as often as need be."""

from demo.story import (
    agreements,
    bookings,
    claims,
    meeting,
    needs,
    notices,
    organizations,
    places,
    register,
    scorecards,
    wishes,
)
from demo.story.stage import Stage

__all__ = ["Stage", "tell"]

CHAPTERS = (places, register, organizations, agreements, wishes, meeting, claims, scorecards, needs, bookings, notices)


async def tell(stage: Stage) -> None:
    """Plays the whole story on `stage`, whose `root` is founded. What was played before is answered as it was."""
    for chapter in CHAPTERS:
        await chapter.play(stage)
