import io
import pathlib
from datetime import UTC, datetime

import pytest
from django.core.management import CommandError, call_command

from applications.catalogue import load
from applications.catalogue.models import LegalBasis, PermitType, Version
from applications.catalogue.schema import PermitTypeSpec, Text
from perizinan.audit.models import AuditEntry

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 24, 3, 0, tzinfo=UTC)


def _run(*args: object) -> str:
    out = io.StringIO()
    call_command("permit_types", *args, stdout=out)
    return out.getvalue()


def test_import_publishes_every_shipped_type_once() -> None:
    first = _run("import")
    second = _run("import")
    assert first.count("version 1, published") == 5
    assert second.count("version 1, unchanged") == 5
    assert Version.objects.count() == PermitType.objects.count() == 5
    assert LegalBasis.objects.count() == 2
    assert AuditEntry.objects.filter(verb="catalogue.published").count() == 5


def test_a_changed_file_becomes_the_next_version_and_the_old_one_stays(skp: PermitTypeSpec) -> None:
    load.publish_all(specs=[skp], by=None, now=NOW)
    changed = skp.model_copy(update={"fee": Text(id="Rp10.000", en="Rp10,000")})
    assert load.publish_all(specs=[changed], by=None, now=NOW) == [load.Published("penelitian", 2, new=True)]
    old, new = Version.objects.order_by("number")
    assert old.parsed == skp
    assert new.parsed == changed
    assert PermitType.objects.get().current == new


def test_a_published_type_reads_back_as_it_was_written(skp: PermitTypeSpec) -> None:
    load.publish_all(specs=[skp], by=None, now=NOW)
    version = Version.objects.get()
    assert version.parsed == skp
    assert load.canonical(version.parsed)[1] == version.sha256


def test_one_key_of_the_shared_list_has_one_title(skp: PermitTypeSpec) -> None:
    load.publish_all(specs=[skp], by=None, now=NOW)
    basis = skp.bases[0].model_copy(update={"title": "Aturan lain"})
    with pytest.raises(load.BasisDiffers, match=f"bases: the key {basis.key} already stands for"):
        load.publish_all(specs=[skp.model_copy(update={"bases": (basis,)})], by=None, now=NOW)
    assert Version.objects.count() == 1


def test_a_broken_file_stops_all_and_says_where(tmp_path: pathlib.Path, skp: PermitTypeSpec) -> None:
    broken = tmp_path / "rusak.yaml"
    broken.write_text("slug: rusak\nchannel: pos\n")
    with pytest.raises(CommandError) as refusal:
        _run("import", tmp_path / "hilang.yaml", broken)
    assert "rusak.yaml: channel: 'pos' is not possible" in str(refusal.value)
    assert "hilang.yaml: there is no such file" in str(refusal.value)
    assert not PermitType.objects.exists()


def test_check_writes_nothing_and_list_names_what_is_published() -> None:
    assert _run("check") == "5 files are permit types.\n"
    assert not PermitType.objects.exists()
    _run("import")
    assert "penelitian                     local      version 1  Surat Keterangan Penelitian" in _run("list")
