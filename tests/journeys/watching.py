"""What no page of any journey may do: report to the console, break the policy, fail, or call somebody else."""

from urllib.parse import urlsplit

from playwright.sync_api import BrowserContext, ConsoleMessage, Page, Request, Response

# Said by Chromium itself for every answer from 400 up; answers are looked at below, by their status.
STATUS_LINE = "Failed to load resource: the server responded with a status of"
POLICY = """addEventListener('securitypolicyviolation',
    (event) => console.error(`CSP ${event.violatedDirective} ${event.blockedURI}`))"""


class Watch:
    def __init__(self, url: str) -> None:
        self.host = urlsplit(url).netloc
        self.complaints: list[str] = []
        self.allowed: list[str] = []

    def over(self, context: BrowserContext, *, scripts: bool = True) -> None:
        if scripts:
            context.add_init_script(POLICY)
        context.on("console", self._console)
        context.on("weberror", lambda error: self._note(f"script: {error.error}"))
        context.on("response", self._response)
        context.on("request", self._request)

    def allow(self, *words: str) -> None:
        """A complaint with one of these words belongs to the story."""
        self.allowed += words

    @property
    def found(self) -> list[str]:
        return [complaint for complaint in self.complaints if not any(words in complaint for words in self.allowed)]

    def _note(self, complaint: str) -> None:
        self.complaints.append(complaint)

    def _console(self, message: ConsoleMessage) -> None:
        if message.type in ("error", "warning") and not message.text.startswith(STATUS_LINE):
            self._note(f"{message.type}: {message.text} {message.location.get('url', '')}")

    def _response(self, response: Response) -> None:
        if response.status >= 500 or (response.status in (400, 403, 404) and "favicon" not in response.url):
            self._note(f"{response.status}: {response.request.method} {response.url}")

    def _request(self, request: Request) -> None:
        parts = urlsplit(request.url)
        if parts.scheme in ("http", "https") and parts.netloc != self.host:
            self._note(f"elsewhere: {request.url}")


def sideways(page: Page) -> list[str]:
    """What sticks out to the right; empty when nothing does."""
    return page.evaluate(
        """() => document.documentElement.scrollWidth <= innerWidth ? [] : [...document.querySelectorAll('body *')]
        .filter((one) => one.getBoundingClientRect().right > innerWidth + 1)
        .map((one) => one.outerHTML.slice(0, 120)).slice(0, 5)"""
    )
