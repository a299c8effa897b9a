from datetime import UTC, datetime
from typing import Any

import pytest

from applications.catalogue import load, yamlfile
from applications.catalogue.models import PermitType
from applications.catalogue.schema import PermitTypeSpec
from applications.lifecycle.models import Application
from perizinan.accounts.models import Party, User
from perizinan.regions.models import Region
from perizinan.vault import seal

NOW = datetime(2026, 11, 24, 3, 0, tzinfo=UTC)
NIK = "3516124503900002"


@pytest.fixture(scope="session")
def skp() -> PermitTypeSpec:
    return yamlfile.read(yamlfile.TYPES_DIR / "penelitian.yaml")


@pytest.fixture
def full() -> dict[str, Any]:
    """Every question of a student's research answered."""
    return {
        "nama": "Ayu Lestari (contoh)",
        "nik": seal(NIK),
        "alamat": "Jalan Contoh 1",
        "telepon": "+628123456790",
        "asal": "pendidikan",
        "lembaga": "Universitas Contoh",
        "alamat_lembaga": "Jalan Contoh 2",
        "penanggung_jawab": "Budi (contoh)",
        "jabatan": "Dosen pembimbing",
        "judul": "Pasar desa (contoh)",
        "bidang": "ekonomi",
        "tujuan": "Mengetahui harga.",
        "metode": "Wawancara.",
        "lokasi_rinci": "Pasar Contoh",
        "mulai": "2026-12-01",
        "selesai": "2027-02-28",
        "kelompok": "tidak",
        "@capacity": "self",
    }


@pytest.fixture
def ayu(db: None) -> User:
    return User.objects.create_user(email="ayu@contoh.invalid", name="Ayu (contoh)")


@pytest.fixture
def party(ayu: User) -> Party:
    return Party.objects.create(name="Ayu Lestari (contoh)", nik=NIK, phone="+628123456790", user=ayu)


@pytest.fixture
def application(skp: PermitTypeSpec, ayu: User, party: Party) -> Application:
    load.publish(spec=skp, by=None, now=NOW)
    province = Region.objects.create(code="35", name="Jawa Timur", level="province")
    return Application.objects.create(
        number="26-0001-000",
        version=PermitType.objects.get().current,
        applicant=party,
        filed_by=ayu,
        village=Region.objects.create(
            code="35.16.13.2001", name="Contoh", level="village", kind="desa", parent=province
        ),
        created_at=NOW,
    )
