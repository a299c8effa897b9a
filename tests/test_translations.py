import gettext
import re
import shutil
import subprocess
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import urlsplit

import pytest
import time_machine
from django.conf import settings as project
from django.core.management import call_command
from django.test import Client
from django.utils import translation
from django.utils.translation import trans_real

from applications.catalogue import yamlfile
from applications.corrections.queries import open_points
from applications.lifecycle.states import Status
from perizinan.audit.models import AuditEntry
from perizinan.devstack import prepare
from perizinan.office.models import OfficeProfile
from perizinan.outbox.models import Message
from perizinan.outbox.rendering import render
from tests import make

pytestmark = pytest.mark.skipif(shutil.which("xgettext") is None, reason="needs gettext")

ROOT = Path(project.BASE_DIR)
ENGLISH = ROOT / "perizinan" / "locale" / "en" / "LC_MESSAGES" / "django.po"
SOURCES = ("applications", "perizinan", "reviews", "templates")
# Names that are the same in both languages: of institutions, of numbers, of parts of an address.
SAME = {
    "Auditor",
    "Desa",
    "E-mail",
    "Kecamatan %(name)s",
    "Kelurahan",
    "Format",
    "Menu",
    "NIB",
    "NIK",
    "NIP",
    "NPWP",
    "Unit",
    "WhatsApp",
    "e-mail",
    "unit",
}
PLACES = re.compile(r"%\(\w+\)[sd]|\{\w*\}|%%|</?[a-z][^>]*>|&nbsp;|\n")
FUNCTION_WORDS = re.compile(r"\b(?:Anda|kami|yang|dan|dengan|belum|tidak|untuk)\b", re.IGNORECASE)
SPOKEN = ("alt", "aria-label", "content", "placeholder", "title")
VOID = {"br", "hr", "img", "input", "link", "meta", "source", "use", "wbr"}
NO_PAGE = re.compile(r"^/(?:admin|galeri|kotak-surat|static)/|\.pdf$|/unduh/$|/dokumen/.*/(?:\d+|gambar)/")


def catalogue(path: Path, folder: Path) -> dict[object, str]:
    """What msgfmt keeps: neither fuzzy nor empty messages. Plural forms are (text, number)."""
    compiled = folder / f"{path.stem}.mo"
    subprocess.run(["msgfmt", "--check-format", "-o", str(compiled), str(path)], check=True)
    with compiled.open("rb") as file:
        found = gettext.GNUTranslations(file)._catalog
    return {key: text for key, text in found.items() if key}


def source_of(key: object) -> str:
    text = key[0] if isinstance(key, tuple) else key
    return str(text).rpartition("\x04")[2]


@pytest.fixture(scope="session")
def english(tmp_path_factory) -> dict[object, str]:
    """The catalogue in use, compiled afresh."""
    prepare.translations()
    gettext._translations.clear()
    trans_real._translations.clear()
    return catalogue(ENGLISH, tmp_path_factory.mktemp("english"))


@pytest.fixture
def collected(tmp_path, settings, monkeypatch) -> dict[object, str]:
    """Every text of the sources, as `make messages` would collect it now, from a copy."""
    for name in SOURCES:
        kept = shutil.ignore_patterns("__pycache__", "locale", "*.mo")
        shutil.copytree(ROOT / name, tmp_path / name, ignore=kept)
    settings.LOCALE_PATHS = [tmp_path / "locale"]
    (tmp_path / "locale").mkdir()
    monkeypatch.chdir(tmp_path)
    call_command("makemessages", locale=["en"], verbosity=0)
    made = tmp_path / "locale" / "en" / "LC_MESSAGES" / "django.po"
    subprocess.run(["msgen", "-o", str(made), str(made)], check=True)
    return catalogue(made, tmp_path)


def test_every_text_is_translated(collected, english):
    assert len(collected) > 500
    assert sorted(source_of(key) for key in collected if key not in english) == []


def test_nothing_is_translated_that_nobody_says(collected, english):
    assert sorted(source_of(key) for key in english if key not in collected) == []


def test_placeholders_tags_and_edges_survive(english):
    def bones(text: str) -> tuple[object, ...]:
        return sorted(PLACES.findall(text)), text[:1].isspace(), text[-1:].isspace()

    assert [key for key, text in english.items() if bones(source_of(key)) != bones(text)] == []


def test_no_translation_is_the_source(english):
    same = {source_of(key) for key, text in english.items() if source_of(key) == text}

    assert same == SAME


def test_english_is_calm(english):
    assert [text for text in english.values() if "!" in text.replace("SP4N-LAPOR!", "")] == []
    assert [text for text in english.values() if FUNCTION_WORDS.search(text)] == []


@pytest.mark.parametrize("path", yamlfile.shipped(), ids=lambda path: path.stem)
def test_permit_types_speak_english(path):
    spec = yamlfile.read(path)

    assert [text for text, words in said(spec.model_dump()) if not words] == []


def said(node: object) -> list[tuple[str, str]]:
    """Every text of a permit type with its English one."""
    if isinstance(node, dict):
        if set(node) == {"id", "en"}:
            return [(node["id"], node["en"])] if node["id"] else []
        return [pair for value in node.values() for pair in said(value)]
    if isinstance(node, list | tuple):
        return [pair for value in node for pair in said(value)]
    return []


# --- what an English reader sees


class Words(HTMLParser):
    """The texts a person sees or hears, but for those marked as Indonesian; and where the page leads."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.open: list[tuple[str, str]] = []
        self.texts: list[str] = []
        self.links: list[str] = []
        self.languages: set[str] = set()
        self.feed(html)

    @property
    def language(self) -> str:
        return self.open[-1][1] if self.open else ""

    def handle_starttag(self, tag, attrs):
        given = {name: value or "" for name, value in attrs}
        language = given.get("lang", self.language)
        if tag == "html":
            self.languages.add(language)
        if language == "en":
            self.texts += [v for name, v in given.items() if name in SPOKEN or (name.startswith("data-") and " " in v)]
        if tag == "a":
            self.links.append(given.get("href", ""))
        if tag not in VOID:
            self.open.append((tag, language))

    def handle_endtag(self, tag):
        while self.open and self.open.pop()[0] != tag:
            pass

    def handle_data(self, data):
        if self.open and self.open[-1][0] not in ("script", "style") and self.language == "en" and data.strip():
            self.texts.append(" ".join(data.split()))


@pytest.fixture
def day():
    with time_machine.travel(make.NOW.replace(hour=6), tick=False):
        yield


@pytest.fixture
def cases(day, cast):
    """One case in every state people can meet."""
    states = [(status, "") for status in Status if status != Status.IN_REVIEW]
    stages = [(Status.IN_REVIEW, stage) for stage in ("kelengkapan", "rekomendasi", "paraf", "persetujuan")]
    made = {f"{status}{stage}": make.application(cast, status=status, stage=stage) for status, stage in states + stages}
    make.draft(cast.ayu, filled=False)
    returned = make.application(cast)
    make.send_back(returned, cast.budi, mend={"ktp": "Foto KTP buram.", "judul": "Judul terlalu umum."})
    assert open_points(returned)
    made["mended"] = make.application(cast, status=Status.RETURNED)
    make.mend(make.fresh(made["mended"]), cast.ayu)
    return made


@pytest.fixture
def indonesian(english) -> set[str]:
    """Whole texts that have an English form."""
    pairs = [(source_of(key), text) for key, text in english.items()]
    for path in yamlfile.shipped():
        pairs += said(yamlfile.read(path).model_dump())
    return {text for text, words in pairs if words and words != text} - {words for _, words in pairs}


@pytest.fixture
def data(seeded) -> list[str]:
    """What the office and people typed: it speaks Indonesian to everybody."""
    profile = OfficeProfile.objects.first() or OfficeProfile()
    typed = [getattr(profile, field.name) for field in profile._meta.fields]
    return [text for text in typed if isinstance(text, str) and text]


def faults(texts: list[str], indonesian: set[str], data: list[str]) -> list[str]:
    found = []
    for text in texts:
        bare = text
        for known in data:
            bare = bare.replace(" ".join(known.split()), "")
        if FUNCTION_WORDS.search(bare) or indonesian & {bare, *re.split(r" · |: ", bare)}:
            found.append(text)
    return found


def crawl(client: Client, starts: list[str], *, under: str = "/", most: int = 400) -> dict[str, Words]:
    """Every page that leads from these, in English; addresses that differ only in their query count once."""
    waiting, pages = list(starts), {}
    while waiting and len(pages) < most:
        path = waiting.pop(0)
        if path in pages or NO_PAGE.search(path.partition("?")[0]):
            continue
        answer = client.get(path, follow=True)
        assert answer.status_code < 500, path
        html = answer.headers.get("Content-Type", "").startswith("text/html")
        pages[path] = page = Words(answer.content.decode() if html and not answer.streaming else "")
        for link in map(urlsplit, page.links):
            if not link.netloc and link.path.startswith(under):
                waiting.append(link.path + (f"?{link.query}" if link.query.startswith("tab=") else ""))
    return pages


def browser(user=None) -> Client:
    client = Client()
    if user is not None:
        client.force_login(user)
    client.cookies[project.LANGUAGE_COOKIE_NAME] = "en"
    return client


def assert_english(pages: dict[str, Words], indonesian: set[str], data: list[str]) -> None:
    assert {path for path, page in pages.items() if page.languages - {"en"}} == set()
    wrong = {path: found for path, page in pages.items() if (found := faults(page.texts, indonesian, data))}
    assert wrong == {}


def test_the_crawl_hears_indonesian(indonesian):
    page = Words(
        '<html lang="en"><p>Kirim  permohonan</p><p lang="id">Surat yang sah</p><img alt="Foto yang buram"><br>'
        "<p>KTP peneliti</p><p>Surat contoh yang lama</p></html>"
    )

    assert faults(page.texts, indonesian, ["contoh yang"]) == ["Kirim permohonan", "Foto yang buram", "KTP peneliti"]


def test_every_page(cases, cast, indonesian, data):
    proof = f"/v/{make.permit_of(cases[Status.ISSUED]).token}/"
    public = ["/", "/izin/?q=penelitian", "/izin/?q=zzz", "/masuk/", "/daftar/", "/tidak-ada/", "/v/tidak-ada/", proof]
    pages = crawl(browser(), public)
    assert len(pages) > 15
    assert_english(pages, indonesian, data)

    pages = crawl(browser(cast.ayu), ["/", "/permohonan/", "/permohonan/baru/penelitian/", "/akun/"])
    assert len(pages) > 60
    assert_english(pages, indonesian, data)

    for officer in (cast.budi, cast.citra, cast.darma, cast.dewi, cast.hadi):
        pages = crawl(browser(officer), ["/meja/", "/meja/?tab=semua"], under="/meja/")
        assert len(pages) > 10
        assert_english(pages, indonesian, data)
    assert_english(crawl(browser(cast.gita), ["/", "/meja/", "/akun/"], under="/akun/"), indonesian, data)


@pytest.mark.parametrize("path", ["/lacak/", "/periksa/", "/periksa/berkas/", "/masuk/", "/daftar/"])
def test_refusals_of_public_forms(path, seeded, day, indonesian, data):
    for typed in ({}, {"number": "1", "code": "x", "login": "x@", "name": "a", "nik": "35", "phone": "1"}):
        page = Words(browser().post(path, typed).content.decode())
        assert_english({path: page}, indonesian, data)


def test_what_is_missing_is_said_in_english(cases, cast, indonesian, data):
    client = browser(cast.ayu)
    empty = make.draft(cast.ayu, filled=False)
    sections = [f"/permohonan/{empty.number}/isi/{section.key}/?periksa=1" for section in empty.spec.sections]
    pages = {path: Words(client.get(path).content.decode()) for path in sections}
    wrong = {"nik": "35", "telepon": "1", "email": "x", "mulai": "kapan", "selesai": "31 Februari 2026"}
    for path in sections:
        pages[f"POST {path}"] = Words(client.post(path.partition("?")[0], wrong, follow=True).content.decode())

    assert_english(pages, indonesian, data)


def test_indonesian_unless_somebody_chose_english(cast, english):
    english_browser = Client(headers={"Accept-Language": "en"})
    assert '<html lang="id">' in english_browser.get("/masuk/").content.decode()
    english_browser.post("/bahasa/", {"language": "en"})
    assert '<html lang="en">' in english_browser.get("/masuk/").content.decode()

    cast.ayu.language = "en"
    cast.ayu.save(update_fields=["language"])
    client = Client()
    client.force_login(cast.ayu)
    assert '<html lang="en">' in client.get("/akun/").content.decode()


# --- what is kept speaks Indonesian, what is sent speaks the recipient's language


def test_a_message_speaks_the_language_of_its_reader(cast, english):
    cast.ayu.language = "en"
    cast.ayu.save(update_fields=["language"])
    make.application(cast, status=Status.REJECTED)

    received, refused = [render(message, "EMAIL") for message in Message.objects.order_by("pk")]
    assert received.subject.startswith("We received application 26-")
    assert "application for Research Permit" in received.text
    assert FUNCTION_WORDS.search(refused.text) is None


def test_what_an_english_reader_does_is_kept_in_indonesian(cast, english):
    case = make.application(cast, stage="kelengkapan", status=Status.IN_REVIEW)
    with translation.override("en"):
        make.send_back(case, cast.budi, mend={"ktp": "Foto KTP buram."})

    (point,) = open_points(make.fresh(case))
    assert point.label == case.spec.requirement("ktp").name.id
    judged = AuditEntry.objects.filter(verb="case.judge").latest("pk")
    assert judged.data["judgement"] == "Sesuai"
