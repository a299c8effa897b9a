import re
from pathlib import Path

import pytest
from django.conf import settings
from django.template import Context, Template
from django.template.loader import get_template

ROOT = Path(settings.BASE_DIR)
TEMPLATES = sorted((ROOT / "templates").rglob("*.html"))
SPRITE = (ROOT / "static" / "sprite.svg").read_text()
SHAPES = set(re.findall(r'<symbol id="([a-z]+)"', SPRITE))
COMMENTS = re.compile(r"{#.*?#}|{% comment %}.*?{% endcomment %}", re.S)


def source(path: Path) -> str:
    return COMMENTS.sub("", path.read_text())


def named(path: Path) -> str:
    return str(path.relative_to(ROOT))


@pytest.mark.parametrize("path", TEMPLATES, ids=named)
def test_nothing_inline(path):
    text = source(path)
    assert not re.search(r"\sstyle\s*=", text), "style attribute"
    assert not re.search(r"<style\b", text), "style element"
    assert not re.search(r"\son[a-z]+\s*=\s*[\"']", text), "on... handler"
    assert not re.search(r"\shx-on", text), "hx-on needs eval"
    assert not re.search(r"<script(?![^>]*\ssrc=)", text), "script without src"
    assert "javascript:" not in text


@pytest.mark.parametrize("path", TEMPLATES, ids=named)
def test_each_icon_is_in_the_sprite(path):
    text = source(path)
    wanted = set(re.findall(r'{% icon "([^"]+)"', text)) | set(re.findall(r'\bmark="([^"]+)"', text))
    assert wanted <= SHAPES


@pytest.mark.parametrize("path", TEMPLATES, ids=named)
def test_each_script_is_there(path):
    for names in re.findall(r'{% script ((?:"[^"]+" ?)+)%}', source(path)):
        for name in re.findall(r'"([^"]+)"', names):
            assert (ROOT / "static" / "js" / f"{name}.js").exists()


@pytest.mark.parametrize("path", TEMPLATES, ids=named)
def test_comments_end_on_their_line(path):
    for line in path.read_text().splitlines():
        assert line.count("{#") == line.count("#}"), "Django prints a comment that spans lines"


@pytest.mark.parametrize("path", TEMPLATES, ids=named)
def test_compiles(path):
    get_template(str(path.relative_to(ROOT / "templates")))


@pytest.mark.parametrize("path", sorted((ROOT / "templates" / "parts").glob("*.html")), ids=named)
def test_each_part_says_its_variables(path):
    assert path.read_text().startswith(("{#", "{% comment %}"))


def test_icons_of_python_are_in_the_sprite():
    from perizinan.web import gallery

    assert {mark for _, mark, _ in gallery._STATES} <= SHAPES


def test_an_icon_is_hidden_from_screen_readers():
    picture = Template('{% icon "ok" %}').render(Context())
    assert 'aria-hidden="true"' in picture
    assert "sprite.svg#ok" in picture


def test_a_part_sees_only_what_it_is_given():
    text = '{% part "panel" title="Judul" %}<b>isi</b>{{ name }}{% endpart %}'
    drawn = Template(text).render(Context({"name": "<script>", "kind": "is-bad"}))
    assert "<b>isi</b>&lt;script&gt;" in drawn
    assert "is-bad" not in drawn


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("{% bricks 2 3 %}", '<i class="laid"></i><i class="now"></i><i></i>'),
        ("{% bricks 3 2 %}", '<i class="laid"></i><i class="laid"></i>'),
        ("{{ number|nomor_izin }}", "500/<wbr>&lt;b&gt;/<wbr>2026"),
        ("{{ words|nomor }}", "&lt;b&gt;"),
        ("{{ nothing|tanggal }}{{ nothing|pukul }}{{ nothing|rupiah }}{{ nothing|ukuran }}", ""),
        ("{{ words|nbsp }}", "2 &lt;b&gt;"),
        ("{{ 0|poll_delay }} {{ 3|poll_delay }} {{ 99|poll_delay }}", "1 8 16"),
    ],
)
def test_tags_and_filters(text, words):
    assert words in Template(text).render(Context({"nothing": None, "number": "500/<b>/2026", "words": "2 <b>"}))
