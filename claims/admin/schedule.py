"""The schedule of the sweeps (django-celery-beat), in the look of the other pages."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django_celery_beat.admin import (
    ClockedScheduleAdmin,
    CrontabScheduleAdmin,
    PeriodicTaskAdmin,
    PeriodicTaskForm,
    PeriodicTaskInline,
    TaskSelectWidget,
)
from django_celery_beat.models import (
    ClockedSchedule,
    CrontabSchedule,
    IntervalSchedule,
    PeriodicTask,
    SolarSchedule,
)
from unfold.admin import ModelAdmin, TabularInline
from unfold.widgets import UnfoldAdminSelectWidget, UnfoldAdminTextInputWidget

admin.site.unregister(
    [PeriodicTask, IntervalSchedule, CrontabSchedule, SolarSchedule, ClockedSchedule]
)


class TaskChoice(UnfoldAdminSelectWidget, TaskSelectWidget):  # type: ignore[misc]
    """The registered tasks to choose from."""


class TaskForm(PeriodicTaskForm):  # type: ignore[misc]
    """The usual form with our widgets."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # A view-only page has no such fields.
        if "task" in self.fields:
            self.fields["task"].widget = UnfoldAdminTextInputWidget()
        if "regtask" in self.fields:
            self.fields["regtask"].widget = TaskChoice()


class TaskInline(PeriodicTaskInline, TabularInline):  # type: ignore[misc]
    """The tasks that use a schedule."""


@admin.register(PeriodicTask)
class TaskPage(PeriodicTaskAdmin, ModelAdmin):  # type: ignore[misc]
    """What beat sends, and when. Its actions are for those who may change tasks."""

    form = TaskForm
    date_hierarchy = None
    list_filter = ("enabled", "one_off")

    @admin.action(description="Enable selected tasks", permissions=["change"])
    def enable_tasks(self, request: HttpRequest, queryset: QuerySet[PeriodicTask]) -> None:
        """Let beat send them."""
        super().enable_tasks(request, queryset)

    @admin.action(description="Disable selected tasks", permissions=["change"])
    def disable_tasks(self, request: HttpRequest, queryset: QuerySet[PeriodicTask]) -> None:
        """Let beat send them no more."""
        super().disable_tasks(request, queryset)

    @admin.action(description="Toggle activity of selected tasks", permissions=["change"])
    def toggle_tasks(self, request: HttpRequest, queryset: QuerySet[PeriodicTask]) -> None:
        """Enable the disabled ones and the other way round."""
        super().toggle_tasks(request, queryset)

    @admin.action(description="Run selected tasks", permissions=["change"])
    def run_tasks(self, request: HttpRequest, queryset: QuerySet[PeriodicTask]) -> None:
        """Send them now."""
        super().run_tasks(request, queryset)


@admin.register(IntervalSchedule)
class IntervalPage(ModelAdmin):  # type: ignore[misc]
    """Schedules of the kind "every ten seconds"."""

    inlines = (TaskInline,)


@admin.register(CrontabSchedule)
class CrontabPage(CrontabScheduleAdmin, ModelAdmin):  # type: ignore[misc]
    """Schedules as cron writes them."""

    inlines = (TaskInline,)


@admin.register(SolarSchedule)
class SolarPage(ModelAdmin):  # type: ignore[misc]
    """Schedules by the sun."""

    inlines = (TaskInline,)


@admin.register(ClockedSchedule)
class ClockedPage(ClockedScheduleAdmin, ModelAdmin):  # type: ignore[misc]
    """Schedules of one moment."""

    inlines = (TaskInline,)
