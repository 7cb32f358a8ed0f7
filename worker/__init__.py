"""How we find out: one stage, one file, one verb."""
