import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from itertools import count

import pytest
from django.conf import settings
from django.db import connection
from django.test import Client
from django.utils import timezone
from playwright.sync_api import Page, expect

from perizinan.accounts.models import User
from perizinan.devstack import demo_people, folders
from perizinan.devstack.portal import Web
from tests import make
from tests.journeys.stack import Stack, own_database, own_port
from tests.journeys.watching import Watch

CHROMIUM = os.environ.get("CHROMIUM", "/usr/bin/chromium")
ARGUMENTS = [
    "--disable-gpu",
    "--disable-dev-shm-usage",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-default-apps",
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1, EXCLUDE localhost",
]
PATIENCE = 60_000  # two cores carry the browser and the whole portal; a page asks for a verdict after 1, 3, 7, 15, 31 s

expect.set_options(timeout=PATIENCE)
_people = count(1)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if "tests/journeys/" in item.nodeid:
            item.add_marker(pytest.mark.browser)


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args):
    sandbox = ["--no-sandbox"] if os.geteuid() == 0 else []  # chromium refuses its sandbox as root
    return {**browser_type_launch_args, "executable_path": CHROMIUM, "args": ARGUMENTS + sandbox}


@pytest.fixture(scope="session")
def browser_context_args(browser_context_args, stack):
    return {**browser_context_args, "base_url": stack.url, "locale": "id-ID", "timezone_id": "Asia/Jakarta"}


@pytest.fixture(scope="session", autouse=True)
def _screenshots(pytestconfig: pytest.Config) -> None:
    if pytestconfig.option.screenshot == "off":
        pytestconfig.option.screenshot = "only-on-failure"  # into test-results/


@pytest.fixture(scope="session")
def stack(django_db_blocker, tmp_path_factory) -> Iterator[Stack]:
    with own_port() as port, django_db_blocker.unblock():
        found = Stack(tmp_path_factory.mktemp("portal"), port)
        with own_database(found.database):
            try:
                found.start()
                with found.inside():
                    demo_people.enter(timezone.now())
                yield found
            finally:
                found.stop()


@pytest.fixture(scope="session")
def production(stack: Stack, tmp_path_factory) -> Iterator[str]:
    """One more web process, as an office runs it: no DEBUG, no demo, compressed static files, behind a proxy."""
    folder = tmp_path_factory.mktemp("production")
    environment = stack.environment(
        DEBUG="0",
        DEMO="0",
        SECRET_KEY="k" * 50,
        FIELD_KEYS="a2FuZGlkYXQta3VuY2ktdWppLTMyLWJ5dGUtcGFuamE=",
        FIELD_DIGEST_KEY="d" * 50,
        SITE_URL="https://127.0.0.1",
        ALLOWED_HOSTS="127.0.0.1",
        BEHIND_PROXY="1",
        EMAIL_CHANNEL="smtp",
        PHONE_CHANNEL="gateway",
        STATIC_ROOT=str(folder / "static"),
    )
    collect = [sys.executable, "manage.py", "collectstatic", "--noinput", "--verbosity", "0"]
    collect += ["--ignore", "admin"]  # no page of a visitor uses them, and compressing them takes a while
    subprocess.run(collect, cwd=folders.ROOT, env=environment, check=True, capture_output=True)
    with own_port() as port:
        web = Web(folder, environment, port)
        try:
            web.start()
            yield f"http://127.0.0.1:{port}"
        finally:
            web.stop()


@pytest.fixture(autouse=True)
def _own_folders(stack: Stack, django_db_blocker, nudged) -> Iterator[None]:
    """Instead of a folder for each test: the folders and the database of the running portal, whose sweepers find
    what a test itself wrote."""
    with django_db_blocker.unblock(), stack.inside():
        yield
        assert not connection.in_atomic_block


@pytest.fixture
def cast() -> make.Cast:
    """The officers of the demo accounts, and an applicant nobody has seen before."""

    def known(name: str) -> User:
        return User.objects.get(email=f"{name}@contoh.test")

    return make.Cast(
        ayu=make.user(f"Ayu{next(_people)}-{os.getpid()}"),
        budi=known("verifikator"),
        bayu=known("verifikator2"),
        citra=known("bakesbangpol"),
        darma=known("kabid"),
        dewi=known("kadis"),
        eko=known("pemohon2"),
        gita=known("admin"),
        hadi=known("auditor"),
    )


@pytest.fixture
def watch(stack: Stack) -> Iterator[Watch]:
    found = Watch(stack.url)
    yield found
    assert not found.found


@pytest.fixture
def visit(new_context, stack: Stack, watch: Watch) -> Callable[..., Page]:
    """A browser of its own for one person; signed in when `by` is given."""

    def visit(by: User | None = None, *, width: int = 1280, language: str = "", **options: object) -> Page:
        context = new_context(viewport={"width": width, "height": 800}, **options)
        context.set_default_timeout(PATIENCE)
        cookies = {"sessionid": session_of(by)} if by else {}
        cookies |= {"bahasa": language} if language else {}
        context.add_cookies([{"name": name, "value": value, "url": stack.url} for name, value in cookies.items()])
        watch.over(context, scripts=options.get("java_script_enabled", True) is not False)
        return context.new_page()

    return visit


def session_of(user: User) -> str:
    client = Client()
    client.force_login(user, backend=settings.AUTHENTICATION_BACKENDS[0])
    return client.cookies["sessionid"].value
