"""Writes the generated files (APIs, broker rights, tables, rules), or (`--check`) says which are out of date."""

import json
import sys
from pathlib import Path
from typing import Any

from pymongo import AsyncMongoClient

from scripts import metrics, rules
from scripts.licences import NotNamed, licence_list
from scripts.rights import definitions
from scripts.settings import settings_table
from services.catalogue import SERVICES
from shared.contracts import BY_TYPE
from shared.contracts.base import Contract
from shared.http.app import make_app
from shared.http.auth import Keys, Verifier
from shared.runtime.service import Definition, Service

DOCS = Path(__file__).parent.parent / "docs"


def openapi(part: Definition) -> dict[str, Any]:
    """The API of one service; nothing is connected for it."""
    client: AsyncMongoClient[dict[str, Any]] = AsyncMongoClient(connect=False)
    verifier = Verifier(Keys(""), issuer="", audience="", secret=b"")
    service = Service(part, client[part.name], verifier, b"")
    return make_app(service, part.router, part.policy, part.title).openapi()


def asyncapi() -> dict[str, Any]:
    """What the services tell each other, as AsyncAPI 3."""
    sources = sorted({contract.source for contract in BY_TYPE.values()})
    schemas: dict[str, Any] = {}
    messages = {kind: _message(contract, schemas) for kind, contract in sorted(BY_TYPE.items())}
    return {
        "asyncapi": "3.0.0",
        "info": {
            "title": "红石榴 Pomegranate",
            "version": "1",
            "description": "Messages are CloudEvents batches (JSON) of one or more commits. "
            "The AMQP headers `from` and `to` say which positions of the source's log a message covers, "
            "published or not.",
        },
        "defaultContentType": "application/cloudevents-batch+json",
        "channels": {source: _channel(source) for source in sources},
        "operations": {f"{source}_tells": _operation(source) for source in sources},
        "components": {"messages": messages, "schemas": dict(sorted(schemas.items()))},
    }


def _channel(source: str) -> dict[str, Any]:
    exchange = {"name": f"pomegranate.{source}", "type": "fanout", "durable": True}
    kinds = sorted(kind for kind, contract in BY_TYPE.items() if contract.source == source)
    return {
        "address": exchange["name"],
        "messages": {kind: {"$ref": f"#/components/messages/{kind}"} for kind in kinds},
        "bindings": {"amqp": {"is": "routingKey", "exchange": exchange, "bindingVersion": "0.3.0"}},
    }


def _operation(source: str) -> dict[str, Any]:
    return {"action": "send", "channel": {"$ref": f"#/channels/{source}"}}


def _message(contract: type[Contract], schemas: dict[str, Any]) -> dict[str, Any]:
    payload = contract.model_json_schema(ref_template="#/components/schemas/{model}")
    schemas.update(payload.pop("$defs", {}))
    summary = {"summary": contract.__doc__.strip().splitlines()[0]} if contract.__doc__ else {}
    extensions = ["stream", "version", "index", "count", "position", "correlation"]
    return {"name": contract.full_type(), **summary, "payload": payload, "x-cloudevents-extensions": extensions}


def generated() -> dict[Path, str]:
    """Every generated file with its content."""
    files: dict[Path, Any] = {DOCS / "openapi" / f"{name}.json": openapi(part) for name, part in SERVICES.items()}
    files[DOCS / "asyncapi.json"] = asyncapi()
    files[DOCS.parent / "deploy" / "rabbitmq" / "permissions.json"] = definitions()
    texts = {path: json.dumps(content, ensure_ascii=False, indent=1) + "\n" for path, content in files.items()}
    tables = {"settings": settings_table(), "metrics": metrics.table()}
    texts |= {DOCS / "operations" / f"{name}.md": table for name, table in tables.items()}
    return texts | {DOCS / "licences.md": licence_list(), rules.RULES: rules.for_kubernetes()}


def main() -> int:
    """Exit status 1 when a file is out of date."""
    check = "--check" in sys.argv
    try:
        made = generated()
    except NotNamed as missing:
        print(missing)
        return 1
    stale = [(path, text) for path, text in made.items() if not path.exists() or path.read_text() != text]
    for path, text in stale:
        if not check:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text)
        print(path.relative_to(DOCS.parent), "is out of date: run `make contracts`" if check else "written")
    return 1 if stale and check else 0


if __name__ == "__main__":
    sys.exit(main())
