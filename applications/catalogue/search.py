"""Finding a permit type by everyday words. Pure: words in, ranked entries out.

Forgives letter case, accents, old spelling (ijin, apotik), order, partial words, joined or split words (neonbox),
doubled letters and one wrong letter.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from typing import NamedTuple, Protocol, TypeVar

LONGEST_QUERY = 100
_MOST_WORDS = 12  # of a query
_OLD_SPELLING = (
    *(("ijin", "izin"), ("praktek", "praktik"), ("apotik", "apotek"), ("resiko", "risiko"), ("survey", "survei")),
    *(("sertipikat", "sertifikat"), ("propinsi", "provinsi"), ("analisa", "analisis"), ("photo", "foto")),
)
# Words that say only that somebody wants a permit; alone they find everything.
_COMMON = frozenset(
    {
        *("izin", "perizinan", "surat", "urus", "mengurus", "buat", "membuat", "bikin", "cara", "untuk", "saya", "mau"),
        *("ingin", "minta", "baru", "dan", "di", "ke", "yang", "a", "an", "the", "of", "for", "to", "my", "permit"),
        *("license", "licence", "letter", "how"),
    }
)
_SHORTEST_PART = 3  # letters the beginning of a word needs
_SHORTEST_INSIDE = 5  # fewer are inside other words by chance: IMB in bimbel
_SHORTEST_MISTYPED = 4
_SHORTEST_VOWELS = 6
_MOST_TOO_MANY = 3  # letters
_LONGEST_PHRASE = 3  # words of a name that people may write as one
_NAME, _SYNONYM, _ABOUT = 7, 6, 3  # a whole word of it; "about" are the needs and the agency
_BEGINNING, _INSIDE, _MISTYPED = 2, 4, 5  # less than a whole word


class Entry(Protocol):
    @property
    def name(self) -> str: ...
    @property
    def name_en(self) -> str: ...
    @property
    def search_words(self) -> str: ...
    @property
    def about(self) -> str: ...
    @property
    def popular(self) -> bool: ...


E = TypeVar("E", bound=Entry)


def normalised(text: str) -> str:
    """Lower case, no accents, no punctuation, today's spelling."""
    plain = "".join(c for c in unicodedata.normalize("NFKD", text) if not unicodedata.combining(c)).casefold()
    words = " ".join(re.findall(r"[a-z0-9]+", plain))
    for old, new in _OLD_SPELLING:
        words = words.replace(old, new)
    return words


def rank(typed: str, entries: Iterable[E]) -> list[E]:
    """Entries that hold the most of the typed words, best first. Nothing typed finds nothing; "izin" finds all."""
    words = normalised(typed[:LONGEST_QUERY]).split()[:_MOST_WORDS]
    if not words:
        return []
    if not (words := [word for word in words if word not in _COMMON]):
        return sorted(entries, key=lambda entry: entry.name)
    rows = [(entry, _known(entry.name, entry.name_en, entry.search_words, entry.about)) for entry in entries]
    weights = [_of_word(word, [known for _, known in rows]) for word in words]
    scored = []
    for place, (entry, known) in enumerate(rows):
        found = _joined([weight[place] for weight in weights], words, known)
        if any(found):
            called_so = " ".join(words) in known.phrases
            score = _Score(sum(w > 0 for w in found), called_so, called_so and entry.popular, sum(found))
            scored.append((score, entry))
    most = max((score.words for score, _ in scored), default=0)
    best = [(score, entry) for score, entry in scored if score.words == most]
    return [entry for _, entry in sorted(best, key=lambda pair: (_first(pair[0]), not pair[1].popular, pair[1].name))]


class _Score(NamedTuple):
    words: int  # how many of the typed words were found
    called_so: bool  # the whole query is one of its names
    usual: bool  # and it is what people mostly mean by that
    weight: int


def _first(score: _Score) -> tuple[int, ...]:
    return tuple(-part for part in score)


class _Known(NamedTuple):
    """What an entry is called: words with the weight of finding them whole, and phrases."""

    words: dict[str, int]
    phrases: frozenset[str]


@lru_cache(maxsize=2000)
def _known(name: str, name_en: str, synonyms: str, about: str) -> _Known:
    """Cut into words once: versions do not change, so neither do these."""
    words: dict[str, int] = {}
    names = [normalised(name), normalised(name_en)]
    for texts, weight in (((normalised(about),), _ABOUT), (synonyms.split("\n"), _SYNONYM), (names, _NAME)):
        for text in texts:
            words |= dict.fromkeys(text.split(), weight)
            if weight != _ABOUT:
                words |= {joined: weight for joined in _as_one(text.split()) if joined not in words}
    return _Known(words, frozenset(_telling(line) for line in (*synonyms.split("\n"), *names)))


def _telling(phrase: str) -> str:
    return " ".join(word for word in phrase.split() if word not in _COMMON)


def _as_one(words: Sequence[str]) -> Iterator[str]:
    """neon box also as neonbox."""
    for count in range(2, _LONGEST_PHRASE + 1):
        for start in range(len(words) - count + 1):
            yield "".join(words[start : start + count])


def _of_word(word: str, rows: Sequence[_Known]) -> list[int]:
    """The weight of one typed word in each entry; a slip of the finger only when nothing else is found."""
    weights = [_weight(word, known) for known in rows]
    return weights if any(weights) else [_slip(word, known) for known in rows]


def _joined(weights: list[int], words: Sequence[str], known: _Known) -> list[int]:
    """Two typed words that are one here: video tron."""
    for place in range(len(words) - 1):
        whole = known.words.get(words[place] + words[place + 1], 0)
        if whole > _ABOUT:
            weights[place], weights[place + 1] = max(weights[place], whole), max(weights[place + 1], whole)
    return weights


def _weight(word: str, known: _Known) -> int:
    if word in known.words:
        return known.words[word]
    found = 0
    if len(word) >= _SHORTEST_PART:
        found = max((w - _BEGINNING for other, w in known.words.items() if other.startswith(word)), default=0)
    if not found and len(word) >= _SHORTEST_INSIDE:
        inside = (w - _INSIDE for other, w in known.words.items() if word in other or _holds(word, other))
        found = max(inside, default=0)
    return max(0, found)


def _holds(typed: str, word: str) -> bool:
    """warungku holds warung."""
    return len(word) >= _SHORTEST_INSIDE and typed.startswith(word)


def _slip(word: str, known: _Known) -> int:
    if len(word) < _SHORTEST_MISTYPED:
        return 0
    found = (w - _MISTYPED for other, w in known.words.items() if w > _MISTYPED and _alike(word, other))
    return max(found, default=0)


def _alike(typed: str, word: str) -> bool:
    """One letter wrong, missing, too many or swapped with the next; doubled letters and other vowels do not count."""
    if len(word) < _SHORTEST_MISTYPED or abs(len(typed) - len(word)) > _MOST_TOO_MANY:
        return False
    if len(typed) <= _SHORTEST_MISTYPED and typed[0] != word[0]:
        return False
    first, second = _single(typed), _single(word)
    if len(first) == len(second) >= _SHORTEST_VOWELS and _hard(first) == _hard(second):
        return True
    return first == second or _one_apart(first, second)


@lru_cache(maxsize=20_000)
def _single(word: str) -> str:
    return re.sub(r"(.)\1+", r"\1", word)


def _hard(word: str) -> str:
    """Without vowels, which are heard differently: reklema."""
    return re.sub("[aeiou]", ".", word)


def _one_apart(first: str, second: str) -> bool:
    if abs(len(first) - len(second)) > 1:
        return False
    start = next((i for i, (a, b) in enumerate(zip(first, second, strict=False)) if a != b), None)
    if start is None:
        return True
    if len(first) == len(second):
        swapped = first[start : start + 2] == second[start : start + 2][::-1]
        return first[start + 1 :] == second[start + 1 :] or (swapped and first[start + 2 :] == second[start + 2 :])
    shorter, longer = sorted((first, second), key=len)
    return shorter[start:] == longer[start + 1 :]
