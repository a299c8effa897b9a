import pytest
from django.db import transaction

from applications.answers.models import AnswerSet
from applications.answers.queries import answers_of
from applications.documents.models import DocumentVersion
from applications.drafting.transfer import open_transferred
from applications.lifecycle.models import Application
from applications.lifecycle.states import Status
from perizinan.audit.models import AuditEntry
from perizinan.files.models import State, StoredFile
from tests import make
from tests.applications.drafting.conftest import current, drop, every_kind, publish
from tests.make import NOW


def other_type(content):
    """A type beside `penelitian` that asks much the same."""
    content.update(slug="pengabdian", name={"id": "Pengabdian (contoh)", "en": "Service (sample)"})
    content["numbering"]["series"] = "pengabdian"
    drop(content, "metode")
    content["requirements"] = [each for each in content["requirements"] if each["key"] != "pengantar"]


@pytest.fixture
def target(cast):
    publish(other_type)
    return current("pengabdian")


def transfer(case, target, by) -> Application:
    with transaction.atomic():
        return open_transferred(source=case, version=target, by=by, now=NOW)


def stored_by_slot(case) -> dict[str, object]:
    current_files = DocumentVersion.objects.filter(application=case, current=True)
    return dict(current_files.values_list("requirement_key", "stored"))


def test_a_draft_of_the_right_type_has_what_fits(cast, target):
    case = make.application(cast)
    new = transfer(case, target, cast.budi)
    assert (new.status, new.version, new.kind) == (Status.DRAFT, target, "new")
    assert (new.applicant, new.filed_by, new.capacity, new.village) == (
        case.applicant,
        case.filed_by,
        case.capacity,
        case.village,
    )
    assert new.number != case.number
    old = answers_of(case, 1)
    assert answers_of(new, 1) == {key: value for key, value in old.items() if key != "metode"}
    told = AnswerSet.objects.get(application=new).carried
    assert (told["why"], [entry["key"] for entry in told["left"]]) == ("transfer", ["metode"])


def test_the_files_of_slots_with_the_same_name_are_attached_again(cast, target):
    case = make.application(cast)
    make.attach(case, "ktp", cast.ayu)  # the second version
    photo = DocumentVersion.objects.get(application=case, requirement_key="pasfoto").stored_id
    StoredFile.objects.filter(pk=photo).update(content_type="image/jpeg")
    new = transfer(case, target, cast.budi)
    files, before = stored_by_slot(new), stored_by_slot(case)
    assert files == {key: file for key, file in before.items() if key != "pengantar"}
    assert DocumentVersion.objects.get(application=new, requirement_key="ktp").number == 1
    assert StoredFile.objects.filter(pk__in=files.values()).count() == len(files)


@pytest.mark.parametrize(
    ("state", "accept", "moved"),
    [
        (State.CLEAN, ["pdf", "jpg"], False),  # it is a PDF
        (State.QUARANTINE, ["jpg", "png"], True),
        (State.QUARANTINE, ["pdf", "jpg"], False),  # nobody knows yet what it is
        (State.REJECTED, ["jpg"], False),
    ],
)
def test_a_file_goes_only_where_its_kind_is_taken(cast, state, accept, moved):
    def only_photos(content):
        other_type(content)
        for each in content["requirements"]:
            each["accept"] = ["image"] if each["key"] == "ktp" else each.get("accept", ["pdf", "image"])

    publish(only_photos)
    case = make.application(cast)
    stored = make.attach(case, "ktp", cast.ayu, state=state).stored
    StoredFile.objects.filter(pk=stored.pk).update(accept=accept)
    new = transfer(case, current("pengabdian"), cast.budi)
    assert DocumentVersion.objects.filter(application=new, requirement_key="ktp").exists() == moved


def test_it_is_written_down_and_the_old_case_stays_as_it_was(cast, target):
    case = make.application(cast)
    before = answers_of(case, 1)
    new = transfer(case, target, cast.budi)
    entry = AuditEntry.objects.get(verb="application.transferred_from")
    assert (entry.subject_id, entry.actor_id, entry.data["source"]) == (str(new.pk), cast.budi.pk, case.number)
    assert answers_of(make.fresh(case), 1) == before


@pytest.mark.parametrize(("offered", "kind", "number"), [(True, "renewal", "1/2020"), (False, "new", "")])
def test_the_kind_goes_along_where_the_type_offers_it(cast, offered, kind, number):
    publish(lambda content: (other_type(content), every_kind(content) if offered else None))
    case = make.application(cast)
    Application.objects.filter(pk=case.pk).update(kind="renewal", former_number="1/2020")
    new = transfer(make.fresh(case), current("pengabdian"), cast.budi)
    assert (new.kind, new.former_number) == (kind, number)
