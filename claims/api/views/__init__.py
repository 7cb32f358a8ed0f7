"""The endpoints: authenticate, validate, call one service, answer."""
