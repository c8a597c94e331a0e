"""The oracle finds nothing in a healthy run, and whatever was spoilt in what it left, under the right heading."""

import json
from collections import Counter
from collections.abc import AsyncIterator, Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from services.matching.projections import DUE, REQUESTS
from services.notify.projections import NOTICES
from services.registry.projections import WISHES
from shared.redaction import rewriting
from shared.redaction.marks import INSTEAD
from tests.chaos.ledger import Ledger
from tests.chaos.naming import name_in, story_of
from tests.chaos.oracle import Verdict, quiet
from tests.chaos.oracle.redactions import ORDERED
from tests.integration.faults.copies import Copy
from tests.integration.faults.short_run import short_run

Run = tuple[Copy, Verdict]


@pytest.fixture(scope="module", autouse=True)
def hurried() -> Iterator[None]:
    """Looks often; what falls due after the run, when nobody is there to see to it, is not held against it."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(quiet, "LOOK_EVERY", 0.05)
        patch.setattr(quiet, "OVERDUE_AFTER", timedelta(hours=1))
        patch.setattr(rewriting, "GIVE_UP_AFTER", 1.0)  # nothing is written late here
        yield


@pytest.fixture(scope="module")
async def run(mongo_url: str, tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Run]:
    async with short_run(mongo_url, tmp_path_factory.mktemp("oracle")) as done:
        yield done


@pytest.fixture
async def copy(run: Run) -> AsyncIterator[Copy]:
    """To be spoilt by one test."""
    async with run[0].spoilt() as copy:
        yield copy


async def last(copy: Copy, service: str, **wanted: Any) -> dict[str, Any]:
    """The last commit that fits."""
    found = await copy[service]["commits"].find_one(wanted, sort=[("_id", -1)])
    assert found, f"the run made no such commit: {wanted}"
    return found


async def final(copy: Copy, service: str, **wanted: Any) -> dict[str, Any]:
    """The last commit that fits and that nothing follows in its stream."""
    async for found in copy[service]["commits"].find(wanted, sort=[("_id", -1)]):
        if (await last(copy, service, stream=found["stream"]))["_id"] == found["_id"]:
            commit: dict[str, Any] = found
            return commit
    raise AssertionError(f"the run left no such commit at an end: {wanted}")


def assert_found(findings: list[str], *words: str) -> None:
    """One finding has all of `words`."""
    assert any(all(word in finding for word in words) for finding in findings), findings[:5]


async def test_a_healthy_run_has_nothing_to_find(run: Run) -> None:
    _, verdict = run
    assert verdict.findings == []
    proved = ("acknowledged", "refused", "facts", "claims", "notices", "deliveries_confirmed", "documents")
    for count in (*proved, "bookings", "suggestions_accepted", "names_taken_out"):
        assert verdict.counts[count], f"the run proves nothing about {count}: {verdict.counts}"


async def test_what_was_put_right_again_is_healthy(copy: Copy) -> None:
    await copy["notify"]["commits"].delete_many({})
    await copy.put_right()
    assert (await copy.judged()).findings == []


async def test_a_commit_that_was_acknowledged_and_is_gone(copy: Copy) -> None:
    entered = {"$in": ["person_registered", "wish_posted", "need_posted", "offer_submitted", "offer_confirmed"]}
    gone = await final(copy, "registry", **{"events.0.type": entered, "command_id": {"$regex": "^cmd_"}})
    await copy["registry"]["commits"].delete_one({"_id": gone["_id"]})
    await copy.catch_up()
    assert_found((await copy.judged()).lost, "was acknowledged at", f"registry:{gone['_id']}", "nothing")


async def test_a_gap_among_the_positions(copy: Copy) -> None:
    await copy["matching"]["commits"].delete_one({"_id": 5})
    assert_found((await copy.judged()).lost, "matching", "positions 5…5 are missing")


async def test_a_commit_that_stands_there_again_under_another_id(copy: Copy) -> None:
    again = await last(copy, "evaluation", **{"events.type": "fact_recorded"})
    tip = (await last(copy, "evaluation"))["_id"]
    version = (await last(copy, "evaluation", stream=again["stream"]))["version"] + 1
    double = {**again, "_id": tip + 1, "version": version, "command_id": "matching/again"}
    await copy["evaluation"]["commits"].insert_one(double)
    await copy.catch_up()
    doubled = (await copy.judged()).doubled
    assert_found(doubled, f"evaluation:{tip + 1}", "matching/again", "calls for")
    assert_found(doubled, "evaluation: the fact caused by", "2 times")


async def test_a_request_nobody_sent(copy: Copy) -> None:
    commit = await last(copy, "registry", command_id={"$regex": "^cmd_"})
    await copy["registry"]["commits"].update_one({"_id": commit["_id"]}, {"$set": {"command_id": "cmd_other"}})
    assert_found((await copy.judged()).doubled, f"registry:{commit['_id']}", "nobody sent")


async def test_two_commits_of_a_consumer_in_the_wrong_order(copy: Copy) -> None:
    request = (await last(copy, "matching", **{"events.type": "delivery_confirmed"}))["stream"]
    notices = copy["notify"]["commits"].find({"causation": {"$regex": f"^matching/{request}/"}}).sort("_id", 1)
    first, *_, second = await notices.to_list()
    await copy["notify"]["commits"].delete_many({"_id": {"$in": [first["_id"], second["_id"]]}})
    await copy["notify"]["commits"].insert_many([{**first, "_id": second["_id"]}, {**second, "_id": first["_id"]}])
    assert_found((await copy.judged()).out_of_order, "notify", request, "before", f"at {second['_id']}")


async def test_a_document_that_differs(copy: Copy) -> None:
    requests = await copy.collection("matching", REQUESTS.row)
    document = await copy["matching"][requests].find_one_and_update({}, {"$set": {"community": "elsewhere"}})
    assert document
    assert_found((await copy.judged()).lost, f"matching {REQUESTS.row}", document["_id"], "['community']")


async def test_a_document_that_is_missing(copy: Copy) -> None:
    notices = await copy.collection("notify", NOTICES.row)
    document = await copy["notify"][notices].find_one_and_delete({})
    assert document
    assert_found((await copy.judged()).lost, f"notify {NOTICES.row}", document["_id"], "is missing")


async def test_a_document_that_nothing_makes(copy: Copy) -> None:
    wishes = await copy.collection("registry", WISHES.row)
    document = await copy["registry"][wishes].find_one({})
    assert document
    await copy["registry"][wishes].insert_one({**document, "_id": "wish_other"})
    assert_found((await copy.judged()).doubled, f"registry {WISHES.row}", "wish_other", "nothing in the log makes it")


async def test_a_fact_that_a_consumer_never_had(copy: Copy) -> None:
    gone = await last(copy, "notify", command_id={"$regex": "^matching/"}, version=1)
    await copy["notify"]["commits"].delete_many({"_id": {"$gte": gone["_id"]}})
    await copy.catch_up()
    lost = (await copy.judged()).lost
    assert_found(lost, "notify has nothing of matching", gone["command_id"], "notice_sent")
    assert_found(lost, "notify: the notice", gone["causation"], "it is not there")


async def test_a_fact_that_says_something_else(copy: Copy) -> None:
    fact = await last(copy, "evaluation", **{"events.type": "fact_recorded"})
    changed = {"$set": {"events.0.data.fact.quantity": 999}}
    await copy["evaluation"]["commits"].update_one({"_id": fact["_id"]}, changed)
    assert_found((await copy.judged()).lost, f"evaluation:{fact['_id']}", "expected ['fact_recorded']")


async def test_a_score_that_counts_too_much(copy: Copy) -> None:
    facts = await copy.collection("evaluation", "facts.v1")
    document = await copy["evaluation"][facts].find_one({"counts": True, "kind": "delivery_confirmed"})
    assert document
    await copy["evaluation"][facts].insert_one({**document, "_id": f"{document['_id']}0"})
    assert_found((await copy.judged()).doubled, document["organization"], "points in", "the facts in matching give")


async def test_more_is_promised_than_there_is(copy: Copy) -> None:
    claim = await last(copy, "matching", **{"events.0.type": "request_claimed"})
    await copy["matching"]["commits"].update_one({"_id": claim["_id"]}, {"$set": {"events.0.data.quantity": 999}})
    assert_found((await copy.judged()).doubled, f"matching:{claim['_id']}", "are promised of")


async def test_a_suggestion_that_was_answered_by_another_claim(copy: Copy) -> None:
    yes = await last(copy, "matching", **{"events.type": "suggestion_accepted"})
    number = next(n for n, event in enumerate(yes["events"]) if event["type"] == "suggestion_accepted")
    other = {"$set": {f"events.{number}.data.claim": f"{yes['stream']}.99"}}
    await copy["matching"]["commits"].update_one({"_id": yes["_id"]}, other)
    assert_found((await copy.judged()).lost, f"matching:{yes['_id']}", f"became {yes['stream']}.99")


async def test_a_booking_of_more_than_there_is(copy: Copy) -> None:
    made = await last(copy, "matching", **{"events.0.type": "booking_made"})
    more = {"$set": {"events.0.data.reserved.quantity": 9}}
    await copy["matching"]["commits"].update_one({"_id": made["_id"]}, more)
    assert_found((await copy.judged()).doubled, f"matching:{made['_id']}", "are booked at once")


async def test_a_name_that_was_to_be_taken_out_and_stands_in_a_forgotten_corner(copy: Copy) -> None:
    with Ledger(copy.ledger) as ledger:
        ordered = next(e.sent.key for e in ledger.entries() if e.sent.operation == ORDERED and e.acknowledged)
    name = name_in(story_of(ordered))
    await copy["notify"]["corner"].insert_one({"_id": "x", "said": [f"请找{name}"]})
    assert_found((await copy.judged()).lost, name, "stands in notify.corner")


async def test_history_that_says_something_else_than_before(copy: Copy) -> None:
    posted = await last(copy, "registry", **{"events.0.type": "need_posted"})
    emptied = {"$set": {"events.0.data.detail": INSTEAD}}
    await copy["registry"]["commits"].update_one({"_id": posted["_id"]}, emptied)
    assert_found((await copy.judged()).doubled, f"registry:{posted['_id']}", "says something else since")


async def test_a_deadline_that_fired_twice(copy: Copy) -> None:
    fired = await last(copy, "matching", **{"events.type": "claim_overdue"})
    tip = (await last(copy, "matching", stream=fired["stream"]))["version"]
    highest = (await last(copy, "matching"))["_id"]
    await copy["matching"]["commits"].drop_index("command_id_1")
    await copy["matching"]["commits"].insert_one({**fired, "_id": highest + 1, "version": tip + 1})
    await copy.catch_up()
    doubled = (await copy.judged()).doubled
    await copy["matching"]["commits"].delete_one({"_id": highest + 1})
    await copy["matching"]["commits"].create_index([("command_id", 1)], unique=True)
    assert_found(doubled, "no unique index on ('command_id',)")
    assert_found(doubled, "command id due/", str([fired["_id"], highest + 1]))
    assert_found(doubled, "fired 2 times")


async def test_something_parked(copy: Copy) -> None:
    fact = await last(copy, "notify", command_id={"$regex": "^matching/"})
    _, stream, version, _ = fact["causation"].split("/")
    parked = {"source": "matching", "stream": stream, "version": int(version), "position": 1, "reason": "a test"}
    await copy["notify"]["parked"].insert_one({"_id": f"matching/{stream}/{version}", **parked, "events": []})
    assert_found((await copy.judged()).stuck, "notify has parked", stream, "a test")


async def test_a_position_that_stands_further_back(copy: Copy) -> None:
    await copy["evaluation"]["positions"].update_one({"_id": "inbox.matching"}, {"$set": {"position": 3}})
    await copy["matching"]["projections"].update_one({"_id": DUE.row}, {"$set": {"position": 2}})
    stuck = (await copy.judged()).stuck
    assert_found(stuck, "evaluation: inbox.matching stands at 3")
    assert_found(stuck, f"matching: projection {DUE.row} stands at 2")


async def test_a_deadline_that_never_fires(copy: Copy) -> None:
    due = await copy.collection("matching", DUE.row)
    hours_ago = {"$dateSubtract": {"startDate": "$$NOW", "unit": "hour", "amount": 2}}
    await copy["matching"][due].update_one({}, [{"$set": {"due_at": hours_ago}}])
    assert_found((await copy.judged()).stuck, "matching: deadline", "has not fired")


def spoilt_ledger(copy: Copy, path: Path, change: dict[str, Any]) -> dict[str, Any]:
    """A copy of the ledger in which the answer to a command that was sent once is another one; gives that answer."""
    lines = [json.loads(line) for line in copy.ledger.read_text().splitlines()]
    keys = Counter(line["key"] for line in lines if line["is"] == "sent")
    once = {line["number"] for line in lines if line["is"] == "sent" and keys[line["key"]] == 1}
    answers = [line for line in lines if line["is"] == "told" and line["number"] in once]
    answer = next(line for line in reversed(answers) if line["kind"] == "acknowledged" and line["position"] > 1)
    before = dict(answer)
    answer.update(change)
    path.write_text("".join(json.dumps(line) + "\n" for line in lines))
    return before


async def test_an_answer_that_names_another_position(copy: Copy, tmp_path: Path) -> None:
    told = spoilt_ledger(copy, tmp_path / "ledger", {"position": 1})
    lost = (await copy.judged(tmp_path / "ledger")).lost
    assert_found(lost, "was told", ":1 version", f":{told['position']}")


async def test_a_command_that_was_refused_though_it_was_carried_out(copy: Copy, tmp_path: Path) -> None:
    refused = {"kind": "refused", "status": 409, "code": "already_claimed", "id": "", "position": 0, "version": 0}
    told = spoilt_ledger(copy, tmp_path / "ledger", refused)
    doubled = (await copy.judged(tmp_path / "ledger")).doubled
    assert_found(doubled, "was refused with 409 already_claimed", f":{told['position']} ")


async def test_a_run_in_which_nothing_was_acknowledged(copy: Copy, tmp_path: Path) -> None:
    (tmp_path / "ledger").touch()
    assert_found((await copy.judged(tmp_path / "ledger")).stuck, "not one command was acknowledged")
