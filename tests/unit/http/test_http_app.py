"""The description of the API: stable names, every refusal, and pages that need nobody else's server."""

import pytest
from fastapi.routing import iter_route_contexts

from scripts.contracts import openapi
from services.catalogue import SERVICES
from shared.http.admission import query_names
from shared.runtime.service import Definition
from tests.unit.http.world import World


async def test_the_description_names_operations_parameters_and_refusals(world: World):
    schema = (await world.client.get("/openapi.json")).json()
    assert schema["openapi"].startswith("3.1")
    post = schema["paths"]["/api/notes/v1/notes"]["post"]
    assert post["operationId"] == "post_note"
    assert post["summary"] == "Pins a note."
    assert {p["name"] for p in post["parameters"]} == {"Idempotency-Key", "If-Match"}
    assert post["security"]
    assert {"201", "401", "403", "404", "409", "412", "413", "422", "428", "429", "503"} <= set(post["responses"])
    problem = post["responses"]["422"]["content"]["application/problem+json"]["schema"]
    assert problem == {"$ref": "#/components/schemas/Problem"}
    get = schema["paths"]["/api/notes/v1/walls/{number}"]["get"]
    assert {p["name"] for p in get["parameters"]} == {"number", "kind", "min_position"}
    assert "HTTPValidationError" not in schema["components"]["schemas"]
    assert "409" not in get["responses"]
    assert not [path for path in schema["paths"] if "livez" in path or "docs" in path]


@pytest.mark.parametrize("part", SERVICES.values(), ids=SERVICES)
def test_the_door_knows_the_query_parameters_that_are_described(part: Definition) -> None:
    operations = [operation for path in openapi(part)["paths"].values() for operation in path.values()]
    described = {
        operation["operationId"]: {each["name"] for each in operation.get("parameters", []) if each["in"] == "query"}
        for operation in operations
    }
    assert {route.operation_id: query_names(route) for route in iter_route_contexts(part.router.routes)} == described


async def test_the_documentation_needs_no_other_server(world: World):
    page = await world.client.get("/docs")
    assert page.status_code == 200
    assert "https://" not in page.text
    for asset in ("swagger-ui-bundle.js", "swagger-ui.css"):
        assert f"/api/notes/v1/docs/assets/{asset}" in page.text
        assert (await world.client.get(f"/docs/assets/{asset}")).status_code == 200
