"""Run the whole service from one terminal: web, worker, fetcher and beat."""

from __future__ import annotations

import asyncio
import os
import socket
import sys
from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from claims.management.supervisor import Program, Supervisor

_CELERY = (sys.executable, "-m", "celery", "--quiet", "-A", "claims_service")
# The two workers have nothing to gossip about, and on the embedded broker such talk is files.
_ALONE = ("--without-gossip", "--without-mingle", "--without-heartbeat")


class Command(BaseCommand):
    """`manage.py serve`; exit status 1 when the address cannot be listened on."""

    help = "Start web server, worker, fetcher and beat together; Ctrl-C stops all of them."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--host", default="127.0.0.1", help="address to listen on")
        parser.add_argument(
            "--port",
            type=_port,
            default=os.environ.get("PORT", "8000"),
            help="default: $PORT, 8000",
        )
        parser.add_argument(
            "--first-run", action="store_true", help="first do what a new installation needs"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        host, port = options["host"], options["port"]
        check_free(host, port)
        if options["first_run"]:
            call_command("first_run", stdout=self.stdout)
        check_migrated()
        self._print_banner(f"http://{f'[{host}]' if ':' in host else host}:{port}")
        supervisor = Supervisor(
            programs(host, port),
            self._print,
            folder=settings.PROJECT_DIR,
            environment=os.environ | {"PYTHONUNBUFFERED": "1"},
        )
        asyncio.run(supervisor.run())

    def _print_banner(self, address: str) -> None:
        self._print(
            f"\n  Claims service, {settings.MODE} mode\n\n"
            f"  Admin      {address}/admin/\n"
            f"  API        {address}/api/v1/claims/\n"
            f"  API pages  {address}/api/v1/docs/\n\n"
            "  Ctrl-C stops it.\n"
        )

    def _print(self, line: str) -> None:
        self.stdout.write(line)
        self.stdout.flush()


def programs(host: str, port: int) -> list[Program]:
    """Return the programs of the service, the web server listening on `host` and `port`."""
    address = f"[{host}]:{port}" if ":" in host else f"{host}:{port}"
    gunicorn = (sys.executable, "-m", "gunicorn", "-c", "python:claims_service.gunicorn_conf")
    return [
        Program("web", (*gunicorn, "--bind", address, "claims_service.wsgi")),
        Program("worker", (*_CELERY, "worker", *_ALONE, "-Q", "celery", "-n", "worker@%h")),
        Program("fetcher", (*_CELERY, "worker", *_ALONE, *_fetching(), "-n", "fetcher@%h")),
        Program("beat", (*_CELERY, "beat")),
    ]


def _fetching() -> tuple[str, ...]:
    return "-Q", settings.FETCH_QUEUE, "--concurrency", str(settings.FETCH_CONCURRENCY)


def check_free(host: str, port: int) -> None:
    """Raise CommandError when nobody could listen on `host` and `port` now."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as problem:
            raise CommandError(
                f"cannot listen on {host}:{port}: {problem.strerror}."
                f" Choose another port: PORT={port + 1} make run"
            ) from None


def check_migrated() -> None:
    """Raise CommandError when the database's tables are not those of this version."""
    executor = MigrationExecutor(connection)
    if executor.migration_plan(executor.loader.graph.leaf_nodes()):
        raise CommandError("the database is not up to date; first run: python manage.py migrate")
    connection.close()


def _port(word: str) -> int:
    """Return `word` as a port number; argparse turns the ValueError into a usage message."""
    port = int(word)
    if not 0 < port < 65536:
        raise ValueError(word)
    return port
