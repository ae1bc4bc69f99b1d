"""The chat in a real browser, for the tests: a page that is held to its promises."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, ConsoleMessage, Dialog, Locator, Page, expect

AXE = Axe()
DESKTOP, PHONE = {"width": 1280, "height": 900}, {"width": 390, "height": 800}
SOON = 30_000  # milliseconds, on a machine that is busy with other tests


@dataclass
class Chat:
    """The page of a chat as a person uses it, and what it did behind that person's back."""

    page: Page
    requests: list[str] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)  # of the console: a policy that was broken too

    @property
    def question(self) -> Locator:
        return self.page.locator("#vraag textarea")  # its label holds the name of its button too

    @property
    def panel(self) -> Locator:
        return self.page.locator("#bron")

    @property
    def answers(self) -> Locator:
        return self.page.locator("#gesprek .antwoord")

    def send(self, question: str) -> None:
        """Type a question and press Enter."""
        self.question.fill(question)
        self.page.keyboard.press("Enter")

    def ask(self, question: str) -> Locator:
        """The answer to a question, once it is whole."""
        before = self.answers.count()
        self.send(question)
        answer = self.answers.nth(before)
        expect(answer.get_by_role("button", name="Kopieer met bronnen")).to_be_visible(timeout=SOON)
        return answer

    def opens(self, link: Locator) -> Locator:
        """What is marked in the document that a link opens."""
        link.click()
        expect(self.panel.locator("#citaat")).to_be_focused(timeout=SOON)
        return self.panel.locator("mark")

    def button(self, name: str) -> Locator:
        return self.page.get_by_role("button", name=name)

    def serious(self) -> list[tuple[str, str, Any]]:
        """What axe finds serious or critical: the rule, and where."""
        found = AXE.run(self.page).response["violations"]
        return [
            (fault["id"], node["html"][:200], node["failureSummary"])
            for fault in found
            if fault["impact"] in ("serious", "critical")
            for node in fault["nodes"]
        ]


@contextmanager
def opened(browser: Browser, address: str, **context: Any) -> Iterator[Chat]:
    """The chat at an address, in a browser of its own; at the end every request must have gone to
    its own host, and the console must have nothing to complain of.
    """
    own = browser.new_context(**{"viewport": DESKTOP, "locale": "nl-NL", **context})
    chat = Chat(own.new_page())
    page = chat.page

    def told(message: ConsoleMessage) -> None:
        if message.type in ("error", "warning"):
            chat.faults.append(message.text)

    def asked(dialog: Dialog) -> None:
        chat.faults.append(dialog.message)
        dialog.dismiss()

    page.on("request", lambda request: chat.requests.append(request.url))
    page.on("console", told)
    page.on("pageerror", lambda error: chat.faults.append(str(error)))
    page.on("dialog", asked)
    page.goto(address)
    expect(chat.question).to_be_visible(timeout=SOON)
    yield chat
    assert hosts(chat.requests) == {urlsplit(address).netloc}
    assert chat.faults == []
    own.close()


def hosts(requests: list[str]) -> set[str]:
    return {urlsplit(url).netloc for url in requests if url.startswith(("http", "ws"))}
