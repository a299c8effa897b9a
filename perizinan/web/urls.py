from django.conf import settings
from django.urls import path

from perizinan.web import views

app_name = "web"
urlpatterns = [
    path("bahasa/", views.set_language, name="language"),
]
if settings.DEBUG:
    urlpatterns += [path("galeri/", views.gallery, name="gallery")]
