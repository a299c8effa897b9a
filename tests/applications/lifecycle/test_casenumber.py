import pytest
from hypothesis import given
from hypothesis import strategies as st

from applications.lifecycle.casenumber import ALPHABET, case_number, random_code, read, read_code

pytestmark = pytest.mark.unit

numbers = st.builds(case_number, st.integers(2020, 2099), st.integers(0, 999_999))


@given(numbers, st.integers(0, 8), st.integers(1, 9))
def test_every_single_wrong_digit_is_refused(number, place, more):
    digits = list(number.replace("-", ""))
    digits[place] = str((int(digits[place]) + more) % 10)
    assert read("".join(digits)) is None


@given(numbers, st.integers(0, 7))
def test_every_swap_of_neighbours_is_refused(number, place):
    digits = list(number.replace("-", ""))
    digits[place], digits[place + 1] = digits[place + 1], digits[place]
    typed = "".join(digits)
    assert read(typed) == (number if typed == number.replace("-", "") else None)


@given(numbers, st.sampled_from(["", " ", "-", ".", "/", "\u00a0"]))
def test_how_it_is_grouped_does_not_matter(number, between):
    assert read(f" {between.join(number.replace('-', ''))} ") == number


def test_number_of_the_brief():
    assert case_number(2026, 48_27) == "26-0048-270"
    assert read("260048270") == "26-0048-270"


@pytest.mark.parametrize("typed", ["", "26-0048-27", "26-0048-2700", "²6-0048-270", "26-0048-27O", "٢٦٠٠٤٨٢٧٠"])
def test_what_is_no_number_is_refused(typed):
    assert read(typed) is None


def test_codes_use_only_signs_nobody_confuses():
    signs = set("".join(random_code(8) for _ in range(300)))
    assert signs <= set(ALPHABET)
    assert not signs & set("01OIL")
    assert read_code(" abcd-2345 ") == "ABCD2345"
