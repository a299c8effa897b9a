"""The cases behind `test_access.py`: Ayu's, one in each state that some address needs."""

from dataclasses import dataclass

from django.urls import URLPattern, URLResolver, get_resolver

from applications.corrections.queries import open_points
from applications.documents.models import DocumentVersion, Photo
from applications.lifecycle.models import Application
from applications.lifecycle.states import Status
from tests import make
from tests.applications.documents import pictures
from tests.drawn import draw

# Whoever asks, in the order of the columns of the table
ROLES = {
    "anonymous": "",
    "owner": "ayu",
    "stranger": "eko",
    "verifier": "budi",
    "technical": "citra",
    "endorser": "darma",
    "head": "dewi",
    "admin": "gita",
    "auditor": "hadi",
}


@dataclass(frozen=True)
class World:
    people: make.Cast
    cases: dict[str, Application]

    def fill(self, address: str) -> str:
        """`{SUBMITTED}` is the number of Ayu's case in that state, `{paraf}` of the one at that stage."""
        words: dict[str, object] = {key: case.number for key, case in self.cases.items()}
        issued, waiting = (make.permit_of(self.cases[status]) for status in ("ISSUED", "AWAITING_SIGNATURE"))
        words |= {"permit": waiting.pk, "token": issued.token, "number": issued.number, "code": issued.code}
        words["point"] = open_points(self.cases["RETURNED"])[0].pk
        ktp = DocumentVersion.objects.get(application=self.cases["SUBMITTED"], requirement_key="ktp")
        words |= {"ktp": ktp.pk, "file": ktp.stored_id}
        words["photo"] = Photo.objects.get(application=self.cases["DRAFT"]).pk
        return address.format(**words)


def build(people: make.Cast) -> World:
    wanted = [Status.DRAFT, Status.SUBMITTED, Status.IN_REVIEW, Status.RETURNED, Status.ISSUED]
    cases = {status.value: make.application(people, status=status) for status in wanted}
    cases["AWAITING_SIGNATURE"] = make.rendered(people).application
    for stage in ("paraf", "persetujuan"):
        cases[stage] = make.application(people, status=Status.IN_REVIEW, stage=stage)
    make.judge(cases["SUBMITTED"], people.budi)
    draw(DocumentVersion.objects.get(application=cases["SUBMITTED"], requirement_key="ktp").stored, "satu")
    pictures.add(cases["DRAFT"], people.ayu, "ktp")
    return World(people, {key: make.fresh(case) for key, case in cases.items()})


def patterns(resolver: URLResolver | None = None, before: str = "", space: str = "") -> list[tuple[str, str]]:
    """Every address of the portal as (name, pattern)."""
    found: list[tuple[str, str]] = []
    for entry in (resolver or get_resolver()).url_patterns:
        if isinstance(entry, URLPattern):
            found.append((f"{space}{entry.name or ''}", f"{before}{entry.pattern}"))
        else:
            inner = f"{space}{entry.namespace}:" if entry.namespace else space
            found += patterns(entry, f"{before}{entry.pattern}", inner)
    return found
