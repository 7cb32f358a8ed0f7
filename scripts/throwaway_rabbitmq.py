"""A RabbitMQ server for one test run: in a temporary folder, gone afterwards."""

from __future__ import annotations

import glob
import os
import pwd
import shutil
import signal
import subprocess
import time
from contextlib import suppress
from pathlib import Path

from throwaway import free_port, port_answers, wait_for_port

_SERVERS = (
    "/usr/lib/rabbitmq/lib/rabbitmq_server-*/sbin/rabbitmq-server",
    "/opt/homebrew/opt/rabbitmq/sbin/rabbitmq-server",
)


def rabbitmq_server() -> str | None:
    """Return the path of a rabbitmq-server that can be started here, or None."""
    if os.geteuid() == 0 and not _has_rabbitmq_user():
        return None
    # Debian's command of this name runs one server for the whole machine, in fixed folders.
    return next((path for pattern in _SERVERS for path in sorted(glob.glob(pattern))), None)


class RabbitMQ:
    """A RabbitMQ of our own under `folder`, started and stopped at will."""

    def __init__(self, server: str, folder: Path) -> None:
        self._server = server
        self._home = folder / "rabbitmq"
        self._home.mkdir(mode=0o755)
        (self._home / "plugins").write_text("[].\n")
        if os.geteuid() == 0:
            shutil.chown(self._home, "rabbitmq", "rabbitmq")
        self._port, self._names_port = free_port(), free_port()
        self._environment = self._variables()
        self._process: subprocess.Popen[bytes] | None = None
        self._names: subprocess.Popen[bytes] | None = None
        self._log = self._home / "output"
        self.url = f"amqp://guest:guest@127.0.0.1:{self._port}//"

    def start(self) -> None:
        """Start the server and wait until it listens."""
        if self._names is None:
            # In the foreground: the one that RabbitMQ starts by itself would outlive it.
            self._names = self._run("epmd", "-port", str(self._names_port))
        self._process = self._run(self._server)
        wait_for_port(self._port, self._process, self._log)

    def stop(self) -> None:
        """Kill the server, if it was started; durable queues and what lies in them may stay."""
        if self._process:
            _kill(self._process)  # a script; the server is its child and dies a moment later
            while port_answers(self._port):
                time.sleep(0.05)

    def close(self) -> None:
        """Stop the server and the daemon that knows its name."""
        self.stop()
        if self._names:
            _kill(self._names)

    def _run(self, *command: str) -> subprocess.Popen[bytes]:
        user = "rabbitmq" if os.geteuid() == 0 else None
        with self._log.open("ab") as output:
            return subprocess.Popen(
                command, cwd=self._home, env=self._environment, stdin=subprocess.DEVNULL,
                stdout=output, stderr=output, start_new_session=True, user=user, group=user,
            )  # fmt: skip

    def _variables(self) -> dict[str, str]:
        home = self._home
        return os.environ | {
            "HOME": str(home),
            "ERL_EPMD_ADDRESS": "127.0.0.1",
            "ERL_EPMD_PORT": str(self._names_port),
            "RABBITMQ_CONF_ENV_FILE": str(home / "none"),
            "RABBITMQ_CONFIG_FILE": str(home / "none"),
            "RABBITMQ_DIST_PORT": str(free_port()),
            "RABBITMQ_ENABLED_PLUGINS_FILE": str(home / "plugins"),
            "RABBITMQ_LOG_BASE": str(home / "log"),
            "RABBITMQ_MNESIA_BASE": str(home / "db"),
            "RABBITMQ_NODENAME": f"claims{self._port}@localhost",
            "RABBITMQ_NODE_IP_ADDRESS": "127.0.0.1",
            "RABBITMQ_NODE_PORT": str(self._port),
            "RABBITMQ_PID_FILE": str(home / "pid"),
            "RABBITMQ_SERVER_ADDITIONAL_ERL_ARGS": "+S 1:1",  # one core of its own is enough
        }


def _kill(process: subprocess.Popen[bytes]) -> None:
    with suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()


def _has_rabbitmq_user() -> bool:
    try:
        pwd.getpwnam("rabbitmq")
    except KeyError:
        return False
    return True
