import re
from pathlib import Path

import pytest
from django.conf import settings as project
from django.template import Context
from django.template.loader import get_template

from perizinan.outbox import rendering
from perizinan.outbox.models import Message

MESSAGES = Path(__file__).resolve().parents[3] / "templates" / "messages"
KINDS = sorted(path.name.removesuffix(".subject.txt") for path in MESSAGES.glob("*.subject.txt"))


def render(channel="EMAIL", language="id", kind="notice", **context):
    return rendering.render(Message(kind=kind, language=language, context=context), channel)


def test_text_is_not_escaped_and_the_subject_is_one_line(texts):
    rendered = render(number="26\r\nBcc: semua@contoh.id", note="<b>PT A & B</b>")

    assert rendered.subject == "Kabar 26 Bcc: semua@contoh.id"
    assert "Halo & salam." in rendered.text
    assert "<b>PT A & B</b>" in rendered.text


@pytest.mark.parametrize(
    "link",
    [
        "https://jahat.contoh/masuk",
        "HTTP://jahat.contoh",
        "www.jahat.contoh/a",
        "https://izin.contoh.id.jahat.contoh/",
        "https://izin.contoh.id@jahat.contoh/",
        "ftp://jahat.contoh",
    ],
)
def test_links_lead_to_our_own_address_only(link):
    rendered = render(note=f"Klik {link} sekarang", number=link)

    assert "jahat" not in rendered.text + rendered.subject
    assert "https://izin.contoh.id/lacak/" in rendered.text


def test_our_own_links_stay():
    for own in (
        "https://izin.contoh.id/permohonan/26-0048-270/",
        "https://izin.contoh.id",
        "https://izin.contoh.id?a=1",
    ):
        assert own in render(note=own).text


def test_a_phone_gets_the_short_text_where_there_is_one(texts):
    (texts / "notice.sms.txt").write_text("Pendek {{ number }}")

    assert render("PHONE", number="7").text == "Pendek 7\n"
    assert "Halo" in render("EMAIL").text


def test_a_phone_gets_the_long_text_where_there_is_no_short_one(texts):
    assert "Halo" in render("PHONE").text


def test_words_are_in_the_recipients_language(texts):
    (texts / "notice.txt").write_text("{% get_current_language as here %}{{ here }}")

    assert render(language="en").text == "en\n"
    assert render(language="id").text == "id\n"


def test_a_date_is_written_out_in_the_recipients_language(texts):
    (texts / "notice.txt").write_text("{{ due_on|tanggal }}|{{ number }}|{{ none|tanggal }}")

    assert render(due_on="2026-12-08", number="26-0048-27", none="").text == "8\xa0Desember\xa02026|26-0048-27|\n"
    assert "December" in render(due_on="2026-12-08", language="en").text


def test_there_are_kinds():
    assert {"sign_in_code", "confirm_code", "no_account"} <= set(KINDS)


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_is_whole_and_links_only_to_site_url(kind):
    assert rendering.exists(kind)
    for path in MESSAGES.glob(f"{kind}.*"):
        source = path.read_text()
        assert not re.search(r"(?i)https?://|www\.|\bnik\b", source), f"{path.name} names a link or a NIK"
        words = get_template(f"messages/{path.name}").template.render(Context({"site_url": project.SITE_URL}))
        for link in re.findall(r"https?://\S+", words):
            assert link.startswith(project.SITE_URL)


@pytest.mark.parametrize("language", ["id", "en"])
@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_renders_in_both_languages_and_is_short_on_phones(kind, language):
    words = {"code": "123456", "number": "26-0048-270", "type": "Surat Keterangan Penelitian", "count": "2"}
    words |= {"due_on": "2026-12-01", "correction_due_on": "2026-12-08", "reason": "lokasi di luar kabupaten"}
    words["link"] = "https://izin.contoh.id/permohonan/26-0048-270/"

    mail = render("EMAIL", language, kind, **words)
    phone = render("PHONE", language, kind, **words)

    assert mail.subject
    assert len(mail.subject) <= 90
    assert "2026-12" not in mail.text + phone.text
    if (MESSAGES / f"{kind}.sms.txt").exists():
        assert len(phone.text) <= 3 * 153
