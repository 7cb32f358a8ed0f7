"""Databases of a bench's own: files or a server in a folder that goes, or in one that is kept."""

from __future__ import annotations

import contextlib
import os
import sys
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

PROJECT_DIR = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(PROJECT_DIR))
sys.path.insert(0, str(PROJECT_DIR / "scripts"))

import throwaway  # noqa: E402


class Databases:
    """Databases by name; Django's default connection looks at one of them at a time."""

    def __init__(self, folder: Path, *, on_server: bool) -> None:
        self._folder, self._on_server = folder, on_server
        self._migrated: set[str] = set()

    def use(self, name: str) -> None:
        """Look at a database from now on; it is made, with its tables, where it is missing."""
        from django.core.management import call_command
        from django.db import connection

        connection.close()
        connection.settings_dict["NAME"] = (
            self._on_the_server(name) if self._on_server else str(self._folder / f"{name}.sqlite3")
        )
        if name not in self._migrated:
            call_command("migrate", verbosity=0)
            self._migrated.add(name)

    def drop(self, name: str) -> None:
        """Remove a database."""
        from django.db import connection

        connection.close()
        if self._on_server:
            with _administrator() as cursor:
                cursor.execute(f'DROP DATABASE IF EXISTS "{name}"')
        else:
            for path in self._folder.glob(f"{name}.sqlite3*"):
                path.unlink()

    def _on_the_server(self, name: str) -> str:
        with _administrator() as cursor:
            cursor.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name])
            if not cursor.fetchone():
                cursor.execute(f'CREATE DATABASE "{name}"')
        return name


@contextlib.contextmanager
def databases(kind: str, keep: Path | None = None, redis: str = "") -> Iterator[Databases]:
    """Set up Django and yield databases of the kind "sqlite" or "postgres".

    They lie in the folder `keep`, to be used again by the next run, or are gone at the end. `redis`
    is the URL of the broker, where one is needed.
    """
    with contextlib.ExitStack() as stack:
        folder = keep or stack.enter_context(throwaway.temporary_folder())
        folder.mkdir(mode=0o755, parents=True, exist_ok=True)
        os.environ["DJANGO_SETTINGS_MODULE"] = "claims_service.settings"
        os.environ["CLAIMS_DATA_DIR"] = str(folder / "data")
        os.environ.setdefault("LOG_LEVEL", "ERROR")
        if kind == "postgres":
            os.environ |= {
                "DATABASE_URL": stack.enter_context(_server(folder)),
                "REDIS_URL": redis or "redis://127.0.0.1:1/0",  # never asked
                "SECRET_KEY": "only for this run",
                "ALLOWED_HOSTS": "localhost",
            }
        import django

        django.setup()
        yield Databases(folder, on_server=kind == "postgres")
        from django.db import connection

        connection.close()


@contextlib.contextmanager
def _server(folder: Path) -> Iterator[str]:
    programs = throwaway.postgres_folder()
    if programs is None:
        sys.exit("PostgreSQL is not installed")
    with throwaway.postgres(programs, folder) as url:
        yield url


@contextlib.contextmanager
def _administrator() -> Iterator[object]:
    """Yield a cursor on the server's own database, outside any transaction."""
    import psycopg

    with psycopg.connect(os.environ["DATABASE_URL"], autocommit=True) as connection:
        yield connection.cursor()


def database_url(name: str) -> str:
    """Return the URL of a database on the server, for other processes."""
    return urlsplit(os.environ["DATABASE_URL"])._replace(path=f"/{name}").geturl()
