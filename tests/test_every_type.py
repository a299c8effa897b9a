"""Each shipped type, for each kind it offers: filled with sample answers, walked stage by stage, sealed."""

from datetime import timedelta

import pypdfium2
import pytest
from django.utils import timezone

from applications.answers.completeness import check
from applications.answers.queries import draft_of
from applications.catalogue import yamlfile
from applications.drafting import actions as drafting
from applications.lifecycle.states import Status
from applications.permits import actions as permits
from applications.permits import sealing
from applications.permits.models import Permit
from perizinan.devstack import demo_walk
from tests import make

pytestmark = pytest.mark.django_db

SPECS = {path.stem: yamlfile.read(path) for path in yamlfile.shipped()}
# Every type as a new permit, and every kind of the two that offer all five; `make trials` walks the others too.
ALL_KINDS = {"reklame", "trayek"}
OFFERED = [
    pytest.param(slug, offer.kind.value, marks=() if offer.kind == "new" or slug in ALL_KINDS else pytest.mark.trial)
    for slug, spec in SPECS.items()
    if spec.local
    for offer in spec.kinds
]


@pytest.mark.parametrize(("slug", "kind"), OFFERED)
def test_from_draft_to_sealed_permit(cast, slug, kind):
    make.staff()
    former = "" if kind == "new" else "500.16.7.2/0001/LAMA/2024"
    case = make.draft_of(slug, cast.ayu, kind=kind, former_number=former)
    assert [problem for state in check(case.spec, draft_of(case, 1)) for problem in state.problems] == []
    drafting.submit(application_id=case.pk, by=cast.ayu, now=make.NOW)
    visited = [stage.key for group in _groups(case) for stage in group]

    now = demo_walk.walk(make.fresh(case), now=make.NOW)
    assert list(case.items.order_by("pk").values_list("stage_key", flat=True)) == visited
    permit = Permit.objects.get(application=case)
    permits.render_letter(permit_id=permit.pk, now=now)
    sealing.sign(permit_id=permit.pk, by=cast.dewi, passphrase=make.PASSPHRASE, now=now + timedelta(hours=1))

    permit.refresh_from_db()
    assert make.fresh(case).status == Status.ISSUED
    letter = make.fresh(case).spec.letter_for(kind)
    printed = _printed(permit)
    assert permit.number in printed
    assert _plain(letter.title) in _plain(printed)
    assert not set("{}") & set(printed)
    if permit.valid_until:
        assert permit.valid_until >= timezone.localdate(now)


def _groups(case):
    from applications.answers.facts import facts_of
    from applications.answers.queries import answers_of
    from applications.lifecycle.stages import applicable

    return applicable(case.spec, facts_of(make.fresh(case), answers_of(case, 1)))


def _plain(text: str) -> str:
    """A title is printed in spaced capitals."""
    return "".join(text.split()).casefold()


def _printed(permit: Permit) -> str:
    from django.core.files.storage import storages

    with storages["clean"].open(permit.sealed.key) as file:
        pages = pypdfium2.PdfDocument(file.read())
        return " ".join(" ".join(page.get_textpage().get_text_bounded() for page in pages).split())
