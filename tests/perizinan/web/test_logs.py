import io
import logging

import pytest

from perizinan.web import logs


@pytest.fixture
def written():
    """What production's log would hold."""
    out, root = io.StringIO(), logging.getLogger()
    handler = logging.StreamHandler(out)
    handler.setFormatter(logs.formatter(json=True))
    root.addHandler(handler)
    yield out
    root.removeHandler(handler)


def test_a_traceback_says_where_and_not_what_was_typed(written):
    def sign(passphrase):
        raise RuntimeError("signer away")

    try:
        sign("kata-sandi-contoh")
    except RuntimeError:
        logging.getLogger("perizinan").exception("trouble")
    assert "signer away" in written.getvalue()
    assert '"name": "sign"' in written.getvalue()
    assert "kata-sandi-contoh" not in written.getvalue()


def test_a_forged_line_stays_inside_its_own(written):
    logging.getLogger("perizinan").warning("Not Found: %s", '/x\n{"event": "forged"}')
    assert len(written.getvalue().splitlines()) == 1
