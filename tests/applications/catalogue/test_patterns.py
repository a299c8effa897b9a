import pytest

from applications.catalogue import patterns
from applications.catalogue.fields import Pattern

pytestmark = pytest.mark.unit


def test_the_whole_text_must_fit():
    plate = Pattern(regex=r"[A-Z]{1,2} \d{1,4} [A-Z]{1,3}", example="S 1234 XY")
    assert patterns.fits(plate, "S 1 AB")
    assert not patterns.fits(plate, "S 1 AB dan lain-lain")


def test_a_pattern_that_hangs_others_takes_no_time_here():
    assert not patterns.fits(Pattern(regex="(a+)+b", example="aab"), "a" * 5000)


def test_usual_patterns_pass_the_trial():
    assert (
        patterns.slow([Pattern(regex=r"\d{4}/[A-Z]+", example="2026/ABC"), Pattern(regex=".*", example="apa saja")])
        == ""
    )


def test_the_trial_is_cut_off_after_its_time(monkeypatch, tmp_path):
    endless = tmp_path / "endless.py"
    endless.write_text("while True: pass")
    monkeypatch.setattr(patterns, "_TRIAL", endless)
    monkeypatch.setattr(patterns, "TRIAL_SECONDS", 0.3)
    assert "more than 0.3 seconds" in patterns.slow([Pattern(regex="a", example="a")])


def test_a_trial_that_breaks_is_no_pass(monkeypatch, tmp_path):
    broken = tmp_path / "broken.py"
    broken.write_text("raise MemoryError('too much')")
    monkeypatch.setattr(patterns, "_TRIAL", broken)
    assert "too much" in patterns.slow([Pattern(regex="a", example="a")])
