"""The editors' pages."""

from claims.admin import access, check, claim, evidence, measure, schedule, site, source

__all__ = ["access", "check", "claim", "evidence", "measure", "schedule", "site", "source"]
