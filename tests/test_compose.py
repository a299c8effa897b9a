import json
import pathlib
import re
import subprocess
import sys

import pytest
import yaml
from django.conf import settings

from perizinan.devstack import processes
from perizinan.web import server

pytestmark = pytest.mark.unit

ROOT = pathlib.Path(__file__).resolve().parent.parent
COMPOSE = yaml.safe_load((ROOT / "docker-compose.yml").read_text(encoding="utf-8"))
DOCKERFILE = (ROOT / "Dockerfile").read_text(encoding="utf-8")
PORTAL = [row.name for row in (processes.PREPARE, *processes.TABLE)]
# what the containers' own programs read, not the portal's settings
PLATFORM = {"PATH", "PYTHONUNBUFFERED", "PYTHONDONTWRITEBYTECODE", "PORT"}
LEAST_SECONDS_FOR_A_BODY = 300


def settings_names() -> set[str]:
    source = (ROOT / "perizinan" / "settings.py").read_text(encoding="utf-8")
    return set(re.findall(r'env\.(?:text|flag|number|names)\(\s*"([A-Z0-9_]+)"', source))


def readme_names() -> set[str]:
    rows = [line for line in (ROOT / "README.md").read_text(encoding="utf-8").splitlines() if line.startswith("|")]
    return {name for row in rows for name in re.findall(r"`([A-Z][A-Z0-9_]+)`", row.split("|")[1])}


def interpolated() -> set[str]:
    text = (ROOT / "docker-compose.yml").read_text(encoding="utf-8")
    return set(re.findall(r"(?<!\$)\$\{([A-Z0-9_]+)", text.split("services:", 1)[0]))


def dockerfile_values(instruction: str) -> str:
    return re.findall(rf"^{instruction} (.+)$", DOCKERFILE, re.MULTILINE)[-1]


@pytest.mark.parametrize("row", [processes.PREPARE, *processes.TABLE], ids=lambda row: row.name)
def test_compose_starts_what_the_process_table_says(row):
    assert COMPOSE["services"][row.name]["command"] == list(row.command)


def test_the_image_alone_is_the_web_process():
    assert json.loads(dockerfile_values("CMD")) == list(processes.WEB.command)


@pytest.mark.parametrize("service", PORTAL)
def test_every_variable_of_the_portal_is_one_that_settings_read(service):
    assert set(COMPOSE["services"][service]["environment"]) - settings_names() == set()


def test_every_variable_of_the_image_is_one_that_settings_or_its_programs_read():
    names = set(re.findall(r"([A-Z_]+)=", dockerfile_values("ENV")))
    assert names - settings_names() - PLATFORM == set()


def test_every_variable_stands_in_the_readme():
    wanted = set(COMPOSE["services"]["web"]["environment"]) | interpolated() | {"LOCAL_DIR", "PORT"}
    assert wanted - readme_names() == set()


def test_nothing_but_the_proxy_is_reachable_from_outside():
    assert [name for name, service in COMPOSE["services"].items() if "ports" in service] == ["proxy"]


def proxy_says(pattern: str) -> int:
    return int(re.search(pattern, COMPOSE["configs"]["caddy"]["content"]).group(1))


def test_the_proxy_waits_for_slow_uploads_as_the_portal_does():
    seconds = proxy_says(r"read_body (\d+)m") * 60
    assert seconds >= LEAST_SECONDS_FOR_A_BODY
    assert seconds == settings.REQUEST_SECONDS
    assert proxy_says(r"write (\d+)m") * 60 > seconds  # it counts from the end of the head
    assert proxy_says(r"read_header (\d+)s") == server.HEAD_SECONDS


def test_the_proxy_lets_through_what_the_portal_takes():
    assert proxy_says(r"max_size (\d+)MiB") * 1024**2 == settings.REQUEST_MAX_BYTES


def test_the_proxy_leaves_a_connection_before_the_portal_closes_it():
    keep_alive = processes.WEB.command[processes.WEB.command.index("--keep-alive") + 1]
    assert proxy_says(r"keepalive (\d+)s") < int(keep_alive)


def test_a_container_is_killed_after_its_server_has_given_up():
    graceful = processes.WEB.command[processes.WEB.command.index("--graceful-timeout") + 1]
    assert int(COMPOSE["services"]["web"]["stop_grace_period"].rstrip("s")) > int(graceful)


def test_secrets_have_no_default():
    text = (ROOT / "docker-compose.yml").read_text(encoding="utf-8")
    for name in ("SECRET_KEY", "FIELD_KEYS", "FIELD_DIGEST_KEY", "POSTGRES_PASSWORD"):
        assert set(re.findall(rf"\$\{{{name}(.*?)\}}", text)) == {":?"}


def test_services_wait_for_the_prepared_database():
    for name in ("web", "worker", "beat"):
        assert COMPOSE["services"][name]["depends_on"]["prepare"] == {"condition": "service_completed_successfully"}


def test_the_image_runs_as_nobody_in_particular():
    assert dockerfile_values("USER") == "10001:10001"
    assert "HEALTHCHECK" in DOCKERFILE


def test_hadolint_has_nothing_to_say():
    hadolint = pathlib.Path(sys.executable).with_name("hadolint")
    done = subprocess.run([hadolint, ROOT / "Dockerfile"], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout
