"""A publisher that keeps its connection, as beat does, goes on after the broker was restarted."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from celery import Celery
from kombu import Producer
from kombu.exceptions import OperationalError

from tests.chaos.servers import Server, throwaway, throwaway_rabbitmq

pytestmark = pytest.mark.processes


@pytest.fixture(params=["redis", "rabbitmq"])
def broker(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[tuple[Server, str]]:
    with throwaway.temporary_folder() as folder:
        if request.param == "redis":
            server = throwaway.redis_server() or pytest.skip("Redis is not installed")
            redis = throwaway.Redis(server, folder)
            redis.start()
            yield redis, redis.url
            redis.stop()
        else:
            server = throwaway_rabbitmq.rabbitmq_server() or pytest.skip("no RabbitMQ here")
            rabbitmq = throwaway_rabbitmq.RabbitMQ(server, folder)
            rabbitmq.start()
            yield rabbitmq, rabbitmq.url
            rabbitmq.close()


def test_message_is_sent_over_a_connection_that_the_broker_has_closed(
    broker: tuple[Server, str],
) -> None:
    server, url = broker
    app = Celery("test")
    app.config_from_object("django.conf:settings", namespace="CELERY")
    app.conf.update(broker_url=url, broker_transport_options={})
    with app.connection_for_write() as connection:
        producer = Producer(connection, auto_declare=False)
        app.send_task("worker.tasks.count_terms", producer=producer)
        server.stop()
        with pytest.raises(OperationalError):
            app.send_task("worker.tasks.count_terms", producer=producer)
        server.start()
        app.send_task("worker.tasks.count_terms", producer=producer)
        queue = connection.SimpleQueue("celery")
        assert queue.get(timeout=5)
        queue.close()
