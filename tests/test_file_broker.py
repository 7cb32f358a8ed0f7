"""Messages in files: whole or not there, whoever dies while writing."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from queue import Empty
from typing import Any

import pytest
from kombu import Connection, Queue
from kombu.asynchronous import Hub

import claims_service.celery  # noqa: F401  (names our transport)
from claims_service.file_broker import Transport


@pytest.fixture
def broker(tmp_path: Path) -> Iterator[Connection]:
    for name in ("messages", "control"):
        (tmp_path / name).mkdir()
    folders = {
        "data_folder_in": str(tmp_path / "messages"),
        "data_folder_out": str(tmp_path / "messages"),
        "control_folder": str(tmp_path / "control"),
    }
    with Connection("filesystem://localhost", transport_options=folders) as connection:
        assert isinstance(connection.transport, Transport)
        # Shared by all connections of a process, and so by all tests.
        Transport.global_state.clear()
        yield connection


def receive(broker: Connection) -> Any:
    message = broker.SimpleQueue("celery").get(block=False)
    message.ack()
    return message.payload


def test_messages_arrive_in_order_and_leave_no_file(broker: Connection, tmp_path: Path) -> None:
    for number in range(3):
        broker.SimpleQueue("celery").put({"keys": [number]})
    assert [receive(broker)["keys"] for _ in range(3)] == [[0], [1], [2]]
    assert list((tmp_path / "messages").iterdir()) == []


def test_message_that_was_cut_short_is_dropped_and_the_next_one_arrives(
    broker: Connection, tmp_path: Path
) -> None:
    queue = broker.SimpleQueue("celery")
    queue.put({"keys": [1]})
    (tmp_path / "messages" / f"{0:020d}_cut.celery.msg").write_text("")
    with pytest.raises(Empty):
        receive(broker)
    assert receive(broker) == {"keys": [1]}
    assert list((tmp_path / "messages").iterdir()) == []


def test_message_that_is_still_being_written_is_left_alone(
    broker: Connection, tmp_path: Path
) -> None:
    part = tmp_path / "messages" / "0_new.celery.msg.1.part"
    part.write_text('{"body"')
    with pytest.raises(Empty):
        receive(broker)
    assert part.exists()


def test_table_of_queues_that_was_cut_short_is_written_anew(
    broker: Connection, tmp_path: Path
) -> None:
    broker.SimpleQueue("celery").put({"keys": [1]})
    table = tmp_path / "control" / "celery.exchange"
    table.write_text("[")
    Transport.global_state.clear()
    with broker.clone() as other:
        other.SimpleQueue("celery").put({"keys": [2]})
    assert [receive(broker)["keys"] for _ in range(2)] == [[1], [2]]


def test_event_loop_delivers_all_that_waits_and_does_not_wait_itself(broker: Connection) -> None:
    received: list[Any] = []
    loop = Hub()
    broker.transport.register_with_event_loop(broker.connection, loop)
    with broker.Consumer(Queue("celery"), callbacks=[lambda body, message: received.append(body)]):
        for number in range(3):
            broker.SimpleQueue("celery").put({"keys": [number]})
        for callback in loop.on_tick:
            callback()
        assert [each["keys"] for each in received] == [[0], [1], [2]]
        for callback in loop.on_tick:
            callback()
    assert len(received) == 3
