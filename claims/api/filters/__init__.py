"""The query parameters of the lists."""
