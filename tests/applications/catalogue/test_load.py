from datetime import UTC, datetime

import pytest

from applications.catalogue import load
from applications.catalogue.models import PermitType, Version
from applications.catalogue.schema import PermitTypeSpec
from tests.applications.catalogue import made

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 24, 3, 0, tzinfo=UTC)


def test_a_changed_file_becomes_the_next_version_and_the_old_one_stays(skp: PermitTypeSpec) -> None:
    load.publish_all(specs=[skp], by=None, now=NOW)
    changed = skp.model_copy(update={"minutes": skp.minutes + 1})
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


def test_what_was_published_is_read_for_ever_though_a_rule_is_new(skp: PermitTypeSpec, monkeypatch) -> None:
    load.publish(spec=skp, by=None, now=NOW)
    monkeypatch.setattr("applications.catalogue.problems._RULES", (lambda _spec: iter(["a rule of tomorrow"]),))
    with pytest.raises(ValueError, match="a rule of tomorrow"):
        PermitTypeSpec.model_validate(skp.model_dump(by_alias=True))
    monkeypatch.setattr("applications.catalogue.models._parsed", {})
    assert Version.objects.get().parsed == skp


def test_one_key_of_the_shared_list_has_one_title(skp: PermitTypeSpec) -> None:
    load.publish_all(specs=[skp], by=None, now=NOW)
    basis = skp.bases[0].model_copy(update={"title": "Aturan lain"})
    with pytest.raises(load.BasisDiffers, match=f"bases: the key {basis.key} already stands for"):
        load.publish_all(specs=[skp.model_copy(update={"bases": (basis,)})], by=None, now=NOW)
    assert Version.objects.count() == 1


def test_the_catalogue_reads_what_the_version_says() -> None:
    load.publish_all(
        specs=[made.spec(tags=[{"id": "Usaha", "en": "Business"}], agency={"id": "Dinas", "en": "Office"})],
        by=None,
        now=NOW,
    )
    row = PermitType.objects.get()
    assert (row.name, row.name_en, row.agencies) == ("Izin Contoh", "Sample Permit", [{"id": "Dinas", "en": "Office"}])
    assert row.tags == [{"id": "Usaha", "en": "Business"}]
    assert not row.closed
    load.publish_all(specs=[made.spec(closed={"text": "Ditutup."})], by=None, now=NOW)
    assert PermitType.objects.get().closed


def test_all_files_or_none(skp: PermitTypeSpec) -> None:
    other = made.spec(bases=[{"key": skp.bases[0].key, "title": "Nama lain"}])
    with pytest.raises(load.BasisDiffers):
        load.publish_all(specs=[skp, other], by=None, now=NOW)
    assert not PermitType.objects.exists()
