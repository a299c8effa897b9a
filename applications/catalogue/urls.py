from django.urls import path

from applications.catalogue import info_views, tree_views, views

app_name = "catalogue"
urlpatterns = [
    path("", views.home, name="home"),
    # /izin/
    path("izin/", views.permit_list, name="list"),
    # /izin/pilih/ the questions; before the types, none of which may have this name
    path("izin/pilih/", tree_views.question, name="tree"),
    path("izin/pilih/<slug:key>/", tree_views.question, name="question"),
    path("izin/pilih/<slug:key>/<int:number>/", tree_views.end, name="answer"),
    # /izin/<slug>/
    path("izin/<slug:slug>/", views.service, name="service"),
    path("izin/<slug:slug>/persiapan/", views.checklist, name="checklist"),
    # the foot
    path("privasi/", info_views.privacy, name="privacy"),
    path("pengaduan/", info_views.complaints, name="complaints"),
    path("standar-pelayanan/", info_views.standards, name="standards"),
    path("standar-pelayanan/<slug:slug>/", info_views.standard, name="standard"),
]
