"""The REST API: thin views over `claims.services`, one error shape, one description."""
