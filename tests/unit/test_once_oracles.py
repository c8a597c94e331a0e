"""The oracles of links and spreadsheets find what happened twice, too late, or not at all."""

from types import SimpleNamespace
from typing import Any

import pytest

from tests.chaos.oracle.imports import check_imports
from tests.chaos.oracle.links import check_links
from tests.chaos.oracle.verdict import Verdict

IMPORT = "import_x"


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
