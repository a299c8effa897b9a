import pytest

from applications.lifecycle.states import Status
from perizinan.files.models import State
from reviews.checklists.items import items
from reviews.checklists.models import Verdict
from tests import make


def judged(case, key="ktp", kind="document", **more):
    found = next(i for i in items(make.fresh(case)) if (i.kind, i.key) == (kind, key))
    said = {"kind": kind, "key": key, "fingerprint": found.fingerprint, "judgement": "fits", "note": "", "internal": ""}
    return said | more


@pytest.fixture
def post(desk):
    def send(user, case, said, query=""):
        return desk(user).post(f"/meja/{case.number}/penilaian/{query}", said)

    return send


def test_a_verdict_leads_to_the_next_document(cast, post):
    case = make.application(cast)
    answer = post(cast.budi, case, judged(case, "permohonan"))
    assert answer.url == f"/meja/{case.number}/?nilai=document-ktp"
    assert Verdict.objects.get().judgement == "fits"


def test_the_way_back_to_the_queue_is_kept(cast, post):
    case = make.application(cast)
    answer = post(cast.budi, case, judged(case), "?tab=unit&hal=abc")
    assert answer.url.endswith("&tab=unit&hal=abc")


def test_after_the_last_document_the_page_stays(cast, post):
    case = make.application(cast)
    make.judge(case, cast.budi)
    answer = post(cast.budi, case, judged(case, "ktp", judgement="mend", note="Foto ulang."))
    assert answer.url == f"/meja/{case.number}/?nilai=document-ktp"


def test_mending_needs_a_sentence_and_the_rest_stays_typed(cast, post, words):
    case = make.application(cast)
    answer = post(cast.budi, case, judged(case, judgement="mend", internal="Tanyakan ke Bakesbangpol."))
    assert answer.status_code == 409
    assert "Tulis dulu kalimat untuk pemohon" in words(answer)
    assert "Tanyakan ke Bakesbangpol.</textarea>" in words(answer)
    assert not Verdict.objects.exists()


def test_a_choice_must_be_made(cast, post, words):
    case = make.application(cast)
    answer = post(cast.budi, case, judged(case, judgement="", note="Buram."))
    assert answer.status_code == 422
    assert "Pilih dulu penilaiannya." in words(answer)
    assert "Buram.</textarea>" in words(answer)


def test_a_file_replaced_meanwhile_is_not_judged_unseen(cast, post, words):
    case = make.application(cast)
    said = judged(case, judgement="mend", note="Buram sekali.")
    make.attach(case, "ktp", cast.ayu)
    answer = post(cast.budi, case, said)
    assert answer.status_code == 409
    assert "Kasus ini berubah saat Anda membacanya." in words(answer)
    assert "Buram sekali.</textarea>" in words(answer)


def test_an_unchecked_file_cannot_fit(cast, post, words):
    case = make.application(cast)
    make.attach(case, "ktp", cast.ayu, state=State.QUARANTINE)
    assert "belum lolos pemeriksaan" in words(post(cast.budi, case, judged(case)))


def test_an_answer_can_be_judged_too(cast, post):
    case = make.application(cast)
    assert post(cast.budi, case, judged(case, "judul", "field", judgement="mend", note="Samakan.")).status_code == 302
    assert Verdict.objects.get().key == "judul"


@pytest.mark.parametrize(
    ("who", "status"), [("darma", 409), ("dewi", 409), ("citra", 404), ("hadi", 403), ("ayu", 403)]
)
def test_others_cannot_judge(cast, post, who, status):
    case = make.application(cast)
    assert post(getattr(cast, who), case, judged(case)).status_code == status
    assert not Verdict.objects.exists()


def test_nobody_judges_or_takes_a_case_of_their_own(cast, desk, post, words):
    from perizinan.accounts.models import RoleGrant, Unit
    from perizinan.accounts.roles import Role

    RoleGrant.objects.create(
        user=cast.ayu, role=Role.VERIFIER, unit=Unit.objects.get(code="dpmptsp"), starts_on="2026-01-01"
    )
    case = make.application(cast)
    assert "Permohonan Anda sendiri" in words(desk(cast.ayu).get(f"/meja/{case.number}/"))
    assert "Ini permohonan Anda sendiri." in words(post(cast.ayu, case, judged(case)))
    assert desk(cast.ayu).post(f"/meja/{case.number}/pengambilan/").status_code == 409
    assert not Verdict.objects.exists()
    assert make.item(case).officer is None


def test_a_returned_case_takes_no_verdicts_and_says_who_returned_it(cast, post, words):
    case = make.application(cast, status=Status.RETURNED)
    before = Verdict.objects.count()
    answer = words(post(cast.budi, case, judged(case, judgement="mend", note="Ditik di tab lama.")))
    assert "Kasus ini berubah saat Anda membacanya." in answer
    assert f"{cast.budi.name} mengembalikannya" in answer
    assert "Ditik di tab lama." in answer
    assert Verdict.objects.count() == before
    assert "tidak sedang menunggu Anda" in words(post(cast.bayu, case, judged(case)))  # never had it on the desk
