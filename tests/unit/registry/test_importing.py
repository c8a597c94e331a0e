from hashlib import sha256
from typing import Any

import pytest

from services.registry.commands import (
    AdvanceImport,
    DiscardImport,
    FailImport,
    FinishImport,
    ReceiveImport,
    StartImport,
)
from services.registry.decider.importing import DECIDER, AlreadyReceived, AlreadyStarted, StillRunning
from services.registry.events import (
    ImportAdvanced,
    ImportDiscarded,
    ImportFailed,
    ImportFinished,
    ImportReceived,
    ImportStarted,
)
from services.registry.sheets.keeping import digest_of
from shared.errors import Gone, NotFound
from shared.eventsourcing.ids import derived_id
from shared.exporting.model import EXPORT, AlreadyExported, ExportRows, ListExported
from shared.testing.spec import spec
from tests.unit.registry.examples import COMMUNITY, STAFF

IMPORT = derived_id("import", "1")
FILE: dict[str, Any] = {
    "sheet_import": IMPORT,
    "community": COMMUNITY,
    "kind": "organizations",
    "digest": "0a" * 32,
    "format": "xlsx",
    "encoding": "",
    "rows": 300,
}
RECEIVE = ReceiveImport(**STAFF, **FILE)
START = StartImport(**STAFF)
SOME = {"added": 190, "changed": 5, "same": 5, "refused": 0}
ALL = {"added": 290, "changed": 5, "same": 5, "refused": 0}
ADVANCE = AdvanceImport(**STAFF, done=200, **SOME)
FINISH = FinishImport(**STAFF, **ALL)
DISCARD = DiscardImport(**STAFF, reason="too_old")
received = ImportReceived(**FILE, uploaded_by="u_staff")
started = ImportStarted()
advanced = ImportAdvanced(done=200, **SOME)
finished = ImportFinished(**ALL)
discarded = ImportDiscarded(reason="too_old")


def test_a_file_is_received_once_and_started_once() -> None:
    spec(DECIDER).when(RECEIVE).then(received)
    spec(DECIDER).given(received).when(RECEIVE).refused(AlreadyReceived)
    spec(DECIDER).given(received).when(START).then(started)
    spec(DECIDER).given(received, started).when(START).refused(AlreadyStarted)
    spec(DECIDER).given(received, started, finished).when(START).refused(AlreadyStarted)


def test_what_is_told_again_after_a_crash_is_nothing_new() -> None:
    spec(DECIDER).given(received, started).when(ADVANCE).then(advanced)
    spec(DECIDER).given(received, started, advanced).when(ADVANCE).then()
    spec(DECIDER).given(received, started, advanced).when(FINISH).then(finished)
    spec(DECIDER).given(received, started, finished).when(FINISH).then()
    spec(DECIDER).given(received, started, finished).when(ADVANCE).then()
    spec(DECIDER).given(received).when(FINISH).then()


def test_the_file_goes_with_the_last_row_unless_some_were_refused() -> None:
    spec(DECIDER).given(received, started, finished).when(DISCARD).then()
    with_refused = finished.model_copy(update={"refused": 3})
    spec(DECIDER).given(received, started, with_refused).when(DISCARD).then(discarded)


def test_a_file_is_discarded_before_or_after_and_not_meanwhile() -> None:
    spec(DECIDER).given(received).when(DISCARD).then(discarded)
    spec(DECIDER).given(received, started).when(DISCARD).refused(StillRunning)
    spec(DECIDER).given(received, discarded).when(START).refused(Gone)
    failed = ImportFailed(reason="file_gone")
    spec(DECIDER).given(received, started).when(FailImport(**STAFF, reason="file_gone")).then(failed)
    spec(DECIDER).given(received, started, failed).when(DISCARD).then(discarded)


@pytest.mark.parametrize("command", [START, ADVANCE, FINISH, DISCARD])
def test_nothing_happens_to_an_unknown_import(command: Any) -> None:
    spec(DECIDER).when(command).refused(NotFound)


def test_a_digest_tells_files_apart_and_nobody_without_the_secret_can_try_one_out() -> None:
    file, secret = "姓名,手机".encode(), b"a secret"
    assert digest_of(secret, file) == digest_of(secret, file) != digest_of(secret, file + b"1")
    assert digest_of(secret, file) not in (digest_of(b"another", file), sha256(file).hexdigest())


def test_an_export_is_one_fact() -> None:
    said: dict[str, Any] = {
        "export": derived_id("export", "1"),
        "community": COMMUNITY,
        "list": "contacts",
        "format": "xlsx",
        "rows": 12,
        "filters": {"kind": "school"},
        "purpose": "arrange_delivery",
    }
    exported = ListExported(**said)
    spec(EXPORT).when(ExportRows(**STAFF, **said)).then(exported)
    spec(EXPORT).given(exported).when(ExportRows(**STAFF, **said)).refused(AlreadyExported)
