"""What the ledger knows against the logs: acknowledged once, refused never, unknown at most once."""

import hmac
import json
import re
from base64 import b32encode
from collections.abc import Iterable, Sequence
from hashlib import sha256

from shared.eventsourcing.decider import Commit
from shared.http.issuer import ISSUER
from tests.chaos.ledger import Attempt, Entry, Sent, Told
from tests.chaos.oracle.books import Book, Books
from tests.chaos.oracle.verdict import Verdict

FORGOTTEN = ("gone", "unauthenticated", "forbidden")
"""Refusals that say nothing of the log: what an erased person asked for is not shown again, nor to a stranger."""

ON_RECORD = ("already_exported",)
"""Refusals that say that it stands: what would be given out again may be more than was recorded."""


def letters(digest: bytes) -> str:
    """Our ids: 26 letters of a hash."""
    return b32encode(digest).decode().lower()[:26]


SEVERAL = ("post_wish_reviews", "post_need_publications")
"""Each of the things that such a request names is changed by a command of its own."""
MOST = 50
"""As many things one request may name."""


def command_ids(sent: Sent, secret: bytes) -> list[str]:
    """The ids under which a service keeps what was asked for, computed anew from what went out."""
    if sent.link:
        lock = hmac.digest(secret, f"link lock/{sent.link}".encode(), "sha256").hex()
        return [_hashed(f"link/{lock}")]
    one = _command_id(sent, secret)
    if sent.operation in SEVERAL:
        return [_hashed(f"{one}/{number}") for number in range(MOST)]
    return [one, f"{one}/lines/last"] if sent.operation == "post_plan" else [one]


def _command_id(sent: Sent, secret: bytes) -> str:
    actor = sent.caller
    if actor.startswith("sub:"):
        digest = hmac.digest(secret, f"{ISSUER}\0{actor.removeprefix('sub:')}".encode(), "sha256")
        actor = f"u_{letters(digest)}"
    called = json.dumps([actor, sent.method, sent.path, sent.query, sent.key])
    return _hashed(called)


def _hashed(said: str) -> str:
    return f"cmd_{letters(sha256(said.encode()).digest())}"


def check_commands(entries: Iterable[Entry], books: Books, secret: bytes, verdict: Verdict) -> None:
    """Every entry of the ledger, and every commit that a request made."""
    sent: dict[str, set[str]] = {name: set() for name in books}
    for entry in entries:
        verdict.count(entry.kind)
        verdict.count("attempts", len(entry.attempts))
        verdict.count("server_errors", sum(a.told.status == 500 for a in entry.attempts if a.told))
        wanted = command_ids(entry.sent, secret)
        sent[entry.sent.service] |= {*wanted, _command_id(entry.sent, secret)}
        _check(entry, books[entry.sent.service], wanted, verdict)
    for book in books.values():
        for known in book.by_command:
            if known.startswith("cmd_") and known.partition("/")[0] not in sent[book.name]:
                commit = book.by_command[known][0]
                verdict.doubled.append(f"{where(book, commit)} is a command nobody sent: {known}")
    if not verdict.counts.get("acknowledged"):
        verdict.stuck.append("not one command was acknowledged: this run proves nothing")


def _check(entry: Entry, book: Book, wanted: Sequence[str], verdict: Verdict) -> None:
    undone = {one for one in wanted if f"{one}/undone" in book.by_command}
    found = [commit for one in wanted if one not in undone for commit in book.by_command.get(one, [])]
    for one in wanted:
        if len(same := book.by_command.get(one, [])) > 1:
            places = ", ".join(where(book, commit) for commit in same)
            verdict.doubled.append(f"{entry.name} is {len(same)} times in the log: {places}")
    if entry.acknowledged:
        _check_acknowledged(entry, book, found, verdict)
    for refusal in entry.refusals:
        _check_refusal(entry, refusal, book, found, verdict)


def _check_acknowledged(entry: Entry, book: Book, found: Sequence[Commit], verdict: Verdict) -> None:
    for told in entry.acknowledged:
        if not found:
            if not (entry.sent.idle and _stands(book, told)):
                verdict.lost.append(
                    f"{entry.name} was acknowledged at {book.name}:{told.position}, its log has nothing"
                )
            return
        commit = max(found, key=lambda each: each.position)
        if (told.position, told.version or commit.version) != (commit.position, commit.version):
            there = f"{where(book, commit)} version {commit.version}"
            verdict.lost.append(
                f"{entry.name} was told {book.name}:{told.position} version {told.version}, it is at {there}"
            )
        if not _concerns(commit, told.id):
            verdict.lost.append(f"{entry.name} was told the id {told.id}, it is at {where(book, commit)}")
    answers = {(told.id, told.position, told.version) for told in entry.acknowledged}
    if len(answers) > 1 and found:
        verdict.doubled.append(f"{entry.name} was answered differently when it was repeated: {sorted(answers)}")


def _concerns(commit: Commit, told: str) -> bool:
    """Whether the id that was told is of the commit's stream, of a part of it, or of something that it made."""
    made = (value for event in commit.events for _, value in event)
    return not told or re.split("[./]", told)[0] == commit.stream or told in made


def _stands(book: Book, told: Told) -> bool:
    """Whether a command that changed nothing was told how its stream stood."""
    commits = book.streams.get(told.id.partition(".")[0], [])
    return any((c.position, c.version) == (told.position, told.version) for c in commits)


def _check_refusal(entry: Entry, refusal: Attempt, book: Book, found: Sequence[Commit], verdict: Verdict) -> None:
    """A refusal is final, unless another attempt, nobody knows of which, may have come after it. What was stored
    before the refused attempt went out has to be answered as what it was."""
    assert refusal.told
    if refusal.told.code in ON_RECORD:
        if not found:
            verdict.lost.append(f"{entry.name} was told that it is on record, the log of {book.name} has nothing")
        return
    if not found or refusal.told.code in FORGOTTEN:
        return
    commit = found[0]
    doubtful = any(a.kind == "unknown" or a.sent.number > refusal.sent.number for a in entry.attempts)
    doubtful |= bool(entry.sent.link)  # others hold the same link, and may have used it since
    if not doubtful or commit.position <= refusal.before:
        said = f"{refusal.told.status} {refusal.told.code}"
        verdict.doubled.append(
            f"{entry.name} was refused with {said}, but it stands in the log: {where(book, commit)} "
            f"(before that attempt {book.name}:{refusal.before} was known)"
        )


def where(book: Book, commit: Commit) -> str:
    """The place of a commit, for people."""
    return f"{book.name}:{commit.position} {commit.stream}/{commit.version}"
