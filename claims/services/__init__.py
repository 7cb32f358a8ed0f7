"""The writes that touch several tables: keyword-only, one transaction each, the clock passed in."""
