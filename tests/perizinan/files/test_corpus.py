"""Each file of a small hostile corpus, from upload to decision, with a real clamd."""

import pikepdf
import pytest

from perizinan.files import storages
from perizinan.files.models import State
from perizinan.files.problems import problem_sentence, remark_sentences
from tests.perizinan.files import made
from tests.perizinan.files.made import EICAR

PLAIN = made.pdf()
LOCKED = pikepdf.Encryption(user="u", owner="o")

HOSTILE = {
    "eicar named pdf": (EICAR, "a.pdf", "infected"),
    "eicar in a zip named pdf": (made.zipped(), "a.pdf", "infected"),
    "eicar behind a pdf": (PLAIN + EICAR, "a.pdf", "infected"),
    "eicar attached to a pdf": (made.pdf(made.attached(EICAR)), "a.pdf", "infected"),
    "eicar attached on a page": (made.pdf(made.annotated(EICAR)), "a.pdf", "infected"),
    "eicar in a zip attached to a pdf": (made.pdf(made.attached(made.zipped())), "a.pdf", "infected"),
    "eicar in an attached pdf": (made.matryoshka(2, EICAR), "a.pdf", "infected"),
    "eicar attached beside javascript": (
        made.pdf(lambda document: (made.attached(EICAR)(document), made.opens_with(made.javascript)(document))),
        "a.pdf",
        "active-content",
    ),
    "eicar behind a photo": (made.photo() + EICAR, "a.jpg", "infected"),
    "locked": (made.pdf(encryption=LOCKED), "a.pdf", "encrypted"),
    "owner locked": (made.pdf(encryption=pikepdf.Encryption(user="", owner="o")), "a.pdf", "encrypted"),
    "cut off": (PLAIN[:-60], "a.pdf", "cut-off"),
    "javascript": (made.pdf(made.opens_with(made.javascript)), "a.pdf", "active-content"),
    "page named pdf": (b"<html><script>alert(1)</script></html>", "a.pdf", "wrong-type"),
    "program named jpg": (b"MZ\x90\0" + bytes(300), "a.jpg", "wrong-type"),
    "text named png": (b"halo", "a.png", "wrong-type"),
    "gif named png": (made.animation("GIF"), "a.png", "wrong-type"),
    "photo named pdf": (made.photo(), "a.pdf", "mismatch"),
    "pdf named jpg": (PLAIN, "a.jpg", "mismatch"),
    "zip behind a photo": (made.photo() + made.zipped(data=b"x"), "a.jpg", "mixed"),
    "zip behind a pdf": (PLAIN + made.zipped(data=b"x"), "a.pdf", "mixed"),
    "half a photo": (made.photo()[:9000], "a.jpg", "cut-off"),
    "moving picture": (made.animation("PNG"), "a.png", "animated"),
    "bomb in a page": (made.pdf(made.bomb_page), "a.pdf", "too-complex"),
    "bomb attached": (made.pdf(made.attached(bytes(70 << 20))), "a.pdf", "too-complex"),
}


@pytest.mark.parametrize(("data", "name", "problem"), HOSTILE.values(), ids=HOSTILE.keys())
def test_hostile(receive, check, scanner, data, name, problem):
    stored = check(receive(data, name=name))

    assert (stored.state, stored.problem) == (State.REJECTED, problem)
    assert "%(" not in problem_sentence(stored.problem, stored.facts)
    assert (stored.key, stored.quarantine_key) == ("", "")


HONEST = {
    "pdf": (PLAIN, "a.pdf", "application/pdf", []),
    "jpeg": (made.photo(), "a.JPG", "image/jpeg", []),
    "png": (made.photo("PNG"), "a.png", "image/png", []),
    "webp": (made.photo("WEBP"), "a.webp", "image/webp", []),
    "heic": (made.photo("HEIF"), "IMG_0001.HEIC", "image/heic", []),
    "jpeg named png": (made.photo(), "WhatsApp.png", "image/jpeg", ["renamed"]),
    "small photo": (made.photo(size=(80, 80)), "a.jpg", "image/jpeg", ["small-image"]),
    "pdf to repair": (made.broken_xref(PLAIN), "a.pdf", "application/pdf", ["repaired"]),
    "pdf with an attachment": (made.pdf(made.attached(b"halo")), "a.pdf", "application/pdf", ["attachments"]),
}


@pytest.mark.parametrize(("data", "name", "content_type", "remarks"), HONEST.values(), ids=HONEST.keys())
def test_honest(receive, check, scanner, data, name, content_type, remarks):
    stored = check(receive(data, name=name))

    assert (stored.state, stored.problem) == (State.CLEAN, "")
    assert (stored.content_type, stored.remarks) == (content_type, remarks)
    assert stored.engine.startswith("ClamAV ")
    assert all("%(" not in sentence for sentence in remark_sentences(stored.remarks, stored.facts))
    assert storages.clean().open(stored.key).read() == data
    assert stored.quarantine_key == ""


def test_without_extraction_a_virus_in_an_attachment_would_pass(receive, check, scanner, monkeypatch):
    """The twin: clamd alone does not look into what qpdf attached."""
    monkeypatch.setattr("perizinan.files.examination._pieces", lambda *_: [])

    assert check(receive(made.pdf(made.attached(EICAR)))).state == State.CLEAN
