"""What a number in prose means: English text in, quantities out. Pure: no I/O, no framework."""

from claims.quantities.extract import extract
from claims.quantities.mention import Document, Mention, Role
from claims.quantities.periods import Period, Precision
from claims.quantities.quantity import Comparator, Interval, Kind, Quantity
from claims.quantities.statement import NotAQuantity, read_statement
from claims.quantities.trackable import trackable
from claims.quantities.version import ENGINE_VERSION

__all__ = [
    "ENGINE_VERSION",
    "Comparator",
    "Document",
    "Interval",
    "Kind",
    "Mention",
    "NotAQuantity",
    "Period",
    "Precision",
    "Quantity",
    "Role",
    "extract",
    "read_statement",
    "trackable",
]
