from django.urls import path

from applications.catalogue import info_views, views

app_name = "catalogue"
urlpatterns = [
    path("", views.home, name="home"),
    # /izin/
    path("izin/", views.permit_list, name="list"),
    path("izin/<slug:slug>/", views.service, name="service"),
    path("izin/<slug:slug>/persiapan/", views.checklist, name="checklist"),
    # the foot
    path("privasi/", info_views.privacy, name="privacy"),
    path("pengaduan/", info_views.complaints, name="complaints"),
    path("standar-pelayanan/", info_views.standards, name="standards"),
    path("standar-pelayanan/<slug:slug>/", info_views.standard, name="standard"),
]
