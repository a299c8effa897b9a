import datetime

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError
from django.db import connection, transaction
from django.utils import timezone

from perizinan.audit import actions, chain, heads, verbs

pytestmark = pytest.mark.django_db
DONE = verbs.register("test.command_done", "{label}")


@pytest.fixture
def linked(db, settings):
    with transaction.atomic():
        for n in range(5):
            actions.record(verb=DONE, by=None, subject=f"nomor {n}", now=timezone.now())
    chain.link()
    heads.keep(settings.AUDIT_HEADS_FILE, today=datetime.date(2026, 11, 24))


def change(sql):
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = replica")
        cursor.execute(sql)


def test_an_untouched_chain_is_intact(linked, capsys):
    call_command("verify_audit")
    out, err = capsys.readouterr()
    assert "5 linked entries checked, 0 not linked yet" in out
    assert "1 heads kept outside the database, the last of 2026-11-24" in out
    assert "intact" in out
    assert err == ""


@pytest.mark.parametrize(
    ("sql", "words"),
    [
        ("UPDATE perizinan_auditentry SET label = 'lain' WHERE label = 'nomor 2'", "BROKEN at link 3"),
        ("DELETE FROM perizinan_auditlink WHERE seq = 5", "shorter than the head"),
    ],
)
def test_changed_history_ends_with_exit_code_1(linked, sql, words):
    change(sql)
    with pytest.raises(CommandError, match=words) as failed:
        call_command("verify_audit")
    assert failed.value.returncode == 1


def test_without_heads_it_says_what_it_cannot_see(linked, tmp_path, capsys):
    call_command("verify_audit", "--heads", str(tmp_path / "none.jsonl"))
    assert "would go unseen" in capsys.readouterr().err
