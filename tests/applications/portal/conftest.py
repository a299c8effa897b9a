"""Research permits with more in them: two units at once, one of which visits the place, then a payment."""

from collections.abc import Iterator
from datetime import timedelta
from types import SimpleNamespace
from typing import Any

import pytest
import time_machine
from django.utils import timezone

from applications.catalogue import yamlfile
from applications.catalogue.load import publish_all
from applications.catalogue.schema import PermitTypeSpec
from applications.lifecycle.models import Application, WorkItem
from perizinan.accounts.models import User
from perizinan.accounts.roles import Role
from reviews.decisions import actions as decisions
from reviews.inspections.models import StageReport
from tests import make
from tests.make import NOW

KINDS = ["new", "renewal", "amendment", "duplicate", "revocation"]


def said(page: Any) -> str:
    return page.content.decode().replace("\u00a0", " ")


@pytest.fixture
def at_ten() -> Iterator[None]:
    with time_machine.travel(NOW + timedelta(hours=1)):
        yield


def stage(key: str, kind: str, name: str, work: str, role: str, unit: str, **more: Any) -> dict[str, Any]:
    return {"key": key, "kind": kind, "name": name, "work": work, "role": role, "unit": unit, "days": 1, **more}


def stages(*, pays: bool = True) -> list[dict[str, Any]]:
    rows = [
        stage("kelengkapan", "check", "Kelengkapan berkas", "memeriksa kelengkapan berkas", "VERIFIER", "dpmptsp"),
        stage("pajak", "recommendation", "Pajak", "menghitung pajak", "TECHNICAL", "bapenda"),
        stage("kunjungan", "visit", "Kunjungan", "memeriksa lokasi", "INSPECTOR", "pupr", with_previous=True),
        stage("bayar", "payment", "Pembayaran", "menunggu pembayaran", "TREASURER", "perkim", step="Anda membayar."),
        stage("persetujuan", "approval", "Persetujuan", "menimbang", "HEAD", "dpmptsp"),
    ]
    return [row for row in rows if pays or row["kind"] != "payment"]


def shaped(**changes: Any) -> PermitTypeSpec:
    found = next(spec for path in yamlfile.shipped() if (spec := yamlfile.read(path)).slug == "penelitian")
    return PermitTypeSpec.model_validate(found.model_dump(mode="json", by_alias=True, exclude_none=True) | changes)


def publish(**changes: Any) -> None:
    """The next version of the research permit."""
    publish_all(specs=[shaped(**changes)], by=None, now=NOW)


@pytest.fixture
def crew(cast: make.Cast) -> SimpleNamespace:
    return crew_of(cast)


def crew_of(cast: make.Cast) -> SimpleNamespace:
    """Beside the cast: Tari counts taxes, Indra visits, Beni takes the money."""
    return SimpleNamespace(
        tari=make.user("Tari", role=Role.TECHNICAL, unit="bapenda"),
        indra=make.user("Indra", role=Role.INSPECTOR, unit="pupr"),
        beni=make.user("Beni", role=Role.TREASURER, unit="perkim"),
        **vars(cast),
    )


@pytest.fixture
def with_fee(crew: SimpleNamespace) -> SimpleNamespace:
    fee = {"kind": "fixed", "amount": 150000, "text": "Rp150.000 untuk 3 tahun.", "basis": "Perda contoh."}
    publish(stages=stages(), fee=fee)
    return crew


@pytest.fixture
def assessed(crew: SimpleNamespace) -> SimpleNamespace:
    publish(stages=stages(), fee={"kind": "elsewhere", "text": "Bapenda menghitung pajaknya."})
    return crew


def item_at(case: Application, stage_key: str) -> WorkItem:
    return WorkItem.objects.get(application=case, stage_key=stage_key, closed_at=None)


def at_two_units(crew: SimpleNamespace) -> Application:
    case = make.application(crew)
    make.judge(case, crew.budi)
    return make.pass_on(case, "complete", crew.budi)


def press(case: Application, stage_key: str, by: User) -> dict[str, Any]:
    seen = make.fresh(case).revision
    return {"item_id": item_at(case, stage_key).pk, "seen": seen, "by": by, "now": NOW + timedelta(minutes=30)}


def tax_counted(case: Application, crew: SimpleNamespace) -> Application:
    return decisions.pass_on(verb="recommend", **press(case, "pajak", crew.tari))


def visited(case: Application, crew: SimpleNamespace) -> Application:
    return decisions.report_visit(
        on=timezone.localdate(NOW),
        result=StageReport.Result.FITS,
        note="Catatan untuk petugas.",
        **press(case, "kunjungan", crew.indra),
    )


def to_pay(crew: SimpleNamespace) -> Application:
    case = at_two_units(crew)
    tax_counted(case, crew)
    return visited(case, crew)


def paid(case: Application, crew: SimpleNamespace) -> Application:
    return decisions.confirm_payment(on=timezone.localdate(NOW), amount=150000, **press(case, "bayar", crew.beni))


def moved(crew: SimpleNamespace, *, text: str = "Kegiatan ini memerlukan izin reklame.") -> tuple[Application, Any]:
    """A case and what an officer moved it to."""
    case = make.application(crew)
    new = decisions.transfer(slug="reklame", text=text, **press(case, "kelengkapan", crew.budi))
    return make.fresh(case), new
