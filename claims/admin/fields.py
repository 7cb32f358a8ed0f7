"""Form fields of the admin's own: a time of any precision, an interval of checking, tags."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.text import capfirst
from unfold.widgets import (
    UnfoldAdminIntegerFieldWidget,
    UnfoldAdminSelectWidget,
    UnfoldAdminTextInputWidget,
)

from claims.models.claim import MIN_CHECK_INTERVAL
from claims.models.figures import DIGITS_AFTER_POINT, DIGITS_BEFORE_POINT, SIGNIFICANT_DIGITS
from claims.quantities.periods import Period

_UNITS = {"seconds": 1, "minutes": 60, "hours": 3600, "days": 86400}
_MAX_INTERVAL = timedelta(days=3650)
_MAX_TAG = 60


class PeriodField(forms.CharField):
    """A day, month, quarter or year that has begun, as a Period; None when it is left empty."""

    widget = UnfoldAdminTextInputWidget

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(
            max_length=10,
            help_text="The time the figure is for: 2022, 2022-08, 2022-08-31 or 2022-Q3.",
            **kwargs,
        )

    def clean(self, value: Any) -> Any:
        """Return the period; refuse what names none, or one that has not begun."""
        text = super().clean(value)
        if not text:
            return None
        try:
            period = Period.parse(text)
        except ValueError as error:
            raise forms.ValidationError(f"{capfirst(str(error))}.") from None
        if period.start > timezone.now().date():
            raise forms.ValidationError("Lies in the future.")
        return period


class FigureFormField(forms.DecimalField):
    """A number that both databases keep exactly."""

    widget = UnfoldAdminTextInputWidget

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(
            max_digits=DIGITS_BEFORE_POINT + DIGITS_AFTER_POINT,
            decimal_places=DIGITS_AFTER_POINT,
            required=False,
            **kwargs,
        )

    def validate(self, value: Any) -> None:
        """Refuse more digits than are kept."""
        super().validate(value)
        if (
            isinstance(value, Decimal)
            and len(value.normalize().as_tuple().digits) > SIGNIFICANT_DIGITS
        ):
            raise forms.ValidationError(f"Has more than {SIGNIFICANT_DIGITS} significant digits.")


class EveryWidget(forms.MultiWidget):
    """A number and a unit of time."""

    template_name = "claims/admin/every.html"

    def __init__(self) -> None:
        number = UnfoldAdminIntegerFieldWidget({"min": 1, "aria-label": "How many"})
        unit = UnfoldAdminSelectWidget(
            {"aria-label": "Unit of time"}, choices=[(name, name) for name in _UNITS]
        )
        super().__init__([number, unit])

    def decompress(self, value: timedelta | None) -> list[Any]:
        """Return the interval in its largest whole unit."""
        if not value:
            return [None, "hours"]
        seconds = int(value.total_seconds())
        fitting = [name for name, length in _UNITS.items() if seconds % length == 0]
        unit = fitting[-1]
        return [seconds // _UNITS[unit], unit]


class EveryField(forms.MultiValueField):
    """How often something is done, as a timedelta."""

    widget = EveryWidget

    def __init__(self, **kwargs: Any) -> None:
        fields = (
            forms.IntegerField(min_value=1),
            forms.ChoiceField(choices=[(name, name) for name in _UNITS]),
        )
        super().__init__(fields, **kwargs)

    def compress(self, data_list: list[Any]) -> timedelta | None:
        """Return the interval; refuse one too short to be kept, or longer than ten years."""
        if not data_list or data_list[0] is None:
            return None
        number, unit = data_list
        seconds = min(number * _UNITS[unit], 10**11)
        interval = timedelta(seconds=seconds)
        if not MIN_CHECK_INTERVAL <= interval <= _MAX_INTERVAL:
            raise forms.ValidationError("Choose something between one minute and ten years.")
        return interval


class TagsField(forms.CharField):
    """Words separated by commas, as a list without doubles."""

    widget = UnfoldAdminTextInputWidget

    def clean(self, value: Any) -> Any:
        """Return the tags in alphabetical order."""
        tags = sorted({tag.strip() for tag in super().clean(value).split(",") if tag.strip()})
        if any(len(tag) > _MAX_TAG for tag in tags):
            raise forms.ValidationError(f"A tag has at most {_MAX_TAG} characters.")
        return tags
