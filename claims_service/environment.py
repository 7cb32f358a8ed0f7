"""Typed readers of the environment; a wrong or missing value stops the start with a clear line."""

from __future__ import annotations

import os
from collections.abc import Mapping
from datetime import timedelta
from ipaddress import IPv4Network, IPv6Network, ip_network

from django.core.exceptions import ImproperlyConfigured

_TRUE = {"1", "true", "yes", "on"}
_MAX_DAYS = 36_500
_FALSE = {"0", "false", "no", "off"}


class Environment:
    """The variables a process was started with."""

    def __init__(self, variables: Mapping[str, str] | None = None) -> None:
        self._variables = os.environ if variables is None else variables

    def has(self, name: str) -> bool:
        """Whether `name` is set to something."""
        return bool(self._variables.get(name, "").strip())

    def text(self, name: str, default: str | None = None) -> str:
        """Return `name`; without a default a missing value raises ImproperlyConfigured."""
        if self.has(name):
            return self._variables[name].strip()
        if default is None:
            raise ImproperlyConfigured(f"{name} is required in production and is not set")
        return default

    def flag(self, name: str, default: bool) -> bool:
        """Return `name` read as a yes or no."""
        word = self.text(name, "yes" if default else "no").lower()
        if word not in _TRUE | _FALSE:
            raise ImproperlyConfigured(f"{name} must be yes or no, not {word!r}")
        return word in _TRUE

    def number(self, name: str, default: int, minimum: int = 0) -> int:
        """Return `name` read as a whole number of at least `minimum`."""
        word = self.text(name, str(default))
        if not word.isdecimal() or int(word) < minimum:
            raise ImproperlyConfigured(
                f"{name} must be a whole number of at least {minimum}, not {word!r}"
            )
        return int(word)

    def days(self, name: str) -> timedelta | None:
        """Return `name` read as a number of days; None when it is not set, or 0."""
        days = self.number(name, 0)
        if days > _MAX_DAYS:
            raise ImproperlyConfigured(f"{name} must be at most {_MAX_DAYS}, not {days}")
        return timedelta(days=days) or None

    def words(self, name: str, default: str | None = None) -> list[str]:
        """Return `name` split at commas."""
        return [word.strip() for word in self.text(name, default).split(",") if word.strip()]

    def choice(self, name: str, default: str, choices: tuple[str, ...]) -> str:
        """Return `name`, one of `choices`."""
        word = self.text(name, default)
        if word not in choices:
            raise ImproperlyConfigured(f"{name} must be one of {', '.join(choices)}, not {word!r}")
        return word

    def numbers(self, name: str, default: str, *, maximum: int) -> list[int]:
        """Return `name` split at commas and read as whole numbers from 1 to `maximum`."""
        words = self.words(name, default)
        for word in words:
            if not word.isdecimal() or not 1 <= int(word) <= maximum:
                raise ImproperlyConfigured(
                    f"{name} must be whole numbers from 1 to {maximum}, not {word!r}"
                )
        return [int(word) for word in words]

    def networks(self, name: str) -> list[IPv4Network | IPv6Network]:
        """Return `name` split at commas and read as networks such as 10.0.0.0/8."""
        try:
            return [ip_network(word) for word in self.words(name, "")]
        except ValueError as error:
            raise ImproperlyConfigured(f"{name} must be networks: {error}") from None
