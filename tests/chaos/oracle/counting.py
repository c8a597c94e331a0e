"""What must have happened once, counted straight from the logs, without deciders: claims, promises, bookings,
suggestions, facts, notices, deadlines."""

from collections import Counter
from collections.abc import Iterable, Iterator
from typing import Any

from shared.eventsourcing.decider import Recorded
from tests.chaos.ledger import Entry
from tests.chaos.oracle.bookings import check_bookings
from tests.chaos.oracle.books import Book, Books
from tests.chaos.oracle.facts import facts_of
from tests.chaos.oracle.imports import check_imports
from tests.chaos.oracle.links import check_links
from tests.chaos.oracle.promises import Promises
from tests.chaos.oracle.suggestions import check_suggestions
from tests.chaos.oracle.verdict import Verdict


def events_of(book: Book, *types: str) -> Iterator[Recorded]:
    """The events of these types, in order."""
    return (recorded for commit in book.commits for recorded in commit if recorded.event.type in types)


def check_counts(entries: Iterable[Entry], books: Books, verdict: Verdict) -> None:
    """All of them."""
    _check_claims(entries, books["matching"], verdict)
    _check_promises(books["matching"], verdict)
    check_bookings(entries, books["matching"], verdict)
    check_suggestions(books["matching"], verdict)
    for name in ("registry", "matching"):
        check_links(books[name], verdict)
    check_imports(books["registry"], verdict)
    _check_evaluation(books["matching"], books["evaluation"], verdict)
    _check_notices(books, verdict)
    _check_deadlines(books["matching"], verdict)
    _check_farewells(books["registry"], verdict)


def _once(what: str, expected: Iterable[Any], found: Counter[Any], verdict: Verdict) -> None:
    """Each of `expected` exactly once among `found`, and nothing else."""
    wanted = set(expected)
    for one in sorted(wanted - found.keys(), key=str):
        verdict.lost.append(f"{what} {one}: expected once, it is not there")
    for one, times in sorted(found.items(), key=str):
        if one not in wanted:
            verdict.doubled.append(f"{what} {one}: it is there, and nothing calls for it")
        elif times > 1:
            verdict.doubled.append(f"{what} {one}: expected once, it is there {times} times")


def _check_claims(entries: Iterable[Entry], matching: Book, verdict: Verdict) -> None:
    made = Counter(getattr(recorded.event, "claim", "") for recorded in events_of(matching, "request_claimed"))
    for entry in entries:
        if entry.sent.operation in ("post_claim", "post_meeting_claim") and entry.acknowledged:
            claim = entry.acknowledged[0].id
            verdict.count("claims")
            if made[claim] == 0:
                verdict.lost.append(f"{entry.name}: the claim {claim} was acknowledged, matching never made it")
    for claim, times in made.items():
        if times > 1:
            verdict.doubled.append(f"matching: the claim {claim} was made {times} times")


def _check_promises(matching: Book, verdict: Verdict) -> None:
    for stream, commits in matching.streams.items():
        if not stream.startswith("req_"):
            continue
        promises = Promises()
        for commit in commits:
            for event in commit.events:
                promises.take(event)
            if promises.total > promises.quantity:
                there = f"{promises.total} are promised of {promises.quantity}"
                verdict.doubled.append(f"matching:{commit.position} {stream}: {there}")
                break


def _check_evaluation(matching: Book, evaluation: Book, verdict: Verdict) -> None:
    """A confirmed delivery of an organization, and a need that was met, is one fact each."""
    causes = [
        f"matching/{recorded.name}"
        for recorded in events_of(matching, "delivery_confirmed", "request_fulfilled")
        if _counts(recorded.event)
    ]
    verdict.count("deliveries_confirmed", len(causes))
    found = Counter(getattr(recorded.event, "cause", "") for recorded in events_of(evaluation, "fact_recorded"))
    _once("evaluation: the fact caused by", causes, found, verdict)


def _counts(event: Any) -> bool:
    if event.type == "delivery_confirmed":
        return bool(event.claimant.kind == "organization")
    return event.about.kind == "need" and event.about.organization is not None


def _check_notices(books: Books, verdict: Verdict) -> None:
    notify = books["notify"]
    expected = [
        (fact.event["id"], address)
        for name in notify.definition.sources
        for fact in facts_of(books[name])
        for address in fact.event["data"]["concerns"]
    ]
    verdict.count("notices", len(expected))
    found = Counter(
        (recorded.commit.causation, getattr(recorded.event, "address", ""))
        for recorded in events_of(notify, "notice_sent", "notice_recorded")
    )
    _once("notify: the notice", expected, found, verdict)


SETS = {"claim_overdue": "claim_expired"}
"""Which event of a deadline ends in which; all other events that set one end in `claim_overdue`."""


def _check_deadlines(matching: Book, verdict: Verdict) -> None:
    """Each fired because of one event that set it, once, and not before its time."""
    known = {recorded.name: recorded for commit in matching.commits for recorded in commit}
    fired: Counter[str] = Counter()
    for recorded in events_of(matching, "claim_overdue", "claim_expired"):
        verdict.count("deadlines")
        claim = getattr(recorded.event, "claim", "")
        place = f"matching:{recorded.commit.position} {recorded.event.type} of {claim}"
        # one event may set the deadlines of several claims
        named = "/".join(recorded.commit.command_id.removeprefix("due/").split("/")[:3])
        fired[f"{named} for {claim}"] += 1
        setting = known.get(named)
        if setting is None:
            verdict.doubled.append(f"{place}: no deadline was set by {recorded.commit.command_id}")
        elif SETS.get(setting.event.type, "claim_overdue") != recorded.event.type:
            verdict.doubled.append(f"{place}: {named} ({setting.event.type}) calls for another end")
        elif (due_at := _due_at(setting, recorded)) and recorded.at < due_at:
            verdict.out_of_order.append(f"{place}: it fired at {recorded.at}, it was due at {due_at}")
    for named, times in fired.items():
        if times > 1:
            verdict.doubled.append(f"matching: the deadline set by {named} fired {times} times")


def _due_at(setting: Recorded, fired: Recorded) -> Any:
    event: Any = setting.event
    if event.type == "claim_overdue":
        return event.expires_at
    if event.type == "request_reopened":
        claim = getattr(fired.event, "claim", "")
        return next((entry.due_at for entry in event.claims if entry.claim == claim), None)
    return getattr(event, "due_at", None)


def _check_farewells(registry: Book, verdict: Verdict) -> None:
    """Nothing that an erased person wished for is still wanted."""
    erased = {recorded.stream for recorded in events_of(registry, "person_erased")}
    verdict.count("persons_erased", len(erased))
    posted = events_of(registry, "wish_posted")
    wishes = {recorded.stream for recorded in posted if dict(recorded.event)["person"] in erased}
    for wish in sorted(wishes):
        types = [event.type for commit in registry.streams[wish] for event in commit.events]
        if not {"wish_withdrawn", "wish_rejected", "outcome_known"} & set(types):
            verdict.lost.append(f"registry: {wish} of an erased person was not withdrawn: {types}")
