"""Fields that several resources share: exact numbers, times of their own precision, plain words."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import UTC, date, datetime
from decimal import Context, Decimal, InvalidOperation
from typing import Any

from django.utils import timezone
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers
from rest_framework.fields import empty

from claims.models.figures import DIGITS_AFTER_POINT, LIMIT, SIGNIFICANT_DIGITS
from claims.quantities.periods import Period
from claims.services.refused import CONTROL, FUTURE, has_control, is_future

_DECIMAL = re.compile(r"-?[0-9]{1,60}(\.[0-9]{1,60})?([eE][+-]?[0-9]{1,3})?")
_EXACT = Context(prec=200)  # above every number that _read lets pass
_PERIOD_PATTERN = r"^\d{4}(-(Q[1-4]|\d{2}(-\d{2})?))?$"


class StrictSerializer(serializers.Serializer[Any]):
    """What a client writes. A field it does not know is refused by name, never dropped."""

    read_only_names: tuple[str, ...] = ()

    def run_validation(self, data: Any = empty) -> Any:
        """Return what was written. A PATCH replaces a part of it as a whole, so none is partial."""
        if self.parent is None or data is empty or data is None:
            return super().run_validation(data)
        return type(self)(context=self.context).run_validation(data)

    def to_internal_value(self, data: Any) -> Any:
        """Return the validated fields; unknown names are errors beside those of known fields."""
        if not isinstance(data, Mapping):
            raise serializers.ValidationError(
                {"non_field_errors": [f"A JSON object is needed, not {_json_type(data)}."]}
            )
        errors = {name: [self._refusal(name)] for name in data if name not in self.fields}
        try:
            fields = super().to_internal_value(data)
        except serializers.ValidationError as error:
            raise serializers.ValidationError({**errors, **_details(error)}) from None
        if errors:
            raise serializers.ValidationError(errors)
        return fields

    def _refusal(self, name: str) -> str:
        if name in self.read_only_names:
            return "This field is set by the service."
        return "There is no such field."


def _details(error: serializers.ValidationError) -> dict[str, Any]:
    detail = error.detail
    return dict(detail) if isinstance(detail, dict) else {"non_field_errors": detail}


def _json_type(value: Any) -> str:
    names = {list: "an array", str: "a string", bool: "a boolean", type(None): "null"}
    return names.get(type(value), "a number")


@extend_schema_field(
    {
        "anyOf": [
            {"type": "string", "format": "decimal", "pattern": r"^-?\d+(\.\d+)?([eE][+-]?\d+)?$"},
            {"type": "number"},
        ]
    }
)
class NumberField(serializers.Field[Decimal, Any, str, Any]):
    """A number of at most 15 significant digits; exact, never a binary fraction."""

    default_error_messages = {
        "invalid": "A number is needed, as a JSON number or as a decimal string.",
        "digits": f"At most {SIGNIFICANT_DIGITS} significant digits are kept.",
        "places": f"At most {DIGITS_AFTER_POINT} digits after the point are kept.",
        "large": "The number is too large.",
    }

    def to_internal_value(self, data: Any) -> Decimal:
        """Return the number exactly as it is written."""
        number = _EXACT.normalize(self._read(data))
        digits = number.as_tuple()
        if len(digits.digits) > SIGNIFICANT_DIGITS:
            self.fail("digits")
        if abs(number) >= LIMIT:
            self.fail("large")
        if isinstance(digits.exponent, int) and digits.exponent < -DIGITS_AFTER_POINT:
            self.fail("places")
        return Decimal(format(number, "f"))

    def _read(self, data: Any) -> Decimal:
        if isinstance(data, bool) or not isinstance(data, int | str | Decimal):
            self.fail("invalid")
        if isinstance(data, int) and abs(data) >= LIMIT:
            self.fail("large")
        if isinstance(data, str) and not _DECIMAL.fullmatch(data.strip()):
            self.fail("invalid")
        try:
            number = Decimal(data)
        except InvalidOperation:
            self.fail("invalid")
        if not number.is_finite():
            self.fail("invalid")
        if len(number.as_tuple().digits) > 150:
            self.fail("digits")
        if number and abs(number.adjusted()) > 150:
            self.fail("large" if number.adjusted() > 0 else "places")
        return number

    def to_representation(self, value: Decimal) -> str:
        """Return the number as a decimal string without padding."""
        return number_text(value)


@extend_schema_field({"type": "string", "format": "decimal"})
class NumberTextField(serializers.Field[Decimal, Any, str, Any]):
    """A stored number, as a decimal string without padding."""

    def to_representation(self, value: Decimal) -> str:
        """Return for example "189" or "0.5"."""
        return number_text(value)


def number_text(number: Decimal) -> str:
    """Return `number` without exponent and without zeros after its last digit."""
    text = format(number, "f")
    return text.rstrip("0").rstrip(".") or "0" if "." in text else text


@extend_schema_field({"type": "string", "pattern": _PERIOD_PATTERN})
class PeriodField(serializers.Field[Period, Any, str, Any]):
    """The time a figure is for, as exactly as it is known: a year, quarter, month or day."""

    default_error_messages = {
        "invalid": "Write YYYY, YYYY-MM, YYYY-MM-DD or YYYY-Qn.",
        "future": FUTURE,
    }

    def to_internal_value(self, data: Any) -> Period:
        """Return the period; a figure cannot be known for a time that has not begun."""
        if not isinstance(data, str):
            self.fail("invalid")
        try:
            period = Period.parse(data)
        except ValueError:
            self.fail("invalid")
        if period.start > timezone.now().date():
            self.fail("future")
        return period

    def to_representation(self, value: Period) -> str:
        """Return for example "2022-08"."""
        return str(value)


@extend_schema_field(
    {"anyOf": [{"type": "string", "format": "date-time"}, {"type": "string", "format": "date"}]}
)
class MomentField(serializers.DateTimeField):
    """A point in time, or a day for its beginning in UTC; not in the future."""

    def to_internal_value(self, value: Any) -> datetime:
        """Return the time in UTC."""
        moment = self._read(value)
        if is_future(moment, timezone.now()):
            raise serializers.ValidationError(FUTURE)
        return moment.astimezone(UTC)

    def _read(self, value: Any) -> datetime:
        try:
            if isinstance(value, str) and len(value) == len("2024-06-01"):
                day = date.fromisoformat(value)
                return datetime(day.year, day.month, day.day, tzinfo=UTC)
            return super().to_internal_value(value)
        except (ValueError, OverflowError):
            self.fail("invalid", format="YYYY-MM-DD or YYYY-MM-DDThh:mm:ssZ")


class WordsField(serializers.CharField):
    """A short text of printable characters; null is no text."""

    default_error_messages = {"control": CONTROL}

    def to_internal_value(self, data: Any) -> str:
        """Return the text, trimmed."""
        text = super().to_internal_value(data)
        if has_control(text):
            self.fail("control")
        return text


class LanguageField(WordsField):
    """A language tag (BCP 47)."""

    default_error_messages = {"tag": "Write a language tag such as “en” or “pt-BR”."}

    def to_internal_value(self, data: Any) -> str:
        """Return the tag."""
        tag = super().to_internal_value(data)
        if not re.fullmatch(r"[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8}){0,4}", tag):
            self.fail("tag")
        return tag
