"""The database itself refuses rows that cannot be true."""
