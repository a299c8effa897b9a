"""Each file of a corpus of valid and hostile ones, from upload to decision, with a real clamd."""

import pytest

from perizinan.files import storages
from perizinan.files.checks import attachments, images, pdf_streams, png
from perizinan.files.models import State
from perizinan.files.problems import problem_sentence, remark_sentences
from perizinan.files.refusals import Refused
from tests.perizinan.files import made
from tests.perizinan.files.corpus import CORPUS
from tests.perizinan.files.made import EICAR

AT_A_GLANCE = {"empty", "wrong-ending"}  # told before anything is stored


def test_there_is_enough_of_each():
    refused = [file for file in CORPUS.values() if file.refused]

    assert len(refused) >= 150
    assert len(CORPUS) - len(refused) >= 80


@pytest.fixture
def low_limits(monkeypatch):
    """A file just above one of these bursts as a larger one does, in a tenth of the time."""
    monkeypatch.setattr(attachments, "MAX_BYTES", 2 << 20)
    monkeypatch.setattr(pdf_streams, "MAX_UNPACKED", 12 << 20)
    monkeypatch.setattr(png, "_MAX_NOTES", 2 << 20)
    monkeypatch.setattr(images, "_MAX_STILLS", 12)


@pytest.mark.parametrize("file", CORPUS.values(), ids=CORPUS.keys())
def test_verdict(receive, check, scanner, low_limits, file):
    if file.refused in AT_A_GLANCE:
        with pytest.raises(Refused) as refused:
            receive(file.make(), name=file.name)
        assert refused.value.code == file.refused
        assert "%(" not in refused.value.sentence
        return
    data = file.make()

    stored = check(receive(data, name=file.name))

    assert stored.problem == file.refused
    assert file.refused or stored.remarks == list(file.remarks)
    assert stored.state == (State.REJECTED if file.refused else State.CLEAN)
    sentences = remark_sentences(stored.remarks, stored.facts)
    sentences += [problem_sentence(stored.problem, stored.facts)] if file.refused else []
    assert not any("%(" in sentence for sentence in sentences)
    assert stored.quarantine_key == ""
    if file.refused:
        assert stored.key == ""
    else:
        assert stored.engine.startswith("ClamAV ")
        assert storages.clean().open(stored.key).read() == data


def test_without_extraction_a_virus_in_an_attachment_would_pass(receive, check, scanner, monkeypatch):
    """The twin: clamd alone does not look into what qpdf attached."""
    monkeypatch.setattr("perizinan.files.examination._pieces", lambda *_: [])

    assert check(receive(made.pdf(made.attached(EICAR)))).state == State.CLEAN
