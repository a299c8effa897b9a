"""What Django alone costs: a page, a signed-in list of 25 rows, a file kept. Views, addresses and middleware."""

from collections.abc import Callable

from django.conf import global_settings
from django.contrib.auth.decorators import login_required
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import UploadedFile
from django.core.files.uploadhandler import load_handler
from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.template import Context, Template
from django.urls import path
from django.utils.timezone import now

from applications.lifecycle.models import WorkItem
from perizinan.files.models import StoredFile

UPLOAD = "/unggah/"
MIDDLEWARE = [
    "perizinan.devstack.bench.bare.addresses",
    # as `startproject` writes them
    "django.middleware.security.SecurityMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
]
STATIC = Template("<!doctype html><title>{{ title }}</title><h1>{{ title }}</h1><p>{{ text }}</p>")
LIST = Template(
    "<!doctype html><title>Kasus</title><table>{% for item in items %}<tr><td><a href='/{{ item.number }}/'>"
    "{{ item.applicant_name }}</a><td>{{ item.number }}<td>{{ item.type_name }}<td>{{ item.place }}"
    "<td>{{ item.stage_name }}<td>{{ item.unit.short_name }}<td>{{ item.officer.name }}"
    "<td>{{ item.application.title }}<td>{{ item.due_on|date:'j F Y' }}</tr>{% endfor %}</table>"
)


def page(request: HttpRequest) -> HttpResponse:
    return HttpResponse(STATIC.render(Context({"title": "Contoh", "text": request.path})))


@login_required
def rows(request: HttpRequest) -> HttpResponse:  # noqa: ARG001  # Django's signature
    items = WorkItem.objects.select_related("application", "unit", "officer").order_by("-id")[:25]
    return HttpResponse(LIST.render(Context({"items": items})))


@login_required
def upload(request: HttpRequest) -> HttpResponse:
    file, by = request.FILES["file"], request.user.pk
    assert isinstance(file, UploadedFile)
    assert by
    key = default_storage.save(file.name or "", file)
    row = StoredFile(name=file.name or "", size=file.size or 0, quarantine_key=key, uploaded_by_id=by, created_at=now())
    row.sha256 = "0" * 64  # not measured: that is the portal's care
    row.save(force_insert=True)
    return HttpResponseRedirect("/daftar/")


urlpatterns = [path("halaman/", page), path("daftar/", rows), path(UPLOAD[1:], upload)]


def addresses(get_response: Callable[[HttpRequest], HttpResponseBase]) -> Callable[[HttpRequest], HttpResponseBase]:
    def middleware(request: HttpRequest) -> HttpResponseBase:
        request.urlconf = __name__  # read by Django's handler
        request.upload_handlers = [load_handler(name, request) for name in global_settings.FILE_UPLOAD_HANDLERS]
        return get_response(request)

    return middleware
