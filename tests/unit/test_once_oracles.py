"""The oracles of commands, links and spreadsheets find what happened twice, too late, or not at all."""

from types import SimpleNamespace
from typing import Any, cast

import pytest

from tests.chaos.ledger import Attempt, Entry, Sent, Told
from tests.chaos.oracle.commands import check_commands, command_ids
from tests.chaos.oracle.imports import check_imports
from tests.chaos.oracle.links import check_links
from tests.chaos.oracle.verdict import Verdict

IMPORT = "import_x"
POSITION = 7
SECRET = b"secret"


def event(kind: str, **fields: Any) -> Any:
    return SimpleNamespace(type=kind, **fields)


def book(**streams: list[Any]) -> Any:
    commits = {name: [commit(n, each) for n, each in enumerate(some)] for name, some in streams.items()}
    return SimpleNamespace(name="registry", streams=commits)


def commit(number: int, one: Any) -> Any:
    return SimpleNamespace(events=[one], position=number, command_id=f"{IMPORT}/{number}/add")


def used(number: int) -> Any:
    return event("link_used", number=number)


@pytest.mark.parametrize(
    ("events", "said"),
    [
        ([used(1), used(2)], ""),
        ([used(1), used(1)], "link 1 was answered, and then answered"),
        ([event("link_revoked", number=1), used(1)], "link 1 was taken back, and then answered"),
    ],
)
def test_a_link_ends_once(events: list[Any], said: str) -> None:
    verdict = Verdict()
    check_links(book(offer_x=events), verdict)
    assert [finding.partition(": ")[2] for finding in verdict.findings] == [said][: bool(said)]


REGISTERED = event("organization_registered")


@pytest.mark.parametrize(
    ("ends", "lost", "doubled"),
    [
        ([event("import_finished", added=2)], 0, 0),
        ([event("import_finished", added=3)], 1, 0),
        ([event("import_finished", added=1)], 0, 1),
        ([event("import_discarded")], 0, 0),
        ([], 1, 0),
    ],
)
def test_rows_are_there_as_often_as_they_were_added(ends: list[Any], lost: int, doubled: int) -> None:
    verdict = Verdict()
    check_imports(book(import_x=[event("import_started"), *ends], org_a=[REGISTERED], org_b=[REGISTERED]), verdict)
    assert (len(verdict.lost), len(verdict.doubled)) == (lost, doubled)


@pytest.mark.parametrize(
    ("code", "there", "lost", "doubled"),
    [
        ("already_claimed", True, 0, 1),
        ("already_claimed", False, 0, 0),
        ("already_exported", True, 0, 0),
        ("already_exported", False, 1, 0),
    ],
)
def test_who_repeats_what_got_no_answer_is_refused_only_where_that_says_it_stands(
    code: str, there: bool, lost: int, doubled: int
) -> None:
    sent = Sent(1, "key", "post_export", "registry", "person_x", "POST", "/exports", "", "digest")
    refused = Told(2, "refused", status=409, code=code)
    entry = Entry(sent, [Attempt(sent, None, before=0), Attempt(sent, refused, before=POSITION)])
    stands = [SimpleNamespace(position=POSITION, version=1, stream="export_x", events=[])] if there else []
    log = SimpleNamespace(name="registry", streams={}, by_command={command_ids(sent, SECRET)[0]: stands})
    verdict = Verdict()
    check_commands([entry], cast("Any", {"registry": log}), SECRET, verdict)
    assert (len(verdict.lost), len(verdict.doubled)) == (lost, doubled)
