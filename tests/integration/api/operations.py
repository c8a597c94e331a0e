"""The operations of all services, as their OpenAPI descriptions and policies name them."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from fastapi import FastAPI

from services.catalogue import SERVICES
from shared.http.policy import Role, Where


@dataclass(frozen=True)
class Operation:
    """One operation of one service; `line` is what its policy says."""

    service: str
    id: str
    method: str
    path: str
    described: Mapping[str, Any]
    schemas: Mapping[str, Any]
    line: Mapping[Role, Where] | None

    @property
    def name(self) -> str:
        return f"{self.service}.{self.id}"

    def serves(self, path: str) -> bool:
        """Whether a request to `path` comes here."""
        pattern = re.sub(r"\{[a-z_]+\}", "[^/]+", self.path)
        return re.fullmatch(f"/{self.service}/v1{pattern}", path.partition("?")[0]) is not None


def _operations() -> dict[str, Operation]:
    found = {}
    for service, part in SERVICES.items():
        app = FastAPI()
        app.include_router(part.router)
        described = app.openapi()
        for path, methods in described["paths"].items():
            for method, each in methods.items():
                line = part.policy.get(each["operationId"])
                schemas = described["components"]["schemas"]
                operation = Operation(service, each["operationId"], method.upper(), path, each, schemas, line)
                found[operation.name] = operation
    return found


OPERATIONS = _operations()
"""By `<service>.<operation id>`."""


def operation_of(example: str) -> Operation:
    """What an example is of; a second one for an operation has a word more in its name."""
    service, operation = example.split(".")[:2]
    return OPERATIONS[f"{service}.{operation}"]
