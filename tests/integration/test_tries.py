"""Tries on a real MongoDB: five, then a quarter of an hour of nothing."""

import asyncio
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from pymongo.asynchronous.database import AsyncDatabase

from shared.privacy.tries import LOCKED_FOR, MOST, TooManyTries, Tries

NOW = datetime(2025, 3, 1, 1, 30, tzinfo=UTC)


@pytest.fixture
async def tries(database: AsyncDatabase[dict[str, Any]]) -> Tries:
    made = Tries(database["tries"])
    await made.prepare()
    return made


async def test_after_five_a_name_is_locked_and_trying_on_makes_it_no_longer(tries: Tries) -> None:
    assert [await tries.take("a", NOW) for _ in range(MOST)] == [4, 3, 2, 1, 0]
    for later in (timedelta(), timedelta(minutes=14)):
        with pytest.raises(TooManyTries) as refused:
            await tries.take("a", NOW + later)
        assert refused.value.retry_after == (LOCKED_FOR - later).total_seconds()
    assert await tries.take("b", NOW) == MOST - 1
    assert await tries.take("a", NOW + LOCKED_FOR) == MOST - 1


async def test_of_many_at_once_only_five_are_let_try(tries: Tries) -> None:
    answers = await asyncio.gather(*(tries.take("a", NOW) for _ in range(40)), return_exceptions=True)
    assert sorted(a for a in answers if isinstance(a, int)) == [0, 1, 2, 3, 4]
    assert {type(a) for a in answers if not isinstance(a, int)} == {TooManyTries}


async def test_being_right_begins_anew(tries: Tries) -> None:
    for _ in range(MOST):
        await tries.take("a", NOW)
    await tries.forget("a")
    assert await tries.take("a", NOW) == MOST - 1
