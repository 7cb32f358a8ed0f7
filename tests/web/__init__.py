"""A small web of our own on loopback: pages that tests script, well-behaved and hostile."""
