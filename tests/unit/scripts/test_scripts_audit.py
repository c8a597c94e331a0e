"""The look for known holes: it finds one that is planted, and never passes for want of an answer."""

import json
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any

import pytest

from scripts.audit import NotLooked, known_holes, of_python

HOLE = {"id": "TEST-1", "modified": "2026-01-01T00:00:00Z", "published": "2026-01-01T00:00:00Z", "summary": "planted"}


class Osv(BaseHTTPRequestHandler):
    """As much of the OSV interface as is asked; `holed` is the package that has a hole."""

    holed = ""

    def do_POST(self) -> None:
        queries = json.loads(self.rfile.read(int(self.headers["Content-Length"])))["queries"]
        self._answer({"results": [{"vulns": [HOLE]} if q["package"]["name"] == self.holed else {} for q in queries]})

    def do_GET(self) -> None:
        affected = [{"package": {"ecosystem": "PyPI", "name": self.holed}, "ranges": []}]
        self._answer({**HOLE, "affected": affected})

    def log_message(self, *args: Any) -> None:
        """Says nothing."""

    def _answer(self, content: Any) -> None:
        body = json.dumps(content).encode()
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)


@pytest.fixture
def osv() -> Iterator[str]:
    with ThreadingHTTPServer(("127.0.0.1", 0), Osv) as server:
        Thread(target=server.serve_forever).start()
        yield f"http://127.0.0.1:{server.server_port}/"
        server.shutdown()


def test_a_planted_hole_is_found(osv: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Osv, "holed", "starlette")
    assert "starlette" in of_python("--service-url", osv)
    assert "TEST-1" in of_python("--service-url", osv)


def test_none_is_none(osv: str) -> None:
    assert of_python("--service-url", osv) == ""


def test_nobody_to_ask_is_not_none(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("UV_HTTP_RETRIES", "0")
    with pytest.raises(NotLooked, match="uv audit"):
        of_python("--service-url", "http://127.0.0.1:9/")


@pytest.mark.parametrize("report", ["", "npm error", '{"message": "405 Method Not Allowed"}', "[]"])
def test_a_report_that_is_none_is_not_none(report: str) -> None:
    with pytest.raises(NotLooked, match="npm audit"):
        known_holes(report)


def test_the_holes_of_a_report_are_named() -> None:
    report = {"vulnerabilities": {"vue": {"range": "<3", "severity": "high"}}}
    assert known_holes(json.dumps(report)) == "vue <3: high"
    assert known_holes('{"vulnerabilities": {}}') == ""
