"""Servers of our own: they answer, only to us, and are gone afterwards."""

from __future__ import annotations

import psycopg
import pytest
import redis


@pytest.fixture
def folder(throwaway):
    with throwaway.temporary_folder() as path:
        yield path


def postgres_or_skip(throwaway):
    return throwaway.postgres_folder() or pytest.skip("PostgreSQL is not installed")


def redis_or_skip(throwaway):
    return throwaway.redis_server() or pytest.skip("Redis is not installed")


def test_postgres_answers_and_is_gone_afterwards(throwaway, folder):
    with throwaway.postgres(postgres_or_skip(throwaway), folder) as url:
        with psycopg.connect(url) as connection:
            row = connection.execute("SHOW data_directory").fetchone()
        assert row == (str(folder / "postgres" / "cluster"),)
    with pytest.raises(psycopg.OperationalError):
        psycopg.connect(url)


def test_postgres_is_stopped_when_the_tests_break_off(throwaway, folder):
    bin = postgres_or_skip(throwaway)
    with pytest.raises(KeyboardInterrupt), throwaway.postgres(bin, folder) as url:
        raise KeyboardInterrupt
    with pytest.raises(psycopg.OperationalError):
        psycopg.connect(url)


def test_redis_answers_only_with_its_password_and_is_gone_afterwards(throwaway, folder):
    with throwaway.redis(redis_or_skip(throwaway), folder) as url:
        assert redis.from_url(url).ping()
        address = url.rpartition("@")[2]
        with pytest.raises(redis.AuthenticationError):
            redis.from_url(f"redis://{address}").ping()
    with pytest.raises(redis.ConnectionError):
        redis.from_url(url, retry=None).ping()


def test_a_server_that_does_not_start_says_why(throwaway, folder):
    with (
        pytest.raises(throwaway.CannotStart, match="redis"),
        throwaway.redis("false", folder),
    ):
        pytest.fail("it must not be reached")


def test_the_folder_is_removed(throwaway):
    with throwaway.temporary_folder() as path:
        (path / "file").touch()
    assert not path.exists()
