"""`python -m perizinan.devstack.health`: does the web process of this container answer? For Docker's HEALTHCHECK."""

import http.client
import os
import sys
from collections.abc import Mapping


def answers(environment: Mapping[str, str]) -> bool:
    """Asks as the reverse proxy would, or a redirect to https is all that would be tested."""
    host = environment.get("ALLOWED_HOSTS", "127.0.0.1").split(",")[0].strip()
    connection = http.client.HTTPConnection("127.0.0.1", int(environment.get("PORT", "8000")), timeout=4)
    try:
        connection.request("GET", "/sehat/", headers={"Host": host, "X-Forwarded-Proto": "https"})
        return connection.getresponse().status == http.client.OK
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()


if __name__ == "__main__":
    sys.exit(0 if answers(os.environ) else 1)
