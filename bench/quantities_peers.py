"""Run other readers of quantities, each in a virtual environment of its own under build/peers."""

from __future__ import annotations

import json
import subprocess
import sys
import venv
from dataclasses import dataclass
from pathlib import Path
from typing import Any

CACHE = Path(__file__).resolve().parent.parent / "build" / "peers"
RUNNER = Path(__file__).with_name("quantities_peer_runner.py")


@dataclass(frozen=True)
class Peer:
    """A reader to compare with, and what has to be installed for it."""

    name: str
    requirements: tuple[str, ...]


PEERS = (
    Peer("quantulum3", ("quantulum3==0.10.0", "setuptools<80")),
    Peer("recognizers", ("recognizers-text-suite==1.0.2a2", "emoji<2", "setuptools<80")),
)


class PeerUnavailable(Exception):
    """A peer cannot be installed or run here; the message says why."""


def predictions(peer: Peer, gold: Path) -> tuple[dict[str, list[dict[str, Any]]], float]:
    """Return what the peer finds in each row, and how many rows it reads a second."""
    python = environment(peer)
    out = CACHE / f"{peer.name}.jsonl"
    command = [str(python), str(RUNNER), peer.name, str(gold), str(out)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        raise PeerUnavailable(last_line(done.stderr))
    rows = [json.loads(line) for line in out.read_text("utf-8").splitlines()]
    return {row["id"]: row["quantities"] for row in rows}, float(done.stdout.split()[-1])


def environment(peer: Peer) -> Path:
    """Return the Python of the peer's environment, which is made when it is first needed."""
    folder = CACHE / peer.name
    python = folder / "bin" / "python"
    ready = folder / "ready"
    if not ready.exists():
        venv.create(folder, with_pip=True, clear=True)
        command = [str(python), "-m", "pip", "install", "-q", *peer.requirements]
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        if done.returncode:
            raise PeerUnavailable(last_line(done.stderr))
        ready.touch()
    return python


def last_line(text: str) -> str:
    """Return the last line that says something."""
    lines = [line for line in text.splitlines() if line.strip()]
    return lines[-1] if lines else "no reason given"


if __name__ == "__main__":
    sys.exit("run bench/quantities.py --peers")
