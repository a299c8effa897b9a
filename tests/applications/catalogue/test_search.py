from dataclasses import dataclass, replace

import pytest

from applications.catalogue import search, yamlfile

pytestmark = pytest.mark.unit


@dataclass(frozen=True)
class Entry:
    slug: str
    name: str
    name_en: str
    search_words: str
    about: str = ""
    popular: bool = False


def _entry(slug: str, *synonyms: str, name: str = "", about: str = "", popular: bool = False) -> Entry:
    return Entry(slug, name or slug, "", "\n".join(map(search.normalised, synonyms)), about, popular)


@pytest.fixture(scope="module")
def entries() -> list[Entry]:
    specs = [yamlfile.read(path) for path in yamlfile.shipped()]
    return [
        replace(
            _entry(s.slug, *s.synonyms, name=s.name.id, popular=s.popular),
            name_en=s.name.en,
            about=" ".join([*(f"{tag.id} {tag.en}" for tag in s.tags), s.agency.id]),
        )
        for s in specs
    ]


@pytest.mark.parametrize(
    ("typed", "first"),
    [
        ("warung", "nib"),
        ("IMB", "pbg"),
        ("bimbel", "lkp"),
        ("skripsi", "penelitian"),
        ("izin penelitian", "penelitian"),
        ("ijin penelitian", "penelitian"),
        ("perijinan toko", "nib"),
        ("PENELITIAN", "penelitian"),
        ("pénélitian", "penelitian"),
        ("penel", "penelitian"),
        ("rumah bangun", "pbg"),
        ("surat ijin praktek perawat", "sip"),
        ("ijin praktek", "sip"),
        ("dokter", "sip"),  # the official place before the fallback
        ("izin dokter", "sip"),
        ("keripik", "spp-irt"),
        ("P-IRT", "spp-irt"),
        ("nomor induk berusaha", "nib"),
        ("warungku", "nib"),
        ("research", "penelitian"),
        ("skripsi ilmu komunikasi", "penelitian"),
        ("saya mau buka warung", "nib"),
        ("iklan", "reklame"),
        ("apotik", "apotek"),
        ("kuburan", "makam"),
        ("angkot", "trayek"),
        # one letter wrong, missing, too many, swapped
        ("reklema", "reklame"),
        ("reklme", "reklame"),
        ("rekklame", "reklame"),
        ("erklame", "reklame"),
        ("peneltian", "penelitian"),
        ("paudd", "paud"),
        # doubled letters
        ("ganguan", "nib"),
        ("bilboard", "reklame"),
        # joined and split
        ("neon box", "reklame"),
        ("neonbox", "reklame"),
        ("video tron", "reklame"),
        ("papannama", "reklame"),
        ("P I R T", "spp-irt"),
    ],
)
def test_everyday_words_find_the_permit(entries: list[Entry], typed: str, first: str) -> None:
    assert [entry.slug for entry in search.rank(typed, entries)][:1] == [first]


@pytest.mark.parametrize("typed", ["", "  ", "xyzzy", "?!", "a" * 500])
def test_other_words_find_nothing(entries: list[Entry], typed: str) -> None:
    assert search.rank(typed, entries) == []


def test_a_word_every_permit_has_finds_all(entries: list[Entry]) -> None:
    assert len(search.rank("perijinan", entries)) == len(entries)


def test_order_of_words_does_not_count(entries: list[Entry]) -> None:
    assert search.rank("toko bengkel", entries) == search.rank("bengkel toko", entries)


def _found(typed: str, *entries: Entry) -> list[str]:
    return [entry.slug for entry in search.rank(typed, entries)]


def test_a_short_word_is_no_part_of_a_longer_one() -> None:
    assert _found("imb", _entry("lkp", "bimbel")) == []
    assert _found("bim", _entry("lkp", "bimbel")) == ["lkp"]
    assert _found("imbel", _entry("lkp", "bimbel")) == ["lkp"]


def test_a_whole_word_comes_before_a_beginning() -> None:
    assert _found("kos", _entry("a", "kosmetik"), _entry("b", "kos")) == ["b", "a"]


def test_a_name_comes_before_a_synonym_and_that_before_a_need() -> None:
    assert _found("sekolah", _entry("a", about="Sekolah"), _entry("b", "sekolah"), _entry("c", name="Sekolah")) == [
        *("c", "b", "a")
    ]


def test_the_whole_query_as_a_name_comes_first() -> None:
    many = _entry("a", "toko", "obat", "toko toko", "obat obat", name="Toko obat bahan")
    assert _found("toko obat", many, _entry("b", "toko obat")) == ["b", "a"]


def test_a_slip_counts_only_where_the_word_is_found_nowhere() -> None:
    assert _found("kantin", _entry("a", "kantin"), _entry("b", "kantil")) == ["a"]
    assert _found("kantin", _entry("b", "kantil")) == ["b"]


def test_two_letters_wrong_are_another_word() -> None:
    assert _found("rekalne", _entry("a", "reklame")) == []


def test_one_slip_does_not_lose_the_other_words() -> None:
    assert _found("reklme toko", _entry("a", "reklame toko"), _entry("b", "toko")) == ["a"]


def test_two_hundred_types_are_read_once(entries: list[Entry]) -> None:
    many = [replace(entry, slug=f"{entry.slug}-{n}", name=f"{entry.name} {n}") for n in range(9) for entry in entries]
    typed = "ijin pasang reklme di toko klontong besar sekalli"
    search.rank(typed, many[:200])
    read = search._known.cache_info().misses
    search.rank("kedai kopi", many[:200])
    assert search._known.cache_info().misses == read
