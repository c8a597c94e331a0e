"""Chapter 2: organizations with contacts and office phones, the alliance, the six offers and the four needs."""

from demo.facts import Entry, facts, only, with_reported
from demo.people import SignIn
from demo.story.stage import Stage


async def play(stage: Stage) -> None:
    """The report's lists are filled."""
    stage.tell("驻区单位与联盟 organizations and the alliance")
    story = facts("story")
    contacts = {contact["key"]: contact for contact in story["contacts"]}
    entries = story["organizations"]
    joined = await stage.together(_join(stage, entry, contacts[entry["contact"]]) for entry in entries)
    for entry, contact in zip(entries, joined, strict=True):
        if entry["account"]:
            stage.enter(contact)
    stage.tell("资源清单与需求清单 offers and needs")
    offers = [_offer(stage, with_reported("offers", offer)) for offer in story["offers"]]
    needs = [_need(stage, with_reported("needs", need)) for need in story["needs"]]
    await stage.together([*offers, *needs])


async def register(stage: Stage, desk: str, name: str, community: str, person: Entry) -> str:
    """Puts a person on record at the desk, with consent; gives the id."""
    values = only(person, "name", "phone", "address", "account")
    if "place" in person:
        values["place"] = stage.ids[f"place.{person['place']}"]
    consent = person.get("consent", "in_person")
    return await stage.begin(desk, name, "/registry/v1/persons", community=community, consent=consent, **values)


async def _join(stage: Stage, entry: Entry, contact: Entry) -> SignIn:
    key, home = entry["key"], stage.ids["hetaoyuan"]
    said = only(entry, "name", "kind", "peer_class", "account")
    organization = await stage.begin("desk", f"org.{key}", "/registry/v1/organizations", community=home, **said)
    person = await register(stage, "desk", f"person.{contact['key']}", home, contact)
    path = f"/registry/v1/organizations/{organization}"
    phones = [{"number": entry["phone"], "shown_to": entry["shown_to"]}]
    await stage.put("desk", f"phones.{key}", f"{path}/phones", phones=phones)
    await stage.post("desk", f"contact.{key}", f"{path}/contacts", person=person, duty="liaison")
    if "member_since" in entry:
        await stage.post("desk", f"member.{key}", f"{path}/membership", since=entry["member_since"])
        await _in_the_alliance(stage, entry, f"{path}/membership")
    return SignIn(key, f"联系人（{entry['name']}）", "contact", home, organization, person)


async def _in_the_alliance(stage: Stage, entry: Entry, path: str) -> None:
    """Whose turn in the chair it is, and who said that it stays for a year."""
    if "chair" in entry:
        await stage.post("desk", f"chair.{entry['key']}", f"{path}/roles", role="chair", **entry["chair"])
    for year in entry.get("stays", ()):
        await stage.post("desk", f"stays.{entry['key']}.{year}", f"{path}/confirmations", year=year)


def speaker(organization: str) -> str:
    """Who enters something for an organization: its contact, or the desk where nobody there has an account."""
    entry = next(entry for entry in facts("story")["organizations"] if entry["key"] == organization)
    return organization if entry["account"] else "desk"


async def _offer(stage: Stage, entry: Entry) -> None:
    key, who = entry["key"], speaker(entry["organization"])
    said = only(
        entry, "title", "detail", "seats", "quantity", "season", "availability", "category", "mode", "confirmed_on"
    )
    owner = stage.ids[f"org.{entry['organization']}"]
    offer = await stage.begin(who, f"offer.{key}", "/registry/v1/offers", organization=owner, **said)
    await stage.post("desk", f"list.{key}", f"/registry/v1/offers/{offer}/listing")
    if entry.get("confirmed_again"):
        await stage.post(who, f"confirm.{key}", f"/registry/v1/offers/{offer}/confirmation")


async def _need(stage: Stage, entry: Entry) -> None:
    key, who = entry["key"], speaker(entry["organization"])
    said = only(entry, "title", "detail", "category", "quantity", "unit")
    owner = stage.ids[f"org.{entry['organization']}"]
    need = await stage.begin(who, f"need.{key}", "/registry/v1/needs", organization=owner, **said)
    await stage.post("desk", f"publish.{key}", f"/registry/v1/needs/{need}/publication")
