"""Requests and answers as the API's description shows them; tests hold them against the schema."""
