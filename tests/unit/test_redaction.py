"""Marks: they find what they were made of, in any event, and tell nobody what that was."""

import json
from datetime import UTC, datetime
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from shared.contracts import matching
from shared.contracts.redaction import InMatching, Replacement
from shared.eventsourcing.decider import Commit
from shared.eventsourcing.ids import derived_id
from shared.eventsourcing.model import Actor
from shared.messaging.translation import Arrival
from shared.redaction.marks import Replacing, mark_of, replacements, texts_in
from shared.redaction.messages import receive
from shared.redaction.model import REDACTION, HistoryRedacted, HistoryRewritten, NoteRewriting, RedactHistory
from shared.redaction.projections import REDACTIONS
from shared.testing.spec import spec

SECRET = b"secret"
NAME = "欧阳雪"
OFFER, COMMUNITY = derived_id("offer", "1"), derived_id("community", "hetaoyuan")
SAID: dict[str, Any] = {
    "offer": OFFER,
    "title": f"找{NAME}借钥匙",
    "confirmed_on": "2024-03-01",
    "quantity": 3,
    "notes": [f"{NAME}在家", "无"],
    "inner": {"text": f"找{NAME}借钥匙", "code": "not_reached"},
}
FOUND = replacements(SECRET, SAID, NAME)
FACTS: dict[str, Any] = {"community": COMMUNITY, "thing": OFFER, "replacements": FOUND, "reason": "names_a_person"}
AT: dict[str, Any] = {"at": datetime(2026, 1, 1, tzinfo=UTC), "actor": Actor(id="u_staff")}


def test_each_text_that_says_it_is_replaced_once_and_nothing_else() -> None:
    assert [each.text for each in FOUND] == ["找（已去除）借钥匙", "（已去除）在家", "（已去除）"]
    assert Replacing(SECRET, FOUND)(SAID) == {
        **SAID,
        "title": "找（已去除）借钥匙",
        "notes": ["（已去除）在家", "无"],
        "inner": {"text": "找（已去除）借钥匙", "code": "not_reached"},
    }


def test_ids_codes_and_days_are_no_texts() -> None:
    codes = {"id": OFFER, "day": "2024-03-01", "code": "not_reached", "rule": "FREQ=WEEKLY;BYDAY=MO"}
    assert list(texts_in({**codes, "text": "灯", "name": "Old Li"})) == ["灯", "Old Li"]
    assert replacements(SECRET, SAID, "offer") == ()
    assert Replacing(SECRET, [Replacement(mark=mark_of(SECRET, "open"), length=4, text="shut")])("open") == "open"


def test_the_event_does_not_say_what_is_taken_out() -> None:
    event = HistoryRedacted(service="registry", **FACTS)
    assert NAME not in json.dumps(event.model_dump(mode="json"), ensure_ascii=False)
    assert mark_of(b"of another installation", SAID["title"]) != FOUND[0].mark


@given(st.dictionaries(st.text(max_size=5), st.text(max_size=20), max_size=5))
def test_twice_is_once(said: dict[str, str]) -> None:
    replace = Replacing(SECRET, replacements(SECRET, said, "甲"))
    assert replace(replace(said)) == replace(said)
    assert "甲" not in "".join(replace(said).values())


def test_is_recorded_once() -> None:
    asked = RedactHistory(service="registry", **FACTS, **AT)
    event = HistoryRedacted(service="registry", **FACTS)
    spec(REDACTION).given().when(asked).then(event)
    spec(REDACTION).given(event).when(asked).then()


def test_the_mark_is_set_as_often_as_it_takes() -> None:
    event, mark = HistoryRedacted(service="registry", **FACTS), HistoryRewritten(rewritten=2)
    note = NoteRewriting(rewritten=2, **AT)
    spec(REDACTION).given(event).when(note).then(mark)
    spec(REDACTION).given(event, mark).when(note).then(mark)
    spec(REDACTION).when(note).then()


def test_the_document_tells_who_ordered_it_and_not_what_is_taken_out() -> None:
    event = HistoryRedacted(service="registry", **FACTS)
    stream, by = derived_id("redaction", "1"), Actor(id="u_staff", role="staff")
    commit = Commit(7, stream, 1, "c1", "", COMMUNITY, by, "", "", AT["at"], (event, HistoryRewritten(rewritten=1)))
    first, second = list(commit)
    assert [list(REDACTIONS.keys(each)) for each in (first, second)] == [[stream], []]
    shown = REDACTIONS.apply(None, first)
    assert (shown.thing, shown.texts, shown.at, shown.actor) == (OFFER, len(FOUND), AT["at"], by)
    assert "replacements" not in shown.model_dump()


def test_what_another_service_tells_is_recorded_as_its_own() -> None:
    told = InMatching(redaction=derived_id("redaction", "1"), **FACTS)
    arrival = Arrival("matching/redaction_1/1/0", at=AT["at"], now=AT["at"], actor=AT["actor"])
    (send,) = receive(told, arrival)
    assert send.stream == derived_id("redaction", "1")
    assert isinstance(send.command, RedactHistory)
    assert (send.command.service, send.command.replacements) == ("matching", FOUND)
    assert receive(matching.RequestAmended.model_construct(), arrival) == ()
