import pytest
from django.db.utils import DatabaseError

from perizinan.audit import chain, heads, tasks, verify
from perizinan.audit.verify import Problem

from .conftest import run

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.mark.parametrize(
    "change",
    [
        "label = 'lain'",
        "at = at + interval '1 microsecond'",
        "verb = 'opened'",
        "actor_id = 7",
        "actor_name = 'Budi'",
        "role = 'x'",
        "behalf = 'x'",
        "subject_id = '9'",
        "subject_type = 'x'",
        """data = '{"n": 33}'""",
        "once_key = 'x'",
    ],
)
def test_a_changed_entry_shows(linked, intruder, change):
    run(f"UPDATE perizinan_auditentry SET {change} WHERE id = %s", linked[2].entry_id)

    broken = verify.walk().broken
    assert (broken.seq, broken.entry_id, broken.problem) == (3, linked[2].entry_id, Problem.CHANGED)


def test_a_removed_link_shows(linked, intruder):
    run("DELETE FROM perizinan_auditlink WHERE seq = 4")

    assert verify.walk().broken.problem == Problem.MISSING_LINK
    assert verify.walk().broken.seq == 4


def test_a_removed_entry_shows_even_when_the_foreign_key_was_switched_off(linked, intruder):
    run("DELETE FROM perizinan_auditentry WHERE id = %s", linked[3].entry_id)

    broken = verify.walk().broken
    assert (broken.seq, broken.problem) == (4, Problem.MISSING_ENTRY)


def test_a_removed_pair_with_the_rest_moved_up_shows(linked, intruder):
    run("DELETE FROM perizinan_auditlink WHERE seq = 3")
    run("UPDATE perizinan_auditlink SET seq = seq - 1 WHERE seq = 4")
    run("UPDATE perizinan_auditlink SET seq = seq - 1 WHERE seq = 5")
    run("UPDATE perizinan_auditlink SET seq = seq - 1 WHERE seq = 6")

    broken = verify.walk().broken
    assert (broken.seq, broken.problem) == (3, Problem.REORDERED)


def test_exchanged_entries_show(linked, intruder):
    second, fifth = linked[1].entry_id, linked[4].entry_id
    spare = linked[5].entry_id
    run("DELETE FROM perizinan_auditlink WHERE seq = 6")
    for seq, entry in ((2, spare), (5, second), (2, fifth)):
        run("UPDATE perizinan_auditlink SET entry_id = %s WHERE seq = %s", entry, seq)

    broken = verify.walk().broken
    assert (broken.seq, broken.problem) == (2, Problem.CHANGED)


def test_a_rewritten_chain_is_caught_by_the_head_outside(linked, intruder, tmp_path, now):
    path = tmp_path / "kept" / "heads.jsonl"
    heads.keep(path, today=now.date())
    run("DELETE FROM perizinan_auditlink")
    run("UPDATE perizinan_auditentry SET label = 'lain' WHERE id = %s", linked[0].entry_id)
    chain.link()

    assert verify.walk().intact
    broken = verify.walk(heads=heads.read(path)).broken
    assert (broken.seq, broken.problem) == (6, Problem.OTHER_HEAD)


def test_a_cut_chain_is_caught_by_the_head_outside(linked, intruder, tmp_path, now):
    path = tmp_path / "heads.jsonl"
    heads.keep(path, today=now.date())
    run("DELETE FROM perizinan_auditlink WHERE seq = 6")
    run("DELETE FROM perizinan_auditentry WHERE id = %s", linked[5].entry_id)

    assert verify.walk().intact
    assert verify.walk(heads=heads.read(path)).broken.problem == Problem.CUT


def test_the_head_is_kept_and_logged(linked, settings, tmp_path, caplog):
    caplog.set_level("INFO")
    settings.AUDIT_HEADS_FILE = tmp_path / "heads.jsonl"

    tasks.keep_head()
    tasks.keep_head()

    lines = list(heads.read(settings.AUDIT_HEADS_FILE))
    assert [(line.seq, line.hash) for line in lines] == [(6, linked[5].hash)] * 2
    assert linked[5].hash in caplog.text
    assert verify.walk(heads=lines).intact


def test_an_empty_chain_has_no_head(tmp_path, now):
    assert heads.keep(tmp_path / "heads", today=now.date()) is None
    assert list(heads.read(tmp_path / "heads")) == []
    assert verify.walk().intact


def test_links_refuse_update_and_delete(linked):
    for sql in ("UPDATE perizinan_auditlink SET hash = ''", "DELETE FROM perizinan_auditlink"):
        with pytest.raises(DatabaseError, match="append-only"):
            run(sql)
