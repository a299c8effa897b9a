import os
from dataclasses import replace

from playwright.sync_api import expect

from applications.lifecycle.states import Status
from perizinan.accounts.roles import Role
from tests import make


def test_the_passphrase_is_asked_for_once_a_letter_can_be_read(visit, cast, stack):
    head = make.user(f"Wahyu-{os.getpid()}", role=Role.HEAD)  # nothing else waits for this one
    page = visit(head)
    with stack.by_hand():
        make.application(replace(cast, dewi=head), status=Status.AWAITING_SIGNATURE)
        page.goto("/meja/tanda-tangan/")
        expect(page.get_by_text("Surat masih disiapkan.")).to_be_visible()
        expect(page.get_by_label("Kata sandi tanda tangan")).to_be_hidden()
    expect(page.get_by_label("Kata sandi tanda tangan")).to_be_visible()
    expect(page.get_by_text("Surat masih disiapkan.")).to_be_hidden()
