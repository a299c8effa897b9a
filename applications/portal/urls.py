from django.urls import path

from applications.portal import (
    case_views,
    crop_views,
    draft_views,
    fee_views,
    mend_views,
    page_views,
    photo_views,
    reuse_views,
    send_views,
    start_views,
    told_views,
    track_views,
    tus_views,
    upload_views,
)

app_name = "portal"
urlpatterns = [
    # /permohonan/
    path("permohonan/", case_views.mine, name="mine"),
    path("permohonan/baru/<slug:slug>/", start_views.start, name="start"),
    # /permohonan/<number>/ the case
    path("permohonan/<str:number>/", case_views.case, name="case"),
    path("permohonan/<str:number>/izin.pdf", case_views.permit_file, name="permit"),
    path("permohonan/<str:number>/hitungan/", case_views.clock, name="clock"),
    path("permohonan/<str:number>/penarikan/", case_views.withdraw, name="withdraw"),
    # /permohonan/<number>/isi/ the draft
    path("permohonan/<str:number>/isi/", draft_views.task_list, name="tasks"),
    path("permohonan/<str:number>/perubahan/", told_views.changes, name="changes"),
    path("permohonan/<str:number>/isi/<slug:section>/", draft_views.section, name="section"),
    # /permohonan/<number>/dokumen/
    path("permohonan/<str:number>/dokumen/<slug:requirement>/", upload_views.document, name="document"),
    path("permohonan/<str:number>/dokumen/<slug:requirement>/<int:version>/", upload_views.download, name="download"),
    path(
        "permohonan/<str:number>/dokumen/<slug:requirement>/<int:version>/halaman/", page_views.leaf_list, name="pages"
    ),
    path(
        "permohonan/<str:number>/dokumen/<slug:requirement>/<int:version>/halaman/<int:page>/",
        page_views.image,
        name="page",
    ),
    path("permohonan/<str:number>/dokumen/<slug:requirement>/unggahan/", tus_views.uploads_of_slot, name="uploads"),
    path("permohonan/<str:number>/dokumen/<slug:requirement>/unggahan/<uuid:pk>/", tus_views.upload, name="upload"),
    path("permohonan/<str:number>/dokumen/<slug:requirement>/pakai-lagi/", reuse_views.reuse, name="reuse"),
    # /permohonan/<number>/dokumen/<requirement>/foto/
    path("permohonan/<str:number>/dokumen/<slug:requirement>/foto/", photo_views.photo_list, name="photos"),
    path("permohonan/<str:number>/dokumen/<slug:requirement>/foto/pdf/", photo_views.composition, name="photos-pdf"),
    path("permohonan/<str:number>/dokumen/<slug:requirement>/foto/<int:photo>/", photo_views.retake, name="photo"),
    path(
        "permohonan/<str:number>/dokumen/<slug:requirement>/foto/<int:photo>/gambar/",
        crop_views.picture,
        name="photo-picture",
    ),
    path(
        "permohonan/<str:number>/dokumen/<slug:requirement>/foto/<int:photo>/urutan/",
        photo_views.order,
        name="photo-order",
    ),
    path(
        "permohonan/<str:number>/dokumen/<slug:requirement>/foto/<int:photo>/putaran/",
        photo_views.turn,
        name="photo-turn",
    ),
    path(
        "permohonan/<str:number>/dokumen/<slug:requirement>/foto/<int:photo>/potong/",
        crop_views.crop,
        name="photo-crop",
    ),
    path(
        "permohonan/<str:number>/dokumen/<slug:requirement>/foto/<int:photo>/penghapusan/",
        photo_views.removal,
        name="photo-removal",
    ),
    # /permohonan/<number>/periksa/ and what follows
    path("permohonan/<str:number>/periksa/", send_views.check, name="check"),
    path("permohonan/<str:number>/pengajuan/", send_views.submission, name="submission"),
    path("permohonan/<str:number>/terkirim/", send_views.sent, name="sent"),
    path("permohonan/<str:number>/tanda-terima.pdf", send_views.receipt, name="receipt"),
    # /permohonan/<number>/perbaikan/
    path("permohonan/<str:number>/perbaikan/", mend_views.resubmission, name="resubmission"),
    path("permohonan/<str:number>/perbaikan/<int:point>/", mend_views.answer, name="answer"),
    # without an account
    path("izin/<slug:slug>/biaya/", fee_views.fee, name="fee"),
    path("lacak/", track_views.track, name="track"),
]
