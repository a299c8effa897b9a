"""The judges of all the other stories see what they are meant to see."""

import pytest
from playwright.sync_api import expect

from tests.journeys.accessibility import problems
from tests.journeys.watching import sideways

# Each waits until the browser has noticed, so that leaving the page cannot be faster.
VIOLATION = "const seen = new Promise((done) => addEventListener('securitypolicyviolation', () => setTimeout(done)));"
SPOIL = {
    "CSP script-src": VIOLATION
    + "document.body.append(Object.assign(document.createElement('script'), {textContent: '1'})); return seen",
    "CSP style-src": VIOLATION + "document.body.setAttribute('style', 'color: red'); return seen",
    "error: contoh": "console.error('contoh')",
    "script: ": "return new Promise((done) => setTimeout(() => { setTimeout(done); throw new Error('contoh') }))",
    "404: ": "return fetch('/tidak-ada/')",
    "elsewhere: ": "return new Promise((done) => document.body.append("
    "Object.assign(new Image(), {onerror: done, src: 'https://contoh.invalid/a.png'})))",
}


@pytest.mark.parametrize("complaint", SPOIL)
def test_a_page_that_misbehaves_is_noticed(visit, watch, complaint):
    page = visit()
    page.goto("/")
    assert watch.complaints == []
    page.evaluate(f"() => {{ {SPOIL[complaint]} }}")
    page.goto("/lacak/", wait_until="networkidle")
    assert any(complaint in found for found in watch.complaints), watch.complaints
    watch.complaints.clear()


def test_what_sticks_out_and_what_cannot_be_read_is_noticed(visit):
    page = visit()
    page.goto("/")
    assert problems(page) == []
    page.evaluate(
        """() => {
        const wide = document.createElement('p');
        wide.style.minWidth = '2000px';
        wide.textContent = 'lebar';
        document.querySelector('main').append(wide, document.createElement('img'));
    }"""
    )
    assert sideways(page)
    assert any("image-alt" in problem for problem in problems(page))


def test_english_is_english(visit):
    page = visit(language="en")
    page.goto("/")
    expect(page.locator("html")).to_have_attribute("lang", "en")
    expect(page.get_by_role("link", name="Sign in").first).to_be_visible()
