"""The Django application."""

from django.apps import AppConfig


class ClaimsConfig(AppConfig):
    """Claims, sources and evidence."""

    name = "claims"
    verbose_name = "Claims"
