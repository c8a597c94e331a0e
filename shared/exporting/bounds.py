"""How long a list that is taken out may be: it is put together in memory, beside all else that is asked for."""

from collections.abc import Sequence
from typing import TypeVar

from shared.errors import Refused

MOST = 20_000
"""So many rows; more than a clerk reads, and than a community has of anything."""

Row = TypeVar("Row")


class TooManyRows(Refused):
    """The list is longer than what is taken out at once."""

    zh = "一次最多导出 {most} 行，这份清单更长。请用筛选条件或日期缩小范围。"
    en = "At most {most} rows are exported at once, and this list is longer. Narrow it by filters or days."


def few_enough(rows: Sequence[Row], most: int | None = None) -> Sequence[Row]:
    """The rows, at most `MOST`, or `most`. Raises TooManyRows; who looks for one more has read enough to tell."""
    most = MOST if most is None else most
    if len(rows) > most:
        raise TooManyRows(most=most)
    return rows
