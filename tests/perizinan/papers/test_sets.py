import hashlib
import importlib
import shutil

import pytest

from perizinan import papers
from tests.perizinan.papers.conftest import NOW

pytestmark = pytest.mark.unit
rendering = importlib.import_module("perizinan.papers.render")  # the package exports a function of that name

# A set that has made a paper never changes: another look is another folder (see render.SETS).
FIRST = "0f2672f3dbfa9ddffef2cd63439a5bfeb78a4c06012ef35d43f1de39e9034aa6"


@pytest.fixture
def later_set(tmp_path, monkeypatch):
    """As if the next version of the portal brought a set of its own."""
    shutil.copytree(rendering.SETS / "1", tmp_path / "1")
    shutil.copytree(rendering.SETS / "1", tmp_path / "2")
    letter = tmp_path / "2" / "letter.typ"
    letter.write_text(letter.read_text().replace("Nomor : ", "Nomor surat: "))
    monkeypatch.setattr(rendering, "SETS", tmp_path)
    return f"2+{rendering.TYPST}"


def test_renderer_names_the_set_and_typst():
    assert papers.RENDERER.startswith("1+typst-0.")
    assert len(papers.RENDERER) <= 40  # Permit.renderer


def test_later_set_does_not_touch_what_an_earlier_one_made(letter, request):
    before = papers.render("letter", letter(), now=NOW)
    later = request.getfixturevalue("later_set")
    assert papers.render("letter", letter(), now=NOW, renderer=papers.RENDERER) == before
    assert papers.render("letter", letter(), now=NOW, renderer=later) != before


@pytest.mark.parametrize("renderer", ["7+typst-0.15.2", "", "../1+x", "1", "contoh", "1+typst-0.1.0"])
def test_renderer_this_installation_has_not_says_so(letter, renderer):
    with pytest.raises(papers.UnknownRenderer, match="this installation has"):
        papers.render("letter", letter(), now=NOW, renderer=renderer)


def test_a_set_needs_nothing_outside_its_folder():
    for path in rendering.SETS.rglob("*.typ"):
        assert '"/' not in path.read_text()
        assert {p.suffix for p in path.parent.iterdir()} <= {".typ", ".svg"}


def test_the_first_set_is_as_it_was_published():
    found = hashlib.sha256()
    for path in sorted((rendering.SETS / "1").iterdir()):
        found.update(path.name.encode() + path.read_bytes())
    assert found.hexdigest() == FIRST
