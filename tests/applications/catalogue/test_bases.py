from datetime import date, timedelta

import pytest

from applications.catalogue import bases, load, publishing
from applications.catalogue.models import LegalBasis, TypeDraft, Version
from applications.catalogue.schema import Basis
from perizinan.audit.models import AuditEntry
from tests.applications.catalogue import made
from tests.make import NOW

pytestmark = pytest.mark.django_db
NEW = Basis(key="perda-baru", title="Perda Baru", number="Perda 9/2027", in_force_from=date(2027, 1, 1))
OTHER = {"key": "uu-lain", "title": "UU Lain"}


@pytest.fixture
def types():
    """Two that cite perda-contoh, one of them beside another law, and one that does not."""
    series = made.SMALLEST["numbering"]
    load.publish(spec=made.spec(), by=None, now=NOW)
    both = [OTHER, *made.SMALLEST["bases"]]
    load.publish(spec=made.spec(slug="kedua", bases=both, numbering=series | {"series": "b"}), by=None, now=NOW)
    load.publish(spec=made.spec(slug="ketiga", bases=[OTHER], numbering=series | {"series": "c"}), by=None, now=NOW)


def replace(old="perda-contoh", new=NEW):
    return bases.replace(old_key=old, new=new, by=None, now=NOW)


def test_every_type_that_cites_the_old_law_gets_its_next_version_and_none_is_published(types):
    assert replace() == [bases.Prepared("contoh", False, None), bases.Prepared("kedua", False, None)]
    assert Version.objects.count() == 3
    draft = TypeDraft.objects.get(slug="kedua")
    assert [basis["key"] for basis in draft.spec["bases"]] == ["uu-lain", "perda-baru"]
    assert draft.note == "Dasar hukum Perda Contoh (contoh, sesuaikan) diganti Perda 9/2027"
    assert draft.publish_at is None
    assert not TypeDraft.objects.filter(slug="ketiga").exists()
    assert AuditEntry.objects.get(verb="catalogue.basis_replaced").data == {"new": "Perda Baru"}


def test_the_shared_list_knows_what_replaced_what_and_since_when(types):
    replace()
    old = LegalBasis.objects.get(key="perda-contoh")
    assert old.replaced_by.key == "perda-baru"
    assert old.in_force_to == date(2026, 12, 31)
    assert [bases.in_force(old, day) for day in (date(2026, 12, 31), date(2027, 1, 1))] == [True, False]
    new = LegalBasis.objects.get(key="perda-baru")
    assert (new.number, new.in_force_from) == ("Perda 9/2027", date(2027, 1, 1))
    assert [bases.in_force(new, day) for day in (date(2026, 12, 31), date(2027, 1, 1))] == [False, True]


def test_a_law_replaced_without_a_day_is_out_of_force_at_once(types):
    replace(new=Basis(key="perda-baru", title="Perda Baru"))
    assert not bases.in_force(LegalBasis.objects.get(key="perda-contoh"), NOW.date())


def test_a_draft_that_waited_is_changed_and_keeps_what_else_it_changed(types):
    at = NOW + timedelta(days=3)
    publishing.prepare(spec=made.spec(minutes=99), by=None, now=NOW, note="Isian lebih panjang")
    TypeDraft.objects.update(publish_at=at)
    first, _second = replace()
    assert first == bases.Prepared("contoh", had_draft=True, publish_at=at)
    draft = TypeDraft.objects.get(slug="contoh")
    assert draft.spec["minutes"] == 99
    assert [basis["key"] for basis in draft.spec["bases"]] == ["perda-baru"]
    assert draft.note.startswith("Isian lebih panjang. Dasar hukum Perda Contoh")
    assert draft.publish_at == at


def test_a_changed_draft_is_as_old_as_it_was(types):
    publishing.prepare(spec=made.spec(minutes=99), by=None, now=NOW - timedelta(days=9))
    replace()
    assert TypeDraft.objects.get(slug="contoh").saved_at == NOW - timedelta(days=9)
    assert TypeDraft.objects.get(slug="kedua").saved_at == NOW


def test_a_date_that_failed_is_not_tried_again_by_replacing_a_law(types):
    publishing.prepare(spec=made.spec(minutes=99), by=None, now=NOW)
    TypeDraft.objects.update(publish_at=NOW - timedelta(days=1), problems=["tahap saran: ..."])
    assert replace()[0] == bases.Prepared("contoh", had_draft=True, publish_at=None)


def test_a_law_that_comes_back_is_in_force_again(types):
    replace()
    replace(old="perda-baru", new=Basis(**made.SMALLEST["bases"][0]))
    again = LegalBasis.objects.get(key="perda-contoh")
    assert (again.replaced_by, again.in_force_to) == (None, None)
    assert bases.in_force(again, date(2027, 6, 1))


def test_a_draft_that_no_longer_cites_the_law_is_left_alone(types):
    publishing.prepare(spec=made.spec(bases=[OTHER]), by=None, now=NOW, note="Tanpa perda")
    assert [each.slug for each in replace()] == ["kedua"]
    assert TypeDraft.objects.get(slug="contoh").note == "Tanpa perda"


def test_a_type_that_cites_the_new_law_already_only_loses_the_old_one(types):
    replace(new=Basis(**OTHER))
    draft = TypeDraft.objects.get(slug="kedua")
    assert [basis["key"] for basis in draft.spec["bases"]] == ["uu-lain"]


def test_what_cannot_be_replaced(types):
    with pytest.raises(bases.NoSuchBasis):
        replace(old="entah")
    with pytest.raises(bases.SameBasis):
        replace(new=Basis(**made.SMALLEST["bases"][0]))
    with pytest.raises(load.BasisDiffers):
        replace(new=Basis(key="uu-lain", title="Nama lain"))
    assert not TypeDraft.objects.exists()


def test_the_list_names_the_types_and_drafts_that_cite_each_law(types, django_assert_num_queries):
    replace()
    with django_assert_num_queries(3):
        found = {row.basis.key: row for row in bases.listed()}
    assert [slug for slug, _name in found["perda-contoh"].types] == ["contoh", "kedua"]
    assert [slug for slug, _name in found["uu-lain"].types] == ["kedua", "ketiga"]
    assert found["uu-lain"].drafts == ["kedua"]
    assert found["perda-baru"].drafts == ["contoh", "kedua"]
    assert found["perda-baru"].types == []


def test_what_a_file_knows_of_a_law_fills_the_list_and_never_overwrites_it(types):
    known = {**OTHER, "number": "UU 5/2026", "in_force_from": date(2026, 1, 1)}
    load.share([Basis(**known)])
    load.share([Basis(**OTHER | {"number": "lain"})])
    row = LegalBasis.objects.get(key="uu-lain")
    assert (row.number, row.in_force_from) == ("UU 5/2026", date(2026, 1, 1))
