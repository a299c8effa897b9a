"""`make bench` fills its tables by SQL, past every check of the models; what it fills must still be a true office."""

import warnings

import pytest
from django.apps import apps
from django.core.management import call_command
from django.db import connection, models
from django.http import HttpResponse
from django.urls import resolve
from django.utils import timezone

from applications.lifecycle.models import Application, WorkItem
from applications.lifecycle.states import CLOSED, Status, WaitingOn
from perizinan.devstack.bench import bare, cases, form_upload, plans, specimens, web
from perizinan.devstack.bench.measure import Figure, figures
from perizinan.devstack.bench.pages import BARE_LIST, pages
from perizinan.devstack.bench.people import open_office
from perizinan.devstack.bench.run import table

SIZES = (1500, 2000)


@pytest.fixture
def office(transactional_db, settings):
    settings.CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
    call_command("seed", verbosity=0)
    yield open_office(timezone.now())
    with connection.cursor() as cursor:
        cursor.execute("DROP TABLE IF EXISTS bench_case, bench_number, bench_login, bench_person")


@pytest.fixture
def filled(office):
    form = cases.shape(office)
    cases.grow(form, 0, SIZES[0])
    cases.grow(form, *SIZES)
    return office


def dangling(model, field):
    known = field.related_model._base_manager.values(field.target_field.attname)
    rows = model._base_manager.exclude(**{field.attname: None})
    return rows.exclude(**{f"{field.attname}__in": known}).count()


def test_the_office_it_makes_holds_together_and_every_page_answers(filled, capsys):
    sent = Application.objects.exclude(status=Status.DRAFT)
    assert Application.objects.count() == SIZES[1] + 1  # and the one that was filled in by hand
    elsewhere = {Status.AWAITING_PAYMENT, Status.TRANSFERRED}  # its one type is free, and the right one
    assert {case.status for case in Application.objects.only("status")} == set(Status.values) - elsewhere
    for model in (model for model in apps.get_models() if model._meta.db_table in cases.TABLES):
        foreign = [field for field in model._meta.fields if isinstance(field, models.ForeignKey)]
        assert {field.name: dangling(model, field) for field in foreign} == {field.name: 0 for field in foreign}
    assert not sent.exclude(pk__in=WorkItem.objects.values("application")).exists()
    assert not WorkItem.objects.filter(closed_at=None, application__status__in=CLOSED).exists()
    waiting = sent.filter(status__in=[Status.SUBMITTED, Status.IN_REVIEW, Status.RETURNED])
    assert WorkItem.objects.filter(closed_at=None).count() == waiting.count()
    returned = WorkItem.objects.filter(closed_at=None, waiting_on=WaitingOn.APPLICANT)
    assert returned.count() == sent.filter(status=Status.RETURNED).count()

    warnings.filterwarnings("ignore", message="No directory at")
    asked = pages(filled)
    found = figures(asked, rounds=1)
    assert {figure.label: figure.queries <= 20 for figure in found} == {page.label: True for page in asked}
    plans.show([page for page in asked if page.label == "queue, unit"])
    assert "queue_unit" in capsys.readouterr().out


def test_the_table_compares_with_the_bare_list_and_the_smallest_size():
    def both(list_ms, home_ms):
        return [Figure(BARE_LIST, list_ms, 1, 1, 3, 2048), Figure("home", home_ms, 9, 9, 5, 1024)]

    text = table({10_000: both(2, 4), 100_000: both(2, 5)}, 40)
    small, large = text.split("100 000 cases")
    # milliseconds: fast, median, p95; then "x list" and growth, each of the fastest tenth and of the median
    assert [line.split()[1:6] for line in small.splitlines() if "home" in line] == [
        ["4.0", "9.0", "9.0", "2.00", "9.00"]
    ]
    assert [line.split()[4:8] for line in large.splitlines() if "home" in line] == [["2.50", "9.00", "1.25", "1.00"]]


def test_a_form_of_the_bench_is_one_that_django_reads(rf):
    body = form_upload.form(b"%PDF contoh", csrfmiddlewaretoken=web.TOKEN)
    request = rf.generic("POST", "/", body, content_type=form_upload.FORM)
    assert request.POST["csrfmiddlewaretoken"] == web.TOKEN
    assert request.FILES["file"].read() == b"%PDF contoh"


def test_the_bare_view_is_djangos_own_way_of_taking_a_file_in(rf):
    request = rf.post(bare.UPLOAD)
    bare.addresses(lambda _request: HttpResponse())(request)
    assert [type(handler).__module__ for handler in request.upload_handlers] == ["django.core.files.uploadhandler"] * 2
    assert resolve(bare.UPLOAD, urlconf=request.urlconf).func is bare.upload


def test_honest_files_of_the_bench_are_each_their_own():
    assert specimens.scanned_pdf(1, pages=1) != specimens.scanned_pdf(2, pages=1)
    assert 1_500_000 < len(specimens.scanned_pdf(1)) < 3_000_000
