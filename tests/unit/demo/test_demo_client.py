"""The demonstration's client: one command, however often it has to be sent."""

from typing import Any

import httpx2
import pytest

from demo.client import Client, Unexpected

RECEIPT = {"id": "wish_1", "version": 1, "position": "registry:7"}


class Service:
    """Answers what it is told to, and remembers what it was asked."""

    def __init__(self, *answers: httpx2.Response | Exception) -> None:
        self.answers = list(answers)
        self.asked: list[httpx2.Request] = []

    def __call__(self, request: httpx2.Request) -> httpx2.Response:
        self.asked.append(request)
        answer = self.answers.pop(0)
        if isinstance(answer, Exception):
            raise answer
        return answer


def client_of(service: Service, **options: Any) -> Client:
    client = Client({"registry": "http://registry"}, **options)
    client._http = httpx2.AsyncClient(transport=httpx2.MockTransport(service))
    return client


def busy() -> httpx2.Response:
    return httpx2.Response(503, headers={"Retry-After": "0"})


async def test_a_write_is_sent_again_with_the_same_key_until_there_is_an_answer() -> None:
    service = Service(httpx2.ConnectError("down"), busy(), httpx2.Response(201, json=RECEIPT))
    async with client_of(service) as client:
        receipt = await client.write("token", "wish.lamp", "POST", "/registry/v1/wishes", {"text": "一盏灯"})
    assert receipt.etag == '"1"'
    assert {request.headers["idempotency-key"] for request in service.asked} == {"wish.lamp"}
    assert {request.headers["x-request-id"] for request in service.asked} == {"demo-wish.lamp"}
    assert len({request.content for request in service.asked}) == 1


async def test_a_refusal_is_not_sent_again() -> None:
    service = Service(httpx2.Response(409, json={"code": "already_claimed"}))
    async with client_of(service) as client:
        with pytest.raises(Unexpected, match="already_claimed"):
            await client.write("token", "key", "POST", "/registry/v1/wishes", {})


async def test_patience_ends() -> None:
    service = Service(httpx2.ConnectError("down"), httpx2.ConnectError("down"))
    async with client_of(service, patience=0.05) as client:
        with pytest.raises(httpx2.ConnectError):
            await client.read("token", "/registry/v1/tree")


async def test_a_read_asks_for_the_furthest_position_that_was_written() -> None:
    written = [httpx2.Response(201, json=RECEIPT | {"position": position}) for position in ("registry:9", "registry:8")]
    service = Service(*written, httpx2.Response(200, json={}))
    async with client_of(service) as client:
        for key in ("one", "two"):
            await client.write("token", key, "POST", "/registry/v1/wishes", {})
        await client.read("token", "/registry/v1/tree")
    assert service.asked[-1].url.params["min_position"] == "registry:9"


async def test_a_list_is_read_page_by_page() -> None:
    pages = [{"items": [1, 2], "next_cursor": "more"}, {"items": [3], "next_cursor": None}]
    service = Service(*(httpx2.Response(200, json=page) for page in pages))
    async with client_of(service) as client:
        assert await client.items("token", "/registry/v1/wishes") == [1, 2, 3]
    assert service.asked[1].url.params["cursor"] == "more"
