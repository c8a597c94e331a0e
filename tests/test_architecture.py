"""The shape that everything has, kept by a test: rooms, imports, sizes."""

import ast
import os
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
SERVICES = ("registry", "matching", "evaluation", "notify")
ROOMS = {
    "__init__", "events", "commands", "decider", "projections", "messages", "queries", "api", "effects", "main",
}  # fmt: skip
OWN_ROOMS = {
    "registry": {"sheets"},
    "matching": {"engine"},
    "evaluation": {"scoring", "scorecard"},
    "notify": {"templates", "feed"},
}
PORTAL_ROOMS = {"__init__", "headers", "pages", "signin", "main", "web"}
PURE_ROOMS = {"events", "commands", "decider", "projections", "messages", "scoring", "scorecard", "templates", "engine"}
PURE_SHARED = (
    "shared.errors",
    "shared.contracts",
    "shared.directory",
    "shared.eventsourcing.model",
    "shared.eventsourcing.decider",
    "shared.eventsourcing.codec",
    "shared.eventsourcing.projection",
    "shared.eventsourcing.ids",
    "shared.exporting.model",
    "shared.exporting.projections",
    "shared.links.model",
    "shared.links.refusals",
    "shared.messaging.translation",
    "shared.pinyin",
    "shared.privacy.text",
    "shared.redaction.messages",
    "shared.redaction.model",
    "shared.redaction.projections",
    "shared.words",
)
PURE_LIBRARIES = {"commands": ("dateutil",), "engine": ("dateutil", "numpy", "ortools")}
MAX_FILE, MAX_FUNCTION, MAX_ROOM = 400, 50, 250


def sources(*folders: str) -> list[Path]:
    return sorted(path for folder in folders for path in _python_in(ROOT / folder))


def _python_in(folder: Path) -> Iterator[Path]:
    for directory, folders, files in os.walk(folder):
        folders[:] = [name for name in folders if name != "node_modules"]
        yield from (Path(directory, name) for name in files if name.endswith(".py"))


def named(path: Path) -> str:
    return str(path.relative_to(ROOT))


def imports(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module


def functions(path: Path) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield node


@pytest.mark.parametrize("service", SERVICES)
def test_rooms(service: str) -> None:
    found = {path.stem for path in (ROOT / "services" / service).iterdir() if path.name != "__pycache__"}
    assert found <= ROOMS | OWN_ROOMS.get(service, set())
    assert found >= ROOMS - {"effects"}


def test_rooms_of_the_portal() -> None:
    found = {path.stem for path in (ROOT / "services" / "portal").iterdir() if path.name != "__pycache__"}
    assert found - {"built"} == PORTAL_ROOMS


@pytest.mark.parametrize("path", sources("services/portal"), ids=named)
def test_the_portal_knows_the_services_by_their_apis_only(path: Path) -> None:
    allowed = ("services.portal", "shared.http", "shared.runtime.settings", "starlette")
    assert not [
        name
        for name in imports(path)
        if not name.startswith(allowed) and name.partition(".")[0] not in sys.stdlib_module_names
    ]


@pytest.mark.parametrize("path", sources(*(f"services/{service}" for service in SERVICES)), ids=named)
def test_services_never_import_each_other(path: Path) -> None:
    own = path.relative_to(ROOT / "services").parts[0]
    foreign = {f"services.{service}" for service in SERVICES if service != own}
    foreign |= {"demo", "services.catalogue", "services.portal"}
    assert not [name for name in imports(path) if name.startswith(tuple(foreign))]


@pytest.mark.parametrize("path", sources(*(f"services/{service}" for service in SERVICES)), ids=named)
def test_pure_rooms_import_nothing_that_acts(path: Path) -> None:
    service, room = path.relative_to(ROOT / "services").with_suffix("").parts[:2]
    if room not in PURE_ROOMS:
        return
    allowed = ("pydantic", f"services.{service}", *PURE_SHARED, *PURE_LIBRARIES.get(room, ()))
    acting = [
        name
        for name in imports(path)
        if not name.startswith(allowed) and name.partition(".")[0] not in sys.stdlib_module_names
    ]
    assert not acting
    impure = {f"services.{service}.{other}" for other in ROOMS - PURE_ROOMS - {"__init__"}} | {
        "shared.directory.queries"
    }
    assert not [name for name in imports(path) if name.startswith(tuple(impure))]
    assert not {"asyncio", "random", "secrets", "uuid", "time", "os", "socket"} & set(imports(path))


@pytest.mark.parametrize("path", sources("shared"), ids=named)
def test_shared_knows_no_service(path: Path) -> None:
    assert not [name for name in imports(path) if name.startswith(("services", "demo", "tests"))]


@pytest.mark.parametrize("path", sources("shared", "services", "demo", "scripts"), ids=named)
def test_sizes(path: Path) -> None:
    lines = len(path.read_text().splitlines())
    assert lines <= MAX_FILE
    if path.parts[len(ROOT.parts)] == "services":
        assert lines <= MAX_ROOM, "a room over 250 lines becomes a package"
    long = [f.name for f in functions(path) if (f.end_lineno or 0) - f.lineno + 1 > MAX_FUNCTION]
    assert not long


@pytest.mark.parametrize("path", sources("shared", "services", "demo", "scripts"), ids=named)
def test_every_return_type_is_written(path: Path) -> None:
    assert not [f.name for f in functions(path) if f.returns is None]


def test_the_lock_of_the_pages_names_no_address() -> None:
    lock = ROOT / "services" / "portal" / "web" / "package-lock.json"
    assert '"resolved"' not in lock.read_text()


def test_no_mocks_of_our_own_code() -> None:
    assert not [named(path) for path in sources("tests") if "unittest.mock" in set(imports(path))]
