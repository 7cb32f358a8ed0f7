"""The service's settings, with the weak spots of `tests.chaos.weak` built in."""

from claims_service.settings import *  # noqa: F403
from claims_service.settings import INSTALLED_APPS as _APPS

INSTALLED_APPS = [*_APPS, "tests.chaos.apps.WeakSpots"]
