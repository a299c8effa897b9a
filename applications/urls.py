from django.urls import URLPattern, URLResolver, include, path

urlpatterns: list[URLPattern | URLResolver] = [
    path("", include("applications.catalogue.urls")),
    path("", include("applications.portal.urls")),
    path("", include("applications.permits.urls")),
    path("pengelola/", include("applications.editor.urls")),
]
