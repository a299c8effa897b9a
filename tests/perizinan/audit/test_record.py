from datetime import timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from django.db.utils import DatabaseError

from perizinan.audit import actions, queries, verbs
from perizinan.audit.models import AuditEntry

from .conftest import DONE, run


def test_an_officer_is_kept_by_name_and_an_applicant_by_id_alone(record, officer, applicant):
    by_officer, by_applicant, by_nobody = record(by=officer), record(by=applicant), record()

    assert (by_officer.actor_id, by_officer.actor_name, by_officer.role) == (officer.pk, "Budi (contoh)", "staff")
    assert (by_applicant.actor_id, by_applicant.actor_name, by_applicant.role) == (applicant.pk, "", "applicant")
    assert (by_nobody.actor_id, by_nobody.role) == (None, "system")


def test_a_subject_is_copied_as_type_id_and_label(record, applicant):
    entry = record(applicant)

    assert (entry.subject_type, entry.subject_id) == ("perizinan.user", str(applicant.pk))
    assert entry.label == f"pengguna {applicant.pk}"


def test_a_subject_without_a_label_is_not_called_by_its_str(record, officer):
    first = record()

    entry = record(first)

    assert entry.label == f"audit entry {first.pk}"


def test_record_refuses_to_stand_outside_the_transaction_of_its_change(transactional_db, now):
    with pytest.raises(transaction.TransactionManagementError):
        actions.record(verb=DONE, by=None, subject="x", now=now)


def test_record_is_one_insert(db, record, django_assert_num_queries):
    with transaction.atomic(), django_assert_num_queries(3) as queries_run:
        record()

    assert [q["sql"].split()[0] for q in queries_run] == ["SAVEPOINT", "INSERT", "RELEASE"]


@pytest.mark.parametrize(
    "more",
    [
        {"subject": "NIK 3516019901010001"},
        {"behalf": "3516 0199 0101 0001"},
        {"data": {"a": [{"b": "3516019901010001"}]}},
        {"data": {"a": 3516019901010001}},
    ],
)
def test_a_personal_number_is_refused(record, db, more):
    with pytest.raises(actions.PersonalNumber):
        record(more.pop("subject", "x"), **more)
    assert not AuditEntry.objects.exists()


def test_an_unregistered_verb_raises_here_and_is_kept_and_logged_in_production(db, now, settings, caplog):
    with pytest.raises(verbs.UnknownVerb):
        actions.record(verb="test.unheard", by=None, subject="x", now=now)

    settings.TESTING = settings.DEBUG = False
    entry = actions.record(verb="test.unheard", by=None, subject="x", now=now)

    assert entry.pk
    assert "test.unheard" in caplog.text


def test_the_sentence_names_who_and_what(record, officer, applicant):
    assert verbs.sentence(record("PAUD", by=officer, data={"what": "dua hal"})) == (
        "Budi (contoh) menyelesaikan PAUD (dua hal)"
    )
    assert verbs.sentence(record("PAUD", by=applicant)) == "Pemohon menyelesaikan PAUD (…)"
    assert verbs.sentence(record("PAUD")) == "Sistem menyelesaikan PAUD (…)"


def test_a_verb_has_one_sentence():
    with pytest.raises(ValueError):
        verbs.register(DONE, "another")


def test_opening_is_kept_once_a_person_subject_and_hour(officer, applicant, now):
    for minutes in (0, 5, 27):
        actions.opened(by=officer, subject=applicant, now=now + timedelta(minutes=minutes))
    assert AuditEntry.objects.count() == 1

    actions.opened(by=officer, subject=applicant, now=now + timedelta(minutes=28))
    actions.opened(by=applicant, subject=applicant, now=now)
    actions.opened(by=officer, subject=officer, now=now)
    assert AuditEntry.objects.count() == 4


def test_opening_is_one_insert(officer, now, django_assert_num_queries):
    with django_assert_num_queries(1):
        actions.opened(by=officer, subject=officer, now=now)


def test_opening_needs_no_transaction(transactional_db, officer, now):
    actions.opened(by=officer, subject=officer, now=now)

    assert AuditEntry.objects.count() == 1


def test_entries_are_read_newest_first_in_pages(record, officer, applicant):
    made = [record(officer) for _ in range(3)]
    record(applicant)

    assert queries.entries_for(officer) == made[::-1]
    assert queries.entries_for("perizinan.user", officer.pk) == made[::-1]
    assert queries.entries_for(officer, before=made[1].pk) == [made[0]]
    assert len(queries.entries(limit=2)) == 2


def test_rows_refuse_update_and_delete(transactional_db, record):
    entry = record()

    with pytest.raises(DatabaseError, match="append-only"):
        AuditEntry.objects.filter(pk=entry.pk).update(label="lain")
    with pytest.raises((DatabaseError, IntegrityError), match="append-only"):
        run("DELETE FROM perizinan_auditentry")
    assert AuditEntry.objects.get().label == "sesuatu"


def test_the_triggers_leave_the_test_flush_alone(transactional_db, record):
    record()
    run("TRUNCATE perizinan_auditentry CASCADE")
    assert not AuditEntry.objects.exists()
    assert connection.is_usable()
