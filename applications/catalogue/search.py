"""Finding a permit type by everyday words. Pure: words in, ranked entries out.

Forgives letter case, accents, old spelling (ijin, apotik), order, partial words and one wrong letter.
"""

import re
import unicodedata
from collections.abc import Iterable, Sequence
from difflib import SequenceMatcher
from typing import NamedTuple, Protocol, TypeVar

LONGEST_QUERY = 100
_OLD_SPELLING = (
    ("ijin", "izin"),
    ("praktek", "praktik"),
    ("apotik", "apotek"),
    ("resiko", "risiko"),
    ("survey", "survei"),
)
# Words that say only that somebody wants a permit; alone they find everything.
_COMMON = frozenset(
    {
        *("izin", "perizinan", "surat", "urus", "mengurus", "buat", "membuat", "bikin", "cara", "untuk", "saya", "mau"),
        *("ingin", "minta", "baru", "dan", "di", "ke", "yang", "a", "an", "the", "of", "for", "to", "my", "permit"),
        *("license", "licence", "letter", "how"),
    }
)
_SHORTEST_PART = 3  # letters a partial word needs
_SHORTEST_MISTYPED = 5
_ALIKE = 0.8


class Entry(Protocol):
    @property
    def name(self) -> str: ...
    @property
    def name_en(self) -> str: ...
    @property
    def search_words(self) -> str: ...


class _Score(NamedTuple):
    words: int  # how many of the typed words were found
    weight: int


def normalised(text: str) -> str:
    """Lower case, no accents, no punctuation, today's spelling."""
    plain = "".join(c for c in unicodedata.normalize("NFKD", text) if not unicodedata.combining(c)).casefold()
    words = " ".join(re.findall(r"[a-z0-9]+", plain))
    for old, new in _OLD_SPELLING:
        words = words.replace(old, new)
    return words


E = TypeVar("E", bound=Entry)


def rank(typed: str, entries: Iterable[E]) -> list[E]:
    """Entries that hold the most of the typed words, best first. Nothing typed finds nothing; "izin" finds all."""
    words = normalised(typed[:LONGEST_QUERY]).split()
    if not words:
        return []
    if not (words := [word for word in words if word not in _COMMON]):
        return sorted(entries, key=lambda entry: entry.name)
    rows = [(entry, _Known.of(entry)) for entry in entries]
    scored = _scored(words, rows, mistyped=False) or _scored(words, rows, mistyped=True)
    most = max((score.words for score, _ in scored), default=0)
    found = [(score, entry) for score, entry in scored if score.words == most]
    return [entry for _, entry in sorted(found, key=lambda pair: (-pair[0].weight, pair[1].name))]


class _Known(NamedTuple):
    name: frozenset[str]
    synonyms: frozenset[str]

    @classmethod
    def of(cls, entry: Entry) -> "_Known":
        names = frozenset(normalised(f"{entry.name} {entry.name_en}").split())
        return cls(names, frozenset(entry.search_words.split()))


def _scored(words: Sequence[str], rows: Sequence[tuple[E, _Known]], *, mistyped: bool) -> list[tuple[_Score, E]]:
    scored = []
    for entry, known in rows:
        weights = [_weight(word, known, mistyped=mistyped) for word in words]
        if any(weights):
            scored.append((_Score(sum(weight > 0 for weight in weights), sum(weights)), entry))
    return scored


def _weight(word: str, known: _Known, *, mistyped: bool) -> int:
    for words, bonus in ((known.name, 1), (known.synonyms, 0)):
        if word in words:
            return 6 + bonus
    if len(word) >= _SHORTEST_PART:
        for words, bonus in ((known.name, 1), (known.synonyms, 0)):
            if any(other.startswith(word) for other in words):
                return 4 + bonus
            if any(word in other or _holds(word, other) for other in words):
                return 2 + bonus
    if (
        mistyped
        and len(word) >= _SHORTEST_MISTYPED
        and any(_alike(word, other) for other in known.name | known.synonyms)
    ):
        return 1
    return 0


def _holds(typed: str, word: str) -> bool:
    """warungku holds warung; short words are too often inside others by chance."""
    return len(word) >= _SHORTEST_MISTYPED and typed.startswith(word)


def _alike(typed: str, word: str) -> bool:
    long_enough = min(len(typed), len(word)) >= _SHORTEST_MISTYPED
    return long_enough and SequenceMatcher(None, typed, word).ratio() >= _ALIKE
