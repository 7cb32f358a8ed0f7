"""The addresses of the service."""

from django.contrib import admin
from django.urls import include, path
from django.views.generic import RedirectView

urlpatterns = [
    path("", RedirectView.as_view(pattern_name="admin:index")),
    path("admin/", admin.site.urls),
    path("", include("claims.api.urls")),
]

# Below /api/ also Django's own answers are problem+json.
handler400 = "claims.api.views.failures.bad_request"
handler403 = "claims.api.views.failures.forbidden"
handler404 = "claims.api.views.failures.not_found"
handler500 = "claims.api.views.failures.server_error"
