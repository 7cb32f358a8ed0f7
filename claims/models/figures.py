"""The columns of a quantity and of the time it is for, shared by claims, mentions and evidence."""

from __future__ import annotations

from decimal import Context, Decimal
from typing import Any

from django.db import models
from django.db.models import F, Q

from claims.quantities.mention import Role
from claims.quantities.periods import Period, Precision
from claims.quantities.quantity import Comparator, Interval, Kind, Quantity

DIGITS_BEFORE_POINT = 27
DIGITS_AFTER_POINT = 12
SIGNIFICANT_DIGITS = 15  # what SQLite keeps of a decimal; the same everywhere, so data can move
LIMIT = Decimal(10) ** (
    DIGITS_BEFORE_POINT - 1
)  # the constraint speaks before the column overflows

COMPARATORS = [(c.value, c.value.replace("_", " ")) for c in Comparator]
KINDS = [(k.value, k.value) for k in Kind]
ROLES = [(r.value, r.value) for r in Role]
PRECISIONS = [(p.value, p.value) for p in Precision]


class FigureField(models.DecimalField[Any, Any]):
    """A decimal wide enough for national budgets and narrow enough for both databases."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs["max_digits"] = DIGITS_BEFORE_POINT + DIGITS_AFTER_POINT
        kwargs["decimal_places"] = DIGITS_AFTER_POINT
        super().__init__(*args, **kwargs)

    def deconstruct(self) -> Any:
        name, path, args, kwargs = super().deconstruct()
        del kwargs["max_digits"], kwargs["decimal_places"]
        return name, path, args, kwargs


def plain(number: Decimal | None) -> Decimal | None:
    """Return `number` without the zeros that the column pads it with."""
    if number is None:
        return None
    whole = number.to_integral_value()
    return whole.quantize(Decimal(1)) if number == whole else number.normalize()


def can_be_kept(quantity: Quantity) -> bool:
    """Whether the columns hold `quantity` on both databases: no end is lost by their rounding."""
    interval = quantity.interval
    ends = [end for end in (interval.low, interval.high) if end is not None]
    if any(abs(number) >= LIMIT for number in (quantity.value, *ends)):
        return False
    if quantity.value and not _rounded(quantity.value):
        return False
    if len(ends) < 2 or not (interval.low_open or interval.high_open):
        return True
    return _rounded(ends[0]) < _rounded(ends[1])


def _rounded(number: Decimal) -> Decimal:
    """Return what is left of `number`, which is below LIMIT, in the narrower of the databases."""
    wide = Context(prec=DIGITS_BEFORE_POINT + DIGITS_AFTER_POINT)
    placed = number.quantize(Decimal(1).scaleb(-DIGITS_AFTER_POINT), context=wide)
    return Context(prec=SIGNIFICANT_DIGITS).plus(placed)


class Figure(models.Model):
    """A quantity: stated value, unit, comparator, and the interval that the wording allows."""

    value = FigureField()
    unit = models.CharField(max_length=100)
    kind = models.CharField(max_length=20, choices=KINDS, default=Kind.COUNT.value)
    comparator = models.CharField(
        max_length=20, choices=COMPARATORS, default=Comparator.EXACT.value
    )
    low = FigureField(null=True, blank=True)
    high = FigureField(null=True, blank=True)
    low_open = models.BooleanField(default=False)
    high_open = models.BooleanField(default=False)

    class Meta:
        abstract = True

    @property
    def quantity(self) -> Quantity:
        """The columns as one value."""
        value, low, high = plain(self.value), plain(self.low), plain(self.high)
        assert value is not None
        interval = Interval(low, high, self.low_open, self.high_open)
        return Quantity(value, self.unit, Kind(self.kind), Comparator(self.comparator), interval)

    @staticmethod
    def columns_of(quantity: Quantity) -> dict[str, Any]:
        """Return the columns that hold `quantity`."""
        return {
            "value": quantity.value,
            "unit": quantity.unit,
            "kind": quantity.kind.value,
            "comparator": quantity.comparator.value,
            "low": quantity.interval.low,
            "high": quantity.interval.high,
            "low_open": quantity.interval.low_open,
            "high_open": quantity.interval.high_open,
        }


class Dated(models.Model):
    """The time that a figure is for, null where none is known."""

    as_of = models.DateField(null=True, blank=True)
    as_of_precision = models.CharField(max_length=10, choices=PRECISIONS, blank=True, default="")

    class Meta:
        abstract = True

    @property
    def period(self) -> Period | None:
        """The columns as one value."""
        if self.as_of is None:
            return None
        return Period(self.as_of, Precision(self.as_of_precision))

    @staticmethod
    def period_columns(period: Period | None) -> dict[str, Any]:
        """Return the columns that hold `period`."""
        if period is None:
            return {"as_of": None, "as_of_precision": ""}
        return {"as_of": period.start, "as_of_precision": period.precision.value}


def figure_constraints(table: str) -> list[models.CheckConstraint]:
    """Return what the database demands of a `Figure`'s columns."""
    return [
        models.CheckConstraint(
            name=f"{table}_interval_ordered",
            condition=Q(low__isnull=True)
            | Q(high__isnull=True)
            | Q(low__lt=F("high"))
            | Q(low=F("high"), low_open=False, high_open=False),
            violation_error_message="The interval's low end must not lie above its high end.",
        ),
        models.CheckConstraint(
            name=f"{table}_open_ends_exist",
            condition=(Q(low_open=False) | Q(low__isnull=False))
            & (Q(high_open=False) | Q(high__isnull=False)),
            violation_error_message="An end that is open must have a value.",
        ),
        models.CheckConstraint(
            name=f"{table}_value_finite",  # PostgreSQL sorts NaN above every number
            condition=Q(value__gt=-LIMIT, value__lt=LIMIT)
            & (Q(low__isnull=True) | Q(low__gt=-LIMIT, low__lt=LIMIT))
            & (Q(high__isnull=True) | Q(high__gt=-LIMIT, high__lt=LIMIT)),
            violation_error_message="The numbers must be finite.",
        ),
        models.CheckConstraint(
            name=f"{table}_unit_named",
            condition=~Q(unit=""),
            violation_error_message="A quantity has a unit, at least “count”.",
        ),
        models.CheckConstraint(
            name=f"{table}_comparator_known",
            condition=Q(comparator__in=[name for name, _ in COMPARATORS]),
        ),
    ]


def dated_constraints(table: str) -> list[models.CheckConstraint]:
    """Return what the database demands of a `Dated`'s columns."""
    return [
        models.CheckConstraint(
            name=f"{table}_as_of_precise",
            condition=Q(as_of__isnull=True, as_of_precision="")
            | Q(as_of__isnull=False, as_of_precision__in=[name for name, _ in PRECISIONS]),
            violation_error_message="A time and its precision go together.",
        )
    ]
