"""`python -m perizinan.devstack.health`: does the web process of this container answer? For Docker's HEALTHCHECK."""

import http.client
import sys

from perizinan import environment


def answers() -> bool:
    """Asks by a name the portal goes by: it refuses every other."""
    host, port = environment.names("ALLOWED_HOSTS", "127.0.0.1")[0], environment.number("PORT", 8000)
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=4)
    try:
        connection.request("GET", "/sehat/", headers={"Host": host})
        return connection.getresponse().status == http.client.OK
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()


if __name__ == "__main__":
    sys.exit(0 if answers() else 1)
