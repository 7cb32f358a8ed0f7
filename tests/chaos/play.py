"""The play: the service with its clients, disturbed by faults, and judged at the end."""

from __future__ import annotations

import os
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from random import Random
from typing import Self

from django.conf import settings
from django.db import connection

from claims.models import Claim, FeedEntry, Snapshot
from tests.chaos.draining import check_all, drain, judge_afresh, poll_all
from tests.chaos.faults import FAULTS, Stage, thaw
from tests.chaos.invariants import INVARIANTS
from tests.chaos.load import Client, Promised
from tests.chaos.messages import Messages
from tests.chaos.pages import Pages
from tests.chaos.servers import Servers
from tests.chaos.weak import Faults
from tests.running import Service, made_ready

_CLIENTS = 2
_PAUSE = 0.2  # seconds between two requests of one client
_PATIENCE = 2.0  # seconds until the init system starts again what has ended
_GOODBYE_SECONDS = 60


class Play:
    """One run over one service."""

    def __init__(self, stage: Stage, dice: Random) -> None:
        self._stage = stage
        self._dice = dice
        self._ended: set[str] = set()
        self._began = time.monotonic()

    @classmethod
    @contextmanager
    def begin(
        cls, servers: Servers, pages: Pages, folder: Path, seed: int, workers: int
    ) -> Iterator[Self]:
        """Start the service and its clients; stop all of it at the end."""
        dice = Random(seed)
        names = ["fetcher", *(f"worker-{number + 1}" for number in range(workers - 1))]
        service = Service(dict(os.environ), folder)
        try:
            made_ready(service)
            for name in ("web", "beat", *names):
                service.start(name)
            service.await_up()
            feeds = [_made(service, address) for address in pages.feeds]
            stage = Stage(
                service=service,
                servers=servers,
                faults=Faults(folder / "faults"),
                messages=Messages(),
                clients=[
                    Client(
                        service.api,
                        pages,
                        feeds,
                        f"client-{number}",
                        Random(dice.random()),
                        pause=_PAUSE,
                    )
                    for number in range(_CLIENTS)
                ],
                workers=names,
                lease=int(settings.LEASE.total_seconds()),
            )
            for client in stage.clients:
                client.start()
            yield cls(stage, dice)
        finally:
            service.stop()

    def disturb(self, *, seconds: float, every: float) -> Counter[str]:
        """Let faults happen for so long; return how often which one did."""
        done: Counter[str] = Counter()
        self._began = time.monotonic()
        next_at = 0.0
        while self._tick() < seconds:
            if self._stage.now >= next_at:
                fault = self._dice.choices(list(FAULTS), list(FAULTS.values()))[0]
                said = fault(self._stage, self._dice)
                if said is not None:
                    done[fault.__name__] += 1
                    print(f"{self._stage.now:6.1f} {fault.__name__} {said}", flush=True)
                    next_at = self._tick() + self._dice.uniform(0.5, 1.5) * every
            time.sleep(0.05)
        return done

    def verdict(self, seconds: float) -> list[str]:
        """Heal everything, let the work be done, and return what is wrong then."""
        self._heal()
        for client in self._stage.clients:
            client.stop(seconds)
        promised = self._promised()
        violations = [f"refused: {refusal}" for refusal in promised.refusals]
        for step in (poll_all, drain, check_all, judge_afresh):
            violations += [f"{step.__name__}: {said}" for said in step(self._tick, seconds=seconds)]
            print(f"{self._tick():6.1f} {step.__name__}: {len(violations)} violations", flush=True)
        self._say_goodbye()
        for invariant in INVARIANTS:
            name = invariant.__name__.replace("_", " ")
            violations += [f"{name}: {said}" for said in invariant(promised)]
        return violations

    def size(self) -> str:
        """Tell how many texts, feed entries and claims there are."""
        texts, entries = Snapshot.objects.count(), FeedEntry.objects.count()
        return f"{texts} texts, {entries} feed entries, {Claim.objects.count()} claims"

    def _tick(self) -> float:
        """Do what is planned for now; return the time in seconds."""
        stage = self._stage
        stage.now = time.monotonic() - self._began
        for entry in [entry for entry in stage.agenda if entry[0] <= stage.now]:
            stage.agenda.remove(entry)
            entry[1]()
        for name in stage.service.started():
            if name not in self._ended and stage.service.ended(name):
                self._ended.add(name)
                stage.later(_PATIENCE, partial(self._revive, name))
        return stage.now

    def _revive(self, name: str) -> None:
        self._ended.discard(name)
        if name in self._stage.service.started():
            self._stage.service.kill(name)  # what its end has left behind
        self._stage.start(name)

    def _heal(self) -> None:
        stage = self._stage
        for _, act in sorted(stage.agenda, key=lambda entry: entry[0]):
            act()
        stage.agenda.clear()
        stage.faults.heal()
        for name in list(stage.frozen):
            thaw(stage, name)
        for name in ("web", "beat", *stage.workers):
            stage.start(name)
        connection.close()

    def _promised(self) -> Promised:
        whole = Promised()
        for client in self._stage.clients:
            for source, texts in client.promised.texts.items():
                whole.texts.setdefault(source, set()).update(texts)
            whole.pages |= client.promised.pages
            whole.announced |= client.promised.announced
            whole.deadly |= client.promised.deadly
            whole.statements |= client.promised.statements
            whole.refusals += client.promised.refusals
        return whole

    def _say_goodbye(self) -> None:
        """End all processes as a deployment does: they finish what they do."""
        for name in ("beat", *self._stage.workers, "web"):
            if name in self._stage.service.started():
                self._stage.service.end(name, seconds=_GOODBYE_SECONDS)


def _made(service: Service, address: str) -> str:
    answer = service.api.post("/feeds/", json={"url": address})
    return str(answer.raise_for_status().json()["id"])
