from datetime import timedelta

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from applications.documents.models import DocumentVersion
from tests import make


@pytest.fixture(autouse=True)
def today():
    """The hour after the builders' day began: pages and builders live on the same day."""
    with time_machine.travel(make.NOW + timedelta(hours=1), tick=False):
        yield


@pytest.fixture
def desk():
    """`desk(user)`: a browser in which that person is signed in."""

    def browser(user) -> Client:
        client = Client()
        client.force_login(user)
        return client

    return browser


def page(case, more=""):
    return f"/meja/{case.number}/{more}"


def version(case, key):
    return DocumentVersion.objects.get(application=case, requirement_key=key, current=True)


def text(response) -> str:
    """The words of a page, numbers and their words joined by plain blanks."""
    return " ".join(response.content.decode().replace("\u00a0", " ").replace("&nbsp;", " ").split())


@pytest.fixture
def words():
    return text


@pytest.fixture
def queries_of():
    def asked(action) -> int:
        with CaptureQueriesContext(connection) as queries:
            action()
        return len(queries)

    return asked
