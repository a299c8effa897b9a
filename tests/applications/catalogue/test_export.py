import pytest
import yaml
from hypothesis import HealthCheck, given, settings

from applications.catalogue import export, yamlfile
from applications.catalogue.load import canonical
from applications.catalogue.schema import PermitTypeSpec
from tests.applications.catalogue import made
from tests.applications.catalogue.generated import specs

pytestmark = pytest.mark.unit
SHIPPED = {path.stem: path for path in yamlfile.shipped()}
slow = settings(max_examples=120, deadline=None, suppress_health_check=[HealthCheck.too_slow])


def again(spec: PermitTypeSpec) -> PermitTypeSpec:
    return yamlfile.parse(export.as_yaml(spec), name="lagi.yaml")


@pytest.mark.parametrize("slug", SHIPPED)
def test_a_shipped_type_comes_back_the_same(slug: str) -> None:
    spec = yamlfile.read(SHIPPED[slug])
    assert again(spec) == spec
    assert canonical(again(spec))[1] == canonical(spec)[1]


def test_an_amount_for_the_answer_id_is_no_text() -> None:
    content = made.content(fee={"kind": "table", "text": "x", "times": "luas", "rates": [
        {"key": "tarif", "label": "Tarif", "by": "asal", "amounts": {"id": 5}}]})  # fmt: skip
    content["sections"][0]["fields"].append(
        {"key": "asal", "type": "choice", "label": "Asal", "options": [{"value": "id", "label": "Indonesia"}]}
    )
    spec = PermitTypeSpec.model_validate(content)
    assert again(spec) == spec


@slow
@given(specs)
def test_any_type_comes_back_the_same(spec: PermitTypeSpec) -> None:
    assert canonical(again(spec)) == canonical(spec)


def test_what_is_usual_is_not_written() -> None:
    written = yaml.safe_load(export.as_yaml(made.spec()))
    assert written["sections"][0]["fields"][0] == {"key": "nama", "type": "text", "label": "Nama"}
    assert not {"kinds", "popular", "minutes", "closed", "letters"} & set(written)
    assert written["limits"] == {"completeness_days": 2, "processing_days": 5}


def test_the_file_is_as_a_person_would_write_it() -> None:
    long = "Kalimat yang panjang sekali, " * 6
    content = made.content(audience={"id": "Untuk contoh.", "en": "For samples."}, unverified=[long.strip()])
    content["sections"][0]["fields"][0]["help"] = "Baris satu.\nBaris dua."
    text = export.as_yaml(PermitTypeSpec.model_validate(content))
    assert "\naudience: {id: Untuk contoh., en: For samples.}\n" in text
    assert "help: |-\n          Baris satu.\n          Baris dua.\n" in text
    assert "\n  - >-\n    Kalimat yang panjang" in text
    assert "label: Nama\n" in text
    assert max(len(line) for line in text.splitlines()) < 125
    assert not {"&", "*id"} & set(text.split())


def test_the_order_is_that_of_the_definition() -> None:
    written = list(yaml.safe_load(export.as_yaml(made.spec())))
    assert written == [name for name in PermitTypeSpec.model_fields if name in written]
