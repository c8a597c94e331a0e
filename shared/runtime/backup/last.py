"""When the last backup was taken: kept with the data it is of, where whoever watches them finds it."""

from datetime import datetime
from typing import Any

from pymongo.asynchronous.database import AsyncDatabase

COLLECTION = "backups"

_LAST = "last"


async def note(database: AsyncDatabase[dict[str, Any]], at: datetime) -> None:
    """There is a backup of the instant `at`."""
    await database[COLLECTION].update_one({"_id": _LAST}, {"$set": {"at": at}}, upsert=True)


async def last(database: AsyncDatabase[dict[str, Any]]) -> datetime | None:
    """The instant of the last backup; None where none was ever taken."""
    found = await database[COLLECTION].find_one({"_id": _LAST})
    return found["at"] if found else None
