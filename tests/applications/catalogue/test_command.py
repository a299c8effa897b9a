import io
import pathlib
from datetime import timedelta

import pytest
import time_machine
import yaml
from django.core.management import CommandError, call_command

from applications.catalogue import export, yamlfile
from applications.catalogue.models import LegalBasis, PermitType, TypeDraft, Version
from perizinan.accounts.models import RoleGrant, Unit
from perizinan.accounts.roles import Role
from perizinan.audit.models import AuditEntry
from tests import make
from tests.applications.catalogue import made
from tests.applications.catalogue.test_problems import BROKEN
from tests.make import NOW

pytestmark = pytest.mark.django_db
SHIPPED = len(yamlfile.shipped())
GITA = ("--as", "gita@contoh.test")


@pytest.fixture(autouse=True)
def _today():
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def office():
    Unit.objects.create(code="dpmptsp", name="DPMPTSP", short_name="DPMPTSP")
    Unit.objects.create(code="dinkes", name="Dinas Kesehatan", short_name="Dinkes", kind=Unit.Kind.AGENCY)
    make.user("Budi", role=Role.VERIFIER, unit="dpmptsp")
    make.user("Kartika", role=Role.TECHNICAL, unit="dinkes")
    make.user("Dewi", role=Role.HEAD, unit="dpmptsp")
    return make.user("Gita", role=Role.ADMIN)


@pytest.fixture
def file(tmp_path):
    """The smallest type as a file, with one thing changed."""

    def write(**changes) -> pathlib.Path:
        path = tmp_path / "contoh.yaml"
        path.write_text(yaml.safe_dump(made.content(**changes), allow_unicode=True), encoding="utf-8")
        return path

    return write


def run(*args: object) -> str:
    out = io.StringIO()
    call_command("permit_types", *args, stdout=out, stderr=out)
    return out.getvalue()


def refusal(*args: object) -> str:
    with pytest.raises(CommandError) as refused:
        run(*args)
    return str(refused.value)


def test_import_publishes_every_shipped_type_once():
    first, second = run("import"), run("import")
    assert first.count("version 1, published") == SHIPPED
    assert second.count("version 1, unchanged") == SHIPPED
    assert Version.objects.count() == PermitType.objects.count() == SHIPPED
    assert AuditEntry.objects.filter(verb="catalogue.published").count() == SHIPPED


def test_import_warns_of_what_the_office_lacks_in_one_line_a_type(file):
    said = run("import", file())
    assert "contoh: version 1, published" in said
    assert "contoh: warning: tahap periksa: unit dpmptsp tidak ada atau tidak aktif (and 2 more" in said
    assert "warning" not in run("import", file())


def test_a_broken_file_stops_all_and_says_where(tmp_path, file):
    broken = tmp_path / "rusak.yaml"
    broken.write_text("slug: rusak\nchannel: pos\n")
    said = refusal("import", file(), tmp_path / "hilang.yaml", broken)
    assert "rusak.yaml: channel: 'pos' is not possible" in said
    assert "hilang.yaml: there is no such file" in said
    assert not PermitType.objects.exists()


def test_import_as_a_draft_publishes_nothing(office, file):
    assert run("import", file(), "--draft", *GITA) == "contoh: draft stored\n"
    assert run("import", file(minutes=20), "--draft") == "contoh: draft replaced\n"
    assert TypeDraft.objects.get().spec["minutes"] == 20
    assert not PermitType.objects.exists()


@pytest.mark.parametrize("name", BROKEN)
def test_check_names_file_path_and_reason(name, tmp_path):
    change, expected = BROKEN[name]
    spoilt = made.content()
    change(spoilt)
    path = tmp_path / "rusak.yaml"
    path.write_text(yaml.safe_dump(spoilt, allow_unicode=True), encoding="utf-8")
    lines = refusal("check", path).splitlines()
    assert any(line.startswith("rusak.yaml: ") and expected in line for line in lines), lines


def test_enough_broken_files_are_tried():
    assert len(BROKEN) >= 30


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("slug: [", "not readable as YAML"),
        ("- a\n", "the file holds no permit type"),
        ("slug: a1\nslug: b1\n", "the key 'slug' stands twice"),
        ("slug: A B\n", "slug: 'A B' is not possible"),
        (
            "a: &a [x, x, x, x, x, x, x, x]\n"
            + "".join(
                f"{to}: &{to} [{', '.join([f'*{of}'] * 8)}]\n" for of, to in zip("abcdefgh", "bcdefghi", strict=True)
            ),
            "the file has more than 50000 parts once its aliases are written out",
        ),
        ("harga: 5\n", "harga: unknown word, perhaps mistyped"),
    ],
)
def test_check_of_what_is_hardly_a_file(text, expected, tmp_path):
    path = tmp_path / "rusak.yaml"
    path.write_text(text, encoding="utf-8")
    assert any(line.startswith("rusak.yaml: ") and expected in line for line in refusal("check", path).splitlines())


def test_check_of_what_is_no_text(tmp_path):
    path = tmp_path / "rusak.yaml"
    path.write_bytes(b"\xff\xfe\x00slug")
    assert refusal("check", path) == "rusak.yaml: not readable as UTF-8 text"


def test_check_also_asks_the_office_and_writes_nothing(office, file):
    assert run("check", file()) == "1 files are permit types that this office can publish.\n"
    RoleGrant.objects.filter(role=Role.TECHNICAL).delete()
    assert refusal("check", file()) == "contoh.yaml: tahap saran: tidak ada orang dengan peran OPD teknis di Dinkes"
    assert not PermitType.objects.exists()


def test_check_warns_of_a_law_that_is_over(office, file):
    title = made.SMALLEST["bases"][0]["title"]
    LegalBasis.objects.create(key="perda-contoh", title=title, in_force_to=NOW.date() - timedelta(days=1))
    assert "contoh.yaml: warning: dasar hukum perda-contoh: tidak berlaku lagi" in run("check", file())


def test_every_shipped_type_can_be_published_by_the_demo_office(seeded, cast):
    from perizinan.devstack import demo_people

    demo_people.enter(NOW)
    assert run("check") == f"{SHIPPED} files are permit types that this office can publish.\n"


def test_publish_takes_a_file_and_names_the_admin(office, file):
    assert run("publish", file(), *GITA) == "contoh: version 1, published\n"
    assert Version.objects.get().published_by_name == office.name
    assert AuditEntry.objects.get(verb="catalogue.published").actor_id == office.pk


@pytest.mark.parametrize("who", [(), ("--as", "budi@contoh.test"), ("--as", "entah@contoh.test")])
def test_only_an_active_admin_publishes(office, file, who):
    assert "--as" in refusal("publish", file(), *who)
    assert not PermitType.objects.exists()


def test_an_admin_whose_time_is_over_publishes_nothing(office, file):
    RoleGrant.objects.filter(role=Role.ADMIN).update(ends_on=NOW.date() - timedelta(days=1))
    assert "active admin" in refusal("publish", file(), *GITA)


def test_publish_refuses_what_cannot_work(office, file):
    RoleGrant.objects.filter(role=Role.TECHNICAL).delete()
    said = refusal("publish", file(), *GITA)
    assert said == "contoh: tahap saran: tidak ada orang dengan peran OPD teknis di Dinkes"


def test_publish_at_a_date_in_office_time(office, file):
    run("publish", file(), "--at", "2026-12-01 00:00", *GITA)
    assert TypeDraft.objects.get().publish_at.isoformat() == "2026-11-30T17:00:00+00:00"
    assert not PermitType.objects.exists()
    assert "is over" in refusal("publish", file(), "--at", "2026-11-01", *GITA)
    assert "takes a day" in refusal("publish", file(), "--at", "besok", *GITA)


def test_a_date_can_be_taken_back(office, file):
    run("publish", file(), "--at", "2026-12-01 00:00", *GITA)
    assert "--as" in refusal("unplan", "contoh")
    assert run("unplan", "contoh", *GITA) == "contoh: no longer planned, its draft stays\n"
    assert TypeDraft.objects.get().publish_at is None
    assert "No date waits for contoh" in refusal("unplan", "contoh", *GITA)


def test_import_of_new_types_leaves_those_of_the_office_alone(office, file):
    run("publish", file(), *GITA)
    assert run("import", "--new", file(minutes=99)) == ""
    assert Version.objects.count() == 1
    assert "published" in run("import", "--new", file(slug="lain", minutes=99))


def test_publish_takes_the_draft_of_a_type(office, file):
    assert "has no draft" in refusal("publish", "contoh", *GITA)
    run("import", file(), "--draft")
    assert run("publish", "contoh", *GITA) == "contoh: version 1, published\n"
    assert not TypeDraft.objects.exists()


def test_export_writes_what_import_reads(office, file, tmp_path):
    run("publish", file(), *GITA)
    text = run("export", "contoh")
    assert yamlfile.parse(text, name="x") == made.spec()
    assert run("export", "contoh", "--out", tmp_path).strip() == str(tmp_path / "contoh.yaml")
    assert run("import", tmp_path / "contoh.yaml") == "contoh: version 1, unchanged\n"


def test_export_of_an_old_version(office, file):
    run("publish", file(), *GITA)
    run("publish", file(minutes=20), *GITA)
    assert run("export", "contoh", "--version", 1) == export.as_yaml(made.spec())
    assert "minutes: 20" in run("export", "contoh")
    assert "has no version 7" in refusal("export", "contoh", "--version", 7)
    assert "no published type entah" in refusal("export", "entah")


def test_diff_in_words(office, file):
    run("publish", file(), *GITA)
    run("publish", file(limits={"completeness_days": 2, "processing_days": 6}), *GITA)
    words = "Batas waktu: Batas penyelesaian (hari kerja) berubah dari"
    assert run("diff", "contoh", 1, 2) == f"{words} 5 menjadi 6\n"
    assert run("diff", file()) == f"{words} 6 menjadi 5\n"
    run("import", file(), "--draft")
    assert run("diff", "contoh") == f"{words} 6 menjadi 5\n"
    assert "Name two versions" in refusal("diff", "contoh", 1)


def test_close_and_reopen(office, file):
    run("publish", file(), *GITA)
    assert run("close", "contoh", "--text", "Sekarang lewat OSS.", *GITA) == "contoh: version 2, closed\n"
    assert "(closed)" in run("list")
    assert "jenis izin entah tidak ada" in refusal("close", "contoh", "--text", "x", "--successor", "entah", *GITA)
    run("publish", file(), *GITA)
    assert "(closed)" not in run("list")


def test_replace_basis(office, file):
    run("publish", file(), *GITA)
    new = ("replace-basis", "perda-contoh", "perda-baru")
    assert "give its --title" in refusal(*new, *GITA)
    said = run(*new, "--title", "Perda Baru", "--from", "2027-01-01", *GITA)
    assert said == "contoh: next version prepared\n1 types cite perda-contoh. Nothing was published.\n"
    assert TypeDraft.objects.get().spec["bases"][0]["in_force_from"] == "2027-01-01"
    assert Version.objects.count() == 1
    assert "no law entah" in refusal("replace-basis", "entah", "perda-baru", *GITA)


def test_list_names_what_is_published(office, file):
    run("publish", file(), *GITA)
    assert run("list") == "contoh                         local      version 1  Izin Contoh\n"


def test_check_also_reads_the_question_tree(office, monkeypatch):
    monkeypatch.setattr("applications.catalogue.tree.problems", lambda slugs: [f"_pohon.yaml: {len(slugs)} (contoh)"])
    assert f"_pohon.yaml: {SHIPPED} (contoh)" in refusal("check").splitlines()
