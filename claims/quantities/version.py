"""The version of the reading rules: it changes whenever a text could be read differently."""

ENGINE_VERSION = "1.4"
