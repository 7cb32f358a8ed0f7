"""What goes wrong: each fault is a function that does its harm and plans its own end."""

from __future__ import annotations

import os
import signal
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from random import Random

from tests.chaos.load import Client
from tests.chaos.messages import Messages
from tests.chaos.servers import Servers
from tests.chaos.weak import Faults
from tests.running import Service

Fault = Callable[["Stage", Random], str | None]
_PATIENCE = 1.0  # seconds until the init system starts a process again
_LAST_SECONDS = 15.0  # that it leaves a process to end by itself


@dataclass(slots=True)
class Stage:
    """All that faults act upon. `lease` is what workers have, in seconds."""

    service: Service
    servers: Servers
    faults: Faults
    messages: Messages
    clients: list[Client]
    workers: list[str]
    lease: int
    agenda: list[tuple[float, Callable[[], object]]] = field(default_factory=list)
    frozen: set[str] = field(default_factory=set)
    broker_is_down: bool = False
    now: float = 0.0

    def later(self, seconds: float, act: Callable[[], object]) -> None:
        """Plan something for so many seconds from now."""
        self.agenda.append((self.now + seconds, act))

    def worker(self, dice: Random) -> str | None:
        """Return a worker that runs and is not frozen."""
        running = set(self.service.started()) - self.frozen
        able = [each for each in self.workers if each in running and not self.service.ended(each)]
        return dice.choice(able) if able else None

    def start(self, name: str) -> None:
        """Start a process unless it runs."""
        if name not in self.service.started():
            self.service.start(name)


def kill_worker(stage: Stage, dice: Random) -> str | None:
    """`kill -9` of a worker and its children."""
    return _kill(stage, stage.worker(dice))


def kill_beat(stage: Stage, dice: Random) -> str | None:
    """`kill -9` of beat."""
    return _kill(stage, "beat")


def kill_web(stage: Stage, dice: Random) -> str | None:
    """`kill -9` of the web server and its children."""
    return _kill(stage, "web")


def kill_child(stage: Stage, dice: Random) -> str | None:
    """`kill -9` of one child of a worker or the web server: its parent lives on."""
    name = dice.choice([*stage.workers, *stage.workers, "web"])
    if name not in stage.service.started() or name in stage.frozen:
        return None
    children = stage.service.children(name)
    if not children:
        return None
    with suppress(ProcessLookupError):
        os.kill(dice.choice(children), signal.SIGKILL)
    return f"a child of {name}"


def orphan_children(stage: Stage, dice: Random) -> str | None:
    """`kill -9` of a worker alone: its children find out by themselves."""
    name = stage.worker(dice)
    if name is None:
        return None
    os.kill(stage.service.pid(name), signal.SIGKILL)
    return name  # what remains of it is killed when it is started again


def restart_worker(stage: Stage, dice: Random) -> str | None:
    """A warm shutdown in the middle of the work, as in a deployment: who is not done is killed.

    A worker one of whose children is killed meanwhile waits for it for ever.
    """
    name = stage.worker(dice)
    if name is None:
        return None
    pid = stage.service.pid(name)
    os.kill(pid, signal.SIGTERM)
    stage.later(_LAST_SECONDS, lambda: _end(stage, name, pid))
    return name


def _end(stage: Stage, name: str, pid: int) -> None:
    """Kill a process that was to end and has not; another is started in its place."""
    if name in stage.service.started() and stage.service.pid(name) == pid:
        stage.frozen.discard(name)
        stage.service.kill(name)
        stage.start(name)


def freeze_worker(stage: Stage, dice: Random) -> str | None:
    """SIGSTOP of a worker until long after its lease has ended."""
    name = stage.worker(dice)
    if name is None or len(stage.frozen) > 1:
        return None
    stage.service.freeze(name)
    stage.frozen.add(name)
    stage.later(stage.lease + dice.uniform(1, 4), lambda: thaw(stage, name))
    return name


def thaw(stage: Stage, name: str) -> None:
    """Let a frozen worker go on."""
    stage.frozen.discard(name)
    if name in stage.service.started():
        stage.service.thaw(name)


def forget_messages(stage: Stage, dice: Random) -> str | None:
    """Lose everything that lies in the broker."""
    if stage.broker_is_down:
        return None
    stage.servers.forget_messages()
    return ""


def stop_broker(stage: Stage, dice: Random) -> str | None:
    """Let the broker be away, mostly for seconds, seldom for a minute."""
    broker = stage.servers.broker
    if broker is None or stage.broker_is_down:
        return None
    seconds = 60 if dice.random() < 0.1 else dice.uniform(2, 8)

    def start() -> None:
        broker.start()
        stage.broker_is_down = False

    broker.stop()
    stage.broker_is_down = True
    stage.later(seconds, start)
    return f"for {seconds:.0f} seconds"


def disturb_database(stage: Stage, dice: Random) -> str | None:
    """Restart the database, or crash it."""
    return stage.servers.disturb_database(hard=dice.random() < 0.5)


def fail_commits(stage: Stage, dice: Random) -> str | None:
    """Let commits fail, as when the disk is full or the connection is lost."""
    share = dice.choice((0.1, 0.3, 1.0))
    stage.faults.fail_commits(share)
    stage.later(dice.uniform(1, 4), lambda: stage.faults.fail_commits(0))
    return f"{share:.0%} of them"


def jump_clock(stage: Stage, dice: Random) -> str | None:
    """Set the clock of one process wrong, by more than a lease."""
    name = dice.choice([*stage.workers, "web"])
    seconds = dice.choice((-1, 1)) * dice.randint(stage.lease, 5 * stage.lease)
    stage.faults.set_clock(name, seconds)
    stage.later(dice.uniform(3, 10), lambda: stage.faults.set_clock(name, 0))
    return f"of {name} by {seconds} seconds"


def double_messages(stage: Stage, dice: Random) -> str | None:
    """Send messages a second and third time, some of them late and in another order."""
    if stage.broker_is_down:
        return None
    return f"{stage.messages.repeat(dice)} of them"


def push_deadly_text(stage: Stage, dice: Random) -> str | None:
    """Push a text that kills every reader."""
    client = dice.choice(stage.clients)
    if len(client.promised.deadly) >= 3:
        return None
    client.deadly_wanted.set()
    return ""


# How often each is chosen, in relation to the others.
FAULTS: dict[Fault, int] = {
    kill_child: 20,
    kill_worker: 9,
    orphan_children: 4,
    kill_beat: 5,
    kill_web: 5,
    restart_worker: 7,
    freeze_worker: 9,
    forget_messages: 12,
    stop_broker: 5,
    disturb_database: 5,
    fail_commits: 10,
    jump_clock: 6,
    double_messages: 14,
    push_deadly_text: 3,
}


def _kill(stage: Stage, name: str | None) -> str | None:
    if name is None or name not in stage.service.started():
        return None
    stage.service.kill(name)
    stage.later(_PATIENCE, lambda: stage.start(name))
    return name
