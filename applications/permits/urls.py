from django.urls import path

from applications.permits import views

app_name = "permits"
urlpatterns = [
    # /v/<token>/ what the QR code opens
    path("v/<str:token>/", views.by_qr, name="proof"),
    # /periksa/ number and code typed from the paper, or the PDF itself
    path("periksa/", views.by_number, name="verify"),
    path("periksa/berkas/", views.by_file, name="verify-file"),
]
