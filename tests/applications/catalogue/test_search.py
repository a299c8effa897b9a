from dataclasses import dataclass

import pytest

from applications.catalogue import search, yamlfile


@dataclass(frozen=True)
class Entry:
    slug: str
    name: str
    name_en: str
    search_words: str


@pytest.fixture(scope="module")
def entries() -> list[Entry]:
    specs = [yamlfile.read(path) for path in yamlfile.shipped()]
    return [
        Entry(s.slug, s.name.id, s.name.en, "\n".join(search.normalised(word) for word in s.synonyms)) for s in specs
    ]


@pytest.mark.parametrize(
    ("typed", "first"),
    [
        ("warung", "nib"),
        ("IMB", "pbg"),
        ("skripsi", "penelitian"),
        ("izin penelitian", "penelitian"),
        ("ijin penelitian", "penelitian"),
        ("perijinan toko", "nib"),
        ("PENELITIAN", "penelitian"),
        ("pénélitian", "penelitian"),
        ("penel", "penelitian"),
        ("peneltian", "penelitian"),
        ("rumah bangun", "pbg"),
        ("surat ijin praktek perawat", "sip"),
        ("bidan", "sip"),
        ("keripik", "spp-irt"),
        ("P-IRT", "spp-irt"),
        ("nomor induk berusaha", "nib"),
        ("warungku", "nib"),
        ("research", "penelitian"),
        ("skripsi ilmu komunikasi", "penelitian"),
        ("saya mau buka warung", "nib"),
    ],
)
def test_everyday_words_find_the_permit(entries: list[Entry], typed: str, first: str) -> None:
    assert [entry.slug for entry in search.rank(typed, entries)][:1] == [first]


@pytest.mark.parametrize("typed", ["", "  ", "xyzzy", "reklame", "?!", "a" * 500])
def test_other_words_find_nothing(entries: list[Entry], typed: str) -> None:
    assert search.rank(typed, entries) == []


def test_a_word_every_permit_has_finds_all(entries: list[Entry]) -> None:
    assert len(search.rank("perijinan", entries)) == len(entries)


def test_order_of_words_does_not_count(entries: list[Entry]) -> None:
    assert search.rank("toko bengkel", entries) == search.rank("bengkel toko", entries)
