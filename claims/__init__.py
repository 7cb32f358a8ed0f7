"""What we know: quantities, claims, their sources and evidence, the API and the admin."""
