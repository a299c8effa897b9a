"""Which pages are measured, and as whom."""

from django.db import connection
from django.test import Client, override_settings

from perizinan.accounts.models import User
from perizinan.accounts.roles import Role
from perizinan.devstack.bench import bare, catalogue
from perizinan.devstack.bench.measure import Page
from perizinan.devstack.bench.people import Office

BARE_PAGE, BARE_LIST = "bare page", "bare list of 25"
TABS = ["saya", "unit", "belum-diambil", "pemohon", "semua"]
# Somebody with five cases, one of them to mend; the first case that an officer has open on the desk.
TYPICAL = """
SELECT p.user_id FROM bench_case c JOIN bench_person p ON p.i = c.person
GROUP BY p.user_id HAVING count(*) = 5 AND bool_or(c.status = 'RETURNED') ORDER BY p.user_id LIMIT 1
"""
OPEN_CASE = "SELECT number FROM applications_workitem WHERE officer_id = %s AND closed_at IS NULL ORDER BY id LIMIT 1"
OWN_CASE = (
    "SELECT number FROM bench_case c JOIN bench_person p ON p.i = c.person WHERE p.user_id = %s AND c.status = %s"
)


def pages(office: Office) -> list[Page]:
    verifier, head = office.first(Role.VERIFIER), office.first(Role.HEAD)
    typical, agent = User.objects.get(pk=_one(TYPICAL)), User.objects.get(email="warga1@bench.invalid")
    visitor, applicant, desk, chief = Client(), signed_in(typical), signed_in(verifier), signed_in(head)
    case, own = _one(OPEN_CASE, verifier.pk), _one(OWN_CASE, typical.pk, "RETURNED")
    return [
        Page(BARE_PAGE, "/halaman/", bare_client(Client())),
        Page(BARE_LIST, "/daftar/", bare_client(signed_in(verifier))),
        Page("home, visitor", "/", visitor),
        Page("home, signed in", "/", applicant, plans=True),
        Page(f"catalogue, {catalogue.TYPES} types", "/izin/", visitor),
        Page("catalogue, search", "/izin/?q=perijinan+iklan", visitor),
        Page("service page", "/izin/penelitian/", visitor),
        Page("applicant's list, 5 cases", "/permohonan/", applicant, plans=True),
        Page("applicant's list, 300 cases", "/permohonan/", signed_in(agent), plans=True),
        Page("applicant's case", f"/permohonan/{own}/", applicant),
        *(Page(f"queue, {tab}", f"/meja/?tab={tab}", desk, plans=True) for tab in TABS),
        *(Page(f"queue of the head, {tab}", f"/meja/?tab={tab}", chief, plans=True) for tab in ("saya", "semua")),
        Page("officer's case", f"/meja/{case}/", desk, plans=True),
    ]


def signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def bare_client(client: Client) -> Client:
    with override_settings(MIDDLEWARE=bare.MIDDLEWARE):
        client.handler.load_middleware()
    return client


def _one(statement: str, *values: int | str) -> str:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        found = cursor.fetchone()
    assert found, statement
    return str(found[0])
