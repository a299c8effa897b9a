"""Remarks measured on page images, in words: code -> what is said of a photo, and of pages."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, ngettext_lazy


@dataclass(frozen=True)
class PageRemark:
    of_photo: str | Promise
    of_pages: str | Promise


PAGE_REMARKS: dict[str, PageRemark] = {
    "dark": PageRemark(
        gettext_lazy("Foto ini gelap. Foto ulang di tempat terang bila tulisannya tidak terbaca."),
        ngettext_lazy(
            "%(pages)s gelap. Foto ulang di tempat terang bila tulisannya tidak terbaca.",
            "%(pages)s gelap. Foto ulang di tempat terang bila tulisannya tidak terbaca.",
            "count",
        ),
    ),
    "blurred": PageRemark(
        gettext_lazy("Foto ini buram. Foto ulang di tempat terang bila tulisannya tidak terbaca."),
        ngettext_lazy(
            "%(pages)s buram. Foto ulang di tempat terang bila tulisannya tidak terbaca.",
            "%(pages)s buram. Foto ulang di tempat terang bila tulisannya tidak terbaca.",
            "count",
        ),
    ),
    "blank": PageRemark(
        gettext_lazy("Foto ini tampak kosong. Pastikan fotonya benar."),
        ngettext_lazy(
            "%(pages)s tampak kosong. Pastikan tidak ada isi yang tertinggal.",
            "%(pages)s tampak kosong. Pastikan tidak ada isi yang tertinggal.",
            "count",
        ),
    ),
    "sideways": PageRemark(
        gettext_lazy("Tulisan di foto ini menyamping. Bila bisa, putar dulu lalu unggah lagi."),
        ngettext_lazy(
            "Tulisan di %(pages)s menyamping. Bila bisa, putar dulu lalu unggah lagi.",
            "Tulisan di %(pages)s menyamping. Bila bisa, putar dulu lalu unggah lagi.",
            "count",
        ),
    ),
}
_RUNS = 5


def page_remark(code: str, numbers: Sequence[int], *, photo: bool) -> str:
    remark = PAGE_REMARKS[code]
    if photo:
        return str(remark.of_photo)
    said: str = remark.of_pages % {"pages": page_list(numbers), "count": len(numbers)}
    return said[:1].upper() + said[1:]


def page_list(numbers: Sequence[int]) -> str:
    """`[2, 5]` -> "halaman 2 dan 5", `[1, 2, 3, 7]` -> "halaman 1-3 dan 7"."""
    words = _runs(sorted(numbers))
    if len(words) > _RUNS:
        hidden = sum(count for _word, count in words[_RUNS - 1 :])
        rest = ngettext("%(count)s halaman lain", "%(count)s halaman lain", hidden) % {"count": hidden}
        words = [*words[: _RUNS - 1], (rest, hidden)]
    said = [word for word, _count in words]
    if len(said) > 1:
        said = [_("%(first)s dan %(last)s") % {"first": ", ".join(said[:-1]), "last": said[-1]}]
    return ngettext("halaman %(list)s", "halaman %(list)s", len(numbers)) % {"list": said[0]}


def _runs(numbers: Sequence[int]) -> list[tuple[str, int]]:
    """(words, how many pages) for each number alone or three and more in a row."""
    runs: list[list[int]] = []
    for number in numbers:
        if runs and number == runs[-1][-1] + 1:
            runs[-1].append(number)
        else:
            runs.append([number])
    words: list[tuple[str, int]] = []
    for run in runs:
        if len(run) > 2:
            words.append((f"{run[0]}\N{EN DASH}{run[-1]}", len(run)))
        else:
            words += [(str(number), 1) for number in run]
    return words
