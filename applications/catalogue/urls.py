from django.urls import path

from applications.catalogue import views

app_name = "catalogue"
urlpatterns = [
    path("", views.home, name="home"),
    # /izin/
    path("izin/", views.permit_list, name="list"),
    path("izin/<slug:slug>/", views.service, name="service"),
    path("izin/<slug:slug>/persiapan/", views.checklist, name="checklist"),
]
