import http.client
import subprocess
from urllib.parse import urlencode

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from applications.permits import sealing
from applications.permits.models import Permit
from perizinan.devstack.folders import ROOT, VENV_BIN
from perizinan.devstack.portal import HOST
from perizinan.devstack.processes import WEB
from tests import make
from tests.journeys.stack import own_port
from tests.trials.conftest import kill, until
from tests.trials.test_trials import SOON, all_is_done

pytestmark = [pytest.mark.trial, pytest.mark.django_db(transaction=True)]
CSRF = "c" * 32


@pytest.fixture
def gunicorn(environment, tmp_path):
    """The web process as an installation runs it, master and workers, with another application in it; its port."""
    begun = []

    def begin(app: str, **more: str) -> int:
        command = [str(VENV_BIN / "gunicorn"), app, *WEB.command[2:], "--bind", f"{HOST}:{port}"]
        log = (tmp_path / "gunicorn.log").open("wb")
        begun.append(
            subprocess.Popen(command, cwd=ROOT, env=environment | more, stdout=log, stderr=log, start_new_session=True)
        )
        until(lambda: answers(port), SOON)
        return port

    with own_port() as port:
        yield begin
        for process in begun:
            kill(process)


def answers(port: int) -> bool:
    try:
        return request(port, "GET", reverse("alive")) == 200
    except OSError:
        return False


def request(port: int, method: str, address: str, body: str = "", **headers: str) -> int:
    connection = http.client.HTTPConnection(HOST, port, timeout=30)
    try:
        connection.request(method, address, body or None, headers)
        return connection.getresponse().status
    finally:
        connection.close()


@pytest.mark.parametrize("moment", ["before", "after"])
def test_web_process_killed_while_the_head_signs(cast, nudged, start, gunicorn, moment):
    permit = make.rendered(cast)
    port = gunicorn("tests.trials.dying_wsgi", DIE_AT=moment)
    browser = Client()
    browser.force_login(cast.dewi)
    session = browser.cookies[settings.SESSION_COOKIE_NAME].value
    typed = {"passphrase": make.PASSPHRASE, "csrfmiddlewaretoken": CSRF}
    with pytest.raises((http.client.RemoteDisconnected, ConnectionResetError)):
        request(
            port,
            "POST",
            reverse("desk:signature", args=[permit.pk]),
            urlencode(typed),
            **{
                "Content-Type": "application/x-www-form-urlencoded",
                "Cookie": f"{settings.SESSION_COOKIE_NAME}={session}; {settings.CSRF_COOKIE_NAME}={CSRF}",
            },
        )
    permit.refresh_from_db()
    assert (permit.state, permit.attempts.get().state) == (Permit.State.RENDERED, "claimed")
    until(lambda: answers(port), SOON)  # the master has put another worker in its place
    start()
    until(lambda: permit.attempts.get().state != "claimed", SOON)
    if moment == "before":  # nothing was signed: the claim is given back, and the head signs again
        assert permit.attempts.get().problem == "lease_expired"
        sealing.sign(permit_id=permit.pk, by=cast.dewi, passphrase=make.PASSPHRASE, now=timezone.now())
    all_is_done(permit)
