#!/usr/bin/env python3
"""Poll a web of our own: two workers find, fetch and read its pages, counted at both ends.

usage: feeds.py [--feeds 1000] [--hosts 500] [--workers 2]

A web server on loopback plays many hosts by name. Each feed announces ten pages, eight of them at
its first poll and, overlapping, eight at its second; it also announces a page of another feed,
under another spelling of its address. Real workers, beat, and PostgreSQL and Redis on throwaway
servers do the rest. At the end the rows are counted (each page one source, one text, read, with its
own number), and so are the requests that the web server saw: none lost, none doubled, no host asked
too often.
The last line has the figures; the exit status is 1 when one of them is wrong.
"""

from __future__ import annotations

import argparse
import contextlib
import os
import signal
import subprocess
import sys
import time
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

PROJECT_DIR = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(PROJECT_DIR))
sys.path.insert(0, str(PROJECT_DIR / "scripts"))

import throwaway  # noqa: E402

from tests.web.server import Asked, LocalWeb, Reply  # noqa: E402

PAGES = 10  # of each feed
ROUNDS = (range(0, 8), range(2, 10))  # what a feed announces at its first and its second poll
SPACING = 1.0  # seconds between two requests to one host
LIMIT = 1_500.0  # seconds, then it is given up
MOST_GROWTH = 0.25  # of a worker's memory, from the first fifth of the pages to the last
PLACES = ("Brenn", "Torvik", "Olmen", "Lindau", "Velmora", "Ostrel", "Tessel", "Halden")


class Site:
    """The feeds and pages, and what was asked of them."""

    def __init__(self, web: LocalWeb, feeds: int, hosts: int) -> None:
        self.feeds, self._hosts, self._web = feeds, hosts, web
        self.second = False
        for feed in range(feeds):
            web.serve(f"/feed/{feed}.xml", self._feed)
        for page in range(feeds * PAGES):
            web.serve(f"/page/{page}", self._page)

    def address(self, path: str, feed: int) -> str:
        """Return where something of the feed stands."""
        return f"http://h{feed % self._hosts}.web.test:{self._web.port}{path}"

    def _feed(self, asked: Asked, reply: Reply) -> None:
        feed = int(asked.path.removeprefix("/feed/").removesuffix(".xml"))
        tag = f'"{int(self.second)}"'
        if asked.headers.get("if-none-match") == tag:
            reply.head(304, {"Connection": "close"})
            return
        other = (feed + 1) % self.feeds
        links = [self.address(f"/page/{feed * PAGES + n}", feed) for n in ROUNDS[self.second]]
        links.append(self.address(f"/page/{other * PAGES}?utm_source=feed{feed}#top", other))
        items = "".join(
            f"<item><guid>{link.partition('?')[0]}</guid><link>{link}</link>"
            f"<title>Crates, {link.partition('?')[0].rpartition('/')[2]}</title></item>"
            for link in links
        )
        body = f'<rss version="2.0"><channel><title>Feed {feed}</title>{items}</channel></rss>'
        reply.whole(200, {"Content-Type": "application/rss+xml", "ETag": tag}, body.encode())

    def _page(self, asked: Asked, reply: Reply) -> None:
        reply.whole(200, {"Content-Type": "text/html; charset=utf-8"}, page(asked.path).encode())


def number_of(path: str) -> int:
    """Return the number that stands in a page and in no other."""
    return 10_000 + int(path.partition("?")[0].removeprefix("/page/"))


def page(path: str) -> str:
    """Return a short article with a number of its own."""
    number = number_of(path)
    place = PLACES[number % len(PLACES)]
    return (
        f"<!doctype html><html lang='en'><head><title>Crates of {place}</title></head><body>"
        f"<nav><a href='/'>Home</a> <a href='/news'>News</a></nav><article><h1>Crates</h1><p>The "
        f"depot in the harbour of {place} held {number} crates at the end of 2023, its director "
        "said on Monday, and most of them will leave by ship before the winter comes.</p><p>"
        "Nobody had counted them before, since the old books were lost when the office burned."
        "</p></article><footer>All rights reserved</footer></body></html>"
    )


@dataclass(frozen=True, slots=True)
class Figure:
    """Something that was counted, with what it must be."""

    name: str
    found: float
    right: bool


@contextlib.contextmanager
def servers(folder: Path) -> Iterator[None]:
    """Set up Django on an empty PostgreSQL, with a Redis beside it."""
    programs, redis = throwaway.postgres_folder(), throwaway.redis_server()
    if programs is None or redis is None:
        sys.exit("PostgreSQL and Redis are needed and not installed")
    with contextlib.ExitStack() as stack:
        os.environ |= {
            "DATABASE_URL": stack.enter_context(throwaway.postgres(programs, folder)),
            "REDIS_URL": stack.enter_context(throwaway.redis(redis, folder)),
            "SECRET_KEY": "only for this run",
            "ALLOWED_HOSTS": "localhost",
            "DJANGO_SETTINGS_MODULE": "claims_service.settings",
            "LOG_LEVEL": "WARNING",
            "SWEEP_SECONDS": "5",
            "FETCH_HOST_SECONDS": str(int(SPACING)),
            "FETCH_ALLOWED_NETWORKS": "127.0.0.0/8",
        }
        yield


class Processes:
    """The workers and beat, and what memory they take."""

    def __init__(self, folder: Path, workers: int) -> None:
        names = [*(f"worker{n}" for n in range(workers)), "beat"]
        self._running = {name: self._start(folder, name) for name in names}
        self.memory: dict[int, list[int]] = defaultdict(list)
        self.cpu: dict[int, float] = {}

    def _start(self, folder: Path, name: str) -> subprocess.Popen[bytes]:
        celery = [sys.executable, "-m", "celery", "-A", "bench.feeds_app"]
        schedule = ["beat", "--pidfile=", "-l", "warning"]
        worker = ["worker", "-n", f"{name}@%h", "--concurrency=1", "--without-gossip",
                  "--without-mingle", "-l", "warning"]  # fmt: skip
        with (folder / f"{name}.log").open("wb") as log:
            return subprocess.Popen(
                [*celery, *(schedule if name == "beat" else worker)],
                cwd=PROJECT_DIR, stdout=log, stderr=log, start_new_session=True,
            )  # fmt: skip

    def alive(self) -> bool:
        """Whether all still run."""
        return all(process.poll() is None for process in self._running.values())

    def sample(self) -> None:
        """Note the memory of each process that works (the children of the workers)."""
        for name, process in self._running.items():
            if name != "beat":
                for child in children(process.pid):
                    self.memory[child].append(resident(child))
                    self.cpu[child] = cpu_seconds(child)

    def stop(self) -> None:
        """End them all."""
        for process in self._running.values():
            with contextlib.suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGTERM)
        for process in self._running.values():
            try:
                process.wait(timeout=20)
            except subprocess.TimeoutExpired:
                os.killpg(process.pid, signal.SIGKILL)
                process.wait()


def children(pid: int) -> list[int]:
    """Return the children of a process."""
    try:
        return [int(p) for p in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]
    except OSError:
        return []


def resident(pid: int) -> int:
    """Return the bytes of memory that a process holds, 0 for one that is gone."""
    try:
        return int(Path(f"/proc/{pid}/statm").read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE")
    except (OSError, IndexError):
        return 0


def cpu_seconds(pid: int) -> float:
    """Return the processor time that a process has used, 0 for one that is gone."""
    try:
        fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")
    except (OSError, IndexError):
        return 0.0


def add_feeds(site: Site) -> None:
    """Store the feeds, due at once."""
    from datetime import timedelta

    from django.utils import timezone

    from claims.services.feeds import create_feed

    now = timezone.now()
    for feed in range(site.feeds):
        fields = {
            "url": site.address(f"/feed/{feed}.xml", feed),
            "min_interval": timedelta(hours=6),
        }
        create_feed(fields=fields, now=now)


def poll_again() -> None:
    """Make every feed due a second time."""
    from django.utils import timezone

    from claims.models import Feed

    Feed.objects.update(next_poll_at=timezone.now())


def wait(site: Site, processes: Processes, began: float) -> bool:
    """Wait until all is read; return whether it came to that."""
    from claims.models import Feed, FeedPoll, Source

    pages, told = site.feeds * PAGES, 0.0
    while time.monotonic() - began < LIMIT and processes.alive():
        time.sleep(1)
        read = Source.objects.filter(state="read").count()
        if read >= pages // 5:
            processes.sample()
        if not site.second and not Feed.objects.filter(last_polled_at=None).exists():
            site.second = True
            poll_again()
        if time.monotonic() - told > 15:
            told = time.monotonic()
            print(f"{told - began:5.0f} s  {FeedPoll.objects.count():,} polls, {read:,} pages read",
                  flush=True)  # fmt: skip
        waiting = Feed.objects.filter(failures__gt=0).exists() or unfinished()
        if site.second and read >= pages and not waiting:
            return True
    return False


def unfinished() -> bool:
    """Whether a feed has still to be polled a second time."""
    from django.db.models import Count

    from claims.models import Feed

    return Feed.objects.annotate(times=Count("polls")).filter(times__lt=2).exists()


def counted(site: Site, web: LocalWeb) -> list[Figure]:
    """Return what the rows and the requests say."""
    from django.db.models import Count

    from claims.models import Feed, FeedEntry, Mention, Snapshot, Source

    pages, entries = site.feeds * PAGES, site.feeds * (PAGES + 1)
    numbers = Counter(
        int(value) for value in Mention.objects.filter(value__gte=10_000).values_list(
            "value", flat=True
        )
    )  # fmt: skip
    asked = Counter(one.path.partition("?")[0] for one in web.asked)
    fetched = [asked[f"/page/{n}"] for n in range(pages)]
    texts = Source.objects.annotate(texts=Count("snapshots")).exclude(texts=1)
    wanted = {number_of(f"/page/{n}") for n in range(pages)}
    leases = sum(m.objects.exclude(lease_until=None).count() for m in (Feed, Source, Snapshot))
    gap = least_gap(web.asked)
    return [
        Figure("sources", Source.objects.count(), Source.objects.count() == pages),
        Figure("entries", FeedEntry.objects.count(), FeedEntry.objects.count() == entries),
        Figure("lost", len(wanted - set(numbers)) + fetched.count(0), wanted == set(numbers)),
        Figure(
            "doubled",
            sum(n > 1 for n in [*fetched, *numbers.values()]) + texts.count(),
            max(fetched) == 1 and max(numbers.values()) == 1 and not texts.exists(),
        ),
        Figure("failed feeds", Feed.objects.exclude(failures=0).count(),
               not Feed.objects.exclude(failures=0).exists()),
        Figure("open leases", leases, leases == 0),
        Figure("least pause on a host (s)", round(gap, 3), gap >= 0.9 * SPACING),
    ]  # fmt: skip


def least_gap(asked: Sequence[Asked]) -> float:
    """Return the shortest pause between two documents asked of one host.

    robots.txt is asked for within the turn of the first document.
    """
    times: dict[str, list[float]] = defaultdict(list)
    for one in asked:
        if one.path != "/robots.txt":
            times[one.headers["host"]].append(one.at)
    gaps = [b - a for at in map(sorted, times.values()) for a, b in pairwise(at)]
    return min(gaps, default=0.0)


def memory(processes: Processes) -> list[Figure]:
    """Return what the workers hold, and how much more than after a fifth of the pages."""
    held = [each for each in processes.memory.values() if len(each) > 1]
    growth = max((each[-1] / each[0] - 1 for each in held), default=0.0)
    most = max((max(each) for each in held), default=0)
    return [
        Figure("worker memory (MB)", round(most / 1e6), bool(held)),
        Figure("grown by (%)", round(100 * growth, 1), growth <= MOST_GROWTH),
        Figure("worker CPU (s)", round(sum(processes.cpu.values())), True),
    ]


def main() -> int:
    """Run it; return the exit status."""
    parser = argparse.ArgumentParser(description=str(__doc__).partition("\n")[0])
    parser.add_argument("--feeds", type=int, default=1_000)
    parser.add_argument("--hosts", type=int, default=500)
    parser.add_argument("--workers", type=int, default=2)
    options = parser.parse_args()
    with throwaway.temporary_folder() as folder, servers(folder), LocalWeb() as web:
        os.environ["FETCH_ALLOWED_PORTS"] = str(web.port)
        import django
        from django.core.management import call_command

        django.setup()
        call_command("migrate", verbosity=0)
        site = Site(web, options.feeds, options.hosts)
        began = time.monotonic()
        add_feeds(site)
        processes = Processes(folder, options.workers)
        try:
            ended = wait(site, processes, began)
            seconds = time.monotonic() - began
        finally:
            processes.stop()
        figures = [*counted(site, web), *memory(processes)]
        for log in folder.glob("*.log"):
            lines = log.read_text(errors="replace").strip()
            if lines:
                print(f"--- {log.name}\n{lines[-2000:]}")
    wrong = [figure.name for figure in figures if not figure.right]
    said = ", ".join(f"{figure.name} {figure.found:,}" for figure in figures)
    verdict = "ok" if ended and not wrong else f"WRONG: {', '.join(wrong) or 'not finished'}"
    pages = options.feeds * PAGES
    print(
        f"{options.feeds:,} feeds and {pages:,} pages on {options.hosts} hosts, {options.workers}"
        f" workers: {seconds:.0f} s ({pages / seconds:.1f} pages/s), {said}: {verdict}"
    )
    return 0 if ended and not wrong else 1


if __name__ == "__main__":
    sys.exit(main())
