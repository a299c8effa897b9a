"""All addresses of the portal. Each slice groups its own under one prefix."""

from django.conf import settings
from django.contrib import admin
from django.urls import include, path

from perizinan import status

urlpatterns = [
    path("", include("applications.urls")),
    path("", include("perizinan.accounts.urls")),
    path("meja/", include("reviews.urls")),
    path("", include("perizinan.web.urls")),
    path("admin/", admin.site.urls),
    # for machines
    path("sehat/", status.alive, name="alive"),
    path("sehat/siap/", status.ready, name="ready"),
    path("metrics", status.metrics, name="metrics"),
]
if settings.DEBUG or settings.DEMO:
    urlpatterns += [path("kotak-surat/", include("perizinan.outbox.urls"))]

handler400 = "perizinan.web.views.bad_request"
handler403 = "perizinan.web.views.forbidden"
handler404 = "perizinan.web.views.not_found"
handler500 = "perizinan.web.views.server_error"
