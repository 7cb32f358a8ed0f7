"""Clients that push texts and write claims through the API, and never take no for an answer."""

from __future__ import annotations

import threading
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from random import Random
from typing import Any

import httpx

from tests.chaos.pages import Pages
from tests.chaos.texts import Author
from tests.chaos.weak import DEADLY

_PAUSE_AFTER_FAILURE = 0.3


@dataclass(slots=True)
class Promised:
    """What the service has acknowledged, and so must not lose."""

    texts: dict[str, set[str]] = field(default_factory=dict)  # of each source's id
    pages: dict[str, str] = field(default_factory=dict)  # what stands there, by source's id
    announced: dict[str, str] = field(default_factory=dict)  # the same by address, in feeds
    deadly: set[str] = field(default_factory=set)  # texts that nobody survives
    statements: dict[str, str] = field(default_factory=dict)  # of each claim's id
    refusals: list[str] = field(default_factory=list)  # answers that no fault explains


class Client(threading.Thread):
    """One client: a stream of requests, each repeated until it is answered."""

    def __init__(
        self,
        api: httpx.Client,
        pages: Pages,
        feeds: Sequence[str],
        name: str,
        dice: Random,
        *,
        pause: float,
    ) -> None:
        super().__init__(name=name, daemon=True)
        self._api = httpx.Client(base_url=api.base_url, headers=api.headers, timeout=15)
        self._pages = pages
        self._feeds = feeds
        self._dice = dice
        self._author = Author(dice, name)
        self._pause = pause
        self._pushed: list[dict[str, Any]] = []
        self._acts = {
            self._push: 50,
            self._push_again: 8,
            self._push_newer: 8,
            self._point: 8,
            self._announce: 8,
            self._create: 12,
            self._edit: 14,
            self._ask: 8,
        }
        self._stopping = threading.Event()
        self.deadly_wanted = threading.Event()
        self.promised = Promised()

    def run(self) -> None:
        """Write until it is told to stop."""
        while not self._stopping.is_set():
            self._dice.choices(list(self._acts), list(self._acts.values()))[0]()
            if self.deadly_wanted.is_set():
                self.deadly_wanted.clear()
                self._send_text(self._author.source(ending=DEADLY), deadly=True)
            self._stopping.wait(self._pause)

    def stop(self, seconds: float) -> None:
        """Let it finish its last request."""
        self._stopping.set()
        self.join(seconds)
        if self.is_alive():
            self.promised.refusals.append(f"{self.name} got no answer for {seconds:.0f} seconds")

    def _push(self) -> None:
        source = self._author.source()
        self._pushed.append(source)
        self._send_text(source)

    def _push_again(self) -> None:
        if self._pushed:
            self._send_text(self._dice.choice(self._pushed))

    def _push_newer(self) -> None:
        if self._pushed:
            source = self._dice.choice(self._pushed)
            self._send_text({"url": source["url"], **self._author.text()})

    def _point(self) -> None:
        page = self._author.text()
        answer = self._insist("POST", "/sources/", {"url": self._pages.publish(page)})
        if answer:
            self.promised.pages[answer["id"]] = page["text"]

    def _announce(self) -> None:
        page = self._author.text()
        feed = self._dice.randrange(len(self._feeds))
        self.promised.announced[self._pages.announce(page, feed)] = page["text"]
        self._insist("POST", f"/feeds/{self._feeds[feed]}/poll/", None)

    def _send_text(self, source: dict[str, Any], *, deadly: bool = False) -> None:
        answer = self._insist("POST", "/sources/", source)
        if answer:
            self.promised.texts.setdefault(answer["id"], set()).add(source["text"])
            if deadly:
                self.promised.deadly.add(source["text"])

    def _create(self) -> None:
        statement = self._author.statement()
        body = {"statement": statement, "as_of": "2022", "check_interval": 60}
        answer = self._insist("POST", "/claims/", body)
        if answer:
            self.promised.statements[answer["id"]] = statement

    def _edit(self) -> None:
        if self.promised.statements:
            claim, statement = self._dice.choice(sorted(self.promised.statements.items()))
            other = self._author.statement_like(statement)
            if self._insist("PATCH", f"/claims/{claim}/", {"statement": other}):
                self.promised.statements[claim] = other

    def _ask(self) -> None:
        if self.promised.statements:
            claim = self._dice.choice(sorted(self.promised.statements))
            self._insist("POST", f"/claims/{claim}/recheck/", None)

    def _insist(self, method: str, path: str, body: Any) -> Any:
        """Repeat a request until it is answered; return the answer, or None for a refusal."""
        while True:
            try:
                response = self._api.request(method, path, json=body)
            except httpx.TransportError:
                response = None
            if response is not None and response.is_success:
                return response.json()
            if response is not None and response.status_code < 500:
                said = f"{method} {path}: {response.status_code} {response.text[:200]}"
                self.promised.refusals.append(said)
                return None
            time.sleep(_PAUSE_AFTER_FAILURE)
