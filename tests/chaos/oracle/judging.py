"""The verdict: waits for quiet, reads everything, and compares."""

import asyncio
import time
from collections.abc import Callable, Sequence
from functools import partial

from shared.runtime.installation import Installation
from tests.chaos.ledger import Entry, Ledger
from tests.chaos.oracle.books import Books, read_books
from tests.chaos.oracle.commands import check_commands
from tests.chaos.oracle.counting import check_counts
from tests.chaos.oracle.documents import check_documents
from tests.chaos.oracle.facts import check_facts
from tests.chaos.oracle.obligations import check_obligations
from tests.chaos.oracle.order import check_log
from tests.chaos.oracle.quiet import look, quiet
from tests.chaos.oracle.redactions import Witness, check_redactions
from tests.chaos.oracle.scores import check_scores
from tests.chaos.oracle.verdict import Verdict


async def judge(installation: Installation, ledger: Ledger, within: float, witness: Witness | None = None) -> Verdict:
    """What is wrong, once nothing moves; what still moves after `within` seconds is stuck, and then only that is
    compared which does not need quiet. `witness`: who saw the logs grow."""
    give_up = time.monotonic() + within
    while True:
        tips, standing = await quiet(installation, give_up)
        books = await read_books(installation)
        if standing or (await look(installation))[0] == tips:  # else a deadline came in between
            break
    entries = ledger.entries()
    verdict = await asyncio.to_thread(compare, entries, books, installation.secret, standing)
    if not standing:
        await check_redactions(entries, installation, witness, verdict)
    return verdict


def compare(entries: Sequence[Entry], books: Books, secret: bytes, standing: Sequence[str]) -> Verdict:
    """What is wrong in these books."""
    counts = dict.fromkeys(("acknowledged", "refused", "unknown"), 0)
    verdict = Verdict(stuck=list(standing), counts=counts)
    check_commands(entries, books, secret, verdict)
    for book in books.values():
        check_log(book, verdict)
        parked = [f"{book.name} has parked {parked['_id']}: {parked['reason']}" for parked in book.parked]
        verdict.stuck += parked
    check_facts(books, verdict, complete=not standing)
    if not standing:
        for book in books.values():
            check_documents(book, verdict)
        for check in (partial(check_counts, entries), check_scores, check_obligations):
            _compared(check, books, verdict)
    return verdict


def _compared(check: Callable[[Books, Verdict], None], books: Books, verdict: Verdict) -> None:
    """Runs a check that supposes whole streams; it may not come to an end where something is missing."""
    try:
        check(books, verdict)
    except Exception as error:
        verdict.lost.append(f"the books can't be counted, something is missing in them: {error!r}")
