from datetime import timedelta
from typing import Any

import pytest

from applications.answers import facts, villages
from applications.answers.completeness import check, check_stage
from applications.answers.samples import sample_answers
from applications.answers.visibility import shown_fields
from applications.catalogue import yamlfile
from applications.catalogue.schema import FieldType, PermitTypeSpec
from tests.applications.answers.conftest import NOW

TODAY = NOW.date()
SHIPPED = [spec for path in yamlfile.shipped() if (spec := yamlfile.read(path)).local]
CASES = [
    pytest.param(spec, offer.kind, capacity, holder, id=f"{spec.slug}-{offer.kind}-{capacity}-{holder}")
    for spec in SHIPPED
    for offer in spec.kinds
    for capacity, holder in (("self", "person"), ("business", "business"), ("power", "person"))
]


@pytest.fixture(autouse=True)
def _places(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(villages, "names", lambda: {"35.16.13.2001": ("desa", "Contoh", "Sooko")})


@pytest.mark.django_db
@pytest.mark.parametrize(("spec", "kind", "capacity", "holder"), CASES)
def test_samples_pass_every_rule_of_a_shipped_type(spec: PermitTypeSpec, kind: str, capacity: str, holder: str) -> None:
    for seed in range(3):
        answers = sample_answers(spec, kind=kind, capacity=capacity, holder=holder, today=TODAY, seed=seed)
        case = {"@kind": kind, "@capacity": capacity, "@holder": holder, **facts.days_of(spec, kind, NOW)}
        states = [*check(spec, answers | case)]
        for stage in spec.stages:
            states += check_stage(spec, answers | case, stage.key)
        assert [problem for state in states for problem in state.problems] == []
        asked = {f.key for f in spec.all_fields() if f.type is not FieldType.COMPUTED}
        assert shown_fields(spec, answers | case) & asked == answers.keys(), "every shown field, also optional ones"


def test_a_sample_is_the_same_each_time_and_another_with_another_seed() -> None:
    spec = next(spec for spec in SHIPPED if spec.slug == "reklame")

    def plain(seed: int) -> dict[str, Any]:
        found = sample_answers(spec, today=TODAY, seed=seed)
        return {key: value for key, value in found.items() if not isinstance(value, dict)}  # sealed ones differ

    assert plain(1) == plain(1)
    assert len({plain(seed)["jenis"] for seed in range(12)}) > 3


def test_no_sample_could_be_anybody() -> None:
    for spec in SHIPPED:
        answers = sample_answers(spec, today=TODAY + timedelta(days=400))
        for field in spec.all_fields():
            if field.prefill == "name" and field.key in answers:
                assert "contoh" in answers[field.key]
