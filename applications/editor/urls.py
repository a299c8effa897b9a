from django.urls import path

from applications.editor import paper_views, views

app_name = "editor"
urlpatterns = [
    path("jenis/", views.types, name="types"),
    path("jenis/<slug:slug>/", views.permit_type, name="type"),
    path("jenis/<slug:slug>/banding/", views.comparison, name="comparison"),
    path("jenis/<slug:slug>/berkas.yaml", views.file, name="file"),
    path("jenis/<slug:slug>/surat/<slug:kind>/", paper_views.letter, name="letter"),
    path("jenis/<slug:slug>/surat/<slug:kind>/<int:number>.png", paper_views.picture, name="picture"),
    path("jenis/<slug:slug>/surat/<slug:kind>/contoh.pdf", paper_views.pdf, name="pdf"),
    path("dasar-hukum/", views.laws, name="laws"),
]
