"""The community next door, where tests publish and claim through the API without touching the demonstration's story."""

import json
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any
from uuid import uuid4

from demo.client import Client, Receipt
from demo.playing import PLAYED
from services.catalogue import SERVICES
from tests.browser.visiting import SHOWING
from tests.support.bookable import today
from tests.support.dev import Dev
from tests.support.eventually import eventually


class Patient(Client):
    """One that comes back from a write when its service shows it: a page that is opened then reads once."""

    async def write(
        self, token: str, key: str, method: str, path: str, body: Mapping[str, Any], etag: str | None = None
    ) -> Receipt:
        receipt = await super().write(token, key, method, path, body, etag)
        await self.read(token, SHOWING[path.split("/")[1]])
        return receipt


@dataclass
class NextDoor:
    """Its desk, acting through the API; what it did can be read."""

    client: Client
    token: str
    community: str
    organization: str

    async def post(self, text: str) -> Receipt:
        """A public wish that waits for review."""
        return await self._write("/registry/v1/wishes", community=self.community, text=text)

    async def offer(self, title: str, category: str) -> str:
        """A listed standing offer of the organization's."""
        about = {"title": title, "detail": title, "category": category, "mode": "standing"}
        made = await self._write("/registry/v1/offers", organization=self.organization, **about)
        await self._write(f"/registry/v1/offers/{made.id}/listing")
        return made.id

    async def ask_about(self, offer: str, **whom: str) -> None:
        """Whom to ask about an offer: a `person`, or a `phone`."""
        await self.client.write(self.token, uuid4().hex, "PUT", f"/registry/v1/offers/{offer}/contact", whom)

    async def phone(self, number: str) -> None:
        """Its organization has this office phone, for everybody."""
        path = f"/registry/v1/organizations/{self.organization}/phones"
        said = {"phones": [{"number": number, "shown_to": "wall"}]}
        await self.client.write(self.token, uuid4().hex, "PUT", path, said)

    async def contact(self, name: str, phone: str, duty: str) -> str:
        """Somebody whom one calls at its organization; gives the person."""
        person = await self.resident(name, phone)
        await self._write(f"/registry/v1/organizations/{self.organization}/contacts", person=person, duty=duty)
        return person

    async def may_wait(self, category: str, limit: str) -> None:
        """Wishes of a category may go unclaimed so long, from now on."""
        path = f"/registry/v1/communities/{self.community}"
        settings = (await self.client.read(self.token, path))["settings"]
        said = {"category": category, "unclaimed_after": limit}
        settings["classes"] = [*(one for one in settings["classes"] if one["category"] != category), said]
        etag = await self.client.etag(self.token, path)
        await self.client.write(self.token, uuid4().hex, "PUT", f"{path}/settings", {"settings": settings}, etag)
        await self.client.until(self.token, path, lambda node: said.items() <= node["limits"]["classes"][-1].items())

    async def publish(
        self, text: str, quantity: int = 1, unit: str = "件", place: str | None = None, category: str = "environment"
    ) -> str:
        """A public wish, perhaps of a building, open to be claimed; gives its request once matching knows it."""
        posted = await self.post(text)
        shown: dict[str, Any] = {
            "text": text,
            "kind": "public",
            "category": category,
            "quantity": quantity,
            "unit": unit,
            "place": place,
        }
        path = f"/registry/v1/wishes/{posted.id}/review"
        await self._write(path, etag=posted.etag, decision="publish", **shown)
        request = posted.id.replace("wish_", "req_")
        await self.client.read(self.token, f"/matching/v1/requests/{request}", after="registry")
        return request

    async def need(self, title: str, confirmed_on: str | None = None, **more: Any) -> str:
        """A need of its organization's on the list; gives its request once registry knows that matching opened it."""
        about = {"title": title, "detail": title, "category": "repair", **more}
        posted = await self._write("/registry/v1/needs", organization=self.organization, **about)
        said = {"confirmed_on": confirmed_on} if confirmed_on else {}
        await self._write(f"/registry/v1/needs/{posted.id}/publication", **said)
        shown = await self.client.until(self.token, f"/registry/v1/needs/{posted.id}", lambda need: need["request_id"])
        await self.client.read(self.token, f"/matching/v1/requests/{shown['request_id']}", after="registry")
        return str(shown["request_id"])

    async def draft(self, title: str) -> str:
        """An agreement with its organization that nobody has signed, and that the desk can read."""
        clauses = [{"kind": "declaratory", "text": title}]
        said = {"organization": self.organization, "title": title, "clauses": clauses}
        return (await self._write("/registry/v1/agreements", **said)).id

    async def find_impossible(self, request: str) -> None:
        """A need can't be met, and registry knows."""
        await self._write(f"/matching/v1/requests/{request}/impossibility", reason="beyond_powers")
        path = f"/registry/v1/needs/{request.replace('req_', 'need_')}"
        await self.client.until(self.token, path, lambda need: need["progress"] == "impossible")

    async def claim(self, request: str, by: str | None = None) -> int:
        """Its organization, or the person `by`, claims all of a wish; gives the claim's number."""
        organization = {"kind": "organization", "id": self.organization}
        said: dict[str, Any] = {"claimant": {"kind": "person", "id": by}, "consent": "by_phone"} if by else {}
        receipt = await self._write(f"/matching/v1/requests/{request}/claims", **{"claimant": organization, **said})
        return int(receipt.id.rpartition(".")[2])

    async def deliver(self, request: str, number: int, **shown: str) -> None:
        """One of what was claimed is delivered; around a person's wish what shows it is a code."""
        evidence = shown or {"evidence": "已经办好。"}
        said: dict[str, Any] = {"quantity": 1, "occurred_on": "2024-12-01", **evidence}
        await self._write(f"/matching/v1/requests/{request}/claims/{number}/deliveries", **said)

    async def hand_over(self, request: str, by: str | None = None) -> None:
        """Somebody's wish, once matching knows it, claimed, accepted and brought by its organization, or the person
        `by`."""
        await self.opened(request)
        number = await self.claim(request, by)
        await self.accept(request, number)
        await self.deliver(request, number, evidence_code="handover")

    async def fulfil(self, request: str, number: int) -> None:
        """What was claimed is delivered and confirmed."""
        await self.deliver(request, number)
        await self._write(f"/matching/v1/requests/{request}/confirmation", mark=5, how="visit")

    async def fulfil_for(self, person: str, text: str, by: str | None = None) -> str:
        """A wish of somebody's that its organization, or the person `by`, fulfilled, as registry knows by now; gives
        its request."""
        asked = {"community": self.community, "person": person, "words": text, "consent": "by_phone"}
        posted = await self._write("/registry/v1/wishes", **asked)
        shown = {"text": text, "kind": "person", "category": "care"}
        await self._write(f"/registry/v1/wishes/{posted.id}/review", etag=posted.etag, decision="publish", **shown)
        request = posted.id.replace("wish_", "req_")
        await self.hand_over(request, by)
        await self._write(f"/matching/v1/requests/{request}/confirmation", mark=5, how="visit")
        await self.client.until(
            self.token, f"/registry/v1/wishes/{posted.id}", lambda wish: wish["progress"] == "fulfilled"
        )
        return request

    async def amend(self, request: str, text: str) -> None:
        """Its public text says something else from now on."""
        path = f"/matching/v1/requests/{request}"
        etag = await self.client.etag(self.token, path)
        body = {"text": text, "reason": "clearer"}
        await self.client.write(self.token, uuid4().hex, "PUT", f"{path}/text", body, etag)

    async def register(self, name: str) -> str:
        """An organization without an account."""
        body = {"community": self.community, "name": name, "kind": "company", "peer_class": "company_small"}
        return (await self._write("/registry/v1/organizations", **body)).id

    async def member(self, name: str) -> str:
        """An organization of the alliance's since 2017."""
        organization = await self.register(name)
        await self._write(f"/registry/v1/organizations/{organization}/membership", since="2017-06-01")
        return organization

    async def apply(self, organization: str, on: str) -> None:
        """It asked to join the alliance."""
        await self._write(f"/registry/v1/organizations/{organization}/membership/application", on=on)

    async def suspend(self, organization: str, since: str) -> None:
        """A member takes no part from that day on."""
        path = f"/registry/v1/organizations/{organization}/membership/suspension"
        await self._write(path, since=since, reason="moving")

    async def list_offer(self, organization: str, said: dict[str, Any]) -> str:
        """An offer on the list, once matching knows it."""
        made = await self._write("/registry/v1/offers", organization=organization, **said)
        await self._write(f"/registry/v1/offers/{made.id}/listing")
        path = f"/matching/v1/communities/{self.community}/calendars"

        async def listed() -> bool:
            return any(one["offer"] == made.id for one in await self.client.read(self.token, path))

        await eventually(listed, "matching knows the offer")  # type: ignore[arg-type]
        return made.id

    async def book(self, offer: str, **said: Any) -> None:
        """A slot of an offer that matching knows."""
        await self._write(f"/matching/v1/offers/{offer}/bookings", **said)

    async def meeting(self, title: str, requests: list[str]) -> str:
        """A claiming meeting today about these wishes."""
        said = {"community": self.community, "title": title, "held_on": today().isoformat(), "requests": requests}
        return (await self._write("/matching/v1/meetings", **said)).id

    async def last_calendar(self) -> str:
        """The offer at the end of what can be booked here."""
        found = await self.client.read(self.token, f"/matching/v1/communities/{self.community}/calendars")
        return str(found[-1]["offer"])

    async def suggested(self, request: str, offer: str) -> None:
        """Waits until the offer is among those that may do for the request."""
        path = f"/matching/v1/requests/{request}/suggestions?limit=50"
        await self.client.until(self.token, path, lambda found: any(one["offer"] == offer for one in found["items"]))

    async def agree(self, request: str, offer: str) -> None:
        """The provider of `offer` was asked whether it helps, and said yes."""
        path = f"/matching/v1/requests/{request}/suggestions"
        await self._write(path, offer=offer)
        await self._write(f"{path}/1/acceptance")

    async def resident(self, name: str, phone: str) -> str:
        """Somebody who is known at the desk."""
        body = {"community": self.community, "name": name, "phone": phone, "consent": "in_person"}
        return (await self._write("/registry/v1/persons", **body)).id

    async def child_without_a_guardian(self, name: str, words: str) -> tuple[str, str]:
        """A wish of a child's, and that child: the guardian was named, and is none any more, as the wish knows."""
        body = {"community": self.community, "name": name, "consent": "guardian"}
        child = (await self._write("/registry/v1/persons", **body)).id
        guardian = await self.resident(f"{name}之母", "13800138000")
        path = f"/registry/v1/persons/{child}/guardian"
        named = {"guardian": guardian, "relation": "mother", "born": "2016-03-01", "consent": "in_person"}
        await self.client.write(self.token, uuid4().hex, "PUT", path, named)
        asked = {"community": self.community, "person": child, "words": words, "consent": "guardian"}
        wish = (await self._write("/registry/v1/wishes", **asked)).id
        await self.client.write(self.token, uuid4().hex, "DELETE", f"{path}?reason=no_longer_guardian", {})
        await self.client.until(self.token, f"/registry/v1/wishes/{wish}", lambda seen: seen["guardian_wanted"])
        return wish, child

    async def place(self, name: str) -> str:
        """A building, known by name."""
        return (await self._write("/registry/v1/places", community=self.community, name=name, kind="courtyard")).id

    async def opened(self, request: str) -> None:
        """Waits until matching knows the request."""
        path, here = "/matching/v1/requests", {"community": self.community, "state": "open"}

        async def there() -> bool:
            return any(one["id"] == request for one in await self.client.items(self.token, path, **here))

        await eventually(there, f"{request} is open")  # type: ignore[arg-type]

    async def accept(self, request: str, number: int) -> None:
        """The desk lets a claimant meet who wished it."""
        await self._write(f"/matching/v1/requests/{request}/claims/{number}/acceptance")

    async def _write(self, path: str, etag: str | None = None, **body: Any) -> Receipt:
        return await self.client.write(self.token, uuid4().hex, "POST", path, body, etag)


@asynccontextmanager
async def next_door(running: Dev) -> AsyncIterator[NextDoor]:
    """The desk next door in what is `running`."""
    async with _desk(running, "other_desk", "haitangli", "org.other") as door:
        yield door


@asynccontextmanager
async def at_home(running: Dev, organization: str) -> AsyncIterator[NextDoor]:
    """The desk of the demonstration itself, for an `organization` of its that has an account."""
    async with _desk(running, "desk", "hetaoyuan", f"org.{organization}") as door:
        yield door


@asynccontextmanager
async def _desk(running: Dev, who: str, community: str, organization: str) -> AsyncIterator[NextDoor]:
    ids = json.loads((running.state / PLAYED).read_text())["ids"]
    token = (running.state / "tokens" / who).read_text().strip()
    async with Patient(dict.fromkeys(SERVICES, running.address)) as client:
        yield NextDoor(client, token, ids[community], ids[organization])
