"""The verdict: waits for quiet, reads everything, and compares."""

import asyncio
import time
from collections.abc import Sequence

from shared.runtime.installation import Installation
from tests.chaos.ledger import Entry, Ledger
from tests.chaos.oracle.books import Books, read_books
from tests.chaos.oracle.commands import check_commands
from tests.chaos.oracle.counting import check_counts
from tests.chaos.oracle.documents import check_documents
from tests.chaos.oracle.facts import check_facts
from tests.chaos.oracle.order import check_log
from tests.chaos.oracle.quiet import look, quiet
from tests.chaos.oracle.scores import check_scores
from tests.chaos.oracle.verdict import Verdict


async def judge(installation: Installation, ledger: Ledger, within: float) -> Verdict:
    """What is wrong, once nothing moves; what still moves after `within` seconds is stuck, and then only that is
    compared which does not need quiet."""
    give_up = time.monotonic() + within
    while True:
        tips, standing = await quiet(installation, give_up)
        books = await read_books(installation)
        if standing or (await look(installation))[0] == tips:  # else a deadline came in between
            break
    return await asyncio.to_thread(compare, ledger.entries(), books, installation.secret, standing)


def compare(entries: Sequence[Entry], books: Books, secret: bytes, standing: Sequence[str]) -> Verdict:
    """What is wrong in these books."""
    verdict = Verdict(stuck=list(standing), counts=dict.fromkeys(("acknowledged", "refused", "unknown"), 0))
    check_commands(entries, books, secret, verdict)
    for book in books.values():
        check_log(book, verdict)
        for parked in book.parked:
            verdict.stuck.append(f"{book.name} has parked {parked['_id']}: {parked['reason']}")
    check_facts(books, verdict, complete=not standing)
    if not standing:
        for book in books.values():
            check_documents(book, verdict)
        check_counts(entries, books, verdict)
        check_scores(books, verdict)
    return verdict
