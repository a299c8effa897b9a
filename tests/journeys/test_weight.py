"""What a first visit costs. Measured on a web process with production settings: compressed, hashed static files; the
pages themselves as that process sends them, before any proxy could compress them. Sizes are those Chromium counts on
the wire, headers included."""

from types import SimpleNamespace

import pytest

KB = 1024


@pytest.fixture
def weigh(new_context, production):
    """Opens an address; how many requests and bytes that took."""
    context = new_context(extra_http_headers={"X-Forwarded-Proto": "https"})
    page = context.new_page()
    counter = context.new_cdp_session(page)
    counter.send("Network.enable")
    sizes: list[float] = []
    cached: list[str] = []
    counter.on("Network.loadingFinished", lambda event: sizes.append(event["encodedDataLength"]))
    counter.on("Network.requestServedFromCache", lambda event: cached.append(event["requestId"]))

    def weigh(address):
        sizes.clear()
        cached.clear()
        answer = page.goto(production + address, wait_until="networkidle")
        assert answer.ok
        print(f"{address}: {sum(sizes) / KB:.1f} KB in {len(sizes) - len(cached)} requests")
        return SimpleNamespace(bytes=sum(sizes), requests=len(sizes) - len(cached))

    return weigh


def test_the_first_visit_and_the_next_page(weigh):
    first = weigh("/")
    assert first.bytes <= 100 * KB
    assert first.requests <= 10
    for address in ("/izin/penelitian/", "/izin/?q=skripsi", "/masuk/", "/lacak/", "/periksa/"):
        assert weigh(address).bytes <= 25 * KB, address
