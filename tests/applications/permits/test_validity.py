from datetime import date

import pytest

from applications.catalogue.schema import Period
from applications.permits.validity import after, last_day, settled
from tests.applications.catalogue.made import spec

pytestmark = pytest.mark.unit
APPROVED = date(2026, 11, 24)
FORMER = date(2027, 5, 31)
THREE_YEARS = {"valid_for": {"years": 3}}


def until(kind, *, former=None, answers=None, **changes):
    return last_day(spec(**changes), kind, answers or {}, approved_on=APPROVED, former_until=former)


@pytest.mark.parametrize(
    ("period", "day", "last"),
    [
        ({"years": 3}, "2026-11-24", "2029-11-24"),
        ({"years": 1}, "2028-02-29", "2029-02-28"),
        ({"years": 4}, "2028-02-29", "2032-02-29"),
        ({"months": 1}, "2027-01-31", "2027-02-28"),
        ({"months": 1}, "2028-01-31", "2028-02-29"),
        ({"months": 1}, "2026-12-31", "2027-01-31"),
        ({"months": 6}, "2026-08-31", "2027-02-28"),
        ({"months": 600}, "2026-11-24", "2076-11-24"),
        ({"days": 30}, "2026-12-20", "2027-01-19"),
    ],
)
def test_last_day_is_the_same_date_or_the_end_of_the_month(period, day, last):
    assert after(Period(**period), date.fromisoformat(day)).isoformat() == last


@pytest.mark.parametrize("kind", ["new", "renewal"])
def test_new_permit_and_renewal_hold_from_their_own_day(kind):
    assert until(kind, former=FORMER, **THREE_YEARS) == date(2029, 11, 24)


@pytest.mark.parametrize("kind", ["amendment", "duplicate"])
def test_amendment_and_duplicate_end_with_the_permit_they_are_about(kind):
    assert until(kind, former=FORMER, **THREE_YEARS) == FORMER
    assert until(kind, former=None) is None


@pytest.mark.parametrize("kind", ["amendment", "duplicate"])
def test_about_a_paper_nobody_here_knows_it_holds_no_longer_than_a_new_permit(kind):
    assert until(kind, former=None, **THREE_YEARS) == date(2029, 11, 24)


def test_revocation_has_no_end():
    assert until("revocation", former=FORMER, **THREE_YEARS) is None
    assert until("revocation", answers={"mulai": "2027-01-01"}, valid_until_field="mulai") is None


def test_date_of_the_form_counts_where_the_type_says_so():
    answers = {"mulai": "2027-01-01"}
    assert until("new", answers=answers, valid_until_field="mulai") == date(2027, 1, 1)
    assert until("amendment", answers=answers, valid_until_field="mulai") == date(2027, 1, 1)
    assert until("amendment", answers=answers, former=FORMER, valid_until_field="mulai") == FORMER
    assert until("new", answers={"mulai": "besok"}, valid_until_field="mulai") is None


def test_type_without_a_date_has_none():
    assert until("new") is None


def test_end_of_the_old_permit_is_what_the_new_paper_says():
    made = spec(valid_until_field="mulai")
    typed = {"mulai": "2030-01-01", "nama": "Ayu"}
    assert settled(made, "amendment", typed, FORMER) == {"mulai": "2027-05-31", "nama": "Ayu"}
    assert settled(made, "renewal", typed, FORMER) == typed
    assert settled(made, "amendment", {"nama": "Ayu"}, FORMER) == {"nama": "Ayu"}
    assert settled(made, "amendment", typed, None) == typed
