from datetime import UTC, date, datetime

import pytest
from django.utils import translation

from perizinan.web import texts

AFTERNOON = datetime(2026, 11, 24, 7, 32, tzinfo=UTC)


def plain(text: str) -> str:
    return text.replace(texts.NBSP, " ")


@pytest.mark.parametrize(("language", "words"), [("id", "1 Desember 2026"), ("en", "1 December 2026")])
def test_a_date_in_both_languages(language, words):
    assert plain(texts.tanggal(date(2026, 12, 1), language)) == words


def test_a_date_never_breaks():
    assert " " not in texts.tanggal(date(2026, 11, 24), "id")


def test_a_moment_is_dated_by_office_time():
    late_in_london = datetime(2026, 11, 24, 20, 0, tzinfo=UTC)
    assert plain(texts.tanggal(late_in_london, "id")) == "25 November 2026"
    assert texts.hari(late_in_london, "id") == "Rabu"


def test_hours_are_office_time():
    assert plain(texts.pukul(AFTERNOON, "id")) == "pukul 14.32 WIB"
    assert plain(texts.pukul(AFTERNOON, "en")) == "at 14:32 WIB"
    assert " " not in texts.pukul(AFTERNOON, "id")


@pytest.mark.parametrize(
    ("amount", "words"), [(150_000, "Rp150.000"), (0, "Rp0"), (1_234_567, "Rp1.234.567"), (-500, "-Rp500")]
)
def test_money(amount, words):
    assert texts.rupiah(amount, "id") == words


def test_money_in_english():
    assert texts.rupiah(150_000, "en") == "Rp150,000"


@pytest.mark.parametrize(
    ("size", "words"),
    [(0, "1 KB"), (60 * 1024, "60 KB"), (1024**2 - 1, "1 MB"), (10 * 1024**2, "10 MB"), (3_565_158, "3,4 MB")],
)
def test_sizes(size, words):
    assert plain(texts.ukuran(size, "id")) == words


def test_sizes_in_english():
    assert plain(texts.ukuran(3_565_158, "en")) == "3.4 MB"


def test_working_days():
    assert plain(texts.jumlah_hari(3, "id")) == "3 hari kerja"
    assert plain(texts.jumlah_hari(1, "en")) == "1 working day"
    assert plain(texts.jumlah_hari(2, "en")) == "2 working days"


def test_the_active_language_is_used():
    with translation.override("en"):
        assert "December" in texts.tanggal(date(2026, 12, 1))


def test_an_unknown_language_falls_to_indonesian():
    assert "Desember" in texts.tanggal(date(2026, 12, 1), "fr")


def test_numbers_are_grouped_and_other_text_is_left_alone():
    assert plain(texts.berkelompok("3516000000000001")) == "3516 0000 0000 0001"
    assert plain(texts.berkelompok("081200000007", (4, 4))) == "0812 0000 0007"
    assert texts.berkelompok("3516-00") == "3516-00"


def test_nbsp_binds_numbers_to_their_words():
    sentence = texts.nbsp("Perbaiki 2 hal paling lambat 8 Desember pukul 14.32 WIB, paling besar 10 MB")
    for bound in ("2 hal", "8 Desember", "pukul 14.32 WIB", "10 MB"):
        assert bound.replace(" ", texts.NBSP) in sentence
    assert "Perbaiki 2" in sentence


@pytest.mark.parametrize(
    ("sentence", "bound"),
    [
        ("Kami terima 24 November 2026 pukul 14.32 WIB.", "2026 pukul_14.32_WIB."),
        ("Contoh: 0812 3456 7890 atau nama@contoh.id", "0812_3456_7890 atau"),
        ("paling lama 3 x 24 jam", "3_x_24_jam"),
        ("Undang-Undang Nomor 25 Tahun 2009 tentang", "Nomor_25_Tahun 2009 tentang"),
        ("07.30–15.30 WIB, Jumat 07.30–14.30 WIB", "07.30–15.30_WIB, Jumat_07.30–14.30_WIB"),
    ],
)
def test_nbsp_makes_no_word_too_long_for_a_phone(sentence, bound):
    assert bound.replace("_", texts.NBSP) in texts.nbsp(sentence)
