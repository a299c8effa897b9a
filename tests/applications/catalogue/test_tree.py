import pathlib
from datetime import UTC, datetime
from typing import Any

import pytest
import yaml
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from applications.catalogue import load, tree, yamlfile
from tests.applications.catalogue import made

NOW = datetime(2026, 11, 24, 3, 0, tzinfo=UTC)
SLUGS = {path.stem for path in yamlfile.shipped()}


def _answer(label: str, **leads: Any) -> dict[str, Any]:
    return {"label": {"id": label, "en": label}, **leads}


def _node(*answers: dict[str, Any], **more: Any) -> dict[str, Any]:
    return {"question": "Apa?", "answers": list(answers)} | more


def _problems(tmp_path: pathlib.Path, **content: Any) -> list[str]:
    path = tmp_path / "pohon.yaml"
    path.write_text(yaml.safe_dump(content, allow_unicode=True))
    return tree.problems({"nib", "pbg"}, path)


END = (_answer("a", types=["nib"]), _answer("b", types=["pbg"]))


def test_the_shipped_questions_can_be_walked() -> None:
    assert tree.problems(SLUGS) == []


def test_no_type_may_take_the_address_of_the_questions() -> None:
    assert tree.problems(SLUGS | {"pilih"}) == [
        "_pohon.yaml: the address of the questions is taken by the permit type pilih"
    ]


def test_every_shipped_type_stands_at_some_end() -> None:
    """But for fallbacks, which nobody is sent to first, the questions lead to all."""
    ends = {slug for node in tree.load().nodes.values() for answer in node.answers for slug in answer.types}
    assert SLUGS - ends == set()


def test_every_question_has_its_english_words() -> None:
    questions = tree.load()
    texts = [
        text
        for node in questions.nodes.values()
        for text in (node.question, node.help, *(a.label for a in node.answers), *(a.text for a in node.answers))
    ]
    assert [text.id for text in texts if text and not text.en] == []


@pytest.mark.parametrize(
    ("nodes", "sentence"),
    [
        ({"a": _node(*END), "b": _node(*END)}, "nodes.b: no answer leads there"),
        ({"a": _node(_answer("x", next="b"), *END)}, "nodes.a.answers[0].next: there is no question b"),
        (
            {"a": _node(_answer("x", next="b"), *END), "b": _node(_answer("y", next="a"), *END)},
            "nodes.a: its answers lead back to it",
        ),
        ({"a": _node(_answer("x", next="a"), *END)}, "nodes.a: its answers lead back to it"),
        ({"a": _node(_answer("", types=["nib"]), *END)}, "nodes.a.answers[0].label: the text is missing"),
        ({"a": _node(*END, question="")}, "nodes.a.question: the text is missing"),
        ({"a": _node(_answer("x"), *END)}, "an answer leads to exactly one of next, types, text"),
        (
            {"a": _node(_answer("x", types=["nib"], text="Hubungi kami."), *END)},
            "an answer leads to exactly one of next, types, text",
        ),
        (
            {"a": _node(_answer("x", types=["hilang"]), *END)},
            "nodes.a.answers[0].types: there is no permit type hilang",
        ),
        ({"a": _node(END[0])}, "nodes.a.answers: Tuple should have at least 2 items"),
        ({"b": _node(*END)}, "start: there is no question a"),
        ({"a": _node(*END, pertanyaan="x")}, "nodes.a.pertanyaan: unknown word, perhaps mistyped"),
        (
            {
                **{key: _node(_answer("x", next=to), *END) for key, to in zip("abcde", "bcdef", strict=True)},
                "f": _node(*END),
            },
            "start: 6 questions in a row are too many, at most 5",
        ),
    ],
)
def test_broken_questions_say_what_is_wrong(tmp_path: pathlib.Path, nodes: dict[str, Any], sentence: str) -> None:
    found = _problems(tmp_path, start="a", nodes=nodes)
    assert any(sentence in line for line in found), found
    assert all(line.startswith("pohon.yaml: ") for line in found)


def test_the_place_and_what_is_left_are_counted() -> None:
    questions = tree.load()
    assert (questions.depths["keperluan"], questions.depths["profesi"]) == (1, 4)
    assert questions.longest("keperluan") == 4
    assert questions.longest("jalan") == 1


# --- the pages


@pytest.fixture
def published(db: None, shipped: list[Any]) -> None:
    for spec in shipped:
        load.publish(spec=spec, by=None, now=NOW)


def _main(client: Client, address: str) -> str:
    response = client.get(address)
    assert response.status_code == 200
    page = response.content.decode().replace("\u00a0", " ")
    return page[page.index("<main") : page.index("</main>")]


@pytest.mark.django_db
def test_questions_ask_the_database_for_nothing_but_the_frame(
    client: Client, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    with django_assert_max_num_queries(2):
        client.get("/izin/pilih/")
    with django_assert_max_num_queries(2):
        client.get("/izin/pilih/usaha/")


@pytest.mark.django_db
def test_one_question_a_page_with_its_answers_as_links(client: Client) -> None:
    page = _main(client, "/izin/pilih/")
    assert page.count("<h1") == 1
    assert "Pertanyaan 1 dari paling banyak 4" in page
    assert 'href="/izin/pilih/kesehatan/"' in page
    page = _main(client, "/izin/pilih/profesi/")
    assert "Pertanyaan 4, yang terakhir" in page
    assert 'class="back" href="/izin/pilih/mpp_digital/"' in page


@pytest.mark.django_db
def test_the_way_back_is_the_way_one_came(client: Client) -> None:
    """Two questions lead to the one about pharmacies."""
    assert 'href="/izin/pilih/apotek/?dari=kesehatan"' in _main(client, "/izin/pilih/kesehatan/")
    page = _main(client, "/izin/pilih/apotek/?dari=kesehatan")
    assert 'class="back" href="/izin/pilih/kesehatan/"' in page
    assert 'href="/izin/pilih/apotek/1/?dari=kesehatan"' in page
    assert 'class="back" href="/izin/pilih/usaha/"' in _main(client, "/izin/pilih/apotek/?dari=warga")


@pytest.mark.django_db
@pytest.mark.parametrize("address", ["/izin/pilih/entah/", "/izin/pilih/usaha/99/", "/izin/pilih/usaha/0/"])
def test_other_questions_are_not_found(client: Client, address: str) -> None:
    assert client.get(address).status_code == 404


@pytest.mark.django_db
def test_an_answer_with_a_next_question_is_no_end(client: Client) -> None:
    assert client.get("/izin/pilih/usaha/1/").status_code == 404


@pytest.mark.usefixtures("published")
def test_an_end_names_the_types_and_where_each_is_handled(
    client: Client, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    client.get("/izin/pilih/")
    with django_assert_max_num_queries(4):
        page = _main(client, "/izin/pilih/tempat_usaha/2/")
    assert page.index("Izin Reklame</a></h2>") < page.index("Izin usaha (NIB)")
    assert 'class="button" href="/permohonan/baru/reklame/"' in page
    assert 'class="button second" href="https://oss.go.id"' in page
    assert page.count('class="button"') == 1


@pytest.mark.usefixtures("published")
def test_an_end_without_a_type_gives_its_advice(client: Client) -> None:
    page = _main(client, "/izin/pilih/pendidikan/5/")
    assert "bukan wewenang kabupaten" in page
    assert "Mulai permohonan" not in page


@pytest.mark.django_db
def test_an_end_whose_types_are_not_published_says_so(client: Client) -> None:
    page = _main(client, "/izin/pilih/jalan/1/")
    assert "belum dapat diajukan lewat portal ini" in page


@pytest.mark.django_db
def test_a_closed_type_names_what_took_its_place(client: Client) -> None:
    closed = made.content(slug="reklame", closed={"text": "Diganti izin baru.", "successor": "papan"})
    for content in (closed, made.content(slug="papan", name="Izin Papan")):
        load.publish(spec=load.PermitTypeSpec.model_validate(content), by=None, now=NOW)
    page = _main(client, "/izin/pilih/jalan/1/")
    assert "Izin ini sudah ditutup" in page
    assert "Diganti izin baru." in page
    assert 'href="/izin/papan/"' in page
    assert "/permohonan/baru/reklame/" not in page
