from django.urls import path

from reviews.desk import (
    case_views,
    decision_views,
    document_views,
    judge_views,
    queue_views,
    scan_views,
    signing_views,
    stage_views,
)

app_name = "desk"
urlpatterns = [
    # /meja/
    path("", queue_views.queue, name="queue"),
    path("berikutnya/", queue_views.next_case, name="next"),
    # /meja/tanda-tangan/
    path("tanda-tangan/", signing_views.signing, name="signing"),
    path("tanda-tangan/<int:permit>/", signing_views.signature, name="signature"),
    path("tanda-tangan/<int:permit>/konsep.pdf", signing_views.concept, name="concept"),
    # /meja/<number>/ reading
    path("<str:number>/", case_views.case, name="case"),
    path("<str:number>/riwayat/", case_views.history, name="history"),
    path("<str:number>/hitungan/", case_views.clock, name="clock"),
    path("<str:number>/dokumen/<int:version>/", document_views.document, name="document"),
    path("<str:number>/dokumen/<int:version>/halaman/", document_views.reading, name="reading"),
    path("<str:number>/dokumen/<int:version>/halaman/<int:page>/", document_views.page, name="page"),
    path("<str:number>/dokumen/<int:version>/asal/", document_views.provenance, name="provenance"),
    path("<str:number>/izin.pdf", case_views.permit, name="permit"),
    path("<str:number>/nik/", case_views.reveal, name="reveal"),
    # /meja/<number>/ judging
    path("<str:number>/pengambilan/", judge_views.claim, name="claim"),
    path("<str:number>/pelepasan/", judge_views.release, name="release"),
    path("<str:number>/penilaian/", judge_views.verdict, name="verdict"),
    # /meja/<number>/ the work of a stage
    path("<str:number>/kunjungan/", stage_views.visit, name="visit"),
    path("<str:number>/pembayaran/", stage_views.payment, name="payment"),
    path("<str:number>/isian/<slug:section>/", stage_views.filling, name="filling"),
    path("<str:number>/laporan/<int:report>/", scan_views.scan, name="scan"),
    path("<str:number>/laporan/<int:report>/halaman/", scan_views.pages, name="scan-pages"),
    path("<str:number>/laporan/<int:report>/halaman/<int:page>/", scan_views.page, name="scan-page"),
    path("<str:number>/laporan/<int:report>/pindaian/", scan_views.rescan, name="rescan"),
    path("<str:number>/pengalihan/", stage_views.transfer, name="transfer"),
    # /meja/<number>/ deciding
    path("<str:number>/lengkap/", decision_views.complete, name="complete"),
    path("<str:number>/teruskan/", decision_views.passing, name="passing"),
    path("<str:number>/pengembalian/", decision_views.returning, name="returning"),
    path("<str:number>/penolakan/", decision_views.rejection, name="rejection"),
    path("<str:number>/persetujuan/", decision_views.approval, name="approval"),
]
