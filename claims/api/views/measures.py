"""Measures: list, define, read, replace, change, delete; and their series."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

from django.db import transaction
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from claims.api.addresses import measure_address
from claims.api.conditional import demand_seen, measure_tag, not_modified, tagged
from claims.api.description import (
    CLAIM_ID,
    ETAG_HEADER,
    GONE,
    IF_MATCH,
    IF_NONE_MATCH,
    LINK_HEADER,
    LOCATION_HEADER,
    MEASURE_ID,
    NOT_MODIFIED,
    answer,
    body,
    problems,
)
from claims.api.errors import Conflict, Invalid
from claims.api.examples import measures as examples
from claims.api.filters.measures import (
    EvidencePointFilters,
    EvidenceSeriesFilters,
    MeasureFilters,
    PointFilters,
    SeriesFilters,
)
from claims.api.pagination import CREATED, MergedPagination, SortKey
from claims.api.serializers.measures import MeasureDraftSerializer, MeasureSerializer
from claims.api.serializers.series import PointSerializer, points_as_json
from claims.api.views.resources import ListView, Resource, by_id, shown_by, validated
from claims.models import Claim, Measure
from claims.services.measures import (
    MeasureError,
    MeasureInUse,
    create_measure,
    delete_measure,
    update_measure,
)
from claims.services.series import Series, series_of_claim, series_of_measure

_TAGS = ["measures"]


class MeasuresView(ListView):
    """All measures."""

    filterset_class = MeasureFilters
    queryset = Measure.objects.none()
    sort_keys = {"created_at": CREATED, "name": SortKey("name", str)}

    @extend_schema(
        operation_id="list_measures",
        summary="List measures",
        tags=_TAGS,
        parameters=[LINK_HEADER],
        responses={
            200: answer(MeasureSerializer(many=True), "A page of measures.", examples.MEASURE),
            **problems(400, 401),
        },
    )
    def get(self, request: Request) -> Response:
        """Return the measures, the newest first unless `ordering` says otherwise."""
        return self.listed(Measure.objects.all(), shown_by(MeasureSerializer))

    @extend_schema(
        operation_id="create_measure",
        summary="Define a measure",
        tags=_TAGS,
        parameters=[ETAG_HEADER, LOCATION_HEADER],
        request=body(MeasureDraftSerializer, examples.DRAFT),
        responses={
            201: answer(MeasureSerializer, "The measure.", examples.MEASURE),
            **problems(400, 401, 403, 413, 415, 422),
        },
    )
    def post(self, request: Request) -> Response:
        """Define what claims may measure. `kind` follows from `unit`; one of them is needed."""
        try:
            measure = create_measure(fields=validated(MeasureDraftSerializer, request))
        except MeasureError as error:
            raise _invalid(error) from None
        response = _shown(measure, status=201)
        response["Location"] = measure_address(measure.uuid)
        return response


class MeasureView(Resource):
    """One measure."""

    @extend_schema(
        operation_id="get_measure",
        summary="Read a measure",
        tags=_TAGS,
        parameters=[MEASURE_ID, IF_NONE_MATCH, ETAG_HEADER],
        responses={
            200: answer(MeasureSerializer, "The measure.", examples.MEASURE),
            304: NOT_MODIFIED,
            **problems(401, 404),
        },
    )
    def get(self, request: Request, id: UUID) -> Response:
        """Return a measure, and whether its last edit has reached all its claims."""
        measure = by_id(Measure.objects.all(), id)
        return not_modified(request, measure_tag(measure)) or _shown(measure)

    @extend_schema(
        operation_id="replace_measure",
        summary="Replace a measure",
        tags=_TAGS,
        parameters=[MEASURE_ID, IF_MATCH, ETAG_HEADER],
        request=body(MeasureDraftSerializer, examples.DRAFT),
        responses={
            200: answer(MeasureSerializer, "The measure as it now stands.", examples.CHANGED),
            **problems(400, 401, 403, 404, 409, 412, 413, 415, 422),
        },
    )
    def put(self, request: Request, id: UUID) -> Response:
        """Replace all of it. Its claims are judged afresh, by workers, when its wordings change."""
        return self._update(request, id, partial=False)

    @extend_schema(
        operation_id="update_measure",
        summary="Change a measure",
        tags=_TAGS,
        parameters=[MEASURE_ID, IF_MATCH, ETAG_HEADER],
        request=body(MeasureDraftSerializer, examples.CHANGE),
        responses={
            200: answer(MeasureSerializer, "The measure as it now stands.", examples.CHANGED),
            **problems(400, 401, 403, 404, 409, 412, 413, 415, 422),
        },
    )
    def patch(self, request: Request, id: UUID) -> Response:
        """Change what is given; kind and unit only while no claim is linked to it."""
        return self._update(request, id, partial=True)

    @extend_schema(
        operation_id="delete_measure",
        summary="Delete a measure",
        tags=_TAGS,
        parameters=[MEASURE_ID, IF_MATCH],
        responses={204: GONE, **problems(401, 403, 404, 409, 412)},
    )
    def delete(self, request: Request, id: UUID) -> Response:
        """Delete a measure; not while claims are linked to it."""
        with transaction.atomic():
            measure = by_id(Measure.objects.select_for_update(), id)
            demand_seen(request, measure_tag(measure))
            try:
                delete_measure(measure=measure)
            except MeasureInUse as error:
                raise Conflict(str(error)) from None
        return Response(status=204)

    def _update(self, request: Request, id: UUID, *, partial: bool) -> Response:
        written = validated(MeasureDraftSerializer, request, partial=partial)
        with transaction.atomic():
            stored = by_id(Measure.objects.select_for_update(), id)
            demand_seen(request, measure_tag(stored))
            try:
                measure = update_measure(measure=stored, fields=written)
            except MeasureError as error:
                raise _invalid(error) from None
            except MeasureInUse as error:
                raise Conflict(str(error), {"/unit": str(error)}) from None
        return _shown(measure)


class _SeriesView(ListView):
    """A series: claims and evidence in one list, in the order of the times they are for."""

    pagination_class = MergedPagination
    queryset = Claim.objects.none()
    sort_keys = {"as_of": SortKey("as_of", date, nullable=True), "created_at": CREATED}
    default_ordering = "as_of"
    evidence_filters: Any = EvidencePointFilters

    def series(self, request: Request, series: Series, measure: Measure | None) -> Response:
        """Return the page of points that the query asks for."""
        claims, evidence = series
        rows = evidence.select_related("claim", "mention", "snapshot__source").defer(
            "snapshot__text", "reasons", "claim__status_reasons"
        )
        narrowed = self.evidence_filters(request.query_params, queryset=rows)
        both: Any = (self.filter_queryset(claims), narrowed.qs)
        page: Any = self.paginate_queryset(both)
        return self.get_paginated_response(points_as_json(page, measure))


class MeasureSeriesView(_SeriesView):
    """The series of one measure."""

    filterset_class = SeriesFilters
    evidence_filters = EvidenceSeriesFilters

    @extend_schema(
        operation_id="list_measure_series",
        summary="List the figures of a measure over time",
        tags=_TAGS,
        parameters=[MEASURE_ID, LINK_HEADER],
        responses={
            200: answer(PointSerializer(many=True), "A page of points.", *examples.POINTS),
            **problems(400, 401, 404),
        },
    )
    def get(self, request: Request, id: UUID) -> Response:
        """Return what its claims and their evidence say, oldest first; `subject` picks one of many.

        Figures without a time come first. Evidence that an editor rejected is left out.
        """
        measure = by_id(Measure.objects.all(), id)
        return self.series(request, series_of_measure(measure), measure)


class ClaimSeriesView(_SeriesView):
    """The series that one claim is part of."""

    filterset_class = PointFilters

    @extend_schema(
        operation_id="list_claim_series",
        summary="List the figures of a claim's measure and subject over time",
        tags=_TAGS,
        parameters=[CLAIM_ID, LINK_HEADER],
        responses={
            200: answer(PointSerializer(many=True), "A page of points.", *examples.POINTS),
            **problems(400, 401, 404),
        },
    )
    def get(self, request: Request, id: UUID) -> Response:
        """Return what all claims of its measure and subject say; of its own where it has none."""
        claim = by_id(Claim.objects.select_related("defined_measure"), id)
        return self.series(request, series_of_claim(claim), claim.defined_measure)


def _shown(measure: Measure, status: int = 200) -> Response:
    return tagged(MeasureSerializer(measure).data, measure_tag(measure), status=status)


def _invalid(error: MeasureError) -> Invalid:
    return Invalid(errors={f"/{name}": reasons for name, reasons in error.errors.items()})
