"""Preconditions: one effect per key, nobody's change overwritten, and an answer that says where it stands."""

from pathlib import Path

import pytest

from tests.unit.http.world import HOME, OTHER, SCHOOL, World, build, note


async def test_a_write_answers_with_version_position_and_key(world: World):
    answer = await world.post(world.staff() | {"Idempotency-Key": "k-1"})
    made = answer.json()
    assert answer.status_code == 201
    assert made == {"id": made["id"], "version": 1, "position": "notes:1"}
    assert answer.headers["etag"] == '"1"'
    assert answer.headers["position"] == "notes:1"
    assert answer.headers["location"] == f"/notes/{made['id']}"
    assert answer.headers["idempotency-key"] == "k-1"


async def test_the_same_key_and_body_have_one_effect_and_one_answer(world: World):
    first, second = [await world.post(world.staff() | {"Idempotency-Key": "k"}) for _ in range(2)]
    assert first.json() == second.json()
    assert first.headers["location"] == second.headers["location"]
    assert len(world.service.handler.log) == 1


async def test_the_same_key_with_another_body_is_refused(world: World):
    headers = world.staff() | {"Idempotency-Key": "k"}
    await world.post(headers)
    answer = await world.post(headers, text="两盏灯")
    assert answer.status_code == 422
    assert answer.json()["code"] == "key_reused"


async def test_a_key_belongs_to_one_caller_one_path_and_one_query(world: World):
    await world.post(world.staff() | {"Idempotency-Key": "k"})
    await world.post(world.resident() | {"Idempotency-Key": "k"}, owner="person_" + "w" * 26)
    made = world.service.handler.log[0].stream
    headers = world.staff() | {"Idempotency-Key": "k"}
    await world.client.post(f"/notes/{made}/touches", headers=headers)
    assert len({commit.command_id for commit in world.service.handler.log}) == 3


async def test_without_a_key_each_request_is_its_own_and_the_made_key_is_told_even_when_refused(world: World):
    first, second = await world.post(world.staff()), await world.post(world.staff())
    assert first.json()["id"] != second.json()["id"]
    refused = await world.post(world.staff(), text="published")
    assert refused.status_code == 409
    assert len(refused.headers["idempotency-key"]) == 32


@pytest.mark.parametrize("key", ["", "a b", "ü", "x" * 256])
async def test_a_key_is_visible_ascii(world: World, key: str):
    headers = {k.encode(): v.encode() for k, v in (world.staff() | {"Idempotency-Key": key}).items()}
    answer = await world.client.post("/notes", json=note(), headers=headers)
    assert answer.status_code == 422
    assert answer.json()["errors"][0]["field"] == "Idempotency-Key"


async def test_the_command_carries_time_correlation_and_a_keyed_hash_of_the_body(world: World):
    await world.post(world.staff() | {"X-Request-ID": "req-7", "Idempotency-Key": "a"})
    await world.post(world.staff() | {"Idempotency-Key": "b"})
    first, second = world.service.handler.envelopes
    assert first.correlation == "req-7"
    assert first.command.at.microsecond == 1000
    assert first.creates
    assert len(first.body_mac) == 64
    assert first.body_mac != second.body_mac


async def test_replacing_a_text_needs_the_version_that_was_read(world: World):
    made = (await world.post(world.staff())).json()["id"]
    path, body = f"/notes/{made}", note(text="两盏灯")
    missing = await world.client.put(path, json=body, headers=world.staff())
    assert (missing.status_code, missing.json()["code"]) == (428, "precondition_required")
    stale = await world.client.put(path, json=body, headers=world.staff() | {"If-Match": '"0"'})
    assert (stale.status_code, stale.json()["version"]) == (412, 1)
    good = await world.client.put(path, json=body, headers=world.staff() | {"If-Match": '"1"'})
    assert (good.status_code, good.headers["etag"]) == (200, '"2"')


@pytest.mark.parametrize("etag", ["7", 'W/"7"', "*", '"seven"', '"1", "2"', '""'])
async def test_a_malformed_if_match_is_named(world: World, etag: str):
    made = (await world.post(world.staff())).json()["id"]
    answer = await world.client.put(f"/notes/{made}", json=note(), headers=world.staff() | {"If-Match": etag})
    assert answer.status_code == 422
    assert answer.json()["errors"][0]["field"] == "If-Match"


async def test_a_repeated_change_gets_its_first_answer(world: World):
    made = (await world.post(world.staff())).json()["id"]
    headers = world.staff() | {"If-Match": '"1"', "Idempotency-Key": "k"}
    answers = [await world.client.put(f"/notes/{made}", json=note(text="两盏灯"), headers=headers) for _ in range(2)]
    assert [answer.status_code for answer in answers] == [200, 200]
    assert answers[0].json() == answers[1].json()
    assert len(world.service.handler.log) == 2


async def test_a_new_process_learns_where_a_thing_stands_when_it_is_changed(world: World, tmp_path: Path):
    made = (await world.post(world.staff())).json()["id"]
    restarted = build(tmp_path / "other")
    restarted.service.handler = world.service.handler
    async with restarted.client as client:
        headers = restarted.staff(OTHER) | {"If-Match": '"1"'}
        assert (await client.put(f"/notes/{made}", json=note(text="两盏灯"), headers=headers)).status_code == 404
        headers = restarted.staff() | {"If-Match": '"1"'}
        assert (await client.put(f"/notes/{made}", json=note(text="两盏灯"), headers=headers)).status_code == 200


async def test_a_thing_heard_of_before_its_community_waits(world: World, tmp_path: Path):
    made = (await world.post(world.staff())).json()["id"]
    restarted = build(tmp_path / "other")
    restarted.service.handler = world.service.handler
    restarted.service.tree.known.remove(HOME)
    async with restarted.client as client:
        headers = restarted.staff() | {"If-Match": '"1"'}
        for answer in (
            await client.put(f"/notes/{made}", json=note(), headers=headers),
            await client.post(f"/notes/{made}/touches", headers=headers),
        ):
            assert (answer.status_code, answer.headers["retry-after"]) == (503, "1")


async def test_a_no_op_answers_with_the_version_there_is(world: World):
    made = (await world.post(world.staff())).json()["id"]
    answer = await world.client.put(f"/notes/{made}", json=note(), headers=world.staff() | {"If-Match": '"1"'})
    assert (answer.status_code, answer.headers["etag"]) == (200, '"1"')


async def test_a_state_can_be_judged_before_the_command(world: World):
    made = (await world.post(world.staff())).json()["id"]
    assert (await world.client.post(f"/notes/{made}/touches", headers=world.staff(OTHER))).status_code == 404
    assert (await world.client.post(f"/notes/{made}/touches", headers=world.staff())).status_code == 200


async def test_the_log_keeps_a_hash_of_a_subject_or_the_person(world: World):
    await world.post(world.staff())
    await world.post(world.resident(), owner="person_" + "w" * 26)
    hashed, person = (commit.actor.id for commit in world.service.handler.log)
    assert hashed.startswith("u_")
    assert len(hashed) == 28
    assert "subject" not in hashed
    assert person == "person_" + "w" * 26


async def test_history_tells_who_did_what_when(world: World):
    made = (await world.post(world.staff(), on_behalf_of=SCHOOL)).json()["id"]
    (entry,) = (await world.client.get(f"/notes/{made}", headers=world.staff())).json()
    assert entry["type"] == "pinned"
    assert entry["data"]["text"] == "一盏灯"
    assert (entry["by"], entry["on_behalf_of"]) == ("staff", SCHOOL)
    assert entry["at"] == "2024-12-31T01:00:00.001000Z"
    assert entry["version"] == 1
