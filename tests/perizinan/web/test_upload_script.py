"""upload.js and sending.js against a server that the browser only believes in (page.route)."""

import hashlib
import re
from base64 import b64decode
from io import BytesIO

import pytest
from django.template.loader import render_to_string
from PIL import Image
from playwright.sync_api import expect

pytestmark = pytest.mark.browser

TUS = {"Tus-Resumable": "1.0.0"}
LOST = "Sinyal terputus. Kami lanjutkan sendiri bila tersambung lagi."


def row(line="", stopped="[]", **more):
    words = {"action": "/berkas/", "tus": "/unggahan/", "id": "baris", "key": "f", "label": "KTP", "stopped": stopped}
    words |= {"accept": "image/jpeg,.pdf", "max_bytes": 2 * 1024**2, "csrf_token": "satu"}
    form = render_to_string("parts/upload.html", words | more)
    tag = {"say": "Diterima", "mark": "ok", "kind": "is-done"} if line else {}
    return render_to_string("parts/file_row.html", {"id": "baris", "title": "KTP", "line": line, "slot": form, **tag})


class Server:
    """Keeps what it is sent; `troubles` are answered first, in their order (0: the connection breaks)."""

    def __init__(self, page):
        self.begun, self.kept, self.asked, self.troubles, self.signed_in = [], {}, [], {}, True
        page.route(re.compile("/(unggahan|berkas)/"), self.answer)
        page.route(
            re.compile(r"/static/js/"), lambda route: route.continue_(url=route.request.url.replace("/static", ""))
        )

    def answer(self, route):
        method, path = route.request.method, "/" + route.request.url.split("/", 3)[3]
        self.asked.append((method, path))
        waiting = self.troubles.get(method, [])
        trouble = waiting.pop(0) if waiting else None
        if trouble == 0:
            route.abort()
        else:
            route.fulfill(**(trouble or getattr(self, f"on_{method.lower()}")(route.request, path)))

    def on_post(self, request, path):
        if path == "/berkas/":
            return {"status": 200, "content_type": "text/html", "body": "diterima"}
        headers = request.headers
        self.begun.append({key: headers.get(key, "") for key in ("upload-length", "upload-metadata", "x-csrftoken")})
        address = f"/unggahan/{len(self.begun)}/"
        self.kept[address] = [b"", int(headers["upload-length"])]
        return {"status": 201, "headers": TUS | {"Location": address}}

    def on_head(self, _request, path):
        if path not in self.kept:
            return {"status": 404, "headers": TUS}
        data, length = self.kept[path]
        return {"status": 200, "headers": TUS | {"Upload-Offset": str(len(data)), "Upload-Length": str(length)}}

    def on_patch(self, request, path):
        assert request.headers["upload-offset"] == str(len(self.kept[path][0]))
        self.kept[path][0] += request.post_data_buffer
        return {"status": 204, "headers": TUS | {"Upload-Offset": str(len(self.kept[path][0]))}}

    def on_delete(self, _request, path):
        del self.kept[path]
        return {"status": 204, "headers": TUS}

    def on_get(self, _request, _path):
        if not self.signed_in:
            return {"status": 204, "headers": {"HX-Redirect": "/masuk/"}}
        whole = [data for data, length in self.kept.values() if len(data) == length]
        body = row("ktp.pdf, 1 KB" if whole else "")
        return {"status": 200, "content_type": "text/html; charset=utf-8", "body": body}


@pytest.fixture
def server(page, site):
    return Server(page)


@pytest.fixture
def shown(page, site, server):
    def show(**more):
        page.goto(site.show(f"<ul>{row(**more)}</ul>", "upload"))
        expect(page.locator("form.live-form")).to_be_attached()

    return show


def choose(page, data, name="ktp.pdf"):
    page.locator("input[type=file]").set_input_files({"name": name, "mimeType": "application/pdf", "buffer": data})


def arrived(page):
    expect(page.locator("#baris")).to_contain_text("ktp.pdf, 1\u00a0KB")
    expect(page.locator("#baris")).to_have_count(1)


def test_a_file_arrives_and_the_answer_takes_the_place_of_the_row(page, shown, server):
    shown()
    choose(page, b"x" * 700_000)
    arrived(page)
    [(data, _)] = server.kept.values()
    assert data == b"x" * 700_000
    [begun] = server.begun
    metadata = dict(pair.split(" ") for pair in begun["upload-metadata"].split(","))

    assert b64decode(metadata["sha256"]).decode() == hashlib.sha256(data).hexdigest()
    assert b64decode(metadata["filename"]).decode() == "ktp.pdf"
    assert "photo" not in metadata
    expect(page.get_by_role("status")).to_have_text("KTP: Diterima")


def test_too_large_a_file_is_not_sent(page, shown, server):
    shown()
    choose(page, b"x" * (3 * 1024**2))
    expect(page.get_by_role("alert")).to_contain_text("Berkas ini 3\u00a0MB, batasnya 2\u00a0MB.")
    choose(page, b"")
    expect(page.get_by_role("alert")).to_contain_text("Berkas ini kosong.")
    assert server.asked == []


def test_a_refusal_is_shown_in_the_words_of_the_server(page, shown, server):
    server.troubles["POST"] = [{"status": 422, "headers": TUS, "body": "Berkas .exe tidak dapat kami terima."}]
    shown()
    choose(page, b"x")
    expect(page.get_by_role("alert")).to_have_text("Berkas .exe tidak dapat kami terima.")
    choose(page, b"x")
    arrived(page)


@pytest.mark.parametrize("trouble", [0, {"status": 502, "body": "<h1>rusak</h1>"}, {"status": 423, "headers": TUS}])
def test_a_broken_connection_mends_itself(page, shown, server, trouble):
    server.troubles = {"PATCH": [trouble, trouble]}
    shown()
    choose(page, b"x" * 700_000)
    if trouble in (0, 502):
        expect(page.locator("#baris")).to_contain_text(LOST)
    arrived(page)
    assert len(server.begun) == 1


def test_a_server_that_is_away_while_one_asks_where_to_go_on_costs_nothing(page, shown, server):
    away = {"status": 502, "body": ""}
    server.troubles = {"PATCH": [0], "HEAD": [away]}
    shown()
    choose(page, b"x" * 700_000)
    arrived(page)
    assert len(server.begun) == 1


def test_an_upload_that_the_server_lists_goes_on_where_it_was(page, shown, server):
    data = bytes(range(256)) * 2000
    sha256 = hashlib.sha256(data).hexdigest()
    server.kept["/unggahan/7/"] = [data[:300_000], len(data)]
    shown(stopped=f'[{{"url": "/unggahan/7/", "size": {len(data)}, "sha256": "{sha256}"}}]')
    choose(page, data)
    arrived(page)
    assert server.begun == []
    assert server.kept["/unggahan/7/"][0] == data


def test_another_file_of_that_size_begins_anew(page, shown, server):
    server.kept["/unggahan/7/"] = [b"y" * 50, 1000]
    shown(stopped=f'[{{"url": "/unggahan/7/", "size": 1000, "sha256": "{"0" * 64}"}}]')
    choose(page, b"x" * 1000)
    arrived(page)
    assert server.kept["/unggahan/1/"][0] == b"x" * 1000


def test_an_upload_that_is_gone_begins_anew(page, shown, server):
    data = b"x" * 1000
    shown(stopped=f'[{{"url": "/unggahan/7/", "size": 1000, "sha256": "{hashlib.sha256(data).hexdigest()}"}}]')
    choose(page, data)
    arrived(page)
    assert len(server.begun) == 1


def test_after_the_session_ended_it_waits_and_goes_on_with_a_new_token(page, shown, server):
    server.signed_in = False
    server.troubles = {"PATCH": [{"status": 401, "headers": TUS}]}
    shown()
    choose(page, b"x" * 700_000)
    expect(page.locator("#baris")).to_contain_text("Anda perlu masuk lagi sebelum mengunggah.")
    expect(page.get_by_role("link", name="Masuk")).to_have_attribute("href", "/masuk/?next=%2F")
    server.signed_in = True
    page.evaluate("dispatchEvent(new Event('focus'))")
    arrived(page)
    assert len(server.begun) == 1


def test_cancelled_it_goes_from_the_server_too(page, shown, server):
    server.troubles = {"PATCH": [0] * 50}
    shown()
    choose(page, b"x" * 700_000)
    expect(page.locator("#baris")).to_contain_text(LOST)
    page.get_by_role("button", name="Batal").click()
    expect(page.locator("form.live-form")).to_be_visible()
    expect(page.get_by_role("status")).to_have_text("Unggahan dibatalkan.")
    assert server.kept == {}


def test_paused_and_gone_on(page, shown, server):
    server.troubles = {"PATCH": [0, 0]}
    shown()
    choose(page, b"x" * 700_000)
    expect(page.locator("#baris")).to_contain_text(LOST)
    page.get_by_role("button", name="Jeda").click()
    expect(page.locator("#baris")).to_contain_text("Dijeda")
    page.get_by_role("button", name="Lanjutkan").click()
    arrived(page)


def test_where_pieces_are_not_taken_the_form_is_sent_as_it_is(page, shown, server):
    server.troubles["POST"] = [{"status": 404, "body": ""}] * 2
    shown()
    with page.expect_request(lambda request: request.method == "POST" and request.url.endswith("/berkas/")) as sent:
        choose(page, b"x" * 1000)
    assert "multipart/form-data" in sent.value.headers["content-type"]


def test_several_files_go_one_after_another(page, shown, server):
    shown(multiple=True, photo=True)
    page.locator("input[type=file]").set_input_files(
        [{"name": f"{n}.jpg", "mimeType": "image/jpeg", "buffer": b"x" * n} for n in (1, 2, 3)]
    )
    arrived(page)
    assert [begun["upload-length"] for begun in server.begun] == ["1", "2", "3"]
    assert all("photo MQ==" in begun["upload-metadata"] for begun in server.begun)
    assert [data for data, _ in server.kept.values()] == [b"x", b"xx", b"xxx"]
    assert server.asked.count(("GET", "/berkas/")) == 1


def photo(page, width=3200, height=2400):
    """A picture of noise, which no JPEG makes small, drawn by the browser itself."""
    return bytes(
        page.evaluate(
            f"""async () => {{
            const canvas = Object.assign(document.createElement('canvas'), {{ width: {width}, height: {height} }});
            const paper = canvas.getContext('2d'), data = paper.createImageData({width}, {height});
            for (let i = 0; i < data.data.length; i++) data.data[i] = i % 4 === 3 ? 255 : (i * 2654435761 >>> 16) & 255;
            paper.putImageData(data, 0, 0);
            const blob = await new Promise((done) => canvas.toBlob(done, 'image/jpeg', 0.7));
            return [...new Uint8Array(await blob.arrayBuffer())];
            }}"""
        )
    )


@pytest.mark.parametrize("original", [False, True])
def test_a_large_photo_is_made_smaller_unless_one_says_no(page, site, server, original):
    choice = render_to_string("parts/original.html")
    page.goto(site.show(f"{choice}<ul>{row(max_bytes=20 * 1024**2)}</ul>", "upload"))
    data = photo(page)
    assert len(data) > 1024**2
    if original:
        page.get_by_label("Kirim ukuran asli").check()
    page.locator("input[type=file]").set_input_files({"name": "ktp.png", "mimeType": "image/jpeg", "buffer": data})
    arrived(page)
    [(sent, _)] = server.kept.values()
    if original:
        assert sent == data
    else:
        assert len(sent) < len(data)
        assert max(Image.open(BytesIO(sent)).size) == 2600
