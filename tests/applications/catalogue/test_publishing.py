import threading
from datetime import datetime, timedelta

import pytest
from django.core.management import call_command
from django.db import DatabaseError, connection, transaction

from applications.catalogue import load, publishing, tasks
from applications.catalogue.models import LegalBasis, PermitType, TypeDraft, Version
from applications.catalogue.office_check import Office
from applications.catalogue.schema import PermitTypeSpec, Text
from perizinan.accounts.models import RoleGrant, Unit
from perizinan.accounts.roles import Role
from perizinan.audit.models import AuditEntry
from perizinan.audit.verbs import sentence as said_of
from perizinan.outbox.models import Message
from perizinan.outbox.rendering import render
from tests import make
from tests.applications.catalogue import made
from tests.at_once import together
from tests.make import NOW

pytestmark = pytest.mark.django_db
real = pytest.mark.django_db(transaction=True)
LATER = NOW + timedelta(days=7)
OTHER_SERIES = made.SMALLEST["numbering"] | {"series": "lain", "pattern": "L{urut}/{tahun}"}


@pytest.fixture
def office(nudged):
    """Units and people for the smallest type, and an admin; no other type."""
    Unit.objects.create(code="dpmptsp", name="DPMPTSP", short_name="DPMPTSP")
    Unit.objects.create(code="dinkes", name="Dinas Kesehatan", short_name="Dinkes", kind=Unit.Kind.AGENCY)
    make.user("Budi", role=Role.VERIFIER, unit="dpmptsp")
    make.user("Kartika", role=Role.TECHNICAL, unit="dinkes")
    make.user("Dewi", role=Role.HEAD, unit="dpmptsp")
    return make.user("Gita", role=Role.ADMIN)


def publish(spec: PermitTypeSpec | None = None, **changes):
    return publishing.publish_now(spec=spec or made.spec(**changes), by=None, now=NOW)


def refused(spec: PermitTypeSpec, now: datetime = NOW) -> list[str]:
    with pytest.raises(publishing.NotPublishable) as refusal:
        publishing.publish_now(spec=spec, by=None, now=now)
    assert not Version.objects.filter(sha256=load.canonical(spec)[1]).exists()
    return refusal.value.problems


def due(draft: TypeDraft, now: datetime = LATER) -> bool:
    return publishing.publish_due(draft_id=draft.pk, now=now)


def plan(office, spec: PermitTypeSpec | None = None, at: datetime = LATER) -> TypeDraft:
    return publishing.plan(spec=spec or made.spec(), at=at, by=office, now=NOW)


# --- now


def test_what_works_is_published_once(office):
    assert publish() == load.Published("contoh", 1, new=True)
    assert publish() == load.Published("contoh", 1, new=False)
    assert publish(minutes=20) == load.Published("contoh", 2, new=True)
    assert AuditEntry.objects.filter(verb="catalogue.published").count() == 2


def test_the_version_says_who_published_it(office):
    publishing.publish_now(spec=made.spec(), by=office, now=NOW)
    assert Version.objects.get().published_by_name == office.name
    assert AuditEntry.objects.get(verb="catalogue.published").actor_id == office.pk


def test_a_stage_of_an_unknown_unit_is_refused(office):
    Unit.objects.filter(code="dinkes").update(is_active=False)
    assert refused(made.spec()) == ["tahap saran: unit dinkes tidak ada atau tidak aktif"]


@pytest.mark.parametrize("gone", ["ended", "not yet", "inactive", "elsewhere"])
def test_a_stage_nobody_holds_today_is_refused(office, gone):
    grants = RoleGrant.objects.filter(role=Role.TECHNICAL)
    if gone == "ended":
        grants.update(ends_on=NOW.date() - timedelta(days=1))
    elif gone == "not yet":
        grants.update(starts_on=NOW.date() + timedelta(days=1))
    elif gone == "elsewhere":
        grants.update(unit=Unit.objects.get(code="dpmptsp"))
    else:
        user = grants.get().user
        user.is_active = False
        user.save()
    assert refused(made.spec()) == ["tahap saran: tidak ada orang dengan peran OPD teknis di Dinkes"]


def test_somebody_with_a_role_for_every_unit_holds_the_stage(office):
    RoleGrant.objects.filter(role=Role.TECHNICAL).update(unit=None)
    assert publish().new


def test_a_type_that_breaks_its_own_rules_is_refused(office):
    spec = made.spec()
    letter = spec.letter.model_copy(update={"validity": "Berlaku untuk {hilang}."})
    assert refused(spec.model_copy(update={"letter": letter})) == [
        "letter: names {hilang}, which is neither a field nor a fact of the case"
    ]


def test_a_slow_pattern_is_refused(office, monkeypatch):
    monkeypatch.setattr(
        publishing.patterns, "slow", lambda found: "a pattern takes more than 2 seconds" if found else ""
    )
    content = made.content()
    content["sections"][0]["fields"][0]["pattern"] = {"regex": "[a-z]+", "example": "a"}
    assert refused(PermitTypeSpec.model_validate(content)) == ["a pattern takes more than 2 seconds"]
    assert publish().new


def test_patterns_of_columns_are_tried_too():
    content = made.content()
    content["sections"][0]["fields"][5]["columns"][0]["pattern"] = {"regex": "[a-z]+", "example": "a"}
    assert [each.regex for each in publishing.patterns_of(PermitTypeSpec.model_validate(content))] == ["[a-z]+"]


@pytest.mark.parametrize(
    ("change", "expected"), [({"start": 5}, "nomor awal lain"), ({"pattern": "{urut}/X/{tahun}"}, "pola lain")]
)
def test_two_types_with_one_series_must_agree_on_it(office, change, expected):
    publish()
    other = made.spec(slug="lain", numbering=made.SMALLEST["numbering"] | change)
    assert refused(other) == [f"numbering: deret contoh dipakai juga oleh contoh dengan {expected}"]
    assert publish(slug="lain").new
    assert publish(
        slug="lain", numbering=made.SMALLEST["numbering"] | {"series": "lain", "start": 5, "pattern": "L{urut}/{tahun}"}
    ).new


@pytest.mark.parametrize("slug", ["lain", "contoh"])
def test_two_series_never_write_the_same_numbers(office, slug):
    publish()
    other = made.spec(slug=slug, numbering=made.SMALLEST["numbering"] | {"series": "baru"})
    assert refused(other) == ["numbering: pola nomornya dipakai juga oleh contoh dengan deret contoh"]


def test_a_law_has_one_name_in_the_office(office):
    LegalBasis.objects.create(key="perda-contoh", title="Perda yang lain")
    assert refused(made.spec()) == ["dasar hukum perda-contoh: di daftar bersama bernama “Perda yang lain”"]


def test_a_law_out_of_force_is_only_a_warning(office):
    LegalBasis.objects.create(
        key="perda-contoh", title=made.SMALLEST["bases"][0]["title"], in_force_to=NOW.date() - timedelta(days=1)
    )
    assert publish().new
    assert Office.of(NOW.date()).warnings(made.spec()) == [
        "dasar hukum perda-contoh: tidak berlaku lagi sejak 24\u00a0November\u00a02026"
    ]


# --- closing


def test_a_closed_type_says_so_and_names_its_successor(office):
    publish()
    publish(slug="lain", numbering=OTHER_SERIES)
    publishing.close(slug="contoh", text=Text(id="Diganti."), successor="lain", by=office, now=NOW)
    closed = PermitType.objects.get(slug="contoh")
    assert closed.closed
    assert closed.current.number == 2
    assert closed.current.parsed.closed.successor == "lain"
    assert AuditEntry.objects.get(verb="catalogue.closed").actor_id == office.pk
    assert publish().number == 3
    assert not PermitType.objects.get(slug="contoh").closed


def test_a_successor_must_exist_and_be_open(office):
    publish()
    close = made.spec(closed={"text": "Diganti.", "successor": "lain"})
    assert refused(close) == ["closed.successor: jenis izin lain tidak ada"]
    publish(slug="lain", numbering=OTHER_SERIES, closed={"text": "Ditutup."})
    assert refused(close) == ["closed.successor: jenis izin lain juga sudah ditutup"]


def test_a_type_can_be_closed_when_nobody_works_on_it_any_more(office):
    publish()
    RoleGrant.objects.filter(role=Role.TECHNICAL).delete()
    publishing.close(slug="contoh", text=Text(id="Ditutup."), successor=None, by=office, now=NOW)
    spec = PermitType.objects.get().current.parsed
    assert Office.of(NOW.date()).problems(spec) == []
    assert Office.of(NOW.date()).warnings(spec) == ["tahap saran: tidak ada orang dengan peran OPD teknis di Dinkes"]


def test_only_a_published_type_can_be_closed(office):
    with pytest.raises(publishing.NoSuchType):
        publishing.close(slug="entah", text=Text(id="x"), successor=None, by=office, now=NOW)


# --- at a date


def test_a_planned_version_is_published_at_its_time_and_not_before(office):
    draft = plan(office)
    assert AuditEntry.objects.get(verb="catalogue.planned").data["at"] == "01-12-2026 10.00"
    assert not due(draft, LATER - timedelta(seconds=1))
    assert not PermitType.objects.exists()
    assert due(draft)
    assert PermitType.objects.get().current.number == 1
    assert Version.objects.get().published_by_name == office.name
    assert not TypeDraft.objects.exists()
    assert not due(draft)


def test_the_sweeper_finds_what_is_due(office):
    plan(office)
    TypeDraft.objects.update(publish_at=NOW)
    later = made.spec(slug="nanti", numbering=made.SMALLEST["numbering"] | {"series": "nanti"})
    plan(office, later, at=LATER + timedelta(days=3650))
    assert tasks.publish_due() == 1
    assert PermitType.objects.get().slug == "contoh"
    assert tasks.publish_due() == 0


def test_one_type_in_trouble_holds_up_no_other(office, monkeypatch):
    plan(office)
    plan(office, made.spec(slug="lain", numbering=made.SMALLEST["numbering"] | {"series": "lain"}))
    TypeDraft.objects.update(publish_at=NOW)
    publish_one = load.publish

    def break_one(*, spec, **more):
        if spec.slug == "contoh":
            raise RuntimeError
        return publish_one(spec=spec, **more)

    monkeypatch.setattr(load, "publish", break_one)
    assert tasks.publish_due() == 1
    assert TypeDraft.objects.get().slug == "contoh"


def test_a_problem_is_said_when_planning_and_for_the_office_of_that_day(office):
    RoleGrant.objects.filter(role=Role.TECHNICAL).update(ends_on=LATER.date() - timedelta(days=1))
    with pytest.raises(publishing.NotPublishable, match="tahap saran"):
        plan(office)
    assert publish().new


def test_a_date_that_is_over_is_refused(office):
    with pytest.raises(publishing.NotPublishable, match="is over"):
        plan(office, at=NOW)


def test_what_no_longer_works_at_its_date_is_kept_with_its_problems_and_the_admins_hear_of_it_once(office):
    make.user("Hana", role=Role.ADMIN)
    draft = plan(office)
    RoleGrant.objects.filter(role=Role.TECHNICAL).update(ends_on=NOW.date())
    assert not due(draft)
    assert not due(draft, LATER + timedelta(hours=1))
    draft.refresh_from_db()
    assert draft.problems == ["tahap saran: tidak ada orang dengan peran OPD teknis di Dinkes"]
    assert not PermitType.objects.exists()
    told = Message.objects.filter(kind="type_not_published")
    assert sorted(told.values_list("to__email", flat=True)) == ["gita@contoh.test", "hana@contoh.test"]
    assert told[0].context["count"] == "1"
    assert told[0].context["link"].endswith("/pengelola/jenis/contoh/")
    assert AuditEntry.objects.filter(verb="catalogue.not_published").count() == 1


def test_what_the_admins_read(office):
    draft = plan(office)
    RoleGrant.objects.filter(role=Role.TECHNICAL).update(ends_on=NOW.date())
    due(draft)
    said = render(Message.objects.get(kind="type_not_published"), "email")
    assert said.subject == "Jenis izin Izin Contoh belum terbit"
    assert "seharusnya terbit 1\u00a0Desember\u00a02026, tetapi ada 1 masalah" in said.text
    assert "/pengelola/jenis/contoh/" in said.text


def test_beat_asks_for_what_is_due(settings):
    assert "applications.catalogue.tasks.publish_due" in {
        entry["task"] for entry in settings.CELERY_BEAT_SCHEDULE.values()
    }
    assert tasks.publish_due.name == "applications.catalogue.tasks.publish_due"


@pytest.mark.parametrize(
    ("verb", "sentence"),
    [
        ("catalogue.prepared", "Gita (contoh) menyiapkan versi berikutnya dari jenis izin contoh"),
        ("catalogue.planned", "Gita (contoh) menjadwalkan jenis izin contoh terbit pada 01-12-2026 10.00"),
        ("catalogue.not_published", "Jenis izin contoh tidak dapat terbit pada waktunya: 1 masalah"),
    ],
)
def test_the_audit_says_it_in_a_sentence(office, verb, sentence):
    draft = plan(office)
    RoleGrant.objects.filter(role=Role.TECHNICAL).update(ends_on=NOW.date())
    due(draft)
    assert said_of(AuditEntry.objects.get(verb=verb)) == sentence


def test_planning_again_after_a_failure_tries_again(office):
    draft = plan(office)
    RoleGrant.objects.filter(role=Role.TECHNICAL).update(ends_on=NOW.date())
    due(draft)
    RoleGrant.objects.filter(role=Role.TECHNICAL).update(ends_on=None)
    again = plan(office)
    assert again.problems == []
    assert due(again)


OUTDATED = "draf ini disimpan sebelum versi 2 terbit: bandingkan dengan versi itu, lalu simpan lagi"


def test_a_planned_draft_takes_nothing_back_that_was_published_meanwhile(office):
    publish()
    draft = plan(office, made.spec(minutes=20))
    publishing.publish_now(spec=made.spec(minutes=30), by=None, now=NOW + timedelta(days=1))
    assert not due(draft)
    assert TypeDraft.objects.get().problems == [OUTDATED]
    assert PermitType.objects.get().current.parsed.minutes == 30
    assert Message.objects.filter(kind="type_not_published").count() == 1


def test_a_draft_that_is_outdated_is_published_once_it_was_saved_again(office):
    publish()
    old = made.spec(minutes=20)
    publishing.prepare(spec=old, by=office, now=NOW)
    publishing.publish_now(spec=made.spec(minutes=30), by=None, now=NOW + timedelta(days=1))
    after = NOW + timedelta(days=2)
    assert refused(old, now=after) == [OUTDATED]
    with pytest.raises(publishing.NotPublishable, match="simpan lagi"):
        publishing.plan(spec=old, at=LATER, by=office, now=after)
    publishing.prepare(spec=old, by=office, now=after)
    assert publishing.publish_now(spec=old, by=None, now=after).number == 3


def test_a_draft_that_says_the_same_as_the_newest_version_takes_nothing_back(office):
    publish()
    draft = plan(office, made.spec(minutes=20))
    load.publish(spec=made.spec(minutes=20), by=None, now=NOW + timedelta(days=1))
    assert due(draft)
    assert Version.objects.count() == 2


def test_a_date_can_be_taken_back_and_the_draft_stays(office):
    draft = plan(office)
    publishing.unplan(slug="contoh", by=office, now=NOW)
    assert not due(draft)
    assert TypeDraft.objects.get().publish_at is None
    assert said_of(AuditEntry.objects.get(verb="catalogue.unplanned")) == (
        "Gita (contoh) membatalkan jadwal terbit jenis izin contoh"
    )
    with pytest.raises(publishing.NotPlanned):
        publishing.unplan(slug="contoh", by=office, now=NOW)


def test_a_date_that_failed_can_be_taken_back(office):
    draft = plan(office)
    RoleGrant.objects.filter(role=Role.TECHNICAL).update(ends_on=NOW.date())
    due(draft)
    assert publishing.unplan(slug="contoh", by=office, now=LATER).problems == []


def test_a_draft_of_an_earlier_schema_fails_with_its_path(office):
    draft = plan(office)
    TypeDraft.objects.update(spec=draft.spec | {"harga": 5})
    assert not due(draft)
    assert TypeDraft.objects.get().problems == ["harga: unknown word, perhaps mistyped"]


def test_storing_another_draft_takes_the_date_away(office):
    plan(office)
    changed = publishing.prepare(spec=made.spec(minutes=20), by=office, now=NOW, note="Lain")
    assert changed.publish_at is None
    assert TypeDraft.objects.count() == 1


def test_publishing_what_the_draft_says_ends_the_draft_and_another_one_stays(office):
    publishing.prepare(spec=made.spec(), by=office, now=NOW)
    publish(minutes=20)
    assert TypeDraft.objects.count() == 1
    publish()
    assert not TypeDraft.objects.exists()


def test_a_case_started_before_keeps_its_version(cast, nudged):
    spec = publishing.current_spec("penelitian")
    draft = publishing.plan(spec=spec.model_copy(update={"minutes": 99}), at=LATER, by=cast.gita, now=NOW)
    before = make.draft(cast.ayu)
    assert due(draft)
    after = make.draft(cast.ayu, now=LATER)
    assert (make.fresh(before).version.number, after.version.number) == (1, 2)
    assert make.fresh(before).spec.minutes == spec.minutes


# --- at once


@real
def test_two_workers_at_once_publish_once(office):
    draft = plan(office)
    assert together(*[lambda: due(draft)] * 4) == ["done"] * 4
    assert Version.objects.count() == 1
    assert AuditEntry.objects.filter(verb="catalogue.published").count() == 1


@pytest.fixture
def failing(office):
    """A draft whose time has come and that two workers find out about at once."""
    draft = plan(office)
    RoleGrant.objects.filter(role=Role.TECHNICAL).update(ends_on=NOW.date())
    return draft


def failures(draft: TypeDraft) -> int:
    together(*[lambda: due(draft)] * 4)
    return AuditEntry.objects.filter(verb="catalogue.not_published").count()


@real
def test_two_workers_at_once_fail_once(failing):
    assert failures(failing) == 1


@real
def test_without_the_lock_they_would_fail_twice(failing, monkeypatch):
    gate = threading.Barrier(4)

    def unlocked(pk, now):
        found = TypeDraft.objects.filter(pk=pk, publish_at__lte=now, problems=[]).first()
        gate.wait()
        return found

    monkeypatch.setattr(publishing, "_due", unlocked)
    assert failures(failing) > 1


@real
def test_two_admins_at_once_get_two_versions(office):
    publish()
    texts = [made.spec(minutes=minutes) for minutes in (20, 30, 40)]
    assert together(*[lambda spec=spec: publish(spec) for spec in texts]) == ["done"] * 3
    assert sorted(Version.objects.values_list("number", flat=True)) == [1, 2, 3, 4]
    assert PermitType.objects.get().current.number == 4


# --- what is published never changes


@pytest.mark.parametrize(
    "statement",
    [
        """UPDATE applications_version SET spec = jsonb_set(spec, '{minutes}', '99')""",
        """UPDATE applications_version SET sha256 = 'x'""",
        """UPDATE applications_version SET number = 9""",
        """DELETE FROM applications_version""",
    ],
)
def test_the_database_itself_refuses_to_change_a_version(office, statement):
    publish()
    with pytest.raises(DatabaseError, match="never change"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)
    assert Version.objects.get().parsed == made.spec()


def test_an_installation_has_its_types_before_its_staff(db):
    call_command("permit_types", "import", verbosity=0)
    assert PermitType.objects.exclude(current=None).count() == Version.objects.count() > 15
