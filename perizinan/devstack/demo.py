"""The demo cases in different states. What happens in each is a chain of the verbs that people use."""

from datetime import datetime, timedelta

from perizinan.devstack import demo_walk
from perizinan.devstack.demo_people import Cast
from perizinan.devstack.demo_story import Story
from perizinan.regions.models import Region

BLURRED = "Tulisan di halaman 1 buram. Foto ulang halaman itu di tempat terang."
OTHER_TITLE = "Judul berbeda dari proposal. Samakan keduanya."
NO_METHOD = "Proposal belum memuat metode dan sasaran."
HARMLESS = "Tidak ada dampak buruk (contoh)."
UNTRUE = "Dokumen yang diserahkan tidak benar."
UNKNOWN_HEAD = "Surat pengantar memakai kop lembaga yang tidak dikenal (contoh)."
OTHERS: list[tuple[str, int, str, dict[str, str]]] = [
    # type, begun so many days ago, the stage where it waits (none: it is signed), answers that lead there
    ("reklame", 3, "pajak", {}),  # two units at once
    ("makam", 2, "pembayaran", {"bebas_retribusi": "tidak"}),
    ("apotek", 4, "kunjungan", {}),
    ("trayek", 12, "", {}),
]


def tell(cast: Cast, now: datetime) -> None:
    villages = list(Region.objects.filter(level=Region.Level.VILLAGE, code__startswith="35.16.").order_by("code")[::25])
    _research(cast, villages, now)
    _others(cast, villages, now)


def _others(cast: Cast, villages: list[Region], now: datetime) -> None:
    """One case of other types at each kind of stage, and a permit that can be renewed."""
    for number, (slug, days_ago, until, own) in enumerate(OTHERS):
        applicant, village = cast.applicants[number % len(cast.applicants)], villages[number % len(villages)]
        story = Story(cast, number, applicant, village, now - timedelta(days=days_ago), slug)
        demo_walk.fill(story.case(), by=applicant, now=story.now, **own)
        story.upload().later(minutes=30).send()
        story.now = demo_walk.walk(story.case(), now=story.now, until=until)
        if not until:
            story.later(hours=1).sign()


def _research(cast: Cast, villages: list[Region], now: datetime) -> None:
    """Twelve cases of one type in different states, the oldest three weeks old."""

    def story(number: int, days_ago: int) -> Story:
        applicant, village = cast.applicants[number % len(cast.applicants)], villages[number % len(villages)]
        return Story(cast, number, applicant, village, now - timedelta(days=days_ago))

    def sent(number: int, days_ago: int) -> Story:
        return story(number, days_ago).fill().upload().later(minutes=20).send().later(hours=2)

    def recommended(number: int, days_ago: int, note: str = "") -> Story:
        return sent(number, days_ago).complete().later(days=1).recommend(note)

    story(0, 1).fill("peneliti")
    story(1, 2).fill().upload("ktp", "pasfoto")
    sent(2, 0)
    sent(3, 1)
    sent(4, 1).give_back(pengantar=BLURRED, judul=OTHER_TITLE)
    sent(5, 4).complete()
    recommended(6, 5, HARMLESS)
    recommended(7, 6).later(hours=5).endorse()
    recommended(8, 7).later(hours=4).endorse().later(days=1).approve()
    mended = sent(9, 20).give_back(proposal=NO_METHOD).later(days=1).mend_and_send()
    endorsed = mended.complete().later(days=1).recommend().later(hours=4).endorse()
    endorsed.later(days=1).approve().later(hours=1).sign()
    sent(10, 12).later(days=1).reject(UNTRUE, UNKNOWN_HEAD)
    sent(11, 9).later(days=1).withdraw()
