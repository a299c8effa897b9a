import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, transaction

from applications.answers.facts import facts_of
from applications.corrections.models import Reply
from applications.corrections.queries import open_points
from applications.documents import actions as documents
from applications.documents.models import DocumentVersion
from applications.documents.queries import slots, versions
from applications.drafting import actions as drafting
from applications.lifecycle.states import Status
from perizinan.audit.models import AuditEntry
from perizinan.files.actions import Refused
from perizinan.files.models import State, StoredFile
from tests import make
from tests.applications.drafting.conftest import publish
from tests.make import NOW


def upload(name="ktp.pdf", data=b"%PDF-1.7 contoh"):
    return SimpleUploadedFile(name, data, content_type="application/pdf")


def attach(case, key, by, file=None):
    return documents.attach(
        application_id=case.pk, requirement=case.spec.requirement(key), upload=file or upload(), by=by, now=NOW
    )


def test_replacing_keeps_every_version(cast):
    case = make.draft(cast.ayu, filled=False)
    for _ in range(3):
        attach(case, "ktp", cast.ayu)
    assert [(v.number, v.current) for v in versions(case, "ktp")] == [(3, True), (2, False), (1, False)]
    assert len({v.stored_id for v in versions(case, "ktp")}) == 3
    assert AuditEntry.objects.filter(verb="document.attach").count() == 3


def test_new_file_waits_in_quarantine(cast):
    version = attach(make.draft(cast.ayu, filled=False), "ktp", cast.ayu)
    assert version.stored.state == State.QUARANTINE
    assert (version.round, version.attached_by) == (1, cast.ayu)


@pytest.mark.parametrize("status", [Status.SUBMITTED, Status.IN_REVIEW, Status.ISSUED, Status.WITHDRAWN])
def test_slot_is_closed_while_the_office_has_the_case(cast, status):
    case = make.application(cast, status=status)
    before = StoredFile.objects.count()
    with pytest.raises(documents.SlotClosed):
        attach(case, "ktp", cast.ayu)
    assert StoredFile.objects.count() == before


def test_returned_case_opens_only_the_slots_that_were_returned(cast):
    case = make.application(cast, status=Status.RETURNED)
    assert attach(case, "ktp", cast.ayu).round == 2
    assert [p.reply for p in open_points(case)] == [Reply.MENDED]
    with pytest.raises(documents.SlotClosed):
        attach(case, "proposal", cast.ayu)


@pytest.mark.parametrize("bad", [upload("ktp.exe"), upload("ktp.pdf", b""), upload("ktp.pdf", b"x" * 2000)])
def test_refused_upload_leaves_the_old_file_in_its_slot(cast, bad, settings):
    settings.FILES_MAX_BYTES = 1000
    case = make.draft(cast.ayu)
    old = versions(case, "ktp")
    with pytest.raises(Refused):
        attach(case, "ktp", cast.ayu, bad)
    assert versions(case, "ktp") == old
    assert next(s for s in slots(case, {}) if s.requirement.key == "ktp").version == old[0]


@pytest.mark.parametrize(("key", "taken"), [("ktp", ("pdf", "jpg", "png", "webp", "heic")), ("proposal", ("pdf",))])
def test_the_type_says_which_kinds_of_file_a_slot_takes(seeded, key, taken):
    from applications.catalogue.models import PermitType

    spec = PermitType.objects.get(slug="penelitian").current.parsed
    assert documents.kinds(spec.requirement(key)) == taken


def test_one_current_version_a_slot(cast):
    case = make.draft(cast.ayu)
    old = DocumentVersion.objects.get(application=case, requirement_key="ktp")
    attach(case, "ktp", cast.ayu)
    with pytest.raises(IntegrityError, match="one_current_document"), transaction.atomic():
        DocumentVersion.objects.filter(pk=old.pk).update(current=True)


def test_a_mended_answer_brings_up_a_document_over_the_question_between(cast):
    def chain(content):
        for each in content["requirements"]:
            if each["key"] == "pengesahan":  # asked because of the institution, which hangs on whose research it is
                each["show_if"] = {"field": "lembaga", "filled": True}

    publish(chain)
    case = make.application(cast)
    make.send_back(case, cast.budi, mend={"asal": "Bukan perseorangan."})
    typed = {
        "asal": "usaha",
        "lembaga": "CV Contoh",
        "alamat_lembaga": "Jalan Contoh 1",
        "penanggung_jawab": "Ani (contoh)",
        "jabatan": "Ketua",
    }
    drafting.save_section(application_id=case.pk, section_key="lembaga", typed=typed, by=cast.ayu, now=NOW)
    case = make.fresh(case)
    assert {slot.requirement.key for slot in drafting.look(case).empty_slots} == {"pengesahan"}
    assert attach(case, "pengesahan", cast.ayu).round == 2
    with pytest.raises(documents.SlotClosed):
        attach(case, "proposal", cast.ayu)
    assert drafting.look(make.fresh(case)).ready


@pytest.mark.parametrize(("kind", "asked"), [("new", False), ("renewal", True)])
def test_a_document_may_hang_on_every_fact_of_the_case(cast, kind, asked):
    old_letter = {"key": "izin_lama", "name": "Izin lama", "show_if": {"field": "@kind", "is": "renewal"}}

    def more(content):
        content["kinds"] = ["new", "renewal"]
        content["requirements"].append(old_letter)
        content["requirements"].append(
            {"key": "akta", "name": "Akta", "show_if": {"field": "@holder", "is": "business"}}
        )

    publish(more)
    case = make.draft(cast.ayu, filled=False)
    case.kind = kind
    found = {slot.requirement.key for slot in slots(case, facts_of(case, {}))}
    assert ("izin_lama" in found, "akta" in found) == (asked, False)
    case.applicant.kind = "business"
    assert "akta" in {slot.requirement.key for slot in slots(case, facts_of(case, {}))}
